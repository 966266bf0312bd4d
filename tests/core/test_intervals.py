"""Intervals of printed numbers: by hand, and true values always inside."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resilmeter.core.intervals import exact, rounded, stacked
from resilmeter.errors import MethodError

NUMBERS = st.floats(-1e3, 1e3, allow_nan=False)
POSITIVE = st.floats(0.1, 1e3)
DIGITS = st.integers(0, 6)


def holds(interval, value) -> bool:
    return bool((interval.low <= value).all() and (interval.high >= value).all())


def printed(value, digits):
    """Round as a program prints."""
    return rounded(float(f"{value:.{digits}f}"), digits)


def test_half_a_unit_of_the_last_digit_by_hand():
    number = rounded([0.566, 12.0, 300.0], [3, 1, -2])
    assert number.low == pytest.approx([0.5655, 11.95, 250.0], rel=1e-14)
    assert number.high == pytest.approx([0.5665, 12.05, 350.0], rel=1e-14)
    assert number.best.tolist() == [0.566, 12.0, 300.0]


def test_both_ways_of_rounding_a_half_lie_inside():
    # 0.0625 is exact in binary; papers print .062 (to even) or .063 (upwards)
    assert holds(rounded(0.062, 3), 0.0625)
    assert holds(rounded(0.063, 3), 0.0625)
    assert not holds(rounded(0.064, 3), 0.0625)


def test_arithmetic_by_hand():
    a, b = rounded(2.0, 0), rounded(4.0, 0)  # [1.5, 2.5] and [3.5, 4.5]
    for found, low, best, high in (
        (a + b, 5.0, 6.0, 7.0), (b - a, 1.0, 2.0, 3.0), (a * b, 5.25, 8.0, 11.25),
        (a / b, 1.5 / 4.5, 0.5, 2.5 / 3.5), (a.power(2.0), 2.25, 4.0, 6.25),
        (b.power(-1.0), 1 / 4.5, 0.25, 1 / 3.5), (a * -1.0, -2.5, -2.0, -1.5),
        (stacked([a, b]).sum(), 5.0, 6.0, 7.0),
    ):  # fmt: skip
        assert [float(x) for x in (found.low, found.best, found.high)] == pytest.approx(
            [low, best, high], rel=1e-12
        )


def test_meeting_and_order():
    a, b, c = rounded(0.5, 1), rounded(0.6, 1), rounded(0.7, 1)
    assert a.meets(b)  # 0.55 rounds to either
    assert not a.meets(c)
    assert a.below(c)
    assert not a.below(b)
    assert a.below(0.6)


def test_places_are_taken_like_those_of_arrays():
    series = rounded([1.0, 2.0, 3.0], 1)
    assert (series[1:] - series[:-1]).best.tolist() == [1.0, 1.0]
    assert float(series[np.array([False, True, False])].best[0]) == 2.0


@given(NUMBERS, DIGITS)
def test_a_true_value_lies_inside_what_is_printed(value, digits):
    assert holds(printed(value, digits), value)


@given(NUMBERS, NUMBERS, DIGITS, DIGITS)
def test_sums_differences_and_products_hold_the_true_ones(a, b, m, n):
    x, y = printed(a, m), printed(b, n)
    for found, true in ((x + y, a + b), (x - y, a - b), (x * y, a * b)):
        assert holds(found, true)


@given(NUMBERS, POSITIVE, st.integers(2, 6))
def test_ratios_hold_the_true_one(a, b, digits):
    assert holds(printed(a, digits) / printed(b, digits), a / b)


@given(POSITIVE, st.floats(-3, 3), st.integers(2, 6))
def test_powers_hold_the_true_one(a, exponent, digits):
    # the true power is itself computed with an error of a few units in the last place
    found = printed(a, digits).power(exponent)
    true = a**exponent
    assert found.low <= true * (1 + 1e-14)
    assert found.high >= true * (1 - 1e-14)


@given(st.lists(st.tuples(NUMBERS, DIGITS), min_size=1, max_size=40))
def test_long_sums_hold_the_true_one(terms):
    total = stacked([printed(value, digits) for value, digits in terms]).sum()
    # fsum is correctly rounded: the true sum to half a unit in the last place
    true = float(np.sum([np.longdouble(value) for value, _ in terms]))
    assert holds(total, true)


@given(NUMBERS, NUMBERS)
def test_exact_numbers_stay_within_two_units_in_the_last_place(a, b):
    assume(abs(a + b) > 1e-6)
    found = exact(a) + exact(b)
    assert float(found.high - found.low) <= 5e-16 * abs(a + b)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_refused(bad):
    with pytest.raises(MethodError):
        rounded(bad, 3)


def test_a_divisor_that_may_be_zero_is_refused():
    with pytest.raises(MethodError, match="may be zero"):
        exact(1.0) / rounded(0.0, 3)


def test_a_power_of_what_may_not_be_positive_is_refused():
    with pytest.raises(MethodError, match="positive"):
        rounded(0.0, 3).power(0.5)
