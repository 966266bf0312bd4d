"""Straight lines over gaps: between known values, along time, never over known values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.interpolate import fill_gaps

NAN = float("nan")
# One step of a straight line in double precision, beside values up to 1000.
ROUNDING = 1e-9


def fill(series, times=None, *, max_gap=None, extrapolate=False):
    series = np.array(series, float)
    times = np.arange(series.size, dtype=float) if times is None else np.array(times, float)
    return fill_gaps(series, times, max_gap=max_gap, extrapolate=extrapolate)


def same(left, right):
    return np.array_equal(left, np.array(right, float), equal_nan=True)


@st.composite
def broken_series(draw):
    """Draw values with blanks at increasing, unevenly spaced times."""
    cells = draw(st.lists(st.none() | st.integers(-1000, 1000), min_size=1, max_size=12))
    steps = draw(st.lists(st.integers(1, 5), min_size=len(cells), max_size=len(cells)))
    series = np.array([NAN if cell is None else float(cell) for cell in cells])
    return series, np.cumsum(steps).astype(float) + 2000


def test_a_gap_is_filled_along_the_line_between_its_neighbours():
    filled, inside, outside = fill([1, NAN, NAN, 7])
    assert filled == pytest.approx([1, 3, 5, 7], abs=1e-15)
    assert (inside.tolist(), outside.any()) == ([False, True, True, False], np.False_)


def test_lines_follow_time_and_not_position():
    # 2010 is 4 of the 8 years from 2006 to 2014; 2008 would be 2 of 8
    assert fill([0, NAN, 8], [2006, 2010, 2014])[0].tolist() == [0, 4, 8]
    assert fill([0, NAN, 8], [2006, 2008, 2014])[0].tolist() == [0, 2, 8]


def test_each_gap_uses_its_own_neighbours():
    filled = fill([0, NAN, 2, 10, NAN, NAN, 40])[0]
    assert filled == pytest.approx([0, 1, 2, 10, 20, 30, 40], abs=1e-14)


def test_a_gap_longer_than_allowed_stays_whole():
    series = [0, NAN, 2, NAN, NAN, 5]
    filled, inside, _ = fill(series, max_gap=1)
    assert same(filled, [0, 1, 2, NAN, NAN, 5])
    assert inside.tolist() == [False, True, False, False, False, False]
    assert not np.isnan(fill(series, max_gap=2)[0]).any()


def test_the_length_of_a_gap_counts_periods_and_not_years():
    assert fill([0, NAN, 8], [2006, 2010, 2014], max_gap=1)[0].tolist() == [0, 4, 8]


def test_ends_are_left_blank_unless_asked():
    filled, inside, outside = fill([NAN, 1, NAN, 3, NAN])
    assert same(filled, [NAN, 1, 2, 3, NAN])
    assert inside.sum() == 1
    assert not outside.any()


def test_ends_are_carried_on_along_the_two_nearest_known_values_when_asked():
    filled, inside, outside = fill([NAN, 1, 2, 10, NAN, NAN], extrapolate=True)
    assert filled.tolist() == [0, 1, 2, 10, 18, 26]
    assert not inside.any()
    assert outside.tolist() == [True, False, False, False, True, True]


def test_extrapolation_follows_time_and_the_longest_gap():
    times = [2006, 2010, 2014, 2022]
    assert fill([1, 2, 3, NAN], times, extrapolate=True)[0].tolist() == [1, 2, 3, 5]
    series = [1, 2, NAN, NAN]
    assert same(fill(series, times, max_gap=1, extrapolate=True)[0], series)


@pytest.mark.parametrize("series", [[NAN], [NAN, NAN, NAN], [NAN, 4, NAN], [5], [1, 2, 3]])
def test_nothing_is_filled_without_a_gap_or_without_two_known_values(series):
    filled, inside, outside = fill(series, extrapolate=True)
    assert same(filled, series)
    assert not (inside | outside).any()


def test_the_series_given_is_not_changed():
    series = np.array([0, NAN, 2.0])
    fill_gaps(series, np.arange(3.0), max_gap=None, extrapolate=True)
    assert np.isnan(series[1])


@given(case=broken_series(), max_gap=st.none() | st.integers(1, 4), extrapolate=st.booleans())
def test_known_values_never_change_and_every_filled_cell_is_flagged_once(
    case, max_gap, extrapolate
):
    series, times = case
    filled, inside, outside = fill_gaps(series, times, max_gap=max_gap, extrapolate=extrapolate)
    known = ~np.isnan(series)
    assert (filled[known] == series[known]).all()
    assert not (inside & outside).any()
    assert ((inside | outside) == (np.isnan(series) & ~np.isnan(filled))).all()


@given(broken_series())
def test_filled_values_lie_between_their_neighbours(case):
    series, times = case
    filled, inside, _ = fill_gaps(series, times, max_gap=None, extrapolate=False)
    known = np.flatnonzero(~np.isnan(series))
    for place in np.flatnonzero(inside):
        ends = series[known[known < place][-1]], series[known[known > place][0]]
        assert min(ends) - ROUNDING <= filled[place] <= max(ends) + ROUNDING


@given(broken_series())
def test_interior_gaps_agree_with_numpy(case):
    series, times = case
    filled, inside, _ = fill_gaps(series, times, max_gap=None, extrapolate=False)
    known = ~np.isnan(series)
    if inside.any():
        expected = np.interp(times[inside], times[known], series[known])
        assert filled[inside] == pytest.approx(expected, abs=ROUNDING)


@given(case=broken_series(), slope=st.integers(-50, 50))
def test_a_straight_series_is_restored_whole(case, slope):
    series, times = case
    line = slope * (times - 2000.0)
    broken = np.where(np.isnan(series), NAN, line)
    if np.isfinite(broken).sum() >= 2:
        filled, _, _ = fill_gaps(broken, times, max_gap=None, extrapolate=True)
        assert filled == pytest.approx(line, abs=ROUNDING)
