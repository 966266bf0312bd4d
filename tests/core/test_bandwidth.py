"""Bandwidths: Silverman's rule and Sheather-Jones."""

from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.bandwidth import sheather_jones, silverman

# Rainfall of 70 American cities in inches, the data set `precip` of R.
RAIN = np.array([
    67, 54.7, 7, 48.5, 14, 17.2, 20.7, 13, 43.4, 40.2, 38.9, 54.5, 59.8, 48.3, 22.9, 11.5, 34.4,
    35.1, 38.7, 30.8, 30.6, 43.1, 56.8, 40.8, 41.8, 42.5, 31, 31.7, 30.2, 25.9, 49.2, 37, 35.9, 15,
    30.2, 7.2, 36.2, 45.5, 7.8, 33.4, 36.1, 40.2, 42.7, 42.5, 16.2, 39, 35, 37, 31.4, 37.6, 39.9,
    36.2, 42.8, 46.4, 24.7, 49.1, 46, 35.9, 7.8, 48.2, 15.2, 32.5, 44.7, 42.6, 38.8, 17.4, 40.8,
    29.1, 14.6, 59.2,
])  # fmt: skip

samples = st.lists(st.integers(-99, 99), min_size=5, max_size=20, unique=True).map(
    lambda numbers: np.array(numbers, dtype=float)
)


def test_silverman_as_r_prints_it():
    # R's own test of bw.nrd0(precip), five digits
    assert silverman(RAIN) == pytest.approx(3.8479, abs=0.00005)


def test_sheather_jones_as_r_prints_it():
    # R's own test of bw.SJ(precip) prints 3.9318; it stops within 1 % of a reference bandwidth
    # (here 0.06) and counts in 1000 bins
    assert sheather_jones(RAIN) == pytest.approx(3.9318, abs=0.03)


def roughness(x, h, order):
    """Integrated squared derivative estimated over all pairs, as a slow loop."""
    total = 0.0
    for a in x:
        for b in x:
            u = (a - b) / h
            poly = u**4 - 6 * u**2 + 3 if order == 4 else u**6 - 15 * u**4 + 45 * u**2 - 15
            total += poly * np.exp(-u * u / 2) / sqrt(2 * pi)
    return abs(total) / (len(x) * (len(x) - 1) * h ** (order + 1))


@given(samples)
def test_sheather_jones_solves_its_equation(x):
    h, n = sheather_jones(x), x.size
    quartiles = np.percentile(x, [25, 75])
    scale = min(x.std(ddof=1), (quartiles[1] - quartiles[0]) / 1.349)
    fourth = roughness(x, 1.24 * scale * n ** (-1 / 7), 4)
    sixth = roughness(x, 1.23 * scale * n ** (-1 / 9), 6)
    pilot = 1.357 * (fourth / sixth) ** (1 / 7) * h ** (5 / 7)
    solved = (1 / (2 * sqrt(pi) * n * roughness(x, pilot, 4))) ** 0.2
    # the root is found to 12 digits; the loop adds in another order
    assert solved == pytest.approx(h, rel=1e-8)


@given(x=samples, factor=st.integers(1, 50), shift=st.integers(-50, 50))
def test_bandwidths_follow_the_unit(x, factor, shift):
    for rule in (silverman, sheather_jones):
        assert rule(factor * x + shift) == pytest.approx(factor * rule(x), rel=1e-8)


def test_half_of_the_values_equal_still_give_a_bandwidth():
    x = np.array([1.0] * 8 + [2.0, 5.0])
    assert silverman(x) == pytest.approx(0.9 * x.std(ddof=1) * 10**-0.2, rel=1e-12)
    assert sheather_jones(x) > 0


def test_heavy_ties_pull_the_bandwidth_below_the_usual_range():
    x = np.array([1.0] * 50 + [2.0, 5.0])
    reference = 1.144 * x.std(ddof=1) * x.size**-0.2
    # R searches from a tenth of this reference up; the root lies below
    assert 0 < sheather_jones(x) < 0.1 * reference
