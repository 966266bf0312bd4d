"""Is the change between two years more than chance?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.core.inequality.bootstrap import CellReplicates
from resilmeter.core.inequality.cells import sum_pairs
from resilmeter.core.inequality.estimates import Estimates, interval, quantiles


@dataclass(frozen=True, eq=False)
class ChangeIntervals:
    """Changes between two years with intervals.

    Attributes
    ----------
    gini, within, between : Estimates of shape ()
        Change of the Gini coefficient, and of the contribution of gaps inside and between groups.
    own : Estimates of shape (k,)
        Change of each group's own Gini coefficient.
    pairs : Estimates of shape (k, k)
        Change of the contribution of each unordered pair of groups.
    components : Estimates of shape (q,)
        Change of the contribution of each component.
    cells : Estimates of shape (k, k, q)
        Change of each cell.
    """

    gini: Estimates
    within: Estimates
    between: Estimates
    own: Estimates
    pairs: Estimates
    components: Estimates
    cells: Estimates


def change_intervals(
    found: CellReplicates, first: int, last: int, *, confidence: float = 0.95
) -> ChangeIntervals:
    """Estimate how far the change between two years is more than chance.

    Parameters
    ----------
    found : CellReplicates
        From `draw_cities`.
    first, last : int
        Places of the two years in the panel, from 0.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    ChangeIntervals
        NaN for the own coefficient of a group whose mean is not positive in some draw.

    Raises
    ------
    MethodError
        A confidence that is not between 0 and 1.

    Notes
    -----
    The interval is Student's, with the standard error and the bias of the draws: quantiles of the
    draws carry their bias twice, and held a change less often (`benchmarks/jackknife_coverage.py`).

    References
    ----------
    Efron, Tibshirani (1993), An Introduction to the Bootstrap, doi:10.1201/9780429246593.

    Examples
    --------
    >>> from resilmeter.core.inequality import draw_cities
    >>> panel = np.random.default_rng(1).random((20, 2, 3))
    >>> found = draw_cities(panel, np.arange(20) % 2, draws=99, seed=1)
    >>> change = change_intervals(found, 0, 1).gini
    >>> bool(change.low < change.value < change.high)
    True
    """
    whole, inside = quantiles(confidence, found.sizes)
    given = _parts(found.cells[None, last] - found.cells[None, first])
    drawn = _parts(found.drawn_cells[:, last] - found.drawn_cells[:, first])
    given["own"] = found.own[None, last] - found.own[None, first]
    drawn["own"] = found.drawn_own[:, last] - found.drawn_own[:, first]
    return ChangeIntervals(
        **{
            name: _interval(value[0], drawn[name], inside if name == "own" else whole)
            for name, value in given.items()
        }
    )


def _parts(cells: FloatArray) -> dict[str, FloatArray]:
    pairs, components = cells.sum(axis=3), sum_pairs(cells)
    gini, within = components.sum(axis=1), np.trace(pairs, axis1=1, axis2=2)
    return {
        "gini": gini,
        "within": within,
        "between": gini - within,
        "pairs": pairs,
        "components": components,
        "cells": cells,
    }


def _interval(value: FloatArray, drawn: FloatArray, quantile: FloatArray) -> Estimates:
    return interval(value, drawn.mean(axis=0) - value, drawn.std(axis=0, ddof=1), quantile)
