"""Ranks as tables print them, and how far two rankings agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, vector
from resilmeter.core.weights.correlation import mean_ranks, pearson
from resilmeter.errors import MethodError, problem

# Scores that are equal on paper differ beyond this many decimals.
DECIMALS = 12


@dataclass(frozen=True)
class Agreement:
    """How two rankings of the same units compare.

    Attributes
    ----------
    correlation : float or None
        Spearman's rank correlation; None for one unit, or where all scores of a ranking tie.
    shift : int
        Largest change of rank, without sign.
    place : int
        Row of the (first) unit with that change.
    """

    correlation: float | None
    shift: int
    place: int


def ranks(scores: npt.ArrayLike) -> IntArray:
    """Rank scores, 1 is best; equal scores share the best rank.

    Parameters
    ----------
    scores : (n,) float array
        Compared at 12 decimals: sums that are equal on paper differ beyond that.

    Returns
    -------
    (n,) integer array
        From 1 to n.

    Raises
    ------
    MethodError
        Values that are not finite.

    Examples
    --------
    >>> ranks([0.5, 0.9, 0.3, 0.1 + 0.2 + 0.2])
    array([2, 1, 4, 2])
    """
    falling = -_rounded(scores)
    return np.searchsorted(np.sort(falling), falling, side="left").astype(np.int64) + 1


def agreement(before: npt.ArrayLike, after: npt.ArrayLike) -> Agreement:
    """Compare the rankings by two scores of the same units.

    Parameters
    ----------
    before, after : (n,) float arrays
        Scores; larger is better.

    Returns
    -------
    Agreement

    Raises
    ------
    MethodError
        Values that are not finite, or not as many in one as in the other.

    Notes
    -----
    Spearman's correlation is Pearson's correlation of ranks, ties sharing their mean rank; the
    shift is that of printed ranks, where ties share the best.

    Examples
    --------
    >>> found = agreement([0.9, 0.5, 0.1], [0.1, 0.5, 0.9])
    >>> round(found.correlation, 12), found.shift, found.place
    (-1.0, 2, 0)
    """
    first, second = _rounded(before), _rounded(after)
    if first.size != second.size:
        raise MethodError(problem("rows-length", given=second.size, expected=first.size))
    moved = np.abs(ranks(first) - ranks(second))
    place = int(moved.argmax())
    return Agreement(_spearman(first, second), int(moved[place]), place)


def _spearman(first: FloatArray, second: FloatArray) -> float | None:
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(pearson(np.column_stack([mean_ranks(first), mean_ranks(second)]))[0, 1])


def _rounded(scores: npt.ArrayLike) -> FloatArray:
    return np.asarray(vector(scores).round(DECIMALS), dtype=np.float64)
