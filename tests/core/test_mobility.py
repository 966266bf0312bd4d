"""Mobility between classes and of ranks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from resilmeter.core.markov import chain
from resilmeter.core.mobility import rank_mobility, shorrocks
from resilmeter.errors import MethodError

ROUNDING = 1e-12

values = st.lists(st.integers(0, 30), min_size=3, max_size=12).filter(lambda v: len(set(v)) > 1)


def test_shorrocks_at_its_ends():
    assert shorrocks(chain([[5, 0], [0, 5]])).index == 0
    assert shorrocks(chain([[5, 5], [5, 5]])).index == 1
    assert shorrocks(chain([[0, 5], [5, 0]])).index == 2  # k / (k - 1)


def test_shorrocks_without_a_known_row_or_a_second_state_is_told():
    unknown = shorrocks(chain([[5, 1], [0, 0]]))
    assert unknown.index is None
    assert "no transition starts in state 2" in str(unknown.reason)
    assert shorrocks(chain([[5]])).reason.key == "na-one-state"


def test_moves_by_hand_with_a_tie():
    moved = rank_mobility([9, 8, 7, 7], [7, 9, 8, 1])
    # ranks 1, 2, 3.5, 3.5 and then 3, 1, 2, 4
    assert moved.moves.tolist() == [-2, 1, 1.5, -0.5]
    assert moved.mean_move == 1.25


@given(values, st.data())
def test_correlation_is_spearmans_and_moves_cancel(before, data):
    after = data.draw(st.permutations(before))
    moved = rank_mobility(before, after)
    assert moved.correlation == pytest.approx(
        stats.spearmanr(before, after).statistic, abs=ROUNDING
    )
    assert moved.moves.sum() == pytest.approx(0, abs=1e-9)


@given(values)
def test_an_unchanged_order_has_correlation_one(before):
    moved = rank_mobility(before, [2 * v + 1 for v in before])
    assert moved.correlation == pytest.approx(1, abs=ROUNDING)
    assert (moved.moves == 0).all()


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [([1.0], [2.0], "na-few-units"), ([1.0, 1.0], [1.0, 2.0], "na-all-equal")],
)
def test_where_no_correlation_is_defined_the_reason_is_told(before, after, key):
    moved = rank_mobility(before, after)
    assert moved.correlation is None
    assert moved.reason.key == key
    assert np.isfinite(moved.mean_move)


def test_arrays_of_different_length_are_refused():
    with pytest.raises(MethodError, match=r"shapes \(1,\) and \(2,\)"):
        rank_mobility([1, 2], [1])
