"""Obstacle degrees: what share of the way still to go each indicator stands for."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.obstacles import (
    attainable,
    attainable_degree,
    degree_within,
    feasibility_bound,
    obstacle_degree,
    unweighted_degree,
)
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


def test_unweighted_degrees_tell_the_gap_from_the_weight():
    x, w = [[0.8, 0.4]], [0.9, 0.1]
    assert obstacle_degree(x, w) == pytest.approx(np.array([[0.75, 0.25]]), abs=1e-15)
    assert unweighted_degree(x) == pytest.approx(np.array([[0.25, 0.75]]), abs=1e-15)


@given(grids)
def test_unweighted_degrees_are_those_of_equal_weights(x):
    equal = np.full(x.shape[1], 1 / x.shape[1])
    assert unweighted_degree(x) == pytest.approx(obstacle_degree(x, equal), abs=ROUNDING)


def test_degrees_within_dimensions_sum_to_one_in_each_that_lags():
    x = [[0.8, 0.4, 0.5, 1.0, 1.0]]
    degrees = degree_within(x, [0.2, 0.2, 0.2, 0.2, 0.2], [0, 0, 1, 2, 2])
    assert degrees == pytest.approx(np.array([[0.25, 0.75, 1, 0, 0]]), abs=1e-15)


@given(grids)
def test_with_one_dimension_degrees_within_are_the_degrees(x):
    w = weights_for(x)
    one = np.zeros(x.shape[1], dtype=int)
    assert degree_within(x, w, one) == pytest.approx(obstacle_degree(x, w), abs=ROUNDING)


def test_peers_attain_their_own_percentile_only():
    # 75th percentile of 0, .2, .4, .6, .8 is .6; the other group has one member
    x = [[0.0], [0.2], [0.4], [0.6], [0.8], [0.1]]
    goals = attainable(x, [0, 0, 0, 0, 0, 1])
    assert goals.ravel() == pytest.approx([0.6] * 5 + [0.1], abs=1e-15)


def test_distances_that_no_peer_closes_are_left_out():
    x, goals = [[0.1, 0.5], [0.7, 0.5]], [[0.2, 0.8], [0.2, 0.5]]
    degrees = attainable_degree(x, [0.5, 0.5], goals)
    assert degrees == pytest.approx(np.array([[0.25, 0.75], [0, 0]]), abs=1e-15)


@given(grids)
def test_towards_the_ideal_attainable_degrees_are_the_degrees(x):
    w = weights_for(x)
    same = attainable_degree(x, w, np.ones_like(x))
    assert same == pytest.approx(obstacle_degree(x, w), abs=ROUNDING)


@pytest.mark.parametrize("percentile", [-1, 101, np.nan])
def test_what_is_no_percentile_is_refused(percentile):
    with pytest.raises(MethodError, match="is not a percentile; allowed: 0 to 100"):
        attainable([[0.5]], [0], percentile)


def test_goals_of_another_shape_are_refused():
    with pytest.raises(MethodError, match=r"shapes \(1, 1\) and \(1, 2\)"):
        attainable_degree([[0.5, 0.5]], [0.5, 0.5], [[1.0]])


def test_bound_by_hand():
    # the second may hinder by .3, so of .5 and .2 only .3 and .2 may: a score of .2 is needed
    assert feasibility_bound([0.5, 0.3, 0.2]) == pytest.approx([0, 0.2, 0.4], abs=1e-15)
    # for the first two places the heaviest other one is free
    assert feasibility_bound([0.5, 0.3, 0.2], top=2) == pytest.approx([0, 0, 0.1], abs=1e-15)
    assert feasibility_bound([0.5, 0.3, 0.2], top=3).tolist() == [0, 0, 0]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_at_its_bound_an_indicator_can_come_first_and_the_heaviest_always_can(numbers):
    w = np.array(numbers) / sum(numbers)
    bounds = feasibility_bound(w)
    assert bounds[w.argmax()] == pytest.approx(0, abs=ROUNDING)
    for j in range(w.size):
        # the worst case of the proof: j at its worst, the others hinder as much as they may
        x = 1 - np.minimum(w, w[j]) / w
        assert x @ w == pytest.approx(bounds[j], abs=ROUNDING)
        assert obstacle_degree([x], w)[0, j] >= obstacle_degree([x], w).max() - ROUNDING


@given(st.lists(st.integers(1, 50), min_size=2, max_size=6), st.data())
def test_below_its_bound_an_indicator_never_comes_first(numbers, data):
    w = np.array(numbers) / sum(numbers)
    x = data.draw(arrays(np.int64, w.size, elements=st.integers(0, 99))) / 100
    first = obstacle_degree([x], w)[0] >= obstacle_degree([x], w).max() - ROUNDING
    assert (x @ w >= feasibility_bound(w)[first] - ROUNDING).all()


@pytest.mark.parametrize("top", [0, 4])
def test_a_top_that_does_not_exist_is_refused(top):
    with pytest.raises(MethodError, match=f"the top {top} of 3 indicators"):
        feasibility_bound([0.5, 0.3, 0.2], top)
