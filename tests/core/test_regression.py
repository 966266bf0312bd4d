"""Least squares with unit-clustered errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from resilmeter.core.regression import clustered_fit, independent

# Solutions of small well-conditioned systems in double precision.
ROUNDING = 1e-9


def data(seed, groups=5, rows=4, columns=2):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(groups * rows), rng.normal(size=(groups * rows, columns))])
    return rng.normal(size=groups * rows), x, np.repeat(np.arange(groups), rows)


def by_the_formula(y, x, units):
    """Coefficients and errors as a slow loop over the clusters."""
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    u = y - x @ coefficients
    meat = np.zeros((x.shape[1],) * 2)
    for g in np.unique(units):
        s = x[units == g].T @ u[units == g]
        meat += np.outer(s, s)
    n, k, g = len(y), x.shape[1], len(np.unique(units))
    return coefficients, np.sqrt(
        np.diag(inverse @ meat @ inverse) * g / (g - 1) * (n - 1) / (n - k)
    )


@given(st.integers(0, 10**6))
def test_coefficients_and_errors_are_those_of_the_formula(seed):
    y, x, units = data(seed)
    fit = clustered_fit(y, x, units)
    coefficients, errors = by_the_formula(y, x, units)
    assert fit.coefficients == pytest.approx(coefficients, abs=ROUNDING)
    assert fit.errors == pytest.approx(errors, abs=ROUNDING)
    width = stats.t.ppf(0.975, 4) * errors
    assert fit.high - fit.low == pytest.approx(2 * width, abs=ROUNDING)
    assert fit.p == pytest.approx(2 * stats.t.sf(np.abs(coefficients / errors), 4), abs=ROUNDING)


def test_one_row_a_unit_gives_whites_errors():
    # y = 0, 0, 3 on x = 0, 1, 2: slope 1.5, intercept -.5, residuals .5, -1, .5
    x = np.column_stack([np.ones(3), np.arange(3.0)])
    fit = clustered_fit(np.array([0.0, 0.0, 3.0]), x, np.arange(3))
    assert fit.coefficients == pytest.approx([-0.5, 1.5], abs=ROUNDING)
    # sum of (x - 1)^2 u^2 is .5, divided by (sum (x - 1)^2)^2 = 4, times 3/2 2/1
    assert fit.errors[1] == pytest.approx(np.sqrt(0.5 / 4 * 3), abs=ROUNDING)
    assert fit.r_squared == pytest.approx(0.75, abs=ROUNDING)


def test_copies_of_the_rows_of_a_unit_add_nothing():
    y, x, units = data(1)
    once = clustered_fit(y, x, units)
    twice = clustered_fit(np.tile(y, 2), np.tile(x, (2, 1)), np.tile(units, 2))
    # only the small factor (n - 1) / (n - k) knows of the copies
    factor = np.sqrt((39 / 37) / (19 / 17))
    assert twice.errors == pytest.approx(once.errors * factor, abs=ROUNDING)


def test_an_exact_fit_has_no_doubt_and_no_division_by_zero():
    x = np.column_stack([np.ones(4), [0.0, 1.0, 0.0, 1.0]])
    fit = clustered_fit(np.zeros(4), x, np.arange(4))
    assert fit.p.tolist() == [1, 1]
    assert fit.r_squared == 0


@pytest.mark.parametrize(
    "x",
    [[[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]], [[1.0, 0.0], [1.0, 0.0]], [[1.0, 2.0, 3.0]],
     [[1.0, 2.0, 3.0], [1.0, 3.0, 4.0], [1.0, 5.0, 6.0], [1.0, 7.0, 8.0]]],
)  # fmt: skip
def test_columns_that_repeat_each_other_are_not_independent(x):
    assert not independent(np.array(x))
    assert independent(np.array([[1.0, 2.0], [1.0, 3.0]]))
