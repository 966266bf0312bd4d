"""Kendall's tau and mean shifts of many rankings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kendalltau

from resilmeter.core.robustness import agreement_with, rank_agreement, rank_rows
from resilmeter.errors import MethodError

SCORES = arrays(float, (4, 6), elements=st.integers(0, 5).map(float))


def test_by_hand():
    """Of three pairs of units one is turned: tau = (2 - 1) / 3; two ranks move by 1."""
    found = rank_agreement([[1, 2, 3], [1, 3, 2]])
    assert found.kendall[0, 1] == pytest.approx(1 / 3)
    assert found.shift[0, 1] == pytest.approx(2 / 3)


@given(SCORES)
def test_tau_is_that_of_scipy(scores):
    ranks = rank_rows(scores)
    found = rank_agreement(ranks).kendall
    for a in range(4):
        for b in range(4):
            expected = kendalltau(ranks[a], ranks[b]).statistic
            # Roots in floating point.
            assert found[a, b] == pytest.approx(expected, abs=1e-12, nan_ok=True)


@given(SCORES)
def test_one_ranking_against_all_is_a_row_of_the_pairs(scores):
    ranks = rank_rows(scores)
    expected = rank_agreement(ranks).kendall[2]
    assert agreement_with(ranks, ranks[2]) == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_absent_units_are_left_out():
    found = agreement_with([[2, 0, 1, 3]], [2, 4, 1, 3])
    assert found == pytest.approx(rank_agreement([[2, 1, 3], [2, 1, 3]]).kendall[0, 1])
    assert np.isnan(agreement_with([[1, 0]], [1, 2])).all()


def test_one_unit_is_refused():
    with pytest.raises(MethodError, match="rankings of 1 units"):
        rank_agreement([[1], [1]])
