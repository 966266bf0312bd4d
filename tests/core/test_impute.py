"""Group medians: hand values, known cells kept, nothing from nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.impute import group_median

NAN = np.nan
TABLES = arrays(float, (8, 3), elements=st.one_of(st.just(NAN), st.integers(-9, 9).map(float)))
PEERS = arrays(np.int64, 8, elements=st.integers(0, 2))


def test_median_of_the_peers_by_hand():
    """Known peers 1, 2 and 9 have the median 2; one known peer is its own median."""
    x = np.array([[1.0, NAN], [2.0, 5.0], [9.0, NAN], [NAN, NAN], [70.0, 80.0]])
    filled = group_median(x, np.array([0, 0, 0, 0, 1]))
    assert filled.tolist() == [[1, 5], [2, 5], [9, 5], [2, 5], [70, 80]]


def test_blank_stays_where_no_peer_is_known():
    filled = group_median(np.array([[NAN, 1.0], [3.0, 2.0]]), np.array([0, 1]))
    np.testing.assert_array_equal(filled, [[NAN, 1], [3, 2]])


@given(TABLES, PEERS)
def test_known_cells_are_kept_and_blanks_lie_among_their_peers(x, peers):
    before = x.copy()
    filled = group_median(x, peers)
    np.testing.assert_array_equal(x, before)
    known = ~np.isnan(x)
    assert (filled[known] == x[known]).all()
    for i, j in np.argwhere(~known):
        own = x[(peers == peers[i]) & known[:, j], j]
        assert np.isnan(filled[i, j]) if own.size == 0 else own.min() <= filled[i, j] <= own.max()
