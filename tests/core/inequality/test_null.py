"""Shares under random labels: in closed form, and as the mean over every labelling."""

import re
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.inequality.loops import ROUNDING, weighted_cases

from resilmeter.core.inequality import gini_cells, null_cells, null_shares, ratio_to_null
from resilmeter.errors import MethodError

# Paper 001, Table 2: cities in the East, Centre, West and Northeast.
S1_SIZES = [83, 80, 80, 34]
# ../shared/published/s1_consistency.md, C1: shares under random labels, in per cent.
S1_NULL = {
    (0, 0): 8.90, (1, 1): 8.27, (2, 2): 8.27, (3, 3): 1.47, (0, 1): 17.37, (0, 2): 17.37,
    (0, 3): 7.38, (1, 2): 16.74, (1, 3): 7.12, (2, 3): 7.12,
}  # fmt: skip


def test_null_shares_of_s1_are_those_of_its_group_sizes():
    shares = null_shares(S1_SIZES) * 100
    # typed to two decimals: half a unit of the last digit
    assert np.trace(shares) == pytest.approx(26.90, abs=0.005)
    assert np.triu(shares, 1).sum() == pytest.approx(73.10, abs=0.005)
    for (j, h), expected in S1_NULL.items():
        assert shares[j, h] == pytest.approx(expected, abs=0.005)


def test_null_shares_of_a_single_unit_beside_three():
    assert null_shares([1, 3]) == pytest.approx(np.array([[0, 1 / 2], [1 / 2, 1 / 2]]), abs=1e-15)


@pytest.mark.parametrize("sizes", [(2, 2, 1), (3, 2), (1, 1, 1, 2)])
@pytest.mark.parametrize("seed", [1, 2])
def test_null_shares_are_the_mean_over_all_ways_to_label_the_units(sizes, seed):
    parts = np.random.default_rng(seed).integers(0, 6, (5, 2))
    labels = np.repeat(np.arange(len(sizes)), sizes)
    every = [gini_cells(parts, np.array(p)).cells for p in set(permutations(labels.tolist()))]
    split = gini_cells(parts, labels)
    expected = null_shares(sizes)[:, :, None] * split.components
    assert np.mean(every, axis=0) == pytest.approx(expected, abs=ROUNDING)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(lambda s: sum(s) >= 2))
def test_null_shares_of_unordered_pairs_sum_to_one(sizes):
    shares = null_shares(sizes)
    assert np.triu(shares).sum() == pytest.approx(1, abs=ROUNDING)
    assert (shares == shares.T).all()


@pytest.mark.parametrize("sizes", [[1], [0, 1], [0]])
def test_null_shares_need_two_units(sizes):
    with pytest.raises(MethodError, match=re.escape("needs at least two units.")):
        null_shares(sizes)


@pytest.mark.parametrize("sizes", [(2, 2, 1), (3, 2)])
def test_null_cells_hold_with_weights_that_stay_with_their_units(sizes):
    random = np.random.default_rng(3)
    parts, weights = random.integers(0, 6, (5, 2)), random.integers(1, 5, 5)
    labels = np.repeat(np.arange(len(sizes)), sizes)
    every = [
        gini_cells(parts, np.array(p), weights).cells for p in set(permutations(labels.tolist()))
    ]
    expected = null_cells(gini_cells(parts, labels, weights))
    # labellings that only swap units of a group give the same cells, so each counts once
    assert np.mean(every, axis=0) == pytest.approx(expected, abs=ROUNDING)


@given(weighted_cases())
def test_ratio_to_null_is_the_cell_over_what_labels_give(case):
    parts, groups, _, weights = case
    split = gini_cells(parts, groups, weights)
    ratio, expected = ratio_to_null(split), null_cells(split)
    assert (np.isnan(ratio) == (expected == 0)).all()
    blank = np.isnan(ratio)
    assert (ratio * expected)[~blank] == pytest.approx(split.cells[~blank], abs=ROUNDING)


def test_ratio_to_null_is_blank_for_a_group_of_one_with_itself():
    ratio = ratio_to_null(gini_cells([[1.0], [2.0], [4.0]], [0, 1, 1]))
    assert np.isnan(ratio[0, 0, 0])
    assert np.isfinite(ratio[0, 1, 0])
