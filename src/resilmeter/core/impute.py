"""Fill blanks from other rows."""

from __future__ import annotations

import numpy as np

from resilmeter.core.arrays import FloatArray, IntArray


def group_median(x: FloatArray, peers: IntArray) -> FloatArray:
    """Fill blanks with the median of the known values of the row's peers.

    Parameters
    ----------
    x : (n, q) float array
        Values; NaN where unknown.
    peers : (n,) integer array
        Rows with the same code are peers, such as the cities of a region in a year.

    Returns
    -------
    (n, q) float array
        NaN where no peer is known.

    Notes
    -----
    ``x_ij = median {x_kj : k in the group of i, same period, known}``. Caveats: every blank of a
    group and period gets one value, so gaps between its units shrink; it knows nothing of the
    unit's other years.

    Examples
    --------
    >>> x = np.array([[1.0], [3.0], [np.nan], [np.nan]])
    >>> group_median(x, np.array([0, 0, 0, 1])).ravel()
    array([ 1.,  3.,  2., nan])
    """
    filled = x.copy()
    blank = np.isnan(x)
    for code in np.unique(peers[blank.any(axis=1)]):
        rows = np.flatnonzero(peers == code)
        own = blank[rows]
        for j in np.flatnonzero(own.any(axis=0) & ~own.all(axis=0)):
            filled[rows[own[:, j]], j] = np.median(x[rows[~own[:, j]], j])
    return filled
