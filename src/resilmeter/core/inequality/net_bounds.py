"""Between which bounds does the gap between group means lie, when the means are rounded?"""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from resilmeter.core.arrays import FloatArray, fitting_weights
from resilmeter.core.intervals import Interval
from resilmeter.errors import MethodError, problem

# Beyond this many groups the corners of the box are too many; a looser bound takes their place.
CORNERS = 12
# The solver of linear programs meets its constraints to 1e-7 of their size at worst.
SOLVER = 1e-6


def net_between_bounds(means: Interval, sizes: npt.ArrayLike) -> Interval:
    """Bound the Gini coefficient of the group means, given means with bounds.

    Parameters
    ----------
    means : Interval of k numbers
        Group means with positive lower bounds.
    sizes : (k,) float array
        Units in each group, not negative, k >= 2.

    Returns
    -------
    Interval
        One number. The bounds are attained (the upper one up to 12 groups).

    Raises
    ------
    MethodError
        Lower bounds that are not positive, or sizes that do not fit.

    Notes
    -----
    ``G_nb = sum_{j>h} p_j p_h |mu_j - mu_h| / sum_j p_j mu_j`` is a convex function over a
    positive linear one. Its largest value over a box lies in a corner; its smallest is a linear
    program after Charnes and Cooper (1962): fix the denominator at 1 and scale the box.

    References
    ----------
    Charnes and Cooper (1962), Naval Research Logistics Quarterly 9, 181-186,
    doi:10.1002/nav.3800090303.

    Examples
    --------
    >>> from resilmeter.core.intervals import rounded
    >>> bounds = net_between_bounds(rounded([0.2, 0.4], 1), [1, 1])
    >>> float(bounds.low.round(6)), float(bounds.best.round(4)), float(bounds.high.round(6))
    (0.083333, 0.1667, 0.25)
    """
    if (means.low <= 0).any():
        raise MethodError(problem("interval-not-positive"))
    p = fitting_weights(sizes, means.best.shape)
    p = p / p.sum()
    low = max(_least(means, p) * (1.0 - SOLVER) - SOLVER * 1e-6, 0.0)
    best, high = _net_between(means.best, p), _most(means, p)
    return Interval(np.asarray(low), np.asarray(best), np.asarray(high * (1.0 + SOLVER)))


def _net_between(means: FloatArray, p: FloatArray) -> float:
    gaps = np.abs(np.subtract.outer(means, means))
    return float(p @ gaps @ p / 2.0 / (p @ means))


def _most(means: Interval, p: FloatArray) -> float:
    if p.size <= CORNERS:
        ends = zip(means.low, means.high, strict=True)
        return max(_net_between(np.array(corner), p) for corner in product(*ends))
    gaps = np.maximum(np.subtract.outer(means.high, means.low), 0.0)
    np.fill_diagonal(gaps, 0.0)
    return float(p @ np.maximum(gaps, gaps.T) @ p / 2.0 / (p @ means.low))


def _least(means: Interval, p: FloatArray) -> float:
    """Solve: gaps z of pairs, means y scaled by t, and t, such that the scaled mean is 1."""
    k = p.size
    first, second = np.triu_indices(k, 1)
    pairs = np.arange(first.size)
    m = first.size
    gap = np.zeros((m, m + k + 1))
    gap[pairs, m + first], gap[pairs, m + second] = 1.0, -1.0
    absolute = np.zeros_like(gap)
    absolute[pairs, pairs] = -1.0
    box = np.zeros((2 * k, m + k + 1))
    box[:k, m : m + k], box[k:, m : m + k] = np.eye(k), -np.eye(k)
    box[:k, -1], box[k:, -1] = -means.high, means.low
    above = np.vstack([gap + absolute, absolute - gap, box])
    found = linprog(
        np.concatenate([p[first] * p[second], np.zeros(k + 1)]),
        A_ub=above,
        b_ub=np.zeros(len(above)),
        A_eq=np.concatenate([np.zeros(m), p, [0.0]])[None, :],
        b_eq=[1.0],
    )
    return float(found.fun) if found.success and found.fun is not None else 0.0
