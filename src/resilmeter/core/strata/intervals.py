"""Breaks from the range, the mean and the spread of the values."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray
from resilmeter.core.strata.record import Strata, refuse_uncuttable, strata
from resilmeter.errors import MethodError, problem

HEAD_SHARE = 0.4  # Jiang (2013): a head of 40 % or more is no longer a minority


def equal(values: npt.ArrayLike, k: int) -> Strata:
    """Cut the range into k intervals of equal width.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver.
    k : int
        Number of classes, at least 2.

    Returns
    -------
    Strata
        k classes.

    Raises
    ------
    MethodError
        Constant values, fewer than k distinct values, or an empty class, as in skewed values.

    Notes
    -----
    ``b_i = min + (max - min) i / k``.

    Examples
    --------
    >>> equal([0.0, 1.0, 2.0, 9.0], 2).breaks
    array([0. , 4.5, 9. ])
    """
    x = refuse_uncuttable(values, k, "equal")
    return strata(x, np.linspace(x.min(), x.max(), k + 1), "equal")


def geometric(values: npt.ArrayLike, k: int) -> Strata:
    """Cut into k intervals whose widths grow by a constant factor.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver, of any sign.
    k : int
        Number of classes, at least 2.

    Returns
    -------
    Strata
        k classes.

    Raises
    ------
    MethodError
        Constant values, fewer than k distinct values, or an empty class.

    Notes
    -----
    Positive values: ``b_i = min (max / min)^(i / k)``; negative values are mirrored. Where the
    values touch or cross zero no ratio exists: the breaks are then equal steps of
    ``asinh(x / s)``, s the median of ``|x|`` over the values that are not zero, which is
    geometric far from zero and linear near it, on both sides.

    Examples
    --------
    >>> geometric([1.0, 5.0, 50.0, 100.0], 2).breaks
    array([  1.,  10., 100.])
    """
    x = refuse_uncuttable(values, k, "geometric")
    low, high = float(x.min()), float(x.max())
    steps = np.arange(k + 1) / k
    if low * high > 0:
        breaks = low * (high / low) ** steps
    else:
        scale = float(np.median(np.abs(x[x != 0])))
        ends = np.arcsinh(np.array([low, high]) / scale)
        breaks = scale * np.sinh(ends[0] + (ends[1] - ends[0]) * steps)
    breaks[[0, -1]] = low, high
    return strata(x, breaks, "geometric")


def standard_deviation(values: npt.ArrayLike, k: int, *, width: float = 1.0) -> Strata:
    """Cut at steps of the standard deviation around the mean.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver.
    k : int
        Number of classes, at least 2.
    width : float
        Width of the inner classes, in (population) standard deviations.

    Returns
    -------
    Strata
        k classes, the two outer ones open.

    Raises
    ------
    MethodError
        Constant values, fewer than k distinct values, a width that is not positive, or an empty
        class: values rarely lie three standard deviations from their mean.

    Notes
    -----
    Inner breaks ``mean + width s (i - k / 2)``, i = 1..k-1: an even k cuts at the mean, an odd k
    has a class around it.

    Examples
    --------
    >>> standard_deviation([-3.0, -1.0, 1.0, 3.0], 2).sizes
    array([2, 2])
    """
    x = refuse_uncuttable(values, k, "standard-deviation")
    if not width > 0:
        raise MethodError(problem("strata-width", given=width))
    inner = x.mean() + width * x.std() * (np.arange(1, k) - k / 2)
    return strata(x, _closed(inner, x, "standard-deviation"), "standard-deviation")


def manual(values: npt.ArrayLike, cuts: npt.ArrayLike) -> Strata:
    """Cut at given values.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver.
    cuts : (k - 1,) float array
        Rising inner breaks; a value equal to a cut belongs to the class below it.

    Returns
    -------
    Strata
        k classes.

    Raises
    ------
    MethodError
        Cuts that do not rise or lie outside the values, or an empty class.

    Examples
    --------
    >>> manual([1.0, 2.0, 3.0], [2.0]).codes
    array([0, 0, 1])
    """
    inner = np.atleast_1d(np.asarray(cuts, dtype=np.float64))
    if inner.ndim != 1 or not np.isfinite(inner).all() or (np.diff(inner) <= 0).any():
        raise MethodError(problem("strata-cuts", given=inner.tolist()))
    x = refuse_uncuttable(values, inner.size + 1, "manual")
    return strata(x, _closed(inner, x, "manual"), "manual")


def head_tail(values: npt.ArrayLike) -> Strata:
    """Cut at the mean, then at the mean of the head, while the head is a minority.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver, heavy-tailed to the right.

    Returns
    -------
    Strata
        As many classes as the tail is long: the number is a result, not a choice.

    Raises
    ------
    MethodError
        Constant values, or a first head that is no minority, so that there is nothing to cut.

    Notes
    -----
    The values above the mean are the head; the cut is repeated on it while it holds less than 40 %
    of the values it was cut from.

    References
    ----------
    Jiang (2013), The Professional Geographer 65(3), 482-494, doi:10.1080/00330124.2012.700499.

    Examples
    --------
    >>> head_tail([1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 20.0, 20.0, 60.0]).sizes
    array([6, 2, 1])
    """
    x = refuse_uncuttable(values, 2, "head-tail")
    cuts: list[float] = []
    part = x
    while part.min() < part.max():
        mean = float(part.mean())
        head = part[part > mean]
        if head.size >= HEAD_SHARE * part.size:
            break
        cuts.append(mean)
        part = head
    if not cuts:
        raise MethodError(problem("strata-no-tail", share=float((x > x.mean()).mean())))
    return strata(x, np.array([x.min(), *cuts, x.max()]), "head-tail")


def _closed(inner: FloatArray, x: FloatArray, method: str) -> FloatArray:
    """Put the extremes around inner breaks; a break beyond them leaves a class empty."""
    low, high = float(x.min()), float(x.max())
    empty = int((inner < low).sum() + (inner >= high).sum())
    if empty:
        raise MethodError(
            problem("strata-empty-class", method=method, given=inner.size + 1, empty=empty)
        )
    return np.array([low, *inner, high], dtype=np.float64)
