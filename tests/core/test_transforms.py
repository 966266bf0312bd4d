"""Logarithms and Box-Cox: hand cases, identities, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from resilmeter.core.skewness import skewness_kurtosis
from resilmeter.core.transforms import box_cox, log, shifted_log
from resilmeter.errors import MethodError

VALUES = arrays(float, st.integers(5, 40), elements=st.integers(-99, 99).map(float), unique=True)
# Products and powers of some dozen numbers in double precision.
ROUNDING = 1e-12


def test_shifted_log_by_hand():
    """Range 99, so the shift is 0.99: ln 0.99 at the low end, ln 99.99 at the high end."""
    x = [1.0, 2.0, 3.0, 100.0]
    assert shifted_log(x).values == pytest.approx(np.log([0.99, 1.99, 2.99, 99.99]), abs=ROUNDING)


@given(VALUES)
def test_shifted_log_is_increasing_and_mirrors(x):
    treated = shifted_log(x).values
    assert (np.diff(treated[np.argsort(x)]) > 0).all()
    if abs(skewness_kurtosis(x)[0]) > 1e-6:
        assert shifted_log(-x).values == pytest.approx(-treated, abs=1e-9)


def test_log_by_hand():
    assert log([1, np.e]).values == pytest.approx([0, 1], abs=ROUNDING)


@pytest.mark.parametrize(("power", "expected"), [(1, [0, 3]), (0, [0, np.log(4)]), (-1, [0, 0.75])])
def test_box_cox_by_hand(power, expected):
    x = [1.0, 4.0, 2.0, 3.0]
    assert box_cox(x, power).values[:2] == pytest.approx(expected, abs=ROUNDING)


def test_box_cox_of_lognormal_values_is_nearly_a_logarithm():
    """Normal quantiles, so that the likelihood peaks near 0; 0.02 allows for the cut tails."""
    x = np.exp(stats.norm.ppf((np.arange(400) + 0.5) / 400))
    assert box_cox(x).power == pytest.approx(0, abs=0.02)


@given(arrays(float, 12, elements=st.integers(1, 500).map(float), unique=True))
def test_fitted_power_has_the_largest_likelihood_nearby(x):
    power = box_cox(x).power
    best = stats.boxcox_llf(power, x)
    # The search stops at a relative change of about 1e-8 in lambda.
    assert best >= max(stats.boxcox_llf(power + step, x) for step in (-0.05, 0.05)) - 1e-6


@pytest.mark.parametrize("kernel", [log, box_cox])
@pytest.mark.parametrize("low", [0.0, -1.0])
def test_values_that_are_not_positive_are_refused_with_the_way_out(kernel, low):
    with pytest.raises(MethodError, match=r"1 .*zero or below") as caught:
        kernel([low, 1.0, 2.0, 3.0])
    assert "jrc" in str(caught.value)


@pytest.mark.parametrize("kernel", [shifted_log, log, box_cox])
def test_blank_values_are_refused(kernel):
    with pytest.raises(MethodError, match="1 values are missing"):
        kernel([1.0, 2.0, np.nan, 4.0])
