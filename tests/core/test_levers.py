"""Levers: gain per raw unit, the single change that reaches a score, what-if."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resilmeter.core.levers import changes_to_reach, gain_per_unit, what_if
from resilmeter.core.yardstick import Yardstick
from resilmeter.errors import MethodError

# Quotients and sums of a few numbers of size 1 to 100 in double precision.
ROUNDING = 1e-9

RULER = Yardstick(
    low=np.array([0.0, 10.0, 0.0]),
    high=np.array([10.0, 20.0, 8.0]),
    directions=("higher", "lower", "target"),
    inner=np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 4.0]]),
    weights=np.array([0.5, 0.25, 0.25]),
)
cities = st.tuples(st.integers(0, 10), st.integers(10, 20), st.integers(0, 8)).map(
    lambda row: np.array([row], dtype=float)
)


def test_gain_by_hand():
    # per unit .5/10 and .25/10; the target reaches over 4 units, to 8
    gains = gain_per_unit([[2.0, 12.0, 1.0], [10.0, 10.0, 3.5], [0.0, 20.0, 8.0]], RULER)
    expected = [[0.05, -0.025, 0.0625], [0, 0, 0], [0.05, -0.025, -0.0625]]
    assert gains == pytest.approx(np.array(expected), abs=1e-15)


def test_nothing_is_gained_just_beyond_a_goalpost():
    assert gain_per_unit([[-1.0, 25.0, 9.0]], RULER).tolist() == [[0, 0, 0]]


@given(cities, st.integers(0, 2))
def test_a_small_step_the_better_way_gains_what_the_slope_says(x, j):
    slope = gain_per_unit(x, RULER)
    step = np.zeros_like(x)
    step[0, j] = 2.0**-20 * np.sign(slope[0, j])
    gained = what_if(x, step, RULER).gains[0, j]
    assert gained == pytest.approx(slope[0, j] * step[0, j], abs=ROUNDING * 2.0**-20)
    assert gained >= 0


def test_changes_by_hand():
    # scaled .2, .5, .25 at weights .5, .25, .25: score .2875; .1 more is asked for
    found = changes_to_reach([[2.0, 15.0, 0.0]], RULER, [0.3875])
    assert found.need == pytest.approx([0.1], abs=1e-15)
    assert found.change == pytest.approx(np.array([[2.0, -4.0, 1.6]]), abs=1e-12)
    assert found.reachable.tolist() == [[True, True, True]]
    assert found.cost == pytest.approx(np.array([[0.2, 0.4, 0.4]]), abs=1e-12)
    assert found.cheapest.tolist() == [0]


def test_prices_decide_what_is_cheapest():
    found = changes_to_reach([[2.0, 15.0, 0.0]], RULER, [0.3875], [10.0, 1.0, 5.0])
    assert found.cost == pytest.approx(np.array([[20.0, 4.0, 8.0]]), abs=1e-12)
    assert found.cheapest.tolist() == [1]


def test_what_even_its_best_value_would_not_do_is_out_of_reach():
    found = changes_to_reach([[2.0, 15.0, 0.0]], RULER, [0.6])
    # .3125 is lacking: .4 is open for the first, .125 and .1875 for the others
    assert found.reachable.tolist() == [[True, False, False]]
    assert found.change[0].tolist()[1:] == [0, 0]
    none = changes_to_reach([[2.0, 15.0, 0.0]], RULER, [0.99])
    assert none.reachable.tolist() == [[False, False, False]]
    assert none.cheapest.tolist() == [-1]


def test_a_score_that_is_reached_needs_no_change():
    found = changes_to_reach([[2.0, 15.0, 0.0]], RULER, [0.2])
    assert found.need[0] < 0
    assert found.change.tolist() == [[0, 0, 0]]
    assert found.cheapest.tolist() == [-1]


def test_an_indicator_without_weight_reaches_nothing():
    ruler = Yardstick(low=np.zeros(2), high=np.ones(2), directions=("higher", "higher"),
                      inner=np.zeros((2, 2)), weights=np.array([1.0, 0.0]))  # fmt: skip
    found = changes_to_reach([[0.5, 0.5]], ruler, [0.7])
    assert found.reachable.tolist() == [[True, False]]


@given(x=cities, goal=st.integers(1, 99), outside=st.sampled_from([0.0, -3.0]))
def test_a_change_that_is_called_enough_is_exactly_enough(x, goal, outside):
    x = x + np.array([[outside, -outside, 2 * outside]])
    found = changes_to_reach(x, RULER, [goal / 100])
    assume(found.need[0] > 0)
    for j in np.flatnonzero(found.reachable[0]):
        step = np.zeros_like(x)
        step[0, j] = found.change[0, j]
        assert what_if(x, step, RULER).after[0] == pytest.approx(goal / 100, abs=ROUNDING)


@given(before=cities, after=cities)
def test_gains_add_up_to_the_difference_of_the_scores(before, after):
    found = what_if(before, after - before, RULER)
    assert found.gains.sum(axis=1) == pytest.approx(found.after - found.before, abs=ROUNDING)
    assert not found.beyond.any()


def test_changes_beyond_a_goalpost_are_told():
    found = what_if([[2.0, 12.0, 3.0]], [[9.0, 0.0, 0.0]], RULER)
    assert found.beyond.tolist() == [[True, False, False]]
    assert found.gains == pytest.approx(np.array([[0.4, 0, 0]]), abs=1e-15)


def test_bad_input_is_refused():
    with pytest.raises(MethodError, match="the series has 1 values and 2 times"):
        changes_to_reach([[2.0, 12.0, 3.0]], RULER, [0.5, 0.6])
    with pytest.raises(MethodError, match="2 prices of a raw unit are zero or negative"):
        changes_to_reach([[2.0, 12.0, 3.0]], RULER, [0.5], [1.0, 0.0, -1.0])
    with pytest.raises(MethodError, match="2 weights for 3 indicators"):
        changes_to_reach([[2.0, 12.0, 3.0]], RULER, [0.5], [1.0, 1.0])
    with pytest.raises(MethodError, match=r"shapes \(1, 2\) and \(1, 3\)"):
        what_if([[2.0, 12.0, 3.0]], [[1.0, 1.0]], RULER)
    with pytest.raises(MethodError, match="3 weights for 2 indicators"):
        gain_per_unit([[1.0, 2.0]], RULER)
