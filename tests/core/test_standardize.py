"""Scaling relative to other values: hand values and invariances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.scale import oriented
from resilmeter.core.standardize import percentile, rank, vector, z_score

SERIES = arrays(float, st.integers(2, 30), elements=st.integers(-50, 50).map(float))


def test_by_hand():
    x = np.array([2.0, 4.0, 6.0, 4.0])
    # mean 4, population variance (4 + 0 + 4 + 0) / 4 = 2
    assert z_score(x, x) == pytest.approx([-(2**0.5), 0, 2**0.5, 0], rel=1e-15)
    # 4 + 16 + 36 + 16 = 72
    assert vector(x, x) == pytest.approx(x / 72**0.5, rel=1e-15)
    assert rank(x).tolist() == [1, 2.5, 4, 2.5]
    assert percentile(x).tolist() == [0, 0.5, 1, 0.5]


def test_orientation_by_hand():
    x = np.array([1.0, 2.5, 6.0])
    assert oriented(x, direction="higher").tolist() == [1, 2.5, 6]
    assert oriented(x, direction="lower").tolist() == [-1, -2.5, -6]
    assert oriented(x, direction="target", inner=(2.0, 3.0)).tolist() == [-1, 0, -3]


def test_the_reference_sets_the_yardstick():
    x, base = np.array([10.0, 30.0]), np.array([0.0, 2.0])
    assert z_score(x, base).tolist() == [9, 29]
    assert vector(x, base).tolist() == [5, 15]


@given(SERIES)
def test_moments_and_length(x):
    assume(np.ptp(x) > 0)
    z = z_score(x, x)
    # Sums of 30 rounded terms of size 50 err by less than 30 * 50 * 2^-52 times a few.
    assert z.mean() == pytest.approx(0, abs=1e-11)
    assert z.std() == pytest.approx(1, rel=1e-11)
    assert (vector(x, x) ** 2).sum() == pytest.approx(1, rel=1e-12)


@given(SERIES, st.integers(1, 9), st.integers(-9, 9))
def test_only_order_matters_to_ranks(x, factor, shift):
    assert rank(x * factor + shift).tolist() == rank(x).tolist()
    assert percentile(x**3).tolist() == percentile(x).tolist()
    assert rank(x).sum() == pytest.approx(x.size * (x.size + 1) / 2)
    assert (rank(-x) + rank(x) == x.size + 1).all()


@given(SERIES, st.integers(1, 9), st.integers(-9, 9))
def test_z_scores_ignore_unit_and_origin(x, factor, shift):
    assume(np.ptp(x) > 0)
    y = x * factor + shift
    assert z_score(y, y) == pytest.approx(z_score(x, x), abs=1e-11)
