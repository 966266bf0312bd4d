"""Many variants at once are what the kernels give one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.levels import nested_means
from resilmeter.core.means import power_mean
from resilmeter.core.robustness import nested_variants, power_variants, scores
from resilmeter.errors import MethodError

X = arrays(float, (5, 4), elements=st.integers(0, 20).map(lambda n: n / 20))
COUNTS = arrays(np.int64, (3, 4), elements=st.integers(0, 5))
EXPONENTS = st.sampled_from([1.0, 0.0, -1.0, 0.5, 2.0])
# One product of matrices sums in another order than a product with one vector.
ROUNDING = 1e-12


def sets(counts):
    counts = counts + (counts.sum(axis=1, keepdims=True) == 0)
    return counts / counts.sum(axis=1, keepdims=True)


def test_two_variants_by_hand():
    found = power_variants([[0.2, 0.8]], [[0.5, 0.5], [0.25, 0.75]])
    assert found == pytest.approx(np.array([[0.5], [0.65]]), abs=1e-15)


@given(X, COUNTS, EXPONENTS)
def test_power_means_one_by_one(x, counts, exponent):
    weights = sets(counts)
    found = power_variants(x, weights, exponent)
    for own, row in zip(weights, found, strict=True):
        assert row == pytest.approx(power_mean(x, own, exponent), abs=ROUNDING)


@given(X, COUNTS, st.tuples(EXPONENTS, EXPONENTS, EXPONENTS))
def test_levels_one_by_one(x, counts, exponents):
    weights = sets(counts + 1)
    parents = (np.array([0, 0, 1, 2]), np.array([0, 1, 1]))
    found = nested_variants(x, weights, parents, exponents)
    for own, row in zip(weights, found, strict=True):
        expected = nested_means(x, own, parents, exponents)[-1][:, 0]
        assert row == pytest.approx(expected, abs=ROUNDING)


@given(X, EXPONENTS, EXPONENTS)
def test_a_weight_of_zero_leaves_an_indicator_and_its_parent_out(x, lower, upper):
    whole = nested_variants(x, [[0.2, 0.3, 0.5, 0.0]], [np.array([0, 0, 1, 2])], [lower, upper])
    left = nested_variants(x[:, :3], [[0.2, 0.3, 0.5]], [np.array([0, 0, 1])], [lower, upper])
    assert whole == pytest.approx(left, abs=ROUNDING)


def test_blocks_change_nothing(monkeypatch):
    rng = np.random.default_rng(1)
    x, weights = rng.random((6, 4)), rng.dirichlet(np.ones(4), 7)
    parents = [np.array([0, 0, 1, 1])]
    whole = nested_variants(x, weights, parents, [0, 1])
    monkeypatch.setattr(scores, "BLOCK", 2 * x.size)
    assert nested_variants(x, weights, parents, [0, 1]) == pytest.approx(whole, abs=ROUNDING)


@pytest.mark.parametrize(
    ("x", "weights", "exponent", "said"),
    [
        ([[-0.1, 0.5]], [[0.5, 0.5]], 0.0, "green"),
        ([[0.1, 0.5]], [[0.5, 0.5, 0.0]], 1.0, "weights"),
        ([[0.1, 0.5]], [[-0.5, 1.5]], 1.0, "negative"),
        ([[np.nan, 0.5]], [[0.5, 0.5]], 1.0, "missing"),
    ],
)
def test_what_has_no_mean_is_refused(x, weights, exponent, said):
    with pytest.raises(MethodError, match=said):
        power_variants(x, weights, exponent, ["green", "pm25"])


def test_a_mean_for_every_level_is_needed():
    with pytest.raises(MethodError, match="1 means were given for 2 levels"):
        nested_variants([[0.1, 0.5]], [[0.5, 0.5]], [np.array([0, 1])], [1.0])
