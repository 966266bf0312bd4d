"""Exact Shapley attribution: split a score that is not additive over its dimensions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from math import comb

import numpy as np

from resilmeter.core.arrays import FloatArray, IntArray, matrix
from resilmeter.errors import MethodError, problem

# 2^12 evaluations of the score; more dimensions than that are not dimensions.
MOST_DIMENSIONS = 12


def shapley_parts(
    x: FloatArray,
    dimensions: IntArray,
    value: Callable[[FloatArray], FloatArray],
    baseline: FloatArray,
) -> FloatArray:
    """Split the score of every row over the dimensions.

    Parameters
    ----------
    x : (n, q) float array
        Scaled values.
    dimensions : (q,) integer array
        Dimension code 0..d-1 of each indicator; d <= 12.
    value : callable
        From an (n, q) matrix to n scores, each row by itself; or to (..., n) scores of many
        variants at once.
    baseline : (q,) float array
        Values that stand in for a dimension that is left out, such as the column means.

    Returns
    -------
    (n, d) or (..., n, d) float array
        Parts; a row adds up to its score. The score of the baseline is shared out equally, so
        differences between rows are attributed exactly. For an additive score with a zero baseline
        they are its dimension parts.

    Raises
    ------
    MethodError
        More than 12 dimensions, or values that are not finite.

    Notes
    -----
    ``phi_m = sum over S without m of |S|! (d - |S| - 1)! / d! (v(S + m) - v(S))`` over all 2^d sets
    of dimensions S; no sampling.

    References
    ----------
    Shapley (1953), A value for n-person games, doi:10.1515/9781400881970-018.

    Examples
    --------
    >>> x = np.array([[0.5, 0.2]])
    >>> shapley_parts(x, np.array([0, 1]), lambda m: m @ np.array([0.4, 0.6]), np.zeros(2))
    array([[0.2 , 0.12]])
    """
    matrix(np.vstack([x, baseline]))
    d = int(dimensions.max()) + 1
    if d > MOST_DIMENSIONS:
        raise MethodError(problem("shapley-dimensions", count=d, allowed=MOST_DIMENSIONS))
    values = {members: value(_with(x, dimensions, members, baseline)) for members in subsets(d)}
    none = np.asarray(values[()], dtype=np.float64)
    return shapley_gains(values, d) + none[..., None] / d


def shapley_gains(values: Mapping[tuple[int, ...], FloatArray], players: int) -> FloatArray:
    """Split what all players together gain over none of them.

    Parameters
    ----------
    values : mapping of tuple of int to (...) float array
        What each set of players reaches, by their numbers in order; see `subsets`.
    players : int
        Number of players d.

    Returns
    -------
    (..., d) float array
        Gain of each player; they add up to the value of all minus the value of none.

    Notes
    -----
    As `shapley_parts`.

    Examples
    --------
    >>> values = {(): 0.0, (0,): 1.0, (1,): 2.0, (0, 1): 5.0}
    >>> shapley_gains({members: np.array(value) for members, value in values.items()}, 2)
    array([2., 3.])
    """
    out = np.zeros((*np.shape(values[()]), players))
    for members, reached in values.items():
        for m in set(range(players)) - set(members):
            gain = values[tuple(sorted((*members, m)))] - reached
            out[..., m] += gain / (players * comb(players - 1, len(members)))
    return out


def subsets(d: int) -> list[tuple[int, ...]]:
    """List every set of the numbers 0..d-1, the smallest first."""
    return [s for size in range(d + 1) for s in combinations(range(d), size)]


def _with(
    x: FloatArray, dimensions: IntArray, members: tuple[int, ...], baseline: FloatArray
) -> FloatArray:
    """Keep the dimensions of a set, put the baseline in the place of the others."""
    return np.where(np.isin(dimensions, members), x, baseline)
