"""The Gini coefficient of rows in pieces and in bins equals that of all rows at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.inequality import bin_gap, gini_cells, piece, piece_of_counts
from resilmeter.errors import MethodError

# Whole numbers: many ties, and sums that are exact.
PARTS = arrays(float, st.tuples(st.integers(2, 20), st.just(3)), elements=st.integers(-3, 9))
ROUNDING = 1e-12


def by_totals(parts):
    return parts[np.argsort(parts.sum(axis=1), kind="stable")]


def coded(parts):
    return np.arange(len(parts)) % 3


def same(found, wanted):
    assert np.allclose(found.cells, wanted.cells, rtol=0, atol=ROUNDING)
    assert np.allclose(found.means, wanted.means, rtol=0, atol=ROUNDING)
    assert found.gini == pytest.approx(wanted.gini, abs=ROUNDING)
    assert found.sizes.tolist() == wanted.sizes.tolist()


def test_two_rows_by_hand():
    """Values 1 and 3: |1 - 3| over all four ordered pairs is 4, by 2 x mean 2 x 2 squared."""
    low = piece(np.array([[1.0]]), np.array([0]), 1, np.zeros(1))
    high = piece(np.array([[3.0]]), np.array([0]), 1, np.zeros(1))
    assert low.below(high).split().gini == 4 / 16


@given(PARTS, st.floats(-5, 5))
def test_pieces_join_to_the_whole_wherever_the_origin_lies(parts, origin):
    rows = by_totals(parts)
    if rows.sum() < 1:
        return
    groups, total = coded(rows), rows.sum(axis=1)
    cut = np.median(total)
    kinds = [total < cut, total >= cut]
    made = [piece(rows[k], groups[k], 3, np.full(3, origin)) for k in kinds if k.any()]
    whole = made[0] if len(made) == 1 else made[0].below(made[1])
    # codes that no row has are groups without units
    wanted = gini_cells(rows, groups)
    if len(wanted.sizes) == 3:
        same(whole.split(), wanted)


@given(PARTS)
def test_bins_of_single_totals_are_exact(parts):
    rows = by_totals(parts)
    if rows.sum() < 1 or len(rows) < 3:
        return
    groups = coded(rows)
    _, place = np.unique(rows.sum(axis=1), return_inverse=True)
    counts = np.zeros((place.max() + 1, 3), dtype=np.int64)
    sums = np.zeros((*counts.shape, 3))
    np.add.at(counts, (place, groups), 1)
    np.add.at(sums, (place, groups), rows)
    same(piece_of_counts(counts, sums, np.ones(3)).split(), gini_cells(rows, groups))


@given(arrays(float, st.integers(2, 40), elements=st.floats(0, 1)))
def test_wide_bins_are_too_low_by_the_bound_at_most(values):
    if values.sum() < 0.01:
        return
    bins = np.minimum((values * 4).astype(int), 3)
    counts, sums = np.zeros((4, 1), dtype=np.int64), np.zeros((4, 1, 1))
    np.add.at(counts, (bins, 0), 1)
    np.add.at(sums, (bins, 0, 0), values)
    binned = piece_of_counts(counts, sums, np.zeros(1)).split().gini
    exact = gini_cells(values[:, None], np.zeros(values.size, dtype=int)).gini
    assert exact - binned >= -ROUNDING
    assert exact - binned <= bin_gap(counts[:, 0], 0.25, values.mean()) + ROUNDING


def test_a_mean_that_is_not_positive_is_refused():
    with pytest.raises(MethodError):
        piece(np.array([[-1.0], [0.0]]), np.array([0, 0]), 1, np.zeros(1)).split()
    with pytest.raises(MethodError):
        piece(np.array([[1.0]]), np.array([0]), 1, np.zeros(1)).split("sample")
