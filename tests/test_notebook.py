"""What a notebook shows of a record: a line and a corner of a table, escaped, never the whole."""

import dataclasses
import inspect

import pandas as pd
import pytest
from tests.studies import INDICATORS, PANEL, write_study

import resilmeter as rm
from resilmeter.notebook import MOST_COLUMNS, MOST_ROWS, card

NASTY = "<script>alert(1)</script>"
RECORDS = [
    name for name in rm.__all__
    if inspect.isclass(kind := getattr(rm, name)) and dataclasses.is_dataclass(kind)
    and name != "Choices"  # what a caller gives, not what comes out
    and any("DataFrame" in str(f.type) for f in dataclasses.fields(kind))
]  # fmt: skip


@dataclasses.dataclass
class Record:
    """Any record with a table."""

    table: pd.DataFrame


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_with_a_table_shows_itself(name):
    shows = vars(getattr(rm, name)).get("_repr_html_")
    assert shows is card or (name == "Result" and shows is not None)


def test_a_result_shows_its_means_and_blanks_are_blank(tmp_path):
    page = rm.run(rm.Study.load(write_study(tmp_path)))._repr_html_()
    assert "<th>mean</th>" in page
    assert ">nan<" not in page
    assert "<td></td>" in card(Record(pd.DataFrame({"x": [float("nan")]})))


def test_there_are_such_records():
    assert {"Panel", "Scaled", "Weights", "Scores", "Result", "Obstacles"} <= set(RECORDS)


def test_names_are_escaped_and_long_ones_cut(tmp_path):
    indicators = INDICATORS.replace("Clinics", NASTY)
    long = "very long name " * 40
    panel = PANEL.replace("Ahe", NASTY).replace("Bohe", long).replace("North", NASTY)
    study = rm.Study.load(write_study(tmp_path, panel=panel, indicators=indicators))
    result = rm.run(study)
    answers = [getattr(result, f.name) for f in dataclasses.fields(result)]
    shown = [a for a in (result, *answers) if hasattr(a, "_repr_html_")]
    ours = [a for a in shown if type(a).__module__.startswith("resilmeter")]
    assert len(ours) > 8
    for record in ours:
        page = record._repr_html_()
        assert "<script" not in page
        assert long not in page
        assert len(page) < 10_000
    assert "&lt;script&gt;" in result.panel._repr_html_()


def test_a_large_table_shows_its_corner_and_its_size():
    page = card(Record(pd.DataFrame([[0] * 40] * 2_000)))
    assert page.count("<tr>") == MOST_ROWS + 1
    assert page.count("<td>") == MOST_ROWS * MOST_COLUMNS
    assert "2,000 × 40" in page


def test_columns_called_like_the_index_do_no_harm():
    table = pd.DataFrame({"unit": [1.0]}, index=pd.Index(["a"], name="unit"))
    assert card(Record(table)).count("<th>unit</th>") == 2


def test_a_record_without_rows_is_a_line():
    assert "<table" not in card(Record(pd.DataFrame()))
