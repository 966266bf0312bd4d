"""Atkinson's index, and its two conventions for groups."""

import re

import numpy as np
import pytest
from hypothesis import given
from tests.core.inequality.loops import ROUNDING, weighted_cases

from resilmeter.core.inequality import atkinson, atkinson_groups, theil_l
from resilmeter.errors import MethodError

EPSILONS = (0.5, 1.0, 2.0)


def equivalent(values, weights, epsilon):
    if epsilon == 1:
        return np.exp(np.average(np.log(values), weights=weights))
    return np.average(values ** (1 - epsilon), weights=weights) ** (1 / (1 - epsilon))


@pytest.mark.parametrize("epsilon", EPSILONS)
@given(case=weighted_cases(low=1))
def test_both_conventions_agree_with_the_formulas(epsilon, case):
    parts, groups, k, weights = case
    x = parts.sum(axis=1).astype(float)
    mu, xi = np.average(x, weights=weights), equivalent(x, weights, epsilon)
    p = np.bincount(groups, weights=weights) / weights.sum()
    own = [equivalent(x[groups == j], weights[groups == j], epsilon) for j in range(k)]
    means = np.array([np.average(x[groups == j], weights=weights[groups == j]) for j in range(k)])
    assert atkinson(x, epsilon, weights) == pytest.approx(1 - xi / mu, abs=ROUNDING)
    split = atkinson_groups(x, groups, epsilon, weights)
    assert split.within == pytest.approx(1 - p @ own / mu, abs=ROUNDING)
    assert split.between == pytest.approx(1 - xi / (p @ own), abs=ROUNDING)
    split = atkinson_groups(x, groups, epsilon, weights, representative="mean")
    assert split.between == pytest.approx(1 - equivalent(means, p, epsilon) / mu, abs=ROUNDING)


@pytest.mark.parametrize("representative", ["equivalent", "mean"])
@pytest.mark.parametrize("epsilon", EPSILONS)
@given(case=weighted_cases(low=0))
def test_parts_multiply_to_the_total(representative, epsilon, case):
    parts, groups, _, weights = case
    x = parts.sum(axis=1)
    split = atkinson_groups(x, groups, epsilon, weights, representative=representative)
    assert split.total == pytest.approx(atkinson(x, epsilon, weights), abs=ROUNDING)
    assert split.representative == representative
    left = (1 - split.within) * (1 - split.between)
    # powers 1 / (1 - e) of small means cost digits
    assert left == pytest.approx(1 - split.total, abs=1e-10)
    assert all(-ROUNDING <= a <= 1 for a in (split.total, split.within, split.between))


@given(weighted_cases(low=1))
def test_epsilon_one_is_theils_l_in_disguise(case):
    parts, _, _, weights = case
    x = parts.sum(axis=1)
    expected = 1 - np.exp(-theil_l(x, weights))
    assert atkinson(x, 1, weights) == pytest.approx(expected, abs=ROUNDING)


def test_hand_cases():
    assert atkinson([1, 4], 1) == pytest.approx(1 - 2 / 2.5)
    assert atkinson([1, 4], 0.5) == pytest.approx(1 - 1.5**2 / 2.5)
    assert atkinson([1, 4], 2) == pytest.approx(1 - 1.6 / 2.5)


@pytest.mark.parametrize("epsilon", [1, 2])
def test_with_a_strong_aversion_one_zero_is_everything(epsilon):
    assert atkinson([0, 1, 5], epsilon) == 1


def test_large_values_do_not_overflow():
    assert atkinson([1e200, 4e200], 2) == pytest.approx(1 - 1.6 / 2.5)


def test_bad_input_is_refused():
    with pytest.raises(MethodError, match=re.escape("epsilon is 0; the aversion")):
        atkinson([1, 2], 0)
    with pytest.raises(MethodError, match="1 values are negative"):
        atkinson([-1, 2], 1)
    with pytest.raises(Exception, match=r"representative: .*median"):
        atkinson_groups([1, 2], [0, 1], 1, representative="median")
