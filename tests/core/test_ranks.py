"""Ranks as they are printed, and how far two rankings agree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.ranks import agreement, ranks
from resilmeter.errors import MethodError

# Correlation of up to 12 ranks in double precision.
ROUNDING = 1e-12

scores = st.lists(st.integers(0, 9), min_size=1, max_size=12)


def test_ties_share_the_best_rank():
    assert ranks([0.2, 0.5, 0.5, 0.9]).tolist() == [4, 2, 2, 1]


def test_scores_that_differ_by_rounding_tie():
    assert ranks([0.3, 0.1 + 0.2, 0.4]).tolist() == [2, 2, 1]


@given(scores)
def test_ranks_are_those_of_pandas(values):
    expected = pd.Series(values).rank(method="min", ascending=False).astype(int)
    assert ranks(values).tolist() == expected.tolist()


def test_agreement_by_hand():
    """Ranks 1 2 3 4 against 2 1 4 3: 1 - 6 x 4 / (4 x 15)."""
    found = agreement([4.0, 3.0, 2.0, 1.0], [3.0, 4.0, 1.0, 2.0])
    assert found.correlation == pytest.approx(0.6, abs=ROUNDING)
    assert (found.shift, found.place) == (1, 0)


def test_the_first_unit_that_moves_farthest_is_named():
    found = agreement([3.0, 2.0, 1.0], [1.0, 2.0, 3.0])
    assert found.correlation == pytest.approx(-1, abs=ROUNDING)
    assert (found.shift, found.place) == (2, 0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_agreement_is_the_correlation_of_mean_ranks_and_symmetric(pairs):
    before, after = np.array(pairs, dtype=float).T
    found, back = agreement(before, after), agreement(after, before)
    assert (found.shift, found.place) == (back.shift, back.place)
    if np.ptp(before) == 0 or np.ptp(after) == 0:
        assert found.correlation is back.correlation is None
        return
    expected = pd.Series(before).rank().corr(pd.Series(after).rank())
    assert found.correlation == pytest.approx(expected, abs=ROUNDING)
    assert back.correlation == pytest.approx(expected, abs=ROUNDING)


def test_one_unit_has_no_correlation_and_no_shift():
    found = agreement([0.5], [0.7])
    assert (found.correlation, found.shift) == (None, 0)


def test_missing_scores_and_other_lengths_are_refused():
    with pytest.raises(MethodError, match="missing or infinite"):
        ranks([0.5, np.nan])
    with pytest.raises(MethodError, match=r"^1 values for 2 rows\.$"):
        agreement([0.5, 0.4], [0.5])
