"""Growth in its forms, kept apart: total, compound, mean of rates, simple."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.growth import growth
from resilmeter.errors import MethodError

# Powers and quotients of a few numbers in double precision.
ROUNDING = 1e-12

# Paper 001, Table 3, column "Urban ecological resilience", 2009 to 2023.
S1_NATIONAL = [
    0.566, 0.581, 0.557, 0.571, 0.574, 0.566, 0.579, 0.612, 0.620, 0.629, 0.637, 0.646, 0.656,
    0.659, 0.658,
]  # fmt: skip

levels = st.lists(st.integers(1, 1000), min_size=2, max_size=8)


def test_the_forms_differ_on_one_series():
    rates = growth([100, 150, 150], [2020, 2021, 2022])
    assert rates.total == pytest.approx(0.5, abs=ROUNDING)
    assert rates.simple == pytest.approx(0.25, abs=ROUNDING)
    assert rates.mean_of_rates == pytest.approx(0.25, abs=ROUNDING)
    assert rates.compound == pytest.approx(sqrt(1.5) - 1, abs=ROUNDING)
    assert rates.rates == pytest.approx([0.5, 0.0], abs=ROUNDING)


def test_a_rise_and_fall_back_has_no_growth_but_a_positive_mean_of_rates():
    rates = growth([1, 2, 1], [2020, 2021, 2022])
    assert (rates.total, rates.compound, rates.simple) == (0.0, 0.0, 0.0)
    assert rates.mean_of_rates == 0.25  # (+100 % - 50 %) / 2


def test_steps_of_several_years_count_by_their_compound_yearly_rate():
    rates = growth([1, 16, 64], [2006, 2010, 2012])  # doubling every year
    assert rates.mean_of_rates == pytest.approx(1.0, abs=ROUNDING)
    assert rates.compound == pytest.approx(1.0, abs=ROUNDING)
    assert rates.simple == pytest.approx(63 / 6, abs=ROUNDING)
    assert rates.rates == pytest.approx([15, 3], abs=ROUNDING)  # from period to period


def test_a_fall_to_zero_at_the_end_is_a_growth_of_minus_one():
    rates = growth([2, 1, 0], [2020, 2021, 2022])
    assert (rates.total, rates.compound) == (-1.0, -1.0)
    assert rates.mean_of_rates == pytest.approx(-0.75, abs=ROUNDING)


@pytest.mark.parametrize("series", [[1.0], [0.0, 1.0], [1.0, 0.0, 1.0], [-1.0, 2.0], [1.0, -1.0]])
def test_growth_is_not_defined_for_one_period_or_without_positive_bases(series):
    assert growth(series, range(2000, 2000 + len(series))) is None


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_missing_and_infinite_values_are_refused(bad):
    with pytest.raises(MethodError, match=r"^1 values are missing or infinite"):
        growth([1.0, bad], [2020, 2021])


def test_s1_prints_the_mean_of_rates_as_average_annual_growth():
    rates = growth(S1_NATIONAL, range(2009, 2024))
    # paper 001, l.79 prints 1.10 %: half a unit of the last digit
    assert rates.mean_of_rates == pytest.approx(0.0110, abs=0.00005)
    assert rates.compound == pytest.approx(0.0108, abs=0.00005)
    falling = (np.flatnonzero(rates.rates < 0) + 2010).tolist()
    assert falling == [2011, 2014, 2023]


@given(levels)
def test_compound_growth_leads_from_first_to_last(series):
    rates = growth(series, range(len(series)))
    end = series[0] * (1 + rates.compound) ** (len(series) - 1)
    assert end == pytest.approx(series[-1], rel=ROUNDING)
    assert np.prod(1 + rates.rates) == pytest.approx(1 + rates.total, rel=ROUNDING)


@given(levels)
def test_the_mean_of_rates_is_never_below_the_compound_rate(series):
    # arithmetic and geometric mean
    rates = growth(series, range(len(series)))
    assert rates.mean_of_rates >= rates.compound - ROUNDING


@given(series=levels, factor=st.integers(1, 1000), start=st.integers(-500, 3000))
def test_neither_the_unit_nor_the_calendar_matters(series, factor, start):
    one = growth(series, range(len(series)))
    other = growth([factor * v for v in series], range(start, start + len(series)))
    assert other.mean_of_rates == pytest.approx(one.mean_of_rates, abs=ROUNDING, rel=ROUNDING)
    assert other.compound == pytest.approx(one.compound, abs=ROUNDING, rel=ROUNDING)


@given(rate=st.integers(-90, 200), periods=st.integers(2, 9))
def test_all_yearly_forms_agree_on_steady_growth(rate, periods):
    series = (1 + rate / 100) ** np.arange(periods)
    rates = growth(series, range(periods))
    assert rates.compound == pytest.approx(rate / 100, abs=ROUNDING, rel=ROUNDING)
    assert rates.mean_of_rates == pytest.approx(rate / 100, abs=ROUNDING, rel=ROUNDING)
