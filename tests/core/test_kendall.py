"""Mann-Kendall test and Theil-Sen slope."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from resilmeter.core.kendall import mann_kendall, theil_sen
from resilmeter.errors import MethodError

# A few products and quotients in double precision.
ROUNDING = 1e-12

series = st.lists(st.integers(-50, 50), min_size=2, max_size=12)
distinct = st.lists(st.integers(-99, 99), min_size=3, max_size=12, unique=True)


def score(values):
    """S from its definition, pair by pair."""
    pairs = [(a, b) for k, b in enumerate(values) for a in values[:k]]
    return sum((b > a) - (b < a) for a, b in pairs)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 7])
def test_the_exact_p_counts_all_orders(n):
    scores = [abs(score(order)) for order in permutations(range(n))]
    for order in ([*range(n)], [*range(1, n), 0], [n - 1, *range(n - 1)]):
        test = mann_kendall(order)
        expected = np.mean([s >= abs(score(order)) for s in scores])
        assert test.how == "exact"
        assert test.p == pytest.approx(expected, abs=ROUNDING)
    assert mann_kendall([*range(n)]).p == pytest.approx(mann_kendall([*range(n)]).least_p)


@given(distinct)
def test_without_ties_it_is_kendalls_tau_against_time(values):
    test = mann_kendall(values)
    other = stats.kendalltau(np.arange(len(values)), values, method="exact")
    assert test.tau == pytest.approx(other.statistic, abs=ROUNDING)
    assert test.p == pytest.approx(other.pvalue, abs=ROUNDING)


def test_ties_by_hand():
    # S = 8 of 10 pairs, two ties of two: V = (5 4 15 - 2 (2 1 9)) / 18 = 264 / 18
    test = mann_kendall([1, 1, 2, 2, 3])
    assert (test.s, test.how) == (8, "normal")
    assert test.tau == pytest.approx(0.8)
    z = 7 / np.sqrt(264 / 18)
    assert test.p == pytest.approx(2 * stats.norm.sf(z), abs=ROUNDING)


def test_long_series_use_the_normal_form_which_is_close_to_the_exact():
    values = np.random.default_rng(5).permutation(40)
    test = mann_kendall(values)
    exact = stats.kendalltau(np.arange(40), values, method="exact").pvalue
    assert test.how == "normal"
    # the continuity-corrected normal is good to a few per cent of p at 40 periods
    assert test.p == pytest.approx(exact, rel=0.05)


@given(series)
def test_turning_the_series_over_turns_the_sign(values):
    up, down = mann_kendall(values), mann_kendall([-v for v in values])
    assert (up.s, up.how) == (-down.s, down.how)
    assert up.s == score(values)
    assert up.p == pytest.approx(down.p, abs=ROUNDING)
    assert 0 <= up.p <= 1


def test_equal_values_have_no_trend_and_one_period_has_no_test():
    test = mann_kendall([2, 2, 2])
    assert (test.s, test.p, test.how) == (0, 1.0, "exact")
    assert mann_kendall([1.0]) is None
    assert theil_sen([1.0], [2020]) is None


@given(distinct, st.integers(0, 3))
def test_slope_and_interval_are_those_of_scipy(values, level):
    alpha = (0.01, 0.05, 0.1, 0.2)[level]
    times = np.cumsum(1 + np.arange(len(values)) % 3)
    slope = theil_sen(values, times, alpha)
    other = stats.theilslopes(values, times, 1 - alpha)
    assert slope.slope == pytest.approx(other.slope, abs=ROUNDING)
    if slope.reason is None:  # scipy cuts the ranks off where we say that there is no interval
        assert slope.low == pytest.approx(other.low_slope, abs=ROUNDING)
        assert slope.high == pytest.approx(other.high_slope, abs=ROUNDING)
        assert slope.low <= slope.slope <= slope.high
    else:
        assert len(values) < 8


def test_three_periods_have_a_slope_without_an_interval():
    slope = theil_sen([1, 2, 4], [2000, 2001, 2003])
    assert (slope.slope, slope.low, slope.high) == (1.0, None, None)
    assert str(slope.reason).startswith("not applicable: with 3 periods the interval")


@pytest.mark.parametrize("level", [0, 1, -0.1, np.nan])
def test_a_level_outside_0_and_1_is_refused(level):
    with pytest.raises(MethodError, match="is not a share between 0 and 1"):
        theil_sen([1, 2], [0, 1], level)


@pytest.mark.parametrize("times", [[2000, 2000], [2001, 2000]])
def test_times_that_do_not_increase_are_refused(times):
    with pytest.raises(MethodError, match=f"the times do not increase: {times[1]} follows 200"):
        theil_sen([1, 2], times)


def test_missing_values_are_refused():
    with pytest.raises(MethodError, match="1 values are missing or infinite"):
        mann_kendall([1.0, np.nan])
