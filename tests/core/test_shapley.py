"""Exact Shapley attribution over dimensions: the axioms that define it."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.shapley import shapley_parts
from resilmeter.errors import MethodError

X = arrays(float, (3, 4), elements=st.integers(1, 100).map(lambda n: n / 100))
DIMENSIONS = np.array([0, 1, 1, 2])
BASELINE = np.full(4, 0.5)
# Sums of 2^3 differences of numbers of size 1.
CLOSE = 1e-13


def product(m):
    return m.prod(axis=1)


def by_orders(x, dimensions, value, baseline):
    """Average marginal gains over all orders of the dimensions: the definition."""
    d = dimensions.max() + 1
    out, orders = np.zeros((len(x), d)), list(permutations(range(d)))
    for order in orders:
        current = np.tile(baseline, (len(x), 1))
        before = value(current)
        for m in order:
            current[:, dimensions == m] = x[:, dimensions == m]
            out[:, m] += (value(current) - before) / len(orders)
            before = value(current)
    return out + value(baseline[None, :])[0] / d


@given(X)
def test_it_is_the_mean_over_all_orders(x):
    found = shapley_parts(x, DIMENSIONS, product, BASELINE)
    expected = by_orders(x, DIMENSIONS, product, BASELINE)
    np.testing.assert_allclose(found, expected, rtol=0, atol=CLOSE)


@given(X)
def test_rows_add_up_to_their_score(x):
    found = shapley_parts(x, DIMENSIONS, product, BASELINE)
    np.testing.assert_allclose(found.sum(axis=1), product(x), rtol=0, atol=CLOSE)


@given(X)
def test_an_additive_score_gets_its_own_parts(x):
    w = np.array([0.1, 0.2, 0.3, 0.4])
    found = shapley_parts(x, DIMENSIONS, lambda m: m @ w, np.zeros(4))
    expected = np.column_stack([x[:, 0] * 0.1, x[:, 1:3] @ w[1:3], x[:, 3] * 0.4])
    np.testing.assert_allclose(found, expected, rtol=0, atol=CLOSE)


@given(X)
def test_a_dimension_without_effect_gets_only_its_share_of_the_baseline(x):
    def blind(m):
        return m[:, 0] * m[:, 1] * m[:, 2]

    found = shapley_parts(x, DIMENSIONS, blind, BASELINE)
    np.testing.assert_allclose(found[:, 2], 0.125 / 3, rtol=0, atol=CLOSE)


def test_more_than_12_dimensions_are_refused():
    x = np.full((1, 13), 0.5)
    with pytest.raises(MethodError, match="13 dimensions are too many"):
        shapley_parts(x, np.arange(13), product, x[0])


def test_a_baseline_that_is_missing_is_refused():
    with pytest.raises(MethodError, match="column 2"):
        shapley_parts(np.full((1, 2), 0.5), np.arange(2), product, np.array([0.5, np.nan]))
