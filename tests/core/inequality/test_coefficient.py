"""Gini coefficients of values, of weighted values and of shortfalls."""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.core.inequality.loops import ROUNDING, weighted_cases

from resilmeter.core.inequality import absolute_gini, gini, gini_cells, shortfall_gini
from resilmeter.errors import MethodError

SOME = st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any)
VALUES = st.lists(st.integers(0, 50), min_size=2, max_size=12).filter(any)


def refusal(text):
    return pytest.raises(MethodError, match=re.escape(text))


def gini_by_equation_8(values):
    """Sum |x_i - x_r| over all ordered pairs, over 2 mu n^2."""
    n = len(values)
    gaps = sum(abs(Fraction(int(a)) - int(b)) for a in values for b in values)
    return float(gaps / (2 * Fraction(sum(int(v) for v in values), n) * n * n))


@given(SOME)
def test_gini_agrees_with_the_double_loop(values):
    assert gini(values) == pytest.approx(gini_by_equation_8(values), abs=ROUNDING)


def test_gini_of_two_units_of_one_and_of_equals():
    assert gini([1, 3]) == 0.25
    assert gini([5]) == 0.0
    assert gini([0.1] * 7) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("n", [2, 3, 10])
def test_gini_is_largest_when_one_unit_has_all(n):
    assert gini([0] * (n - 1) + [4]) == pytest.approx((n - 1) / n, abs=ROUNDING)


@given(SOME)
def test_gini_lies_between_zero_and_its_largest_value(values):
    assert -ROUNDING <= gini(values) <= 1 - 1 / len(values) + ROUNDING


@given(weighted_cases())
def test_whole_weights_are_units_taken_several_times(case):
    parts, _, _, weights = case
    values = parts.sum(axis=1)
    repeated = np.repeat(values, weights)
    assert gini(values, weights) == pytest.approx(gini(repeated), abs=ROUNDING)
    assert absolute_gini(values, weights) == pytest.approx(absolute_gini(repeated), abs=ROUNDING)


@given(VALUES, st.floats(0.01, 100))
def test_only_the_proportions_of_weights_matter(values, factor):
    weights = np.arange(1.0, len(values) + 1)
    assert gini(values, weights * factor) == pytest.approx(gini(values, weights), abs=ROUNDING)
    for form in ("none", "sample"):
        expected = gini(values, correction=form)
        given_weights = np.full(len(values), factor)
        assert gini(values, given_weights, correction=form) == pytest.approx(expected, abs=ROUNDING)


@given(VALUES)
def test_the_sample_form_leaves_out_pairs_of_a_unit_with_itself(values):
    n, x, w = len(values), np.array(values), np.arange(1.0, len(values) + 1)
    expected = gini(values) * n / (n - 1)
    assert gini(values, correction="sample") == pytest.approx(expected, abs=ROUNDING)
    apart = np.outer(w, w) * ~np.eye(n, dtype=bool)
    gaps = (np.abs(np.subtract.outer(x, x)) * apart).sum() / apart.sum() / 2
    found = absolute_gini(values, w, correction="sample")
    assert found == pytest.approx(gaps, rel=ROUNDING)


def test_the_sample_form_of_one_who_has_all_is_one():
    assert gini([0, 0, 0, 7], correction="sample") == pytest.approx(1, abs=ROUNDING)


@given(VALUES, st.integers(-1000, 1000))
def test_the_absolute_form_ignores_a_shift_and_a_mirror(values, shift):
    x = np.array(values)
    expected = absolute_gini(x)
    assert absolute_gini(x + shift) == pytest.approx(expected, abs=1e-11)  # sums of size 12000
    assert absolute_gini(shift - x) == pytest.approx(expected, abs=1e-11)
    assert gini(x) * x.mean() == pytest.approx(expected, abs=ROUNDING)


@given(st.lists(st.integers(0, 99), min_size=2, max_size=9).filter(any))
def test_attainment_and_shortfall_have_the_same_absolute_gini(values):
    x = np.array(values) / 100
    shortfall = shortfall_gini(x) * (1 - x.mean())
    assert shortfall == pytest.approx(gini(x) * x.mean(), abs=ROUNDING)


def test_the_shortfall_of_two_by_hand():
    # 1/4 and 0 missing, mean 1/8: the largest coefficient that two units can have
    assert shortfall_gini([0.75, 1.0]) == 0.5
    assert shortfall_gini([75, 100], top=100) == 0.5


def test_a_constant_of_a_thousand_million_costs_no_digits():
    values = np.array([0.0, 1.0, 3.0]) + 1e9
    # gaps 1, 3, 2 over 9 ordered pairs; the mean is 1e9 + 4/3
    assert absolute_gini(values) == pytest.approx(2 / 3, rel=1e-7)  # one ulp of 1e9 is 1e-7
    assert absolute_gini(values, [1, 1, 1]) == pytest.approx(2 / 3, rel=1e-7)


@given(weighted_cases())
def test_the_fast_path_agrees_with_the_cells(case):
    parts, groups, _, weights = case
    assume(parts.sum() > 0)
    for w in (None, weights):
        for form in ("none", "sample"):
            expected = gini_cells(parts, groups, w, correction=form).gini
            assert gini(parts.sum(axis=1), w, correction=form) == pytest.approx(expected, abs=1e-11)


# --- refusals -----------------------------------------------------------------------------------
def test_weights_that_are_none_are_refused():
    with refusal("1 weights of units are zero or negative."):
        gini([1, 2], [0, 1])
    with refusal("3 weights for 2 units."):
        gini([1, 2], [1, 1, 1])
    with refusal("1 values are missing or infinite."):
        gini([1, 2], [1, np.nan])


def test_the_sample_form_of_one_unit_is_refused():
    with refusal("the sample form leaves out pairs of a unit with itself"):
        gini([1], correction="sample")


def test_an_unknown_correction_is_refused():
    with pytest.raises(Exception, match=r"correction: .*unbiased"):
        gini([1, 2], correction="unbiased")


def test_scores_above_the_best_or_all_at_the_best_are_refused():
    with refusal("2 values lie above 1, the best attainable."):
        shortfall_gini([1.5, 2, 0.5])
    with refusal("all values are 1, the best attainable"):
        shortfall_gini([1, 1])
