"""Filling gaps: straight lines inside known values, flagged cell by cell."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import tiny_panel

import resilmeter as rm

YEARS = (2009, 2010, 2012, 2013, 2014)
INDICATORS = "code,dimension,direction,lower_bound\nx,D,higher,0\ny,D,higher,\n"


def panel(folder, x, y=(1, 2, 3, 4, 5)):
    """One gappy city beside a whole one."""
    rows = [f"Ahe,{t},{a},{b}" for t, a, b in zip(YEARS, x, y, strict=True)]
    rows += [f"Bohe,{t},{i},{9 - i}" for i, t in enumerate(YEARS)]
    text = "\n".join(["city,year,x,y", *rows])
    return tiny_panel(folder, panel=text, indicators=INDICATORS, group="")


def filled(read):
    return read.values.loc["Ahe", "x"].tolist(), read.status.loc["Ahe", "x"].tolist()


def test_lines_follow_time_not_position(tmp_path):
    """Between 2010 (4) and 2013 (10) lies 2012: 4 + (10 - 4) * 2 / 3 = 8."""
    read = rm.interpolate(panel(tmp_path, (1, 4, "", 10, 11)))
    assert filled(read) == ([1, 4, 8, 10, 11], [0, 0, 2, 0, 0])


def test_ends_are_left_alone(tmp_path):
    read = rm.interpolate(panel(tmp_path, ("", 4, 6, 7, "")))
    values, status = filled(read)
    np.testing.assert_array_equal(values, [np.nan, 4, 6, 7, np.nan])
    assert status == [1, 0, 0, 0, 1]


def test_ends_are_filled_and_flagged_apart_when_asked(tmp_path):
    """Slopes: 1 a year before 2010, 2 a year after 2013."""
    read = rm.interpolate(panel(tmp_path, ("", 4, 6, 8, "")), extrapolate=True)
    assert filled(read) == ([3, 4, 6, 8, 10], [3, 0, 0, 0, 3])


@pytest.mark.parametrize(("max_gap", "missing"), [(1, 2), (2, 0), (None, 0)])
def test_long_gaps_are_left(tmp_path, max_gap, missing):
    read = rm.interpolate(panel(tmp_path, (1, "", "", 9, 11)), max_gap=max_gap)
    assert read.missing == missing


def test_series_with_one_value_is_left(tmp_path):
    read = rm.interpolate(panel(tmp_path, ("", "", 4, "", "")), extrapolate=True)
    assert read.missing == 4


def test_steps_count_the_cells_by_indicator_and_kind(tmp_path):
    read = rm.interpolate(panel(tmp_path, (1, "", 4, 5, ""), ("", 2, "", "", 5)), extrapolate=True)
    told = {(s.where["indicator"], s.key): s.values["count"] for s in read.steps}
    assert told == {
        ("x", "cells-interpolated"): 1, ("x", "cells-extrapolated"): 1,
        ("y", "cells-interpolated"): 2, ("y", "cells-extrapolated"): 1,
    }  # fmt: skip
    assert all(s.level == "note" for s in read.steps)
    assert read.imputed_share == 5 / 20


def test_filled_cells_are_listed(tmp_path):
    read = rm.interpolate(panel(tmp_path, (1, 4, "", 10, "")), extrapolate=True)
    assert rm.imputed_cells(read).to_numpy().tolist() == [
        ["Ahe", 2012, "x", 8.0, "interpolated"],
        ["Ahe", 2014, "x", 12.0, "extrapolated"],
    ]
    assert rm.imputed_cells(panel(tmp_path, (1, 2, 3, 4, 5))).empty


def test_gaps_do_not_reach_over_to_the_next_city(tmp_path):
    read = rm.interpolate(panel(tmp_path, (1, 2, 3, 4, "")))
    assert read.missing == 1


def test_the_panel_given_is_not_changed(tmp_path):
    before = panel(tmp_path, (1, 4, "", 10, 11))
    rm.interpolate(before)
    assert before.missing == 1
    assert before.steps == ()


def test_extrapolation_past_a_bound_is_refused(tmp_path):
    before = panel(tmp_path, (9, 6, 2, 1, ""))
    assert rm.interpolate(before, extrapolate=True).values.loc[("Ahe", 2014), "x"] == 0
    falling = panel(tmp_path, (9, 6, 4, 1, ""))
    with pytest.raises(rm.DataError, match=r"indicator x, Ahe, 2014: .*-2 lies outside") as caught:
        rm.interpolate(falling, extrapolate=True)
    assert "extrapolate" in str(caught.value)


@pytest.mark.parametrize("max_gap", [0, -1])
def test_gap_below_one_is_refused(tmp_path, max_gap):
    with pytest.raises(rm.StudyError, match=f"prepare.interpolate.max_gap: max_gap is {max_gap}"):
        rm.interpolate(panel(tmp_path, (1, 2, 3, 4, 5)), max_gap=max_gap)
