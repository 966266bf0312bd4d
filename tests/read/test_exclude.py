"""Leaving rows out: always with a reason, never in silence, never by a name that is not there."""

from __future__ import annotations

import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.read import Exclusion, RawTable, exclude


@pytest.fixture
def table():
    cells = pd.DataFrame(
        {"city": ["Ahe", " Ahe", "Bohe", "Cohe"], "year": [2009.0, 2010.0, 2009.0, 2009.0]},
        index=[2, 3, 4, 5], dtype=object,
    )  # fmt: skip
    return RawTable(cells, {"file": "panel.csv"})


def rule(column, *values, keep=False):
    return Exclusion(column=column, values=values, reason="because", keep=keep)


def test_rows_are_left_out_and_told(table):
    left = exclude(table, [rule("city", "Ahe")])
    assert list(left.cells.index) == [4, 5]
    (step,) = left.notes
    assert step.level == "note"
    for part in ("panel.csv", "city", "Ahe", "2", "because"):
        assert part in step.text()


def test_only_named_rows_are_kept(table):
    left = exclude(table, [rule("city", "Bohe", "Cohe", keep=True)])
    assert list(left.cells.index) == [4, 5]
    assert left.notes[0].values["count"] == 2


def test_rules_follow_each_other(table):
    left = exclude(table, [rule("city", "Ahe"), rule("city", "Cohe")])
    assert list(left.cells.index) == [4]
    assert [step.values["count"] for step in left.notes] == [2, 1]


def test_whole_numbers_of_spreadsheets_match_their_text(table):
    assert list(exclude(table, [rule("year", "2010")]).cells.index) == [2, 4, 5]


def test_the_table_given_is_not_changed(table):
    exclude(table, [rule("city", "Ahe")])
    assert len(table.cells) == 4
    assert table.notes == ()


def test_values_and_columns_that_are_not_there_are_named_together(table):
    with pytest.raises(rm.DataError) as caught:
        exclude(table, [rule("city", "Ahee", "Bohe"), rule("town", "Ahe")])
    assert len(caught.value.problems) == 2
    assert "column city: no row has 'Ahee'" in str(caught.value)
    assert "Nearest: Ahe" in str(caught.value)
    assert "column town: there is no such column" in str(caught.value)


def test_leaving_out_everything_is_refused(table):
    with pytest.raises(rm.DataError, match="leave no row"):
        exclude(table, [rule("city", "Ahe", "Bohe", "Cohe")])
