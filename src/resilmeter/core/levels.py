"""Aggregate level by level: indicators to dimensions, dimensions to sub-indices, to the index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, fitting_weights, matrix
from resilmeter.core.means import power_mean
from resilmeter.errors import MethodError, problem


def nested_means(
    x: npt.ArrayLike,
    weights: npt.ArrayLike,
    parents: Sequence[IntArray],
    exponents: Sequence[float],
    labels: Sequence[str] | None = None,
) -> list[FloatArray]:
    """Aggregate level by level, each by a weighted power mean of its own.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values; none negative unless all exponents are 1.
    weights : (q,) float array
        Weights in the whole index, summing to 1; within a parent they count relative to its sum.
    parents : sequence of integer arrays
        For every level but the last, the code 0..k-1 of the parent of each of its members: the
        dimension of each indicator, then the sub-index of each dimension.
    exponents : sequence of float
        One a level, from the indicators up; 1 arithmetic, 0 geometric, -1 harmonic mean. One more
        than `parents`.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    list of (n, k) float arrays
        The values of each level from the dimensions up; the last is (n, 1), the index.

    Raises
    ------
    MethodError
        Another number of exponents than levels, a parent whose weights sum to zero, negative
        values where a mean other than the arithmetic meets them.

    Notes
    -----
    ``y = (sum (w / W) x^p)^(1/p)`` within each parent of weight W, then again one level up.
    Caveats: a unit at zero in one part of a geometric or harmonic level is zero there; scale to an
    interval such as 0.01 to 1 where that is not meant.

    References
    ----------
    Becker, Caperna, Del Sorbo, Norlen, Papadimitriou, Saisana (2022), Journal of Open Source
    Software 7(78), 4567, doi:10.21105/joss.04567.

    Examples
    --------
    >>> levels = nested_means([[0.2, 0.8, 0.5]], [0.25, 0.25, 0.5], [np.array([0, 0, 1])], [0, 1])
    >>> [level.round(3).tolist() for level in levels]
    [[[0.4, 0.5]], [[0.45]]]
    """
    values = matrix(x)
    w = fitting_weights(weights, values.shape[1:])
    if len(exponents) != len(parents) + 1:
        raise MethodError(problem("levels-number", given=len(exponents), expected=len(parents) + 1))
    names, out = labels, list[FloatArray]()
    for codes, exponent in zip([*parents, np.zeros(1, dtype=np.int64)], exponents, strict=True):
        whole = codes if codes.size == w.size else np.zeros(w.size, dtype=np.int64)
        totals = np.bincount(whole, weights=w).astype(np.float64)
        if (totals <= 0).any():
            raise MethodError(problem("levels-weightless"))
        columns = [
            power_mean(
                values[:, whole == k],
                w[whole == k] / totals[k],
                exponent,
                names and [n for n, code in zip(names, whole, strict=True) if code == k],
            )
            for k in range(totals.size)
        ]
        values, w = np.column_stack(columns), totals
        names = [f"level {len(out) + 2}, part {k + 1}" for k in range(totals.size)]
        out.append(values)
    return out
