"""Statements of the text: every kind with a passing and a failing case, by hand."""

from __future__ import annotations

import pytest
from tests.auditing.conftest import build, found, verdicts

MEANS = """period,all,N,S,W,Care,Air
2010,0.500,0.400,0.500,0.600,0.300,0.200
2011,0.550,0.450,0.500,0.700,0.310,0.240
2012,0.540,0.500,0.500,0.620,0.305,0.235
2013,0.594,0.550,0.500,0.732,0.330,0.264
"""
SHARES = "period,Care,Air\n2010,60.0,40.0\n2011,45.0,55.0\n2012,30.0,70.0\n2013,28.0,72.0\n"
KEYS = {"total": "all", "groups": ["N", "S", "W"], "dimensions": ["Care", "Air"]}
ENDS = ["2010", "2013"]
GROUPS = ["N", "S", "W"]


def claim(**keys):
    return build(
        ("means", MEANS, KEYS),
        ("dimension-shares", SHARES, {"dimensions": ["Care", "Air"]}),
        ("gini", "period,gini\n2010,0.0800\n2013,0.0600\n"),
        ("group-shares", "period,in,out\n2010,33.0,67.0\n", {"within": "in", "between": "out"}),
        ("group-sizes", "group,units\nN,2\nS,2\nW,2\n"),
        claim=[keys],
    )  # fmt: skip


def judged(rule, **keys):
    (finding,) = found(claim(**keys), rule)
    return finding


@pytest.mark.parametrize(
    # Care in 2010: .60 x .0800 = .0480, off by at most .000070
    ("printed", "rule", "verdict"),
    [("0.0480", "value", "agrees"), ("0.0481", "value", "rounding"),
     ("0.0490", "value", "cannot-be"), ("0.480", "slip", "cannot-be"),
     ("0.00480", "slip", "cannot-be")],
)  # fmt: skip
def test_values_and_slips_of_the_point(printed, rule, verdict):
    finding = judged(rule, says="value", measure="gap", of="Care", periods=["2010"],
                     printed=printed)  # fmt: skip
    assert finding.verdict == verdict
    if printed == "0.480":
        assert "Divided by 10" in finding.sentence()


def test_a_value_of_a_year_that_is_not_printed_is_not_checkable():
    finding = judged("value", says="value", measure="gini", periods=["2011"], printed="0.07")
    assert finding.verdict == "not-checkable"
    assert "Gini coefficient" in finding.sentence()


@pytest.mark.parametrize(
    ("printed", "verdict"), [("40.75", "agrees"), ("40.8", "agrees"), ("41.5", "cannot-be")]
)
def test_averages(printed, verdict):
    """(60 + 45 + 30 + 28) / 4 = 40.75."""
    keys = {"says": "average", "measure": "dimension-share", "of": "Care", "printed": printed}
    assert judged("average", **keys).verdict == verdict


def test_an_average_over_years_that_are_not_all_printed_is_not_checkable():
    finding = judged("average", says="average", measure="gini", printed="0.0700")
    assert finding.verdict == "not-checkable"


@pytest.mark.parametrize(
    ("keys", "verdict"),
    [({"printed": "-25.0"}, "agrees"), ({"printed": "-25.1"}, "rounding"),
     ({"printed": "-24.0"}, "cannot-be"), ({"printed": "0.75", "unit": "ratio"}, "agrees"),
     ({"printed": "-50.0", "first": "0.02", "last": "0.01"}, "agrees")],
)  # fmt: skip
def test_changes(keys, verdict):
    finding = judged("change", says="change", measure="gini", periods=ENDS, **keys)
    assert finding.verdict == verdict


# .500 -> .594 in three years: compound 5.91, simple 6.27, mean of +10, -1.818, +10: 6.06
@pytest.mark.parametrize(
    ("printed", "form", "verdict"),
    [("5.91", "", "agrees"), ("6.27", "", "agrees"), ("6.06", "", "agrees"),
     ("5.91", "compound", "agrees"), ("5.95", "compound", "rounding"),
     ("6.27", "compound", "cannot-be"), ("7.50", "", "cannot-be"), ("18.8", "total", "agrees")],
)  # fmt: skip
def test_forms_of_growth(printed, form, verdict):
    finding = judged("growth", says="growth", of="all", periods=ENDS, printed=printed, form=form)
    assert finding.verdict == verdict


def test_the_form_that_a_rate_is_and_those_that_it_cannot_be_are_named():
    sentence = judged("growth", says="growth", of="all", periods=ENDS, printed="6.27").sentence()
    assert "6.27 % is simple yearly growth, 6.267 %" in sentence
    assert "cannot be: compound growth 5.910 %" in sentence


@pytest.mark.parametrize(
    # compound -9.14, simple -8.33; a mean of unprinted rates is never below compound growth
    ("printed", "verdict"),
    [("-9.14", "agrees"), ("-8.33", "agrees"), ("-8.00", "not-checkable"),
     ("-9.60", "cannot-be")],
)  # fmt: skip
def test_growth_between_two_printed_years(printed, verdict):
    keys = {"says": "growth", "measure": "gini", "periods": ENDS, "printed": printed}
    assert judged("growth", **keys).verdict == verdict


@pytest.mark.parametrize(
    ("says", "of", "verdict"),
    [("rose", "N", "agrees"), ("fell", "N", "says-otherwise"), ("stayed", "S", "agrees"),
     ("rose", "S", "rounding"), ("stayed", "W", "says-otherwise")],
)  # fmt: skip
def test_directions(says, of, verdict):
    assert judged("trend", says=says, of=of, periods=ENDS).verdict == verdict


def test_a_direction_of_what_is_not_printed_is_not_checkable():
    finding = judged("trend", says="fell", measure="gini", periods=["2010", "2012"])
    assert finding.verdict == "not-checkable"


@pytest.mark.parametrize(("of", "verdict"), [("all", "agrees"), ("S", "says-otherwise")])
def test_mostly_rose(of, verdict):
    finding = judged("mostly-rose", says="mostly-rose", of=of)
    assert finding.verdict == verdict
    if of == "all":
        assert "2 of 3 steps; the exceptions: 2012" in finding.sentence()


@pytest.mark.parametrize(
    ("keys", "verdict"),
    [({"says": "largest", "of": "W"}, "agrees"), ({"says": "largest", "of": "S"}, "says-otherwise"),
     ({"says": "smallest", "of": "N"}, "says-otherwise"),
     ({"says": "smallest", "of": "N", "periods": ["2010", "2011"]}, "agrees"),
     ({"says": "smallest", "of": "N", "periods": ["2012"]}, "rounding"),
     ({"says": "largest", "of": "N", "place": 2, "periods": ["2013"]}, "agrees"),
     ({"says": "largest", "of": "N", "change": True, "periods": ENDS}, "agrees"),
     ({"says": "largest", "of": "W", "change": True, "periods": ENDS}, "says-otherwise"),
     ({"says": "largest", "of": "N", "periods": ["2099"]}, "not-checkable")],
)  # fmt: skip
def test_largest_and_smallest(keys, verdict):
    assert judged("extreme", among=GROUPS, **keys).verdict == verdict


def test_years_that_contradict_are_named():
    sentence = judged("extreme", says="smallest", of="N", among=GROUPS).sentence()
    assert "1 of 4 periods: 2013: S" in sentence


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [("0.4", "0.7", "agrees"), ("0.400", "0.732", "agrees"), ("0.45", "0.70", "says-otherwise")],
)
def test_ranges(low, high, verdict):
    assert judged("range", says="range", among=GROUPS, low=low, high=high).verdict == verdict


@pytest.mark.parametrize(
    ("since", "verdict"),
    [("2011", "agrees"), ("2012", "says-otherwise"), ("2010", "not-checkable")],
)
def test_overtaking(since, verdict):
    finding = judged("overtakes", says="overtakes", measure="dimension-share", of="Air",
                     over="Care", periods=[since])  # fmt: skip
    assert finding.verdict == verdict


@pytest.mark.parametrize(
    # Care makes .030 of .094, Air .064
    ("of", "verdict"), [("Air", "agrees"), ("Care", "says-otherwise")],
)  # fmt: skip
def test_drivers_of_a_change(of, verdict):
    assert judged("main-driver", says="main-driver", of=of, periods=ENDS).verdict == verdict


def sources(share, groups=GROUPS):
    sizes = "group,units\n" + "".join(f"{g},2\n" for g in groups)
    return build(
        ("means", MEANS, KEYS), ("group-sizes", sizes),
        ("group-shares", f"period,in,out\n2010,{100 - share:.1f},{share:.1f}\n",
         {"within": "in", "between": "out"}),
        claim=[{"says": "main-source", "measure": "share", "of": "between"}],
    )  # fmt: skip


@pytest.mark.parametrize(
    # three groups of two: random labels give 80 % between groups
    ("share", "verdict"), [(79.0, "says-otherwise"), (83.9, "says-otherwise"), (90.0, "agrees")],
)  # fmt: skip
def test_main_source_against_random_labels(share, verdict):
    (finding,) = found(sources(share), "main-source")
    assert finding.verdict == verdict
    assert finding.computed == "80.00"


def test_a_main_source_without_sizes_is_not_checkable():
    (finding,) = found(sources(90.0, groups=["N"]), "main-source")
    assert finding.verdict == "not-checkable"


def test_levels_of_other_studies_are_not_checkable():
    paper = claim(says="same-level", printed="0.0221")
    assert verdicts(paper, "same-level") == ["not-checkable"]
    assert "0.594" in found(paper, "same-level")[0].sentence()
