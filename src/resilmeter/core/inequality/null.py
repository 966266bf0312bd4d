"""What a decomposition by groups would show if the group labels meant nothing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray
from resilmeter.core.inequality.cells import GiniCells
from resilmeter.errors import MethodError, problem


def null_shares(sizes: npt.ArrayLike) -> FloatArray:
    """Give the share of each pair of groups when group labels mean nothing.

    Parameters
    ----------
    sizes : (k,) integer array
        Units in each group; n >= 2 in all.

    Returns
    -------
    (k, k) float array
        Expected share of each unordered pair under random labels, symmetric; j <= h adds up to 1.

    Raises
    ------
    MethodError
        Fewer than two units in all.

    Notes
    -----
    ``n_j (n_j - 1) / (n (n - 1))`` inside a group and ``2 n_j n_h / (n (n - 1))`` between two.
    It holds exactly for the Gini coefficient and for each of its components, also with weights
    that stay with their units: a between-group share near it says that the groups are large, not
    that they differ.

    Examples
    --------
    >>> round(float(np.trace(null_shares([83, 80, 80, 34]))), 4)
    0.269
    """
    size = np.asarray(sizes, dtype=np.float64)
    n = size.sum()
    if n < 2:
        raise MethodError(problem("null-share-one-unit"))
    shares = 2.0 * np.outer(size, size)
    np.fill_diagonal(shares, size * (size - 1.0))
    return np.asarray(shares / (n * (n - 1.0)), dtype=np.float64)


def null_cells(split: GiniCells) -> FloatArray:
    """Give the contribution of each cell that random group labels would give on average.

    Parameters
    ----------
    split : GiniCells
        A Gini coefficient split by pair of groups and by component, n >= 2.

    Returns
    -------
    (k, k, q) float array
        Expected contributions, symmetric in the groups; j <= h adds up to the Gini coefficient.

    Raises
    ------
    MethodError
        Fewer than two units in all.

    Notes
    -----
    ``E C_jhm = null share of (j, h) x G^m``: exact, no shuffling needed.

    Examples
    --------
    >>> from resilmeter.core.inequality import gini_cells
    >>> split = gini_cells([[1.0], [2.0], [3.0], [6.0]], [0, 0, 1, 1])
    >>> (null_cells(split)[:, :, 0] / split.gini).round(4)
    array([[0.1667, 0.6667],
           [0.6667, 0.1667]])
    """
    return np.asarray(null_shares(split.sizes)[:, :, None] * split.components, dtype=np.float64)


def ratio_to_null(split: GiniCells) -> FloatArray:
    """Divide each cell by what random group labels would give.

    Parameters
    ----------
    split : GiniCells
        A Gini coefficient split by pair of groups and by component, n >= 2.

    Returns
    -------
    (k, k, q) float array
        1 where the groups tell nothing; NaN where random labels would give 0 (a group of one with
        itself, a component that contributes nothing).

    Raises
    ------
    MethodError
        Fewer than two units in all.

    Examples
    --------
    >>> from resilmeter.core.inequality import gini_cells
    >>> ratio_to_null(gini_cells([[1.0], [1.0], [3.0], [3.0]], [0, 0, 1, 1]))[:, :, 0]
    array([[0. , 1.5],
           [1.5, 0. ]])
    """
    expected = null_cells(split)
    blank = np.full(expected.shape, np.nan)
    return np.asarray(
        np.divide(split.cells, expected, out=blank, where=expected != 0), dtype=np.float64
    )
