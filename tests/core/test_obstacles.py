"""Obstacle degrees: what share of the way still to go each indicator stands for."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.obstacles import least_score_to_rank, obstacle_degree
from resilmeter.errors import MethodError

# Quotients of sums of a few numbers near 1 in double precision.
ROUNDING = 1e-12

grids = st.tuples(st.integers(1, 6), st.integers(1, 5)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 100)).map(lambda x: x / 100)
)


def weights_for(x):
    return np.arange(1, x.shape[1] + 1) / np.arange(1, x.shape[1] + 1).sum()


def test_obstacle_oracle_of_mathmodels(oracle):
    for case in oracle("obstacle_degree.json")["cases"]:
        degrees = obstacle_degree(case["z"], case["w"])
        # the oracle is typed to 10 decimals
        assert degrees == pytest.approx(np.array(case["expected"]), abs=1e-10)


def test_two_indicators_of_equal_weight_share_by_their_distance():
    degrees = obstacle_degree([[0.75, 0.5], [1.0, 0.5], [0.0, 0.0]], [0.5, 0.5])
    assert degrees == pytest.approx(np.array([[1 / 3, 2 / 3], [0, 1], [1 / 2, 1 / 2]]), abs=1e-15)


def test_a_heavier_indicator_is_the_larger_obstacle_at_the_same_distance():
    degrees = obstacle_degree([[0.5, 0.5]], [0.8, 0.2])
    assert degrees == pytest.approx(np.array([[0.8, 0.2]]), abs=1e-15)


def test_a_row_at_its_ideal_has_no_obstacle():
    degrees = obstacle_degree([[1.0, 1.0], [1.0, 0.0]], [0.5, 0.5])
    assert degrees.tolist() == [[0.0, 0.0], [0.0, 1.0]]


def test_a_row_that_lacks_only_what_has_no_weight_has_no_obstacle():
    assert obstacle_degree([[1.0, 0.3]], [1.0, 0.0]).tolist() == [[0.0, 0.0]]


@given(grids)
def test_degrees_are_shares_that_sum_to_one_or_to_zero_at_the_ideal(x):
    degrees = obstacle_degree(x, weights_for(x))
    at_ideal = (x == 1).all(axis=1)
    assert degrees.sum(axis=1) == pytest.approx(np.where(at_ideal, 0.0, 1.0), abs=ROUNDING)
    assert (degrees >= 0).all()
    assert (degrees[x == 1] == 0).all()


@given(x=grids, factor=st.integers(2, 1000))
def test_only_proportions_of_weights_matter(x, factor):
    w = weights_for(x)
    assert obstacle_degree(x, w * factor) == pytest.approx(obstacle_degree(x, w), abs=ROUNDING)


def test_values_above_the_ideal_are_refused_with_their_number():
    text = "2 scaled values lie above 1, the ideal, so the distance to it is negative."
    with pytest.raises(MethodError, match=f"^{re.escape(text)}"):
        obstacle_degree([[1.2, 0.5], [0.4, 1.01]], [0.5, 0.5])


def test_values_below_zero_are_far_from_the_ideal_and_allowed():
    degrees = obstacle_degree([[-1.0, 0.0]], [0.5, 0.5])
    assert degrees == pytest.approx(np.array([[2 / 3, 1 / 3]]), abs=1e-15)


def test_missing_values_are_refused():
    with pytest.raises(MethodError, match="column 2 holds values that are missing or infinite"):
        obstacle_degree([[0.5, np.nan]], [0.5, 0.5])


def test_weights_of_another_number_are_refused():
    with pytest.raises(MethodError, match=r"^3 weights for 2 indicators\.$"):
        obstacle_degree([[0.5, 0.5]], [0.2, 0.3, 0.5])


# --- the lowest score with which an indicator can be a large obstacle ---------------------------
def test_lowest_scores_by_hand():
    """Weights .6, .3, .1: the last is first only if no weighted distance exceeds .1."""
    assert least_score_to_rank([0.6, 0.3, 0.1]) == pytest.approx([0.0, 0.3, 0.7], abs=ROUNDING)
    # it is second while the first lacks all of its .6: 1 - .1 - .1 - .6
    assert least_score_to_rank([0.6, 0.3, 0.1], 2) == pytest.approx([0, 0, 0.2], abs=ROUNDING)
    assert least_score_to_rank([0.6, 0.3, 0.1], 3) == pytest.approx([0, 0, 0], abs=ROUNDING)


@given(grids, st.integers(1, 4))
def test_no_row_ranks_an_indicator_so_high_with_a_lower_score(x, place):
    w = weights_for(x)
    lowest = least_score_to_rank(w, place)
    weighted = w * (1 - x)
    ahead = (weighted[:, None, :] > weighted[:, :, None] + ROUNDING).sum(axis=2)
    scores = (x @ w)[:, None]
    assert (scores >= lowest - ROUNDING)[ahead < place].all()


@given(grids)
def test_the_lowest_score_is_attained(x):
    w = weights_for(x)
    for j, lowest in enumerate(least_score_to_rank(w)):
        at_bound = 1 - np.minimum(w, w[j]) / np.where(w > 0, w, 1)
        weighted = w * (1 - at_bound)
        assert weighted[j] >= weighted.max() - ROUNDING
        assert at_bound @ w == pytest.approx(lowest, abs=ROUNDING)


def test_lowest_scores_of_negative_weights_are_refused():
    with pytest.raises(MethodError):
        least_score_to_rank([1.2, -0.2])
