"""Power means, the penalised mean, and means level by level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.levels import nested_means
from resilmeter.core.means import penalised_mean, power_mean
from resilmeter.errors import MethodError

POSITIVE = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 5)),
                  elements=st.integers(1, 100).map(lambda n: n / 100))  # fmt: skip
# Powers, logarithms and roots of numbers in [0.01, 1]: a few rounding errors.
CLOSE = 1e-12


def weights(x, seed):
    return np.random.default_rng(seed).dirichlet(np.ones(x.shape[1]))


@pytest.mark.parametrize(
    ("exponent", "mean"),
    [(1, 2.5), (0, 2.0), (-1, 1.6), (2, 8.5**0.5)],
)
def test_means_of_1_and_4_by_hand(exponent, mean):
    # Through logarithms: a few rounding errors.
    assert power_mean([[1.0, 4.0]], [0.5, 0.5], exponent) == pytest.approx([mean], rel=CLOSE)


def test_zeros_by_hand():
    """A zero of positive weight makes geometric and harmonic means zero, others only smaller."""
    assert power_mean([[0.0, 4.0]], [0.5, 0.5], 0).tolist() == [0]
    assert power_mean([[0.0, 4.0]], [0.5, 0.5], -1).tolist() == [0]
    assert power_mean([[0.0, 4.0]], [0.5, 0.5], 0.5) == pytest.approx([1], rel=CLOSE)
    assert power_mean([[0.0, 4.0]], [0.0, 1.0], 0) == pytest.approx([4], rel=1e-15)


@pytest.mark.parametrize(
    ("exponent", "mean"),
    [
        # 1e-5 / 0.5^(1/100): the other term is 1e-470 of it.
        (-100, 1e-5 * 2**0.01), (100, 0.5 * 2**-0.01), (1e-12, (1e-5 * 0.5) ** 0.5),
    ],
)  # fmt: skip
def test_extreme_exponents_neither_overflow_nor_cancel(exponent, mean):
    found = power_mean([[1e-5, 0.5]], [0.5, 0.5], exponent)
    # At 1e-12 the mean differs from its limit by a few parts in 10^11.
    assert found == pytest.approx([mean], rel=1e-10)


@given(POSITIVE, st.integers(0, 99))
def test_smaller_exponents_give_smaller_means(x, seed):
    w = weights(x, seed)
    means = np.array([power_mean(x, w, p) for p in (-3.0, -1.0, 0.0, 0.5, 1.0, 2.0)])
    assert (np.diff(means, axis=0) >= -CLOSE).all()
    assert (means >= x.min(axis=1) - CLOSE).all()
    assert (means <= x.max(axis=1) + CLOSE).all()


@given(POSITIVE, st.integers(0, 99), st.sampled_from([-1.0, 0.0, 0.5, 1.0]))
def test_the_unit_comes_out_again(x, seed, exponent):
    w = weights(x, seed)
    scaled = power_mean(100 * x, w, exponent)
    assert scaled == pytest.approx(100 * power_mean(x, w, exponent), rel=CLOSE)


def test_mazziotta_pareto_by_hand():
    """Mean 100, variance 100: 100 - 100 / 100 = 99; without imbalance nothing is taken off."""
    assert penalised_mean([[90, 110], [105, 105]], [0.5, 0.5]).tolist() == [99, 105]


def test_levels_by_hand():
    """Arithmetic in (.2, .8 | .5), geometric across: sqrt(.5 * .5)."""
    low, top = nested_means([[0.2, 0.8, 0.5]], [0.25, 0.25, 0.5], [np.array([0, 0, 1])], [1, 0])
    assert low == pytest.approx(np.array([[0.5, 0.5]]), rel=1e-15)
    assert top == pytest.approx(np.array([[0.5]]), rel=1e-15)


@given(POSITIVE, st.integers(0, 99), st.sampled_from([-1.0, 0.0, 1.0]))
def test_the_same_mean_at_every_level_is_the_flat_mean(x, seed, exponent):
    q = x.shape[1]
    parents = [np.arange(q) // 2, np.arange((q + 1) // 2) // 2]
    w = weights(x, seed)
    levels = nested_means(x, w, parents, [exponent] * 3)
    assert [level.shape[1] for level in levels] == [(q + 1) // 2, ((q + 1) // 2 + 1) // 2, 1]
    assert levels[-1][:, 0] == pytest.approx(power_mean(x, w, exponent), rel=1e-9)


def test_refusals():
    with pytest.raises(MethodError, match="b has negative values"):
        power_mean([[0.5, -0.1]], [0.5, 0.5], 0.5, ["a", "b"])
    with pytest.raises(MethodError, match=r"mean -0\.1.*needs positive means"):
        penalised_mean([[-0.1, -0.1]], [0.5, 0.5])
    with pytest.raises(MethodError, match="1 means were given for 2 levels"):
        nested_means([[0.5, 0.5]], [0.5, 0.5], [np.array([0, 1])], [1])
    with pytest.raises(MethodError, match="all weights of one dimension or sub-index are zero"):
        nested_means([[0.5, 0.5]], [1, 0], [np.array([0, 1])], [1, 1])
    with pytest.raises(MethodError, match="b has negative values"):
        nested_means([[0.5, -0.5]], [0.5, 0.5], [np.array([0, 1])], [0, 1], ["a", "b"])


def test_a_harmonic_mean_of_zeros_alone_is_zero():
    assert power_mean([[0.0, 0.0], [0.5, 0.5]], [0.5, 0.5], -1.0).tolist() == [0.0, 0.5]
