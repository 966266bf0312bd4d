"""Bounds of the Gini coefficient of group means: by hand, against a search, published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.inequality import gini
from resilmeter.core.inequality.net_bounds import net_between_bounds
from resilmeter.core.intervals import exact, rounded
from resilmeter.errors import MethodError

SIZES = [83, 80, 80, 34]


@pytest.mark.parametrize(
    # paper 001, Table 3; ../shared/methods.md, fact 2
    ("means", "low", "high"),
    [([0.568, 0.562, 0.575, 0.552], 0.0066, 0.0074),
     ([0.652, 0.667, 0.667, 0.624], 0.0098, 0.0105)],
)  # fmt: skip
def test_published_bounds(means, low, high):
    found = net_between_bounds(rounded(means, 3), SIZES)
    assert float(found.low) == pytest.approx(low, abs=0.00005)
    assert float(found.high) == pytest.approx(high, abs=0.00005)
    assert float(found.best) == pytest.approx(gini(np.repeat(means, SIZES)), rel=1e-12)


def test_two_groups_by_hand():
    """|a - b| / (4 mean) with a in [1, 2], b in [4, 6]: least at 2, 4; most at 1, 6."""
    found = net_between_bounds(rounded([1.5, 5.0], [0, 0]), [1, 1])
    assert float(found.low) == pytest.approx((4.5 - 2) / (2 * (4.5 + 2)), rel=1e-5)
    assert float(found.high) == pytest.approx((5.5 - 1) / (2 * (5.5 + 1)), rel=1e-5)


def test_means_that_can_be_equal_allow_no_gap():
    found = net_between_bounds(rounded([0.5, 0.6, 0.6], 1), [3, 2, 1])
    assert float(found.low) == pytest.approx(0.0, abs=1e-8)


@given(st.lists(st.tuples(st.floats(0.1, 1.0), st.integers(1, 90)), min_size=2, max_size=6),
       st.integers(1, 3), st.integers(0, 2**32 - 1))  # fmt: skip
def test_true_means_lie_inside_and_no_draw_lies_outside(groups, digits, seed):
    true = np.array([mean for mean, _ in groups])
    sizes = np.array([size for _, size in groups])
    means = rounded([float(f"{mean:.{digits}f}") for mean in true], digits)
    if (means.low <= 0).any():
        return
    found = net_between_bounds(means, sizes)
    draws = np.random.default_rng(seed).uniform(means.low, means.high, (50, true.size))
    for values in (true, means.best, *draws):
        gaps = np.abs(np.subtract.outer(values, values))
        p = sizes / sizes.sum()
        value = p @ gaps @ p / 2 / (p @ values)
        assert float(found.low) <= value + 1e-12
        assert float(found.high) >= value - 1e-12


def test_many_groups_get_looser_bounds_that_hold():
    values = np.random.default_rng(1).uniform(0.3, 0.7, 20)
    few, many = rounded(values.round(2)[:12], 2), rounded(values.round(2), 2)
    for means in (few, many):
        found = net_between_bounds(means, np.ones(means.best.size))
        assert float(found.low) <= float(found.best) <= float(found.high)


def test_exact_means_have_one_value():
    found = net_between_bounds(exact([1.0, 3.0]), [1, 1])
    assert float(found.low) == pytest.approx(0.25, rel=1e-5)
    assert float(found.high) == pytest.approx(0.25, rel=1e-5)


def test_means_that_may_not_be_positive_are_refused():
    with pytest.raises(MethodError, match="positive"):
        net_between_bounds(rounded([0.0, 0.4], 1), [1, 1])


def test_sizes_that_do_not_fit_are_refused():
    with pytest.raises(MethodError):
        net_between_bounds(rounded([0.2, 0.4], 1), [1, 1, 1])
