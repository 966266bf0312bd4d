"""The additive score: contributions of indicators, and their sums by dimension."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.aggregate import parts, weighted_sum
from resilmeter.errors import MethodError

# Sums of up to six numbers of size 1 in double precision.
ROUNDING = 1e-12

tables = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(-100, 100)).map(lambda x: x / 100)
)


def test_a_contribution_is_weight_times_value():
    contributions = weighted_sum([[0.5, 1.0], [0.0, 0.25]], [0.25, 0.75])
    assert contributions.tolist() == [[0.125, 0.75], [0.0, 0.1875]]


def test_parts_add_the_contributions_of_a_dimension_wherever_its_columns_stand():
    contributions = np.array([[0.25, 0.5, 1.0], [2.0, 4.0, 8.0]])
    assert parts(contributions, np.array([1, 0, 1])).tolist() == [[0.5, 1.25], [4.0, 10.0]]


@given(x=tables, seed=st.integers(0, 99))
def test_parts_add_up_to_the_score(x, seed):
    random = np.random.default_rng(seed)
    w = random.dirichlet(np.ones(x.shape[1]))
    dimensions = random.integers(0, 3, x.shape[1])
    contributions = weighted_sum(x, w)
    assert contributions.sum(axis=1) == pytest.approx(x @ w, abs=ROUNDING)
    by_dimension = parts(contributions, dimensions)
    assert by_dimension.shape == (len(x), dimensions.max() + 1)
    assert by_dimension.sum(axis=1) == pytest.approx(x @ w, abs=ROUNDING)


@given(tables)
def test_a_row_of_ones_scores_the_sum_of_weights_and_of_zeros_nothing(x):
    w = np.full(x.shape[1], 1 / x.shape[1])
    assert weighted_sum(np.ones_like(x), w).sum(axis=1) == pytest.approx(1, abs=ROUNDING)
    assert not weighted_sum(np.zeros_like(x), w).any()


def test_an_argument_is_never_changed():
    x, w = np.array([[0.5, 1.0]]), np.array([0.25, 0.75])
    weighted_sum(x, w)[:] = 9
    assert (x.tolist(), w.tolist()) == ([[0.5, 1.0]], [0.25, 0.75])


def test_weights_of_another_number_are_refused():
    with pytest.raises(MethodError, match=r"^1 weights for 2 indicators\.$"):
        weighted_sum([[0.5, 0.5]], [1.0])


@pytest.mark.parametrize(
    ("x", "w", "text"),
    [
        ([[np.nan]], [1.0], "column 1 holds values that are missing or infinite"),
        ([[0.5]], [np.nan], "1 values are missing or infinite"),
        ([0.5], [1.0], "expected a table of numbers"),
        ([[0.5]], [[[1.0]]], "expected a list of numbers"),
    ],
)
def test_what_cannot_be_scored_is_refused(x, w, text):
    with pytest.raises(MethodError, match=text):
        weighted_sum(x, w)
