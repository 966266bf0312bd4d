"""What is still missing, where, and the choices."""

from __future__ import annotations

import pytest
from tests.studies import PANEL, tiny_panel, with_cell, with_column

import resilmeter as rm
from resilmeter.prepare.missing import missing_problems


def test_whole_panel_has_nothing_to_say(tmp_path):
    assert list(missing_problems(tiny_panel(tmp_path))) == []


def test_holes_are_named_by_indicator_unit_and_run_of_periods(tmp_path):
    text = PANEL
    for row, column in ((2, "b"), (4, "b"), (5, "d"), (6, "d"), (8, "d")):
        text = with_cell(text, row, column, "")
    found = list(missing_problems(tiny_panel(tmp_path, panel=text)))
    holes = [(p.where["indicator"], p.where["unit"], p.values["count"], p.values["periods"])
             for p in found[:-1]]  # fmt: skip
    assert holes == [("b", "Ahe", 2, "2009, 2011"), ("d", "Bohe", 2, "2009-2010"),
                     ("d", "Cohe", 1, "2009")]  # fmt: skip
    choices = found[-1].values
    assert choices["whole"] == "a, c"
    assert choices["holes"] == "d (3 cells), b (2 cells)"
    assert (choices["units"], choices["of"]) == (3, 6)


def test_empty_indicator_is_named_once(tmp_path):
    panel = tiny_panel(tmp_path, panel=with_column(PANEL, "b", ""))
    first, last = missing_problems(panel)
    assert (first.key, first.where) == ("indicator-all-missing", {"indicator": "b"})
    assert last.values["holes"] == "b (18 cells)"


def test_no_complete_indicator_is_said(tmp_path):
    text = PANEL
    for column in "abcd":
        text = with_cell(text, 3, column, "")
    *_, last = missing_problems(tiny_panel(tmp_path, panel=text))
    assert last.values["whole"] == "-"
    assert last.values["units"] == 5


def test_scaling_refuses_missing_cells(tmp_path):
    panel = tiny_panel(tmp_path, panel=with_cell(PANEL, 3, "b", ""))
    with pytest.raises(rm.DataError, match=r"indicator b, Ahe: .*2010"):
        rm.normalize(panel)
