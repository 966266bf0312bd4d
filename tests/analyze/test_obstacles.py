"""Obstacles: degrees, the largest ones, and how often each is one."""

import numpy as np
import pytest

import resilmeter as rm

# Quotients of sums of three numbers in double precision.
ROUNDING = 1e-14


@pytest.fixture
def obstacles(three_towns):
    """Give the two largest obstacles of the three towns.

    2000: Ash lacks x2 (.25) and half of x3 (.25); Bay lacks x1 and x2 (.25 each); Cor nothing.
    2004: Ash lacks x3 (.5); Bay lacks x1 (.25); Cor lacks x1, x2 (.25 each), half of x3 (.25).
    """
    return rm.obstacle_degree(three_towns.scaled, three_towns.weights, top=2)


def test_degrees_by_hand(obstacles):
    expected = [
        [0, 1 / 2, 1 / 2], [0, 0, 1],  # Ash
        [1 / 2, 1 / 2, 0], [1, 0, 0],  # Bay
        [0, 0, 0], [1 / 3, 1 / 3, 1 / 3],  # Cor
    ]  # fmt: skip
    assert obstacles.degrees.to_numpy() == pytest.approx(np.array(expected), abs=ROUNDING)
    assert obstacles.degrees.index.tolist()[:2] == [("Ash", 2000), ("Ash", 2004)]


def test_the_largest_are_listed_and_equal_ones_come_in_the_order_of_the_indicators(obstacles):
    listed = obstacles.top
    assert listed[["unit", "period", "rank", "indicator"]].to_numpy().tolist() == [
        ["Ash", 2000, 1, "x2"], ["Ash", 2000, 2, "x3"], ["Ash", 2004, 1, "x3"],
        ["Bay", 2000, 1, "x1"], ["Bay", 2000, 2, "x2"], ["Bay", 2004, 1, "x1"],
        ["Cor", 2004, 1, "x1"], ["Cor", 2004, 2, "x2"],
    ]  # fmt: skip


def test_weight_distance_and_dimension_stand_beside_the_degree(obstacles):
    first = obstacles.top.query("unit == 'Ash' and period == 2000").set_index("indicator")
    assert first.loc["x2", ["dimension", "weight", "distance", "obstacle"]].tolist() == [
        "A", 0.25, 1.0, 0.5,
    ]  # fmt: skip
    assert first.loc["x3", ["dimension", "weight", "distance", "obstacle"]].tolist() == [
        "B", 0.5, 0.5, 0.5,
    ]  # fmt: skip


def test_a_unit_at_its_ideal_is_in_no_list_and_no_count(obstacles):
    assert obstacles.top.query("unit == 'Cor' and period == 2000").empty
    assert obstacles.counts.query("period == 2000")["first"].sum() == 2


def test_counts_by_hand(obstacles):
    counts = obstacles.counts
    assert counts.to_numpy().tolist() == [
        [2000, "x1", "A", 1, 1], [2000, "x2", "A", 1, 2], [2000, "x3", "B", 0, 1],
        [2004, "x1", "A", 2, 2], [2004, "x2", "A", 0, 1], [2004, "x3", "B", 1, 1],
    ]  # fmt: skip
    assert list(counts.columns) == ["period", "indicator", "dimension", "first", "among_top"]


def test_dimensions_add_up_their_indicators(obstacles):
    wide = obstacles.dimensions.pivot_table(
        index=["unit", "period"], columns="dimension", values="obstacle"
    )
    assert wide.loc[("Ash", 2000)].tolist() == [0.5, 0.5]
    assert wide.loc[("Bay", 2000)].tolist() == [1.0, 0.0]
    assert wide.loc[("Cor", 2004)].to_numpy() == pytest.approx([2 / 3, 1 / 3], abs=ROUNDING)
    own = obstacles.degrees.sum(axis=1)
    assert np.abs(wide.sum(axis=1).loc[own.index] - own).max() <= ROUNDING


def test_no_list_is_longer_than_the_indicators(three_towns):
    obstacles = rm.obstacle_degree(three_towns.scaled, three_towns.weights, top=9)
    assert obstacles.k == 3
    assert obstacles.top["rank"].max() == 3


def test_one_unit_in_one_period_with_one_indicator(score_by_hand):
    scores = score_by_hand({"Ash": [[0.25]]}, dimensions=["A"], weights=[1.0])
    obstacles = rm.obstacle_degree(scores.scaled, scores.weights)
    assert obstacles.degrees.to_numpy().tolist() == [[1.0]]
    assert obstacles.counts[["first", "among_top"]].to_numpy().tolist() == [[1, 1]]
    assert not obstacles.top.isna().to_numpy().any()


def test_only_units_at_their_ideal_leave_empty_lists_and_no_blanks(score_by_hand):
    scores = score_by_hand({"Ash": [[1.0]], "Bay": [[1.0]]}, dimensions=["A"], weights=[1.0])
    obstacles = rm.obstacle_degree(scores.scaled, scores.weights)
    assert obstacles.top.empty
    assert obstacles.counts[["first", "among_top"]].to_numpy().tolist() == [[0, 0]]
    assert obstacles.dimensions["obstacle"].tolist() == [0, 0]


def test_values_above_the_ideal_are_refused(score_by_hand):
    scores = score_by_hand({"Ash": [[1.5]], "Bay": [[1.0]]}, dimensions=["A"], weights=[1.0])
    with pytest.raises(rm.MethodError, match=r"^1 scaled values lie above 1, the ideal"):
        rm.obstacle_degree(scores.scaled, scores.weights)


def test_the_first_line_tells_the_most_frequent_first_obstacle(obstacles):
    assert repr(obstacles) == "<Obstacles: most often first in 2004: x1 (2)>"
