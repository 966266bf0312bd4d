"""Cronbach's alpha and the correlation of each indicator with the rest of its dimension."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.reliability import cronbach_alpha, item_rest
from resilmeter.errors import MethodError

# Sums and quotients of a few dozen numbers of size 1 in double precision.
ROUNDING = 1e-10

matrices = st.tuples(st.integers(3, 8), st.integers(2, 4)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 50)).map(lambda x: x / 50)
)


def test_alpha_by_hand():
    """Variances 1 and 1, their sum 2, 5, 5 has 3: 2 (1 - 2 / 3)."""
    assert cronbach_alpha([[1, 1], [2, 3], [3, 2]]) == pytest.approx(2 / 3, abs=1e-15)


def test_alpha_of_what_contradicts_itself_is_negative():
    """Variances 1 and 4, the sum 4, 3, 2 has 1: 2 (1 - 5)."""
    assert cronbach_alpha([[1, 3], [2, 1], [3, -1]]) == pytest.approx(-8, abs=1e-14)


def test_alpha_of_repeated_columns_is_one():
    assert cronbach_alpha(np.repeat([[0.1], [0.5], [0.7]], 3, axis=1)) == pytest.approx(
        1, abs=1e-14
    )


@pytest.mark.parametrize(
    "x", [[[1.0], [2.0]], [[1.0, 2.0]], [[0.2, 0.8], [0.7, 0.3]], [[1.0, 2.0], [1.0, 2.0]]]
)
def test_alpha_is_not_defined_for_one_column_one_row_or_a_constant_sum(x):
    assert cronbach_alpha(x) is None


@given(x=matrices, shift=st.integers(-3, 3), factor=st.integers(1, 9))
def test_alpha_follows_from_covariances_and_ignores_origin_unit_and_order(x, shift, factor):
    """The second route: all entries of the covariance matrix, as COINr writes it."""
    alpha = cronbach_alpha(x)
    if alpha is None:
        return
    covariance, q = np.cov(x.T), x.shape[1]
    expected = q / (q - 1) * (1 - np.trace(covariance) / covariance.sum())
    assert alpha == pytest.approx(expected, rel=ROUNDING, abs=ROUNDING)
    moved = cronbach_alpha((x * factor + shift)[::-1, ::-1])
    assert moved == pytest.approx(alpha, rel=ROUNDING, abs=ROUNDING)
    assert alpha <= 1 + ROUNDING


def test_alpha_refuses_missing_values_by_name():
    with pytest.raises(MethodError, match="green"):
        cronbach_alpha([[1.0, np.nan], [2.0, 1.0]], ["pm25", "green"])


def test_item_rest_by_hand():
    """Of three columns in one dimension the third falls as the sum of the others rises."""
    x = [[0.0, 0.0, 1.0], [0.5, 0.5, 0.5], [1.0, 1.0, 0.0]]
    found = item_rest(x, np.array([0, 0, 0]))
    # the rest of the first is 1, 1, 1: it does not vary
    assert np.isnan(found[:2]).all()
    assert found[2] == pytest.approx(-1, abs=1e-15)


def test_item_rest_of_an_indicator_alone_or_constant_is_not_defined():
    x = [[0.0, 0.5, 0.2], [1.0, 0.5, 0.9]]
    assert np.isnan(item_rest(x, np.array([0, 0, 1]))).all()


@given(matrices)
def test_item_rest_is_the_correlation_with_the_others(x):
    found = item_rest(x, np.zeros(x.shape[1], dtype=np.int64))
    for j, r in enumerate(found):
        rest = np.delete(x, j, axis=1).sum(axis=1)
        if not np.isnan(r):
            assert r == pytest.approx(np.corrcoef(x[:, j], rest)[0, 1], abs=ROUNDING)


def test_item_rest_refuses_codes_that_do_not_fit():
    with pytest.raises(MethodError, match="expected 2"):
        item_rest([[1.0, 2.0]], np.array([0]))
