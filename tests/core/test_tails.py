"""Tail probabilities against tables and against recurrences."""

from math import inf, lgamma, log, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.tails import chi_squared_tail
from resilmeter.errors import MethodError

# Abramowitz and Stegun (1964), Table 26.8: upper points with six or more digits.
POINTS = [
    (1, 0.05, 3.841459), (2, 0.05, 5.991465), (3, 0.05, 7.814728), (10, 0.05, 18.307038),
    (30, 0.01, 50.892181), (1, 0.001, 10.827566), (5, 0.95, 1.145476), (100, 0.5, 99.334129),
]  # fmt: skip


@pytest.mark.parametrize(("degrees", "p", "value"), POINTS)
def test_published_points(degrees, p, value):
    # the points are printed to half a unit of the sixth decimal, where the density is below 0.5
    assert chi_squared_tail(value, degrees) == pytest.approx(p, abs=5e-7)


@given(value=st.floats(0.01, 200), degrees=st.integers(1, 80))
def test_two_more_degrees_add_one_term(value, degrees):
    """Q(v + 2) - Q(v) = (h^(v/2) e^-h) / Gamma(v/2 + 1), 26.4.8 there."""
    half = value / 2
    term = 2.718281828459045 ** (degrees / 2 * log(half) - half - lgamma(degrees / 2 + 1))
    more = chi_squared_tail(value, degrees + 2) - chi_squared_tail(value, degrees)
    # sums of forty terms below 1
    assert more == pytest.approx(term, abs=1e-13)


def test_ends():
    assert chi_squared_tail(0.0, 3) == 1.0
    assert chi_squared_tail(inf, 66) == 0.0
    assert chi_squared_tail(1e6, 66) == 0.0
    assert chi_squared_tail(1e-300, 500) == 1.0


@pytest.mark.parametrize(("value", "degrees"), [(-1.0, 2), (nan, 2), (1.0, 0)])
def test_what_is_no_statistic_is_refused(value, degrees):
    with pytest.raises(MethodError, match="degrees of freedom"):
        chi_squared_tail(value, degrees)
