"""Reading paper.toml and its tables: digits as printed, and every problem at once."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.auditing.conftest import build

import resilmeter as rm
from resilmeter import DataError, StudyError
from resilmeter.auditing.printed import read_printed

GOOD = """title = "A paper"

[[table]]
kind = "dimension-weights"
file = "weights.csv"

[[claim]]
says = "value"
measure = "dimension-weight"
of = "Care"
printed = "0.60"
"""
WEIGHTS = "dimension,weight\nCare,0.60\nAir,0.40\n"


@pytest.fixture
def folder(tmp_path):
    def write(text=GOOD, weights=WEIGHTS):
        (tmp_path / "paper.toml").write_text(text, encoding="utf-8")
        (tmp_path / "weights.csv").write_text(weights, encoding="utf-8")
        return tmp_path

    return write


def problems(folder) -> str:
    with pytest.raises((StudyError, DataError)) as caught:
        rm.read_paper(folder)
    return str(caught.value)


def test_a_paper_is_read(folder):
    paper = rm.read_paper(folder())
    assert repr(paper) == "<Paper 'A paper': 1 tables, 1 claims>"
    assert [f.verdict for f in rm.audit(paper)] == ["agrees", "agrees"]


def test_a_workbook_is_read(folder):
    place = folder(GOOD.replace("weights.csv", "weights.xlsx"))
    table = pd.DataFrame({"dimension": ["Care", "Air"], "weight": ["0.60", "0.40"]})
    table.to_excel(place / "weights.xlsx", index=False)
    assert rm.audit(rm.read_paper(place))[0].verdict == "agrees"


@pytest.mark.parametrize(
    ("change", "said"),
    [(("kind =", "knd ="), "table.1.knd: there is no such key. Nearest: table.kind"),
     (("kind = \"dim", "kind = \"dmi"), "table.1.kind: 'dmiension-weights' is not allowed"),
     (('title = "A paper"', ""), "title: this key is required"),
     (("weights.csv", "wieghts.csv"), "wieghts.csv: there is no such file"),
     (('of = "Care"', 'of = "Cair"'), "claim.1: 'Cair' is in none of the tables. Nearest: "),
     (('printed = "0.60"', ""), "claim.1.printed: a claim that says value needs this key"),
     (('"0.60"', '"sixty"'), "claim.1.printed: cannot read 'sixty' as a number"),
     (('"value"', '"vlaue"'), "claim.1.says: 'vlaue' is not allowed"),
     (('title = "A paper"', "title = A paper"), "paper.toml: the file is not valid TOML")],
)  # fmt: skip
def test_refusals_name_the_place(folder, change, said):
    assert said in problems(folder(GOOD.replace(*change)))


@pytest.mark.parametrize(
    ("weights", "said"),
    [("dimension,wieght\nCare,0.60\n", "column weight: there is no such column. Nearest: wieght"),
     ("dimension,weight\nCare,o.60\n", "row 2, column weight: cannot read 'o.60' as a number"),
     ("dimension,weight\nCare,0.6\nCare,0.4\n", "row 3, column weight: the number of"),
     ("dimension,weight\nCare,0.6,1\n", "row 2: the row has 3 cells")],
)  # fmt: skip
def test_refusals_of_tables_name_row_and_column(folder, weights, said):
    assert said in problems(folder(weights=weights))


def test_all_problems_come_at_once(folder):
    text = GOOD.replace("kind", "knid").replace('"0.60"', '"?"') + "\n[pairs]\nA = 1\n"
    text = text.replace("knid", "kind") + '\n[[claim]]\nsays = "largest"\nofs = "Care"\n'
    said = problems(folder(text.replace("A = 1", 'A = ["x"]'), "dimension,wt\nCare,1\n"))
    for part in ("claim.2.ofs", "column weight", "claim.1.printed", "claim.2.of: a claim"):
        assert part in said


@pytest.mark.parametrize(
    ("table", "keys", "said"),
    [(("factors", "factor,q,strata\nroads,0.4,four\n", {"units": 16}), {}, "'four' as a number"),
     (("growth-parts", "group,part,units,growth\nN,,ten,1.0\n"), {}, "'ten' as a number"),
     (("group-sizes", "group,units\nN,1\n", {"total": "all"}), {}, "table.1.total"),
     (("grades", "unit,grade\na,low\n"), {"reference": "mean"}, "reference: cannot read 'mean'"),
     (("means", "period,all\n2010,0.4\n", {"total": "all"}),
      {"claim": [{"says": "largest", "of": "all", "change": True}]}, "claim.1.periods")],
)  # fmt: skip
def test_counts_and_keys_that_are_no_numbers_are_refused(table, keys, said):
    with pytest.raises((StudyError, DataError), match=said):
        build(table, **keys)


def test_numbers_that_round_to_zero_are_audited_without_a_word_too_many():
    """Ratios to what may be zero have no bounds: nothing is said about them."""
    paper = build(
        ("means", "period,all,N,S,Care\n2010,0.0,0.0,0.0,0.0\n2011,0.1,0.0,0.1,0.1\n",
         {"total": "all", "groups": ["N", "S"], "dimensions": ["Care"]}),
        ("dimension-weights", "dimension,weight\nCare,0.0\n"),
        ("group-sizes", "group,units\nN,1\nS,1\n"),
        ("group-shares", "period,A,B,AB\n2010,0,0,100\n2011,0,0,100\n"),
        ("dimension-shares", "period,Care\n2010,100\n2011,100\n", {"dimensions": ["Care"]}),
        ("cells", "period,cell,dimension,value\n2010,A,Care,0.0\n2010,AB,Care,0.0\n"),
        ("gini", "period,gini\n2010,0.0\n2011,0.5\n"), ("spread", "period,sd\n2010,0\n2011,0\n"),
        pairs={"A": ["N"], "B": ["S"], "AB": ["N", "S"]}, index="weighted-sum",
        claim=[{"says": "change", "of": "all", "printed": "5"},
               {"says": "growth", "of": "all", "printed": "5"},
               {"says": "largest", "of": "N", "among": ["N", "S"], "change": True,
                "periods": ["2010", "2011"]},
               {"says": "largest", "of": "N", "among": ["N", "S"], "place": 5},
               {"says": "largest", "of": "N", "among": ["S"]},
               {"says": "main-source", "measure": "share", "of": "AB"},
               {"says": "main-driver", "of": "Care"}],
    )  # fmt: skip
    findings = rm.audit(paper)
    assert {f.verdict for f in findings if f.rule in {"change", "growth"}} == {"not-checkable"}
    for finding in findings:
        assert finding.sentence("en")
        assert finding.sentence("zh")


def test_pairs_of_unknown_groups_are_refused():
    means = ("means", "period,N,S\n2010,0.4,0.6\n", {"groups": ["N", "S"]})
    with pytest.raises(StudyError, match=r"pairs.A: 'M' is in none of the tables. Nearest: N"):
        build(means, pairs={"A": ["M"]})


def test_a_folder_without_a_paper(tmp_path):
    said = problems(tmp_path)
    assert f"paper.toml: the folder {tmp_path} holds no paper to audit" in said
    assert "study" not in said


def test_no_names_are_called_unknown_while_a_table_cannot_be_read(folder):
    assert "in none of the tables" not in problems(folder(GOOD.replace("weights.csv", "no.csv")))


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [("0.550", 0.55, 3), ("1,234.5", 1234.5, 1), ("−0.0001", -0.0001, 4), ("12", 12.0, 0),
     ("0.0081*", 0.0081, 4), ("3.5 %", 3.5, 1), ("１２．５", 12.5, 1), ("1.5e-3", 0.0015, 4)],
)  # fmt: skip
def test_digits_are_those_of_the_text(text, value, decimals):
    number = read_printed(text)
    assert (number.value, number.decimals) == (value, decimals)


def test_lost_zeros_are_given_back_by_the_key():
    paper = build(("dimension-weights", "dimension,weight\nCare,0.6\nAir,0.4\n", {"decimals": 3}))
    assert paper.facts.printed("dimension-weight", "Care").half == pytest.approx(0.0005)


def test_counts_are_not_rounded():
    assert read_printed("83", counted=True).half == 0.0
    assert float(read_printed("83", counted=True).interval.high) == 83.0


@given(st.floats(-1e4, 1e4), st.integers(0, 6))
def test_a_true_value_lies_inside_its_printed_bounds(value, digits):
    interval = read_printed(f"{value:.{digits}f}").interval
    assert float(interval.low) <= value <= float(interval.high)
