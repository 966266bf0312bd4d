"""Claims about time: by hand, and as the tables of a run say."""

import numpy as np
import pytest

from resilmeter.analyze.claims_time import converged, time_claims

PERIODS = range(2010, 2018)
ENDS = np.array([[0.2, 0.6], [0.3, 0.65], [0.6, 0.7], [0.5, 0.72]])


def paths(ends, periods=8):
    """Straight paths from first to last value, by unit."""
    return np.linspace(ends[:, 0], ends[:, 1], periods).T


def test_low_starts_that_catch_up_converge():
    found = dict(time_claims(paths(ENDS), PERIODS))
    assert found == {"level-trend": "rise", "dispersion-trend": "fall", "converged": "yes"}


def test_the_way_back_does_not():
    found = dict(time_claims(paths(ENDS[:, ::-1]), PERIODS))
    assert found == {"level-trend": "fall", "dispersion-trend": "rise", "converged": "no"}


def test_chance_around_fixed_levels_makes_beta_negative_and_is_no_convergence():
    """Regression to the mean: beta is below 0, the dispersion has no trend."""
    noise = np.random.default_rng(5).normal(0, 0.1, (30, 8))
    found = dict(time_claims(1.0 + noise, PERIODS))
    assert found["converged"] == "no"


@pytest.mark.parametrize(
    ("verdict", "high", "yes"),
    [("fall", -0.01, True), ("fall", 0.0, False), ("none", -0.5, False), ("rise", -0.5, False)],
)
def test_both_have_to_hold(verdict, high, yes):
    assert converged(verdict, high) is yes


def test_what_cannot_be_told_is_left_out():
    assert dict(time_claims(paths(ENDS, 3), range(3))) == {}  # too short for a trend
    uneven = (2010, 2011, 2012, 2013, 2014, 2015, 2016, 2020)
    assert set(dict(time_claims(paths(ENDS), uneven))) == {"level-trend", "dispersion-trend"}
    assert set(dict(time_claims(paths(ENDS[:1]), PERIODS))) == {"level-trend"}
