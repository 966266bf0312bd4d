"""Weighted means other than the arithmetic: how far a high value may make up for a low one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, fitting_weights, matrix, refuse_negative
from resilmeter.errors import MethodError, problem


def power_mean(
    x: npt.ArrayLike,
    weights: npt.ArrayLike,
    exponent: float = 1.0,
    labels: Sequence[str] | None = None,
) -> FloatArray:
    """Average each row by a weighted power mean.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values; none negative unless the exponent is 1.
    weights : (q,) float array
        Weights, summing to 1.
    exponent : float
        1 arithmetic, 0 geometric, -1 harmonic; the smaller, the less a high value makes up for a
        low one.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (n,) float array
        Between the smallest and the largest value of the row. With exponent 0 or below, a row with
        a zero of positive weight scores 0, its limit.

    Raises
    ------
    MethodError
        Negative values, shapes that do not fit, or values that are not finite.

    Notes
    -----
    ``(sum w x^p)^(1/p)``, and ``exp(sum w ln x)`` for p = 0. Caveats: the exponent is a choice; one
    zero decides alone when it is 0 or below.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> power_mean([[0.25, 1.0]], [0.5, 0.5], 0.0)
    array([0.5])
    """
    array = matrix(x)
    w = fitting_weights(weights, array.shape[1:])
    if exponent == 1.0:
        return np.asarray(array @ w, dtype=np.float64)
    refuse_negative(array, labels, "power mean")
    zero = ((array == 0) & (w > 0)).any(axis=1) & (exponent <= 0)
    safe = np.where(array > 0, array, 1.0)
    if exponent == 0.0:
        mean = np.exp(np.log(safe) @ w)
    else:
        powers = np.where(array > 0, safe**exponent, 0.0)
        # A row of zeros has no negative power; its limit is put in below.
        mean = np.where(zero, 1.0, powers @ w) ** (1.0 / exponent)
    return np.asarray(np.where(zero, 0.0, mean), dtype=np.float64)


def penalised_mean(x: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Average each row and take off a penalty for imbalance: the Mazziotta-Pareto index.

    Parameters
    ----------
    x : (n, q) float array
        Standardised values: around 100 with deviation 10 for the index (MPI), between 70 and 130
        for the adjusted index (AMPI).
    weights : (q,) float array
        Weights, summing to 1; equal in the original.

    Returns
    -------
    (n,) float array
        ``M - S^2 / M`` with the row's weighted mean M and standard deviation S.

    Raises
    ------
    MethodError
        A row mean that is not positive, shapes that do not fit, values that are not finite.

    Notes
    -----
    ``MPI = M - S cv``, ``cv = S / M``; for the index the indicators are brought to mean 100 and
    standard deviation 10 over all rows (or each period), for the adjusted index to 70 at the worst
    and 130 at the best goalpost. Caveats: the penalty grows with the scale, so values are only
    comparable on the same standardisation.

    References
    ----------
    De Muro, Mazziotta, Pareto (2011), Social Indicators Research 104,
    doi:10.1007/s11205-010-9727-z.

    Examples
    --------
    >>> penalised_mean([[90.0, 110.0]], [0.5, 0.5])
    array([99.])
    """
    array = matrix(x)
    w = fitting_weights(weights, array.shape[1:])
    average = array @ w
    if (average <= 0).any():
        raise MethodError(problem("mpi-mean", mean=float(average.min())))
    variance = ((array - average[:, None]) ** 2) @ w
    return np.asarray(average - variance / average, dtype=np.float64)
