"""Winsorising and the JRC rule: hand cases, identities, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.outliers import jrc, winsorize, winsorize_points
from resilmeter.core.skewness import dominated
from resilmeter.core.transforms import shifted_log
from resilmeter.errors import MethodError

VALUES = arrays(float, st.integers(5, 40), elements=st.integers(-99, 99).map(float), unique=True)
TAIL = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 90.0]


def test_winsorize_by_hand():
    """Of 0..100, the 5th and 95th percentile are 5 and 95; ten values lie beyond them."""
    treated = winsorize(np.arange(101.0)[::-1], (5, 95))
    assert treated.values.tolist() == [95.0] * 6 + list(np.arange(94.0, 5, -1)) + [5.0] * 6
    assert (treated.points, treated.how) == (10, "winsorized")


@given(VALUES)
def test_winsorized_values_keep_their_order_and_the_middle(x):
    treated = winsorize(x, (10, 90)).values
    order = np.argsort(x)
    assert (np.diff(treated[order]) >= 0).all()
    assert np.median(treated) == np.median(x)
    assert winsorize(x, (0, 100)).points == 0


@pytest.mark.parametrize("pair", [(-1, 99), (1, 101), (99, 1), (50, 50), (np.nan, 99)])
def test_percentiles_out_of_order_are_refused(pair):
    with pytest.raises(MethodError, match="percentiles"):
        winsorize(TAIL, pair)


@pytest.mark.parametrize("sign", [1, -1])
def test_points_are_pulled_in_at_the_end_with_the_tail(sign):
    x = sign * np.array([90.0, 1, 2, 3, 80, 4, 5, 6, 1.5, 2.5, 3.5, 4.5, 5.5, 1.2, 1.4, 1.6, 2.2])
    treated = winsorize_points(x)
    assert (treated.points, treated.how) == (2, "winsorized")
    assert treated.values[[0, 4]].tolist() == [6.0 * sign] * 2
    assert (np.delete(treated.values, [0, 4]) == np.delete(x, [0, 4])).all()


def test_points_stop_at_the_most_allowed():
    """Twelve equal peaks in 200 zeros: five points cannot make the rule pass."""
    x = np.concatenate([np.zeros(200), np.arange(50, 62)])
    treated = winsorize_points(x, most=3)
    assert treated.points == 3
    assert sorted(treated.values)[-4:] == [58] * 4
    assert dominated(treated.values)


def test_points_do_not_flatten_the_values():
    """Two peaks of unequal height over zeros: pulling both in would leave nothing but zeros."""
    treated = winsorize_points([0.0] * 30 + [5.0, 9.0])
    assert sorted(set(treated.values)) == [0, 5]
    assert treated.points == 1


def test_a_most_below_one_is_refused():
    with pytest.raises(MethodError, match="most is 0"):
        winsorize_points(TAIL, most=0)


def test_jrc_chooses_by_the_rule():
    assert jrc([1.0, 2.0, 3.0, 4.0]).how == "untreated"
    assert jrc(TAIL).how == "winsorized"
    skewed = np.exp(np.linspace(0, 12, 200))
    treated = jrc(skewed)
    assert (treated.how, treated.points) == ("shifted_log", 0)
    assert (treated.values == shifted_log(skewed).values).all()


@given(VALUES, st.integers(1, 9), st.integers(-50, 50))
def test_jrc_does_not_depend_on_the_unit(x, factor, shift):
    """Another unit (a x + b) gives the same treatment; logarithms then differ by ln a."""
    x[0] = 2000
    one, other = jrc(x), jrc(factor * x + shift)
    assert (one.how, one.points) == (other.how, other.points)
    if one.how == "winsorized":
        assert other.values == pytest.approx(factor * one.values + shift, abs=1e-9)


@pytest.mark.parametrize("kernel", [winsorize, winsorize_points, jrc])
def test_blank_values_are_refused(kernel):
    with pytest.raises(MethodError, match="1 values are missing"):
        kernel([1.0, 2.0, np.nan, 4.0])
