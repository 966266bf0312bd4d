"""Ranks of many variants: quantiles, first and last places, tied groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.ranks import ranks
from resilmeter.core.robustness import rank_intervals, rank_rows, tied_groups
from resilmeter.errors import MethodError

SCORES = arrays(float, (6, 5), elements=st.integers(0, 6).map(lambda n: n / 6))


@given(SCORES)
def test_rows_are_ranked_as_one_by_one(scores):
    for row, found in zip(scores, rank_rows(scores), strict=True):
        assert found.tolist() == ranks(row).tolist()


def test_sums_that_are_equal_on_paper_tie():
    assert rank_rows([[0.1 + 0.2, 0.3, 0.9]]).tolist() == [[2, 2, 1]]


@given(SCORES)
def test_quantiles_are_those_of_numpy(scores):
    table = rank_rows(scores)
    found = rank_intervals(table)
    # Interpolation in floating point.
    assert found.low == pytest.approx(np.quantile(table, 0.05, axis=0), abs=1e-12)
    assert found.high == pytest.approx(np.quantile(table, 0.95, axis=0), abs=1e-12)
    assert found.median == pytest.approx(np.median(table, axis=0))
    assert found.mean == pytest.approx(table.mean(axis=0))


def test_places_by_hand():
    """Three variants of four units; the third one lacks the last unit."""
    found = rank_intervals([[1, 2, 3, 4], [2, 1, 4, 3], [3, 1, 2, 0]], top=1)
    assert found.variants.tolist() == [3, 3, 3, 2]
    assert found.top == pytest.approx([1 / 3, 2 / 3, 0, 0])
    # Last of four units twice, last of three once.
    assert found.bottom == pytest.approx([1 / 3, 0, 1 / 3, 1 / 2])
    assert found.mean == pytest.approx([2, 4 / 3, 3, 3.5])


def test_absent_units_change_no_quantile_of_the_others():
    table = np.array([[1, 2], [1, 2], [0, 1]])
    found = rank_intervals(table, quantiles=(0.0, 1.0))
    assert (found.low[0], found.high[0], found.low[1], found.high[1]) == (1, 1, 1, 2)


def test_a_unit_that_is_ranked_nowhere_is_refused():
    with pytest.raises(MethodError, match="1 units are ranked in no variant"):
        rank_intervals([[1, 0], [1, 0]])


def test_groups_by_hand():
    """The second unit is below the first in 19 of 20 variants: 95 %; the third in 18 of 20."""
    below = np.repeat([[1, 2, 3]], 20, axis=0)
    assert tied_groups(below).tolist() == [1, 2, 3]
    once = below.copy()
    once[0] = [2, 1, 3]
    assert tied_groups(once).tolist() == [1, 2, 3]
    twice = once.copy()
    twice[1] = [2, 1, 3]
    assert tied_groups(twice).tolist() == [1, 1, 2]


def test_equal_ranks_count_half_and_tie():
    assert tied_groups(np.ones((4, 3), dtype=int)).tolist() == [1, 1, 1]


@given(SCORES)
def test_groups_follow_the_median_rank(scores):
    table = rank_rows(scores)
    groups, median = tied_groups(table), rank_intervals(table).median
    order = np.lexsort((table.mean(axis=0), median))
    assert (np.diff(groups[order]) >= 0).all()
    assert groups.min() == 1
