"""Ranks in many variants: intervals, chances of the first and the last places, tied units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, matrix
from resilmeter.core.ranks import DECIMALS
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True, eq=False)
class RankIntervals:
    """Where each unit stands over many variants.

    Attributes
    ----------
    variants : (n,) integer array
        Number of variants in which the unit has a rank.
    mean, median : (n,) float arrays
        Of its ranks.
    low, high : (n,) float arrays
        5 % and 95 % quantile of its ranks (or those asked for), interpolated between ranks.
    top, bottom : (n,) float arrays
        Share of the variants in which it is among the first or the last k, in [0, 1].
    """

    variants: IntArray
    mean: FloatArray
    median: FloatArray
    low: FloatArray
    high: FloatArray
    top: FloatArray
    bottom: FloatArray


def rank_rows(scores: npt.ArrayLike) -> IntArray:
    """Rank the units within each variant, 1 is best; equal scores share the best rank.

    Parameters
    ----------
    scores : (v, n) float array
        One variant a row, compared at 12 decimals as `resilmeter.core.ranks.ranks` does.

    Returns
    -------
    (v, n) integer array
        From 1 to n.

    Raises
    ------
    MethodError
        Values that are not finite.

    Examples
    --------
    >>> rank_rows([[0.5, 0.9, 0.5], [0.1, 0.2, 0.3]])
    array([[2, 1, 2],
           [3, 2, 1]])
    """
    falling = -matrix(scores).round(DECIMALS)
    order = np.argsort(falling, axis=1, kind="stable")
    ordered = np.take_along_axis(falling, order, axis=1)
    place = np.broadcast_to(np.arange(1, falling.shape[1] + 1), falling.shape).copy()
    place[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = 0
    out = np.empty(falling.shape, dtype=np.int64)
    np.put_along_axis(out, order, np.maximum.accumulate(place, axis=1), axis=1)
    return out


def rank_intervals(
    ranks: npt.ArrayLike, *, top: int = 10, quantiles: tuple[float, float] = (0.05, 0.95)
) -> RankIntervals:
    """Summarise the ranks of each unit over the variants.

    Parameters
    ----------
    ranks : (v, n) integer array
        Ranks from 1, one variant a row; 0 where a variant has no such unit, which is left out.
    top : int
        How many first and last places count as top and bottom.
    quantiles : (float, float)
        Ends of the intervals.

    Returns
    -------
    RankIntervals

    Raises
    ------
    MethodError
        A unit that no variant ranks.

    Notes
    -----
    Quantiles are those of the sample with linear interpolation (type 7 of Hyndman and Fan), as in
    R and numpy. A unit is among the last k of a variant with m units if its rank is above m - k.
    Caveats: the variants are the choices that were put in; the interval is not a confidence
    interval of sampling.

    References
    ----------
    Saisana, Saltelli, Tarantola (2005), Journal of the Royal Statistical Society A 168,
    doi:10.1111/j.1467-985X.2005.00350.x.

    Examples
    --------
    >>> found = rank_intervals([[1, 2, 3], [2, 1, 3]], top=1)
    >>> found.median, found.top, found.bottom
    (array([1.5, 1.5, 3. ]), array([0.5, 0.5, 0. ]), array([0., 0., 1.]))
    """
    table = np.asarray(ranks)
    seen = table > 0
    counts = seen.sum(axis=0)
    if not counts.size or (counts == 0).any():
        raise MethodError(problem("never-ranked", count=int((counts == 0).sum())))
    units = seen.sum(axis=1, keepdims=True)
    ordered = np.sort(np.where(seen, table, np.iinfo(np.int64).max), axis=0)
    return RankIntervals(
        variants=counts,
        mean=table.sum(axis=0) / counts,
        median=_quantile(ordered, counts, 0.5),
        low=_quantile(ordered, counts, quantiles[0]),
        high=_quantile(ordered, counts, quantiles[1]),
        top=(seen & (table <= top)).sum(axis=0) / counts,
        bottom=(seen & (table > units - top)).sum(axis=0) / counts,
    )


def _quantile(ordered: IntArray, counts: IntArray, q: float) -> FloatArray:
    """Interpolate between the order statistics of the first `counts` of each column."""
    height = q * (counts - 1)
    below = np.floor(height).astype(np.int64)
    above = np.minimum(below + 1, counts - 1)
    columns = np.arange(counts.size)
    low, high = ordered[below, columns], ordered[above, columns]
    return np.asarray(low + (height - below) * (high - low), dtype=np.float64)


def tied_groups(ranks: npt.ArrayLike, level: float = 0.95) -> IntArray:
    """Put units into groups that the variants cannot tell from their first one.

    Parameters
    ----------
    ranks : (v, n) integer array
        Ranks from 1, one variant a row; 0 where a variant has no such unit.
    level : float
        A unit stands below another one if it does in at least this share of the variants; equal
        ranks count half.

    Returns
    -------
    (n,) integer array
        Group of each unit, 1 for the best.

    Raises
    ------
    MethodError
        A unit that no variant ranks.

    Notes
    -----
    Units are gone through by their median rank (then their mean rank, then their order). The first
    one leads a group; the next that stands below the leader in `level` of the variants leads the
    next group. Caveats: neighbours in different groups can be tied with each other.

    Examples
    --------
    >>> tied_groups([[1, 2, 3], [2, 1, 3]])
    array([1, 1, 2])
    """
    table = np.asarray(ranks)
    found = rank_intervals(table)
    order = np.lexsort((found.mean, found.median))
    out = np.empty(table.shape[1], dtype=np.int64)
    leader, group = order[0], 1
    for unit in order:
        if _share_below(table, leader, unit) >= level:
            leader, group = unit, group + 1
        out[unit] = group
    return out


def _share_below(ranks: IntArray, leader: int, unit: int) -> float:
    """Share of the variants with both in which `unit` stands below `leader`."""
    both = (ranks[:, leader] > 0) & (ranks[:, unit] > 0)
    if not both.any():
        return 0.0
    first, second = ranks[both, leader], ranks[both, unit]
    return float(((second > first) + 0.5 * (second == first)).mean())
