"""Spatial nulls: outcomes like their neighbours, and p-values that allow for it."""

import numpy as np
import pytest

from resilmeter.core.detector import covariance_null, factor_detector, moran_null, null_p
from resilmeter.core.strata import quantile
from resilmeter.errors import MethodError


def grid(side):
    """Places of a square grid, and weights of rook neighbours."""
    places = np.stack(np.divmod(np.arange(side * side), side), axis=1).astype(float)
    distance = np.abs(places[:, None] - places).sum(axis=2)
    return places, (distance == 1).astype(float)


def smooth(places, random, scale):
    """An outcome whose covariance fades as exp(-d/scale)."""
    distance = np.hypot(*(places[:, None] - places).T)
    return np.linalg.cholesky(np.exp(-distance / scale)) @ random.normal(size=len(places))


def moran(z, weights):
    z = z - z.mean(axis=0)
    return (z * (weights @ z)).sum(axis=0) / (z * z).sum(axis=0)


def test_randomized_outcomes_keep_mean_spread_and_autocorrelation():
    random = np.random.default_rng(1)
    places, weights = grid(9)
    y = smooth(places, random, 3.0)
    null = moran_null(y, weights, simulations=200, seed=2)
    assert null.sum(axis=0) == pytest.approx(np.zeros(200), abs=1e-12)
    assert (null * null).sum(axis=0) == pytest.approx(np.ones(200), abs=1e-12)
    # neighbouring patterns differ a little in their own autocorrelation
    assert moran(null, weights) == pytest.approx(np.full(200, moran(y, weights)), rel=0.05)
    free = np.random.default_rng(3).permuted(np.tile(y, (50, 1)), axis=1).T
    assert np.abs(moran(free, weights)).max() < 0.8 * moran(y, weights)


def test_independent_but_smooth_drivers_are_not_found_more_often_than_said():
    """drivers.md, fact 9: ordinary p-values find 32 to 67 % of them."""
    random = np.random.default_rng(4)
    places, weights = grid(10)
    p = {"moran": [], "covariance": [], "f": []}
    for seed in range(60):
        y, x = smooth(places, random, 4.0), smooth(places, random, 4.0)
        strata = quantile(x, 5).codes
        by_weights = moran_null(y, weights, simulations=99, seed=seed)
        by_places = covariance_null(y, places, simulations=99, seed=seed).simulated
        p["moran"].append(null_p(y, [strata], by_weights)[0])
        p["covariance"].append(null_p(y, [strata], by_places)[0])
        p["f"].append(factor_detector(y, strata, permutations=0).p_f)
    share = {name: np.mean(np.array(values) <= 0.05) for name, values in p.items()}
    assert share["f"] > 0.25
    # 0.05 and three standard errors of 60 runs
    assert share["moran"] <= 0.05 + 0.085
    assert share["covariance"] <= 0.05 + 0.085


def test_a_real_driver_is_found_all_the_same():
    random = np.random.default_rng(5)
    places, weights = grid(10)
    strata = random.integers(0, 4, 100)
    y = smooth(places, random, 3.0) + 2.0 * strata
    assert null_p(y, [strata], moran_null(y, weights, simulations=199))[0] == 0.005
    assert null_p(y, [strata], covariance_null(y, places, simulations=199).simulated)[0] == 0.005


def test_covariance_finds_scale_and_nugget():
    random = np.random.default_rng(6)
    places, _ = grid(16)
    noise = covariance_null(random.normal(size=256), places, simulations=1)
    assert noise.nugget >= 0.6 or noise.scale < 1.0
    likeness = covariance_null(smooth(places, random, 4.0), places, simulations=1)
    assert likeness.nugget <= 0.2
    assert 1.5 < likeness.scale < 11.0


def test_the_same_seed_gives_the_same_outcomes():
    places, weights = grid(4)
    y = np.arange(16) ** 1.5
    assert (moran_null(y, weights, seed=1) == moran_null(y, weights, seed=1)).all()
    first, again = (covariance_null(y, places, seed=1).simulated for _ in range(2))
    assert (first == again).all()


def test_an_even_number_of_patterns_and_an_odd_one():
    for n in (5, 6):
        line = np.eye(n, k=1)
        null = moran_null(np.arange(n) ** 2.0, line, simulations=4)
        assert (null**2).sum(axis=0) == pytest.approx(np.ones(4), abs=1e-12)


def test_refusals():
    y = np.arange(4.0)
    with pytest.raises(MethodError, match=r"weights have shape \(3, 3\); 4 rows"):
        moran_null(y, np.eye(3))
    with pytest.raises(MethodError, match="nor all zero"):
        moran_null(y, np.eye(4))
    with pytest.raises(MethodError, match="must not be negative"):
        moran_null(y, np.eye(4, k=1) - 0.2)
    with pytest.raises(MethodError, match=r"coordinates have shape \(4, 1\)"):
        covariance_null(y, np.ones((4, 1)))
    with pytest.raises(MethodError, match="the same coordinates"):
        covariance_null(y, np.ones((4, 2)))
    with pytest.raises(MethodError, match="5001 rows are too many"):
        covariance_null(np.arange(5001.0), np.zeros((5001, 2)))
    with pytest.raises(MethodError, match=r"shape \(3, 2\), which does not fit 4 rows"):
        null_p(y, [[0, 0, 1, 1]], np.ones((3, 2)))
