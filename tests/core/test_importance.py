"""Correlation ratios: what share of the index's variance goes with each indicator."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.importance import correlation_ratios
from resilmeter.errors import MethodError

# Sums of squares of some hundred numbers of size 1 in double precision.
ROUNDING = 1e-10

seeds = st.integers(0, 10_000)


def by_loops(column, y):
    """Kelley's epsilon squared, written from its formula."""
    n = len(y)
    bins = min(ceil(2 * n ** (1 / 3)), n // 2)
    groups = {}
    for value, score in zip(column, y, strict=True):
        below, same = (column < value).sum(), (column == value).sum()
        rank = below + (same + 1) / 2
        groups.setdefault(int((rank - 0.5) / n * bins), []).append(score)
    within = sum(((np.array(g) - np.mean(g)) ** 2).sum() for g in groups.values())
    total = ((y - y.mean()) ** 2).sum()
    return max(0.0, 1 - within / (n - len(groups)) / (total / (n - 1)))


def test_four_rows_by_hand():
    """Two bins of two: means 1 and 5 with 2 + 2 left inside; total 20: 1 - (4 / 2) / (20 / 3)."""
    found = correlation_ratios([[1.0], [2.0], [3.0], [4.0]], [0.0, 2.0, 4.0, 6.0])
    assert found == pytest.approx([1 - 2 / (20 / 3)], abs=1e-15)


def test_equal_values_share_a_bin():
    """Three zeros are one bin, with mean 1, though two bins of four rows have two places each."""
    found = correlation_ratios([[0.0], [0.0], [0.0], [1.0]], [0.0, 1.0, 2.0, 5.0])
    # within 1 + 0 + 1 with 2 degrees of freedom, total 14 with 3
    assert found == pytest.approx([1 - (2 / 2) / (14 / 3)], abs=1e-15)


@given(seeds)
def test_ratios_are_those_of_the_formula(seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 12, (40, 2)) / 12 + [0.0, 1.0]
    y = x[:, 0] ** 2 + rng.random(40)
    expected = [by_loops(column, y) for column in x.T]
    assert correlation_ratios(x, y) == pytest.approx(expected, abs=ROUNDING)


@given(seeds)
def test_only_the_order_of_an_indicator_matters_and_not_origin_or_unit_of_the_index(seed):
    rng = np.random.default_rng(seed)
    x, noise = rng.random((60, 3)), rng.random(60)
    y = x @ [0.5, 0.3, 0.2] + noise
    found = correlation_ratios(x, y)
    assert correlation_ratios(np.exp(3 * x), 5 - 2 * y) == pytest.approx(found, abs=ROUNDING)
    assert correlation_ratios(x[:, ::-1], y) == pytest.approx(found[::-1], abs=ROUNDING)
    assert ((found >= 0) & (found <= 1)).all()


def test_independent_indicators_have_the_shares_of_their_variances():
    """An index of independent parts: S_j = w_j^2 s_j^2 / sum, here 16, 4 and 1 of 21."""
    x = np.random.default_rng(1).random((60_000, 3))
    found = correlation_ratios(x, x @ [4.0, 2.0, 1.0])
    # a standard error of S is near 2 sqrt(S / n) = 0.007; bins hide 1 / 79^2 of it
    assert found == pytest.approx(np.array([16, 4, 1]) / 21, abs=0.01)


def test_a_relation_that_is_not_monotone_is_seen():
    """Pearson's correlation of x with (x - 1/2)^2 is 0; the ratio is 1 but for the bins."""
    x = (np.arange(2000) + 0.5) / 2000
    y = (x - 0.5) ** 2
    assert abs(np.corrcoef(x, y)[0, 1]) < ROUNDING
    assert correlation_ratios(x[:, None], y)[0] > 0.98


def test_noise_is_not_important():
    """Without adjustment 18 bins of 700 rows would explain 17 / 699 by chance."""
    rng = np.random.default_rng(4)
    found = correlation_ratios(rng.random((700, 40)), rng.random(700))
    assert found.mean() < 0.01
    assert (found == 0).any()


@pytest.mark.parametrize("y", [[0.1, 0.2, 0.3], [0.3, 0.3, 0.3, 0.1 + 0.2]])
def test_too_few_rows_or_a_constant_index_have_no_importance(y):
    assert correlation_ratios(np.arange(len(y))[:, None], y) is None


def test_constant_columns_and_other_lengths_are_refused():
    with pytest.raises(MethodError, match="green"):
        correlation_ratios([[1.0, 2.0], [1.0, 3.0]], [1.0, 2.0], ["green", "pm25"])
    with pytest.raises(MethodError, match=r"^3 values for 2 rows\.$"):
        correlation_ratios([[1.0], [2.0]], [1.0, 2.0, 3.0])
