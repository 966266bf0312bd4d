"""Noise on weights: mean, deviation, sum, zeros."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.robustness import dirichlet_weights
from resilmeter.errors import MethodError


def test_mean_and_deviation_of_equal_weights():
    """The deviation of a weight of 1/5 is noise / 5."""
    drawn = dirichlet_weights(np.full(5, 0.2), 0.25, 40_000, np.random.default_rng(1))
    # Four standard errors of a mean and of a deviation over 40,000 draws.
    assert drawn.mean(axis=0) == pytest.approx(np.full(5, 0.2), abs=4 * 0.05 / 200)
    assert drawn.std(axis=0) == pytest.approx(np.full(5, 0.05), rel=4 / np.sqrt(2 * 40_000))


def test_variance_of_unequal_weights():
    """w (1 - w) / (c + 1) with c + 1 = (q - 1) / noise^2."""
    weights = np.array([0.1, 0.3, 0.6])
    drawn = dirichlet_weights(weights, 0.5, 40_000, np.random.default_rng(2))
    expected = np.sqrt(weights * (1 - weights) / (2 / 0.25))
    assert drawn.std(axis=0) == pytest.approx(expected, rel=0.02)


@given(st.integers(0, 99), st.floats(0.01, 1.0))
def test_sums_are_one_and_zeros_stay(seed, noise):
    drawn = dirichlet_weights([0.5, 0.0, 0.2, 0.3], noise, 5, np.random.default_rng(seed))
    assert drawn.sum(axis=1) == pytest.approx(np.ones(5))
    assert (drawn[:, 1] == 0).all()
    assert (drawn >= 0).all()


def test_the_same_seed_gives_the_same_weights():
    pair = [dirichlet_weights([0.5, 0.5], 0.2, 3, np.random.default_rng(9)) for _ in range(2)]
    assert (pair[0] == pair[1]).all()


@pytest.mark.parametrize("noise", [0.0, -1.0, 2.0, float("nan")])
def test_noise_out_of_its_range_is_refused(noise):
    with pytest.raises(MethodError, match="noise on the weights"):
        dirichlet_weights([0.2, 0.3, 0.5], noise, 2, np.random.default_rng(1))
