"""Orient and scale: equations 1 and 2 of S1, and the distance to a target interval."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.scale import min_max, target_interval
from resilmeter.errors import MethodError

# One quotient of numbers of the same size in double precision.
ROUNDING = 1e-12

series = arrays(np.int64, st.integers(2, 9), elements=st.integers(-500, 500)).filter(np.ptp)


def scaled(x, *, higher=True):
    x = np.asarray(x, float)
    return min_max(x, x.min(), x.max(), higher=higher)


def test_higher_is_better_runs_from_low_to_high():
    assert scaled([2, 4, 10]).tolist() == [0.0, 0.25, 1.0]


def test_lower_is_better_runs_from_high_to_low():
    assert scaled([2, 4, 10], higher=False).tolist() == [1.0, 0.75, 0.0]


def test_values_beyond_the_goalposts_leave_zero_to_one():
    x = np.array([-1.0, 6.0])
    assert min_max(x, 0.0, 4.0, higher=True).tolist() == [-0.25, 1.5]


def test_a_target_interval_scores_1_inside_and_0_at_the_farther_goalpost():
    x = np.array([0.0, 1.5, 3.0, 4.0, 5.0, 7.0])
    z = target_interval(x, 0.0, 7.0, inner=(3.0, 5.0))
    assert z == pytest.approx([0, 1 / 2, 1, 1, 1, 1 / 3], abs=ROUNDING)


def test_a_target_point_is_the_narrowest_interval():
    x = np.array([0.0, 2.0, 4.0])
    z = target_interval(x, 0.0, 4.0, inner=(1.0, 1.0))
    assert z == pytest.approx([2 / 3, 2 / 3, 0], abs=ROUNDING)


@pytest.mark.parametrize("inner", [(0.0, 7.0), (-1.0, 7.0), (0.0, 8.0), (-1.0, 8.0)])
def test_goalposts_inside_the_target_interval_are_refused(inner):
    x = np.array([0.0, 3.0, 7.0])
    with pytest.raises(MethodError, match="the goalposts lie inside the target interval"):
        target_interval(x, 0.0, 7.0, inner=inner)


@given(series)
def test_scaled_values_span_zero_to_one_exactly(x):
    for higher in (True, False):
        z = scaled(x, higher=higher)
        assert (z.min(), z.max()) == (0.0, 1.0)


@given(series)
def test_the_two_directions_add_up_to_one(x):
    assert scaled(x) + scaled(x, higher=False) == pytest.approx(1.0, abs=ROUNDING)


@given(series)
def test_scaling_keeps_the_order_or_turns_it(x):
    rank = np.argsort(np.argsort(x, kind="stable"), kind="stable")
    assert (np.diff(scaled(x)[np.argsort(rank)]) >= 0).all()
    assert (np.diff(scaled(x, higher=False)[np.argsort(rank)]) <= 0).all()


@given(x=series, factor=st.integers(1, 1000), shift=st.integers(-1000, 1000))
def test_units_of_measurement_do_not_matter(x, factor, shift):
    assert scaled(x * factor + shift) == pytest.approx(scaled(x), abs=ROUNDING)


@given(x=series, ends=st.tuples(st.integers(-500, 500), st.integers(-500, 500)))
def test_distance_to_a_target_inside_the_goalposts_stays_in_zero_to_one(x, ends):
    inner = (float(max(min(ends), x.min())), float(min(max(ends), x.max())))
    assume(inner[0] <= inner[1] and (inner[0] > x.min() or inner[1] < x.max()))
    z = target_interval(x.astype(float), np.array(x.min()), np.array(x.max()), inner=inner)
    assert ((z >= 0) & (z <= 1)).all()
    assert (z[(x >= inner[0]) & (x <= inner[1])] == 1).all()
    assert (z[(x < inner[0]) | (x > inner[1])] < 1).all()
