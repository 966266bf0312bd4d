"""Errors of straight lines: by hand, and whether they cover what was hidden."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.line_errors import LEAST_DONORS, line_errors
from resilmeter.errors import MethodError

NAN = np.nan


def draws(series, times, count=200):
    return np.stack([
        line_errors(series, times, np.random.default_rng([7, k]))[0] for k in range(count)
    ])  # fmt: skip


def test_one_gap_by_hand():
    """A zigzag of steps 3 misses the line by 3 everywhere: e = 1. The other unit's steps are 1."""
    series = np.array([
        [0, 3, 0, 3, 0, 3, 0, 3],
        [5, 4, 5, 4, 5, NAN, 5, 4],
    ])  # fmt: skip
    # Known steps of the second unit: 1, 1, 1, 1, 0 over two years, 1; s^2 = 5 / 6.
    own = np.sqrt(5 / 6)
    found = draws(series, np.arange(8.0))
    assert not found[:, 0].any()
    assert not found[:, 1, [0, 1, 2, 3, 4, 6, 7]].any()
    # Stretches of the first unit have e = 1 or -1, those of the second 1 / s: errors are s or 1.
    assert set(np.round(found[:, 1, 5], 12)) == {*np.round([own, -own, 1.0, -1.0], 12)}


def test_cells_of_one_gap_err_together():
    """Stretches of the wave 0, 2, 2, 0, -2, -2 err by (2, 2), (4/3, 2/3), (2/3, 4/3), mirrored."""
    wave = np.array([0.0, 2, 2, 0, -2, -2] * 4)
    series = np.stack([wave, wave])
    series[1, 7:9] = NAN
    first, second = draws(series, np.arange(24.0))[:, 1, 7:9].T
    assert {*np.round(first / second, 9)} == {0.5, 1.0, 2.0}


@pytest.mark.parametrize("kind", ["walk", "trend"])
def test_nine_in_ten_hidden_values_lie_inside_the_draws(kind):
    """5 to 95 % of 200 imputations hold 90 % of what was hidden, give or take 3 errors of counting.

    400 gaps: one error of counting is sqrt(.9 * .1 / 400) = .015. A line alone holds none.
    """
    rng = np.random.default_rng(11)
    size = rng.lognormal(1.0, 1.0, (200, 1))  # units that differ in size
    noise = rng.normal(size=(200, 14))
    truth = size * (noise.cumsum(axis=1) if kind == "walk" else np.arange(14.0) + noise)
    hidden = np.zeros(truth.shape, bool)
    hidden[:, 4] = True
    hidden[:, 9:11] = True
    holed = np.where(hidden, NAN, truth)
    times = np.arange(14.0)
    lines = np.stack([np.interp(times, times[~h], row[~h])
                      for row, h in zip(truth, hidden, strict=True)])  # fmt: skip
    low, high = np.quantile(lines + draws(holed, times), [0.05, 0.95], axis=0)
    inside = ((low <= truth) & (truth <= high))[:, [4, 9]]
    assert inside.mean() == pytest.approx(0.9, abs=0.045)
    assert (lines[hidden] == truth[hidden]).mean() == 0.0


@given(st.floats(0.1, 1000), st.floats(-50, 50), st.integers(0, 99))
def test_errors_follow_the_unit_of_measurement_and_ignore_the_level(factor, shift, seed):
    series = np.random.default_rng(3).normal(size=(4, 9))
    series[2, 3:5] = NAN
    times = np.arange(9.0)
    plain, _ = line_errors(series, times, np.random.default_rng(seed))
    moved, _ = line_errors(factor * series + shift, times, np.random.default_rng(seed))
    # Rounding of the shifted sums: 1e-9 of the size of the numbers.
    assert moved == pytest.approx(factor * plain, abs=1e-9 * (factor + abs(shift)))


def test_too_few_stretches_tell_nothing():
    series = np.array([[1.0, NAN, 2.0, 4.0, 3.0, 3.5]])
    errors, unknown = line_errors(series, np.arange(6.0), np.random.default_rng(1))
    assert LEAST_DONORS > 2  # known stretches of three: 2004-2006 and 2005-2007 so to speak
    assert not errors.any()
    assert unknown.tolist() == [[False, True, False, False, False, False]]


def test_stretches_are_as_long_in_time_not_in_places():
    """With a missing survey year no known stretch is as long as the gap."""
    times = np.array([2000.0, 2001, 2002, 2003, 2004, 2005, 2010, 2011])
    series = np.tile(np.arange(8.0), (6, 1)) + np.random.default_rng(1).normal(size=(6, 8))
    series[0, 6] = NAN
    _, unknown = line_errors(series, times, np.random.default_rng(1))
    assert not unknown.any()  # the five other units know 2005 to 2011
    series[1:, 6] = NAN
    _, unknown = line_errors(series, times, np.random.default_rng(1))
    assert unknown[:, 6].all()


def test_ends_and_whole_series_have_no_errors():
    series = np.array([[NAN, 1.0, 2.0, NAN], [NAN, NAN, NAN, NAN], [1.0, 2.0, 4.0, 3.0]])
    errors, unknown = line_errors(series, np.arange(4.0), np.random.default_rng(1))
    assert not errors.any()
    assert not unknown.any()


@pytest.mark.parametrize(
    ("series", "times", "said"),
    [
        ([1.0, 2.0], [1, 2], "given shape"),
        ([[1.0, np.inf]], [1, 2], "missing or infinite"),
        ([[1.0, 2.0]], [2, 1], "time"),
    ],
)
def test_what_is_no_series_is_refused(series, times, said):
    with pytest.raises(MethodError, match=said):
        line_errors(series, times, np.random.default_rng(1))
