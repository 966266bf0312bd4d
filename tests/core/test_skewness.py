"""Skewness, kurtosis and the JRC rule: hand cases, scipy, refusals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from resilmeter.core.skewness import dominated, skewness_kurtosis
from resilmeter.errors import MethodError

VALUES = arrays(float, st.integers(5, 40), elements=st.integers(-99, 99).map(float), unique=True)
# Products and powers of some dozen numbers in double precision.
ROUNDING = 1e-12


def test_moments_by_hand():
    """0, 0, 0, 4: m2 = 3, m3 = 6, m4 = 21; g1 = 2/sqrt 3, g2 = -2/3; G1 = 2, G2 = 4."""
    assert skewness_kurtosis([0, 0, 0, 4]) == pytest.approx((2, 4), abs=ROUNDING)


@given(VALUES)
def test_moments_are_those_of_scipy_without_bias(x):
    own = skewness_kurtosis(x)
    other = stats.skew(x, bias=False), stats.kurtosis(x, bias=False)
    assert own == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize("x", [[1, 2, 3], [5, 5, 5, 5]])
def test_moments_need_four_values_that_differ(x):
    with pytest.raises(MethodError, match="need at least 4 values that differ"):
        skewness_kurtosis(x)
    assert not dominated(x)


def test_the_rule_needs_both_skewness_and_kurtosis():
    """Two values with shares 0.86 and 0.14: skewness 2.07, excess kurtosis 2.3 (n large)."""
    lopsided = [0] * 86 + [1] * 14
    assert skewness_kurtosis(lopsided) == pytest.approx((2.1, 2.4), abs=0.1)
    assert not dominated(lopsided)
    symmetric = [-50, 50, *[0] * 16]
    assert skewness_kurtosis(symmetric)[1] > 3.5
    assert not dominated(symmetric)
    assert dominated([0] * 95 + [1] * 5)
