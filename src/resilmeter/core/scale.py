"""Orient and scale: goalposts to 0 and 1, where 1 is the best."""

from __future__ import annotations

from collections.abc import Callable
from operator import truediv
from typing import Any

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, problem


def min_max(x: FloatArray, low: float, high: float, *, higher: bool) -> FloatArray:
    """Scale by the range, larger or smaller raw values being better.

    Parameters
    ----------
    x : (n,) float array
        Raw values of one indicator, in its own unit.
    low, high : float
        Goalposts, ``low < high``; values outside them leave [0, 1].
    higher : bool
        True if larger raw values are better.

    Returns
    -------
    (n,) float array

    Notes
    -----
    ``(x - low) / (high - low)`` or ``(high - x) / (high - low)``: equations 1 and 2 of S1.

    Examples
    --------
    >>> min_max(np.array([2.0, 4.0]), 0.0, 8.0, higher=False)
    array([0.75, 0.5 ])
    """
    return np.asarray(between(x, low, high, higher=higher), dtype=np.float64)


def between(
    x: Any, low: float, high: float, *, higher: bool, divide: Callable[[Any, float], Any] = truediv
) -> Any:
    """Finish `min_max` for whatever knows arithmetic: an array, or a column of a table."""
    return divide(x - low if higher else high - x, high - low)


def target_interval(
    x: FloatArray, low: float, high: float, *, inner: tuple[float, float]
) -> FloatArray:
    """Scale by the distance to an interval that is best.

    Parameters
    ----------
    x : (n,) float array
        Raw values of one indicator.
    low, high : float
        Goalposts, the least and the largest value to reckon with.
    inner : (float, float)
        Ends ``a <= b`` of the interval in which a unit scores 1.

    Returns
    -------
    (n,) float array
        1 inside [a, b], falling linearly with the distance to it, 0 at the farther goalpost.

    Raises
    ------
    MethodError
        Goalposts that both lie inside the target interval: no distance can be measured.

    Notes
    -----
    ``1 - max(a - x, x - b, 0) / max(a - low, high - b)``.

    Examples
    --------
    >>> target_interval(np.array([0.0, 4.0, 7.0]), 0.0, 7.0, inner=(3, 5))
    array([0.        , 1.        , 0.33333333])
    """
    first, last = inner
    if max(first - low, high - last) <= 0:
        raise MethodError(problem("goalposts-inside-target", low=first, high=last))
    return np.asarray(towards(x, low, high, inner=inner), dtype=np.float64)


def towards(
    x: Any,
    low: float,
    high: float,
    *,
    inner: tuple[float, float],
    divide: Callable[[Any, float], Any] = truediv,
) -> Any:
    """Finish `target_interval` for whatever knows arithmetic: an array, or a column of a table."""
    first, last = inner
    # one of the two is 0: a value lies on one side of the interval at most
    distance = (first - x).clip(0.0) + (x - last).clip(0.0)
    return 1.0 - divide(distance, max(first - low, high - last))


def oriented(
    x: FloatArray, *, direction: str, inner: tuple[float, float] | None = None
) -> FloatArray:
    """Turn raw values so that more is better, in their own unit.

    Parameters
    ----------
    x : (n,) float array
        Raw values of one indicator.
    direction : {"higher", "lower", "target"}
        Which raw values are better.
    inner : (float, float), optional
        For "target": ends of the best interval.

    Returns
    -------
    (n,) float array
        ``x``, ``-x``, or minus the distance to the interval.

    Examples
    --------
    >>> oriented(np.array([1.0, 4.0]), direction="target", inner=(2, 3))
    array([-1., -1.])
    """
    if direction == "target" and inner is not None:
        return np.asarray(-np.maximum(np.maximum(inner[0] - x, x - inner[1]), 0.0))
    return np.asarray(x if direction == "higher" else -x, dtype=np.float64)
