"""Variance inflation: how far an indicator can be told from the others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.collinearity import variance_inflation
from resilmeter.errors import MethodError

# Inverse of a well-conditioned matrix of size 4 in double precision.
ROUNDING = 1e-8


def test_two_columns_by_hand():
    """Correlation 1/2: 1 / (1 - 1/4)."""
    found = variance_inflation([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]])
    assert found == pytest.approx([4 / 3, 4 / 3], abs=1e-14)


@given(st.integers(0, 10_000))
def test_inflation_is_that_of_the_regression_on_the_others(seed):
    rng = np.random.default_rng(seed)
    x = rng.random((30, 4)) @ (np.eye(4) + 0.5 * rng.random((4, 4)))
    centred = x - x.mean(axis=0)
    for j, found in enumerate(variance_inflation(x)):
        others = np.delete(centred, j, axis=1)
        fitted = others @ np.linalg.lstsq(others, centred[:, j])[0]
        left = ((centred[:, j] - fitted) ** 2).sum() / (centred[:, j] ** 2).sum()
        assert found == pytest.approx(1 / left, rel=ROUNDING)


def test_only_what_follows_from_others_is_infinite():
    """A sum of two columns, and a third column that has nothing to do with them."""
    rng = np.random.default_rng(2)
    x = rng.random((50, 3))
    found = variance_inflation(np.column_stack([x, x[:, 0] + x[:, 1]]))
    assert np.isinf(found).tolist() == [True, True, False, True]
    alone = variance_inflation(x)[2]
    assert found[2] == pytest.approx(alone, rel=ROUNDING)


def test_one_column_is_not_inflated():
    assert variance_inflation([[1.0], [2.0]]).tolist() == [1.0]


def test_constant_columns_are_refused_by_name():
    with pytest.raises(MethodError, match="green"):
        variance_inflation([[1.0, 2.0], [1.0, 3.0]], ["green", "pm25"])
