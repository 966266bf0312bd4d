"""Is the largest cell the largest for certain?"""

from __future__ import annotations

import numpy as np

from resilmeter.core.arrays import ROUNDING, FloatArray
from resilmeter.core.inequality.bootstrap import CellReplicates


def shares_of_first_place(found: CellReplicates) -> FloatArray:
    """Give the share of draws in which each cell is the largest of its year.

    Parameters
    ----------
    found : CellReplicates
        From `draw_cities`.

    Returns
    -------
    (T, k, k, q) float array
        In [0, 1], symmetric in the groups; cells with j <= h add up to 1 in every year. Cells that
        tie for the first place share it.

    Notes
    -----
    Drawing again makes cells inside groups smaller by about 1 / n_g; draws are moved back so that
    their mean is the value itself. Call a cell the main source only where its share is 0.95 or
    more.

    Examples
    --------
    >>> from resilmeter.core.inequality import draw_cities
    >>> panel = np.random.default_rng(1).random((20, 2, 3))
    >>> found = draw_cities(panel, np.arange(20) % 2, draws=99, seed=1)
    >>> shares_of_first_place(found).shape
    (2, 2, 2, 3)
    """
    k = found.cells.shape[1]
    draws = found.drawn_cells - found.drawn_cells.mean(axis=0) + found.cells
    j, h = np.triu_indices(k)
    cells = draws[:, :, j, h]
    top = cells.max(axis=(2, 3), keepdims=True)
    first = (cells >= top - ROUNDING).astype(np.float64)
    first /= first.sum(axis=(2, 3), keepdims=True)
    shares = np.zeros(found.cells.shape)
    shares[:, j, h] = shares[:, h, j] = first.mean(axis=0)
    return shares
