"""Theil's T and L and their kin, beside formulas written out unit by unit."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.inequality.loops import ROUNDING, weighted_cases

from resilmeter.core.inequality import (
    entropy_groups,
    generalised_entropy,
    nested_entropy,
    theil_l,
    theil_sources,
    theil_t,
)
from resilmeter.errors import MethodError

ALPHAS = (-1.0, 0.0, 0.5, 1.0, 2.0, 3.0)
# Sums of a dozen terms of size up to 100, divided by alpha (alpha - 1).
TERMS = 1e-11


def refusal(text):
    return pytest.raises(MethodError, match=re.escape(text))


def by_formula(values, weights, alpha):
    """The index as the books print it."""
    mean = sum(x * w for x, w in zip(values, weights, strict=True)) / sum(weights)
    result = 0.0
    for x, w in zip(values, weights, strict=True):
        r = x / mean
        if alpha == 0:
            term = -math.log(r)
        elif alpha == 1:
            term = r * math.log(r) if r else 0.0
        else:
            term = (r**alpha - 1) / (alpha * (alpha - 1))
        result += term * w / sum(weights)
    return result


def by_group(values, groups, weights, alpha):
    """Within parts, and between as the index of a panel of group means."""
    p = np.bincount(groups, weights=weights) / weights.sum()
    means = np.bincount(groups, weights=weights * values) / np.bincount(groups, weights=weights)
    mean = weights @ values / weights.sum()
    own = [by_formula(values[groups == j], weights[groups == j], alpha) for j in range(len(p))]
    return own, own * p ** (1 - alpha) * (p * means / mean) ** alpha, by_formula(means, p, alpha)


@pytest.mark.parametrize("alpha", ALPHAS)
@given(case=weighted_cases(low=1))
def test_the_index_and_its_groups_agree_with_the_formulas(alpha, case):
    parts, groups, _, weights = case
    values = parts.sum(axis=1)
    expected = by_formula(values, weights, alpha)
    assert generalised_entropy(values, alpha, weights) == pytest.approx(expected, abs=TERMS)
    split = entropy_groups(values, groups, alpha, weights)
    own, contributions, between = by_group(values, groups, weights, alpha)
    assert split.own == pytest.approx(np.array(own), abs=TERMS)
    assert split.contributions == pytest.approx(contributions, abs=TERMS)
    assert split.between == pytest.approx(between, abs=TERMS)
    assert split.within + split.between == pytest.approx(expected, abs=TERMS)
    assert split.total == pytest.approx(expected, abs=TERMS)


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0])
@given(case=weighted_cases(low=0))
def test_zeros_count_where_they_can(alpha, case):
    parts, groups, _, weights = case
    values = parts.sum(axis=1)
    expected = by_formula(values, weights, alpha)
    assert generalised_entropy(values, alpha, weights) == pytest.approx(expected, abs=TERMS)
    assert entropy_groups(values, groups, alpha, weights).total == pytest.approx(
        expected, abs=TERMS
    )


@pytest.mark.parametrize("alpha", ALPHAS)
@given(case=weighted_cases(low=1), factor=st.sampled_from([1e-9, 7, 1e9]))
def test_units_of_measurement_and_repetition_do_not_matter(alpha, case, factor):
    parts, _, _, weights = case
    values = parts.sum(axis=1)
    expected = generalised_entropy(values, alpha, weights)
    assert expected >= -ROUNDING
    assert generalised_entropy(values * factor, alpha, weights) == pytest.approx(
        expected, abs=TERMS
    )
    repeated = generalised_entropy(np.repeat(values, weights), alpha)
    assert repeated == pytest.approx(expected, abs=TERMS)


def test_known_values():
    assert theil_t([0, 0, 0, 4]) == pytest.approx(math.log(4))
    assert theil_l([1, 3]) == pytest.approx(math.log(2) - math.log(3) / 2)
    values = np.array([1.0, 2.0, 6.0])
    assert generalised_entropy(values, 2) == pytest.approx((values.std() / 3) ** 2 / 2)


@pytest.mark.parametrize("alpha", ALPHAS)
def test_gaps_of_a_millionth_keep_their_digits(alpha):
    # for small gaps every index is half the squared coefficient of variation
    gap = 1e-6
    found = generalised_entropy([1 - gap, 1 + gap], alpha)
    assert found == pytest.approx(gap**2 / 2, rel=1e-9)  # the next term is gap squared smaller


def test_a_value_that_is_nearly_nothing_counts_almost_as_nothing():
    assert theil_t([1e-300, 2.0]) == pytest.approx(math.log(2))


def test_values_that_are_all_equal():
    for alpha in ALPHAS:
        assert generalised_entropy([0.1] * 3, alpha) == pytest.approx(0, abs=ROUNDING)


def test_a_group_of_zeros_has_no_index_of_its_own():
    split = entropy_groups([0, 0, 1, 3], [0, 0, 1, 1])
    assert np.isnan(split.own[0])
    assert split.contributions[0] == 0
    assert split.total == pytest.approx(theil_t([0, 0, 1, 3]))


def test_a_group_without_units_adds_nothing():
    for alpha in ALPHAS:
        split = entropy_groups([1, 3, 4], [0, 0, 2], alpha)
        assert np.isnan(split.own[1])
        assert split.contributions[1] == 0
        assert split.total == pytest.approx(generalised_entropy([1, 3, 4], alpha), abs=ROUNDING)


# --- nested groups ------------------------------------------------------------------------------
@pytest.mark.parametrize("alpha", ALPHAS)
@given(case=weighted_cases(low=1))
def test_nested_levels_add_up_and_none_is_negative(alpha, case):
    parts, groups, _, weights = case
    values, coarse = parts.sum(axis=1), groups // 2
    found = nested_entropy(values, np.column_stack([coarse, groups]), alpha, weights)
    outer, inner = (entropy_groups(values, g, alpha, weights) for g in (coarse, groups))
    assert found.sum() == pytest.approx(outer.total, abs=TERMS)
    assert (found >= -TERMS).all()
    assert found[0] == pytest.approx(outer.between, abs=TERMS)
    assert found[2] == pytest.approx(inner.within, abs=TERMS)


@given(case=weighted_cases(low=1))
def test_the_middle_level_is_between_groups_inside_each_coarser_group(case):
    parts, groups, _, weights = case
    values, coarse = parts.sum(axis=1), groups // 2
    found = nested_entropy(values, np.column_stack([coarse, groups]), 1.0, weights)
    middle = 0.0
    for g in np.unique(coarse):
        mine = coarse == g
        between = entropy_groups(values[mine], groups[mine], 1.0, weights[mine]).between
        middle += between * (weights[mine] @ values[mine]) / (weights @ values)
    assert found[1] == pytest.approx(middle, abs=TERMS)


def test_groups_that_lie_in_two_others_are_refused():
    with refusal("at level 2, the groups 1 lie in more than one group of the level before."):
        nested_entropy([1, 2, 3], [[0, 0], [0, 1], [1, 1]])


# --- components ---------------------------------------------------------------------------------
@given(weighted_cases(low=0))
def test_components_add_up_to_theils_t(case):
    parts, _, _, weights = case
    found = theil_sources(parts, weights)
    total = parts.sum(axis=1)
    assert found.sum() == pytest.approx(theil_t(total, weights), abs=TERMS)
    mean = np.average(total, weights=weights)
    for m in range(parts.shape[1]):
        expected = sum(
            w * x[m] / mean * math.log(t / mean)
            for x, t, w in zip(parts, total, weights, strict=True) if t
        )  # fmt: skip
        assert found[m] == pytest.approx(expected / weights.sum(), abs=TERMS)


def test_components_that_cancel_are_refused():
    with refusal("in 1 units the components cancel to a total of 0"):
        theil_sources([[1.0, -1.0], [1.0, 2.0]])


# --- refusals -----------------------------------------------------------------------------------
def test_values_without_a_logarithm_are_refused_and_not_dropped():
    with refusal("1 values are zero or negative; generalised entropy with alpha 0"):
        theil_l([0, 1])
    with refusal("2 values are negative; generalised entropy with alpha 1"):
        theil_t([-1, -2, 9])
    with refusal("the mean is 0"):
        theil_t([0, 0])
    with refusal("1 units have no group"):
        entropy_groups([1, 2], [0, -1])
