"""How large could the gap between groups of these sizes be at most?"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, vector
from resilmeter.core.inequality.checks import group_codes, positive_mean
from resilmeter.errors import MethodError, problem, refuse_unknown

Ranks = Literal["any", "observed"]
MOST_GROUPS = 12  # every set of them is looked at


def largest_net_between(
    values: npt.ArrayLike, groups: npt.ArrayLike, ranks: Ranks = "any"
) -> float:
    """Find the largest net between part of the Gini coefficient that group sizes allow.

    Parameters
    ----------
    values : (n,) float array
        Values with a positive mean.
    groups : (n,) integer array
        Group code 0..k-1 of each unit.
    ranks : {"any", "observed"}
        "any" lets groups change places, up to 12 of them; "observed" keeps their order by mean.

    Returns
    -------
    float
        The Gini coefficient of the group means when the sorted values are dealt out in blocks of
        the groups' sizes; 0 when all values are equal or there is one group.

    Raises
    ------
    MethodError
        More than 12 groups with "any", a mean that is not positive, units without a group, or
        values that are not finite.

    Notes
    -----
    Elbers et al. read the between part as a share of this maximum, not of the whole: the whole can
    be reached only by as many groups as units. Blocks beside each other have no overlap, and a
    block adds ``(sum of its values) (units below - units above) / (mu n^2)`` whatever the order of
    the others, so sets of groups are enough and their orders need not be tried.

    References
    ----------
    Elbers, Lanjouw, Mistiaen, Ozler (2008), Journal of Economic Inequality 6, 231-245.

    Examples
    --------
    >>> largest_net_between([1.0, 2.0, 3.0, 6.0], [0, 1, 0, 1])
    0.25
    """
    refuse_unknown(ranks, get_args(Ranks), "ranks")
    array = vector(values)
    group, k = group_codes(groups, array.size)
    mean = positive_mean(float(array.mean()))
    sizes = np.bincount(group, minlength=k)
    upto = np.concatenate(([0.0], np.cumsum(np.sort(array) - mean)))
    if ranks == "observed":
        means = np.bincount(group, weights=array, minlength=k) / np.maximum(sizes, 1)
        best = _in_order(sizes[np.lexsort((sizes, means))], upto)
    else:
        best = _in_best_order(sizes[sizes > 0], upto)
    return best / (mean * array.size**2)


def share_of_attainable(
    net_between: float, values: npt.ArrayLike, groups: npt.ArrayLike, ranks: Ranks = "any"
) -> float:
    """Give the net between part as a share of the largest that group sizes allow.

    Parameters
    ----------
    net_between : float
        Dagum's net between part of the same values and groups, population form, unweighted.
    values, groups, ranks
        As for `largest_net_between`.

    Returns
    -------
    float
        In [0, 1]; NaN where no gap between groups is possible.

    Raises
    ------
    MethodError
        What `largest_net_between` refuses.

    Examples
    --------
    >>> from resilmeter.core.inequality import dagum
    >>> values, groups = [1.0, 2.0, 3.0, 6.0], [0, 1, 0, 1]
    >>> share_of_attainable(dagum(values, groups).net_between, values, groups)
    0.6666666666666666
    """
    largest = largest_net_between(values, groups, ranks)
    return net_between / largest if largest > 0 else float("nan")


def _block(upto: FloatArray, below: int, size: int) -> float:
    """Give what a block adds: its sum times units below less units above."""
    n = upto.size - 1
    return float((upto[below + size] - upto[below]) * (2 * below + size - n))


def _in_order(sizes: IntArray, upto: FloatArray) -> float:
    starts = np.cumsum(sizes) - sizes
    return sum(_block(upto, int(b), int(s)) for b, s in zip(starts, sizes, strict=True))


def _in_best_order(sizes: IntArray, upto: FloatArray) -> float:
    """Find the best order by sets: what a block adds depends on who lies below, not how."""
    k = sizes.size
    if k > MOST_GROUPS:
        raise MethodError(problem("attainable-groups", count=k, most=MOST_GROUPS))
    best = np.full(1 << k, -np.inf)
    best[0] = 0.0
    for below in range(1 << k):
        filled = sum(int(sizes[j]) for j in range(k) if below >> j & 1)
        for j in range(k):
            if not below >> j & 1:
                gain = best[below] + _block(upto, filled, int(sizes[j]))
                best[below | 1 << j] = max(best[below | 1 << j], gain)
    return float(best[-1])
