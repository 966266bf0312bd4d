"""Levers: what one raw unit of an indicator is worth, and which single change reaches a score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, matrix, vector
from resilmeter.core.yardstick import Yardstick
from resilmeter.errors import MethodError, problem

# A goal that is out of reach by less than this on the scale from 0 to 1 is out by rounding only.
REACH = 1e-12


@dataclass(frozen=True)
class Levers:
    """What each indicator alone would have to do so that a row reaches a score.

    Attributes
    ----------
    need : (n,) float array
        Score that is lacking; zero or negative where the score is reached already.
    change : (n, q) float array
        Change in raw units; 0 where nothing is lacking or `reachable` is false.
    reachable : (n, q) bool array
        False where even the best value of the indicator would not do.
    cost : (n, q) float array
        Raw units times their price; 0 where `change` is.
    cheapest : (n,) integer array
        Column of the reachable change of least cost; -1 where nothing is lacking or none reaches.
    """

    need: FloatArray
    change: FloatArray
    reachable: npt.NDArray[np.bool_]
    cost: FloatArray
    cheapest: IntArray


@dataclass(frozen=True)
class WhatIf:
    """Scores before and after changes of raw values, with the goalposts kept.

    Attributes
    ----------
    before, after : (n,) float arrays
        Scores.
    gains : (n, q) float array
        What each indicator adds to the score; a row sums to ``after - before``.
    beyond : (n, q) bool array
        True where the new raw value lies beyond a goalpost and counts as the goalpost.
    """

    before: FloatArray
    after: FloatArray
    gains: FloatArray
    beyond: npt.NDArray[np.bool_]


def gain_per_unit(x: npt.ArrayLike, yardstick: Yardstick) -> FloatArray:
    """Measure what one raw unit more of each indicator adds to the score.

    Parameters
    ----------
    x : (n, q) float array
        Raw values.
    yardstick : Yardstick
        Goalposts, directions, weights.

    Returns
    -------
    (n, q) float array
        Score per raw unit: negative where less is better, and 0 where a row has reached the best
        value or lies beyond a goalpost.

    Raises
    ------
    MethodError
        Values that are not finite or do not fit the yardstick.

    Notes
    -----
    ``dy / dx_j = w_j / (high - low)``, with the sign of the direction; for a target interval [a, b]
    ``w_j / max(a - low, high - b)`` below it, minus that above it. At a kink it is the slope on the
    side of the better values.

    Examples
    --------
    >>> ruler = Yardstick(low=np.zeros(2), high=np.array([10.0, 4.0]), weights=np.full(2, 0.5),
    ...                   directions=("higher", "lower"), inner=np.zeros((2, 2)))
    >>> gain_per_unit([[2.0, 1.0], [10.0, 0.0]], ruler)
    array([[ 0.05 , -0.125],
           [ 0.   ,  0.   ]])
    """
    array, scaled = matrix(x), yardstick.scaled(x)
    moving = (scaled < 1.0) & (array >= yardstick.low) & (array <= yardstick.high)
    slope = yardstick.sense(array) * yardstick.weights / yardstick.reach
    return np.asarray(np.where(moving, slope, 0.0), dtype=np.float64)


def changes_to_reach(
    x: npt.ArrayLike,
    yardstick: Yardstick,
    scores: npt.ArrayLike,
    prices: npt.ArrayLike | None = None,
) -> Levers:
    """Find the change of each single indicator that lifts a row to a score.

    Parameters
    ----------
    x : (n, q) float array
        Raw values.
    yardstick : Yardstick
        Goalposts, directions, weights.
    scores : (n,) float array
        Score that each row should reach, such as the next grade or the median of its peers.
    prices : (q,) float array, optional
        Cost of one raw unit of each indicator, such as 1 / (what peers change in a year), so that
        costs are years. Without it a unit costs 1 / (worst to best), and costs are shares of that
        way.

    Returns
    -------
    Levers

    Raises
    ------
    MethodError
        Arrays that do not fit, values that are not finite, prices that are not positive.

    Notes
    -----
    With the lacking score d, indicator j must rise by ``d / w_j`` on its scale from 0 to 1, which
    is possible while ``x'_j + d / w_j <= 1``. Caveats: with prices by the range the heaviest
    indicator that suffices is always the cheapest; give prices that know what a unit costs.

    Examples
    --------
    >>> ruler = Yardstick(low=np.zeros(2), high=np.array([10.0, 4.0]), weights=np.full(2, 0.5),
    ...                   directions=("higher", "lower"), inner=np.zeros((2, 2)))
    >>> found = changes_to_reach([[2.0, 1.0]], ruler, [0.575])
    >>> found.change, found.cheapest
    (array([[ 2. , -0.8]]), array([0]))
    """
    array, scaled = matrix(x), yardstick.scaled(x)
    w, goals = yardstick.weights, vector(scores)
    if goals.size != array.shape[0]:
        raise MethodError(problem("series-length", given=array.shape[0], expected=goals.size))
    need = goals - scaled @ w
    lacking = np.maximum(need, 0.0)[:, None]
    rise = np.divide(lacking, w, out=np.full_like(scaled, np.inf), where=w > 0)
    reachable = (scaled + rise <= 1.0 + REACH) | (lacking == 0.0)
    rise = np.where(reachable & (lacking > 0), rise, 0.0)
    change = np.where(rise > 0, raw_change(array, rise, yardstick), 0.0)
    cost = np.abs(change) * _prices(prices, yardstick)
    ranked = np.where(reachable & (lacking > 0), cost, np.inf)
    cheapest = np.where(np.isfinite(ranked).any(axis=1), ranked.argmin(axis=1), -1)
    return Levers(need, change, reachable, cost, cheapest)


def raw_change(x: npt.ArrayLike, rise: npt.ArrayLike, yardstick: Yardstick) -> FloatArray:
    """Say by how much raw values must change so that scaled values rise as given.

    Parameters
    ----------
    x : (n, q) float array
        Raw values.
    rise : (n, q) float array
        Rise of the scaled values, at most up to 1.
    yardstick : Yardstick
        Goalposts, directions, weights.

    Returns
    -------
    (n, q) float array
        In raw units; from beyond a goalpost it holds the way back.

    Raises
    ------
    MethodError
        Values that are not finite or do not fit the yardstick.

    Examples
    --------
    >>> ruler = Yardstick(low=np.zeros(1), high=np.array([10.0]), weights=np.ones(1),
    ...                   directions=("lower",), inner=np.zeros((1, 2)))
    >>> raw_change([[4.0]], [[0.25]], ruler)
    array([[-2.5]])
    """
    array, scaled = matrix(x), yardstick.scaled(x)
    sense = yardstick.sense(array)
    target = np.array([direction == "target" for direction in yardstick.directions])
    upper = np.where(target, yardstick.inner[:, 0], yardstick.high)
    lower = np.where(target, yardstick.inner[:, 1], yardstick.low)
    left = (1.0 - scaled - matrix(rise)) * yardstick.reach
    goal = np.where(sense > 0, upper - left, lower + left)
    return np.asarray(goal - array, dtype=np.float64)


def what_if(x: npt.ArrayLike, changes: npt.ArrayLike, yardstick: Yardstick) -> WhatIf:
    """Score again after changes of raw values, with the goalposts kept.

    Parameters
    ----------
    x, changes : (n, q) float arrays
        Raw values, and what is added to them.
    yardstick : Yardstick
        Goalposts, directions, weights.

    Returns
    -------
    WhatIf

    Raises
    ------
    MethodError
        Arrays that do not fit, or values that are not finite.

    Notes
    -----
    ``sum_j w_j (x'_j(x + change) - x'_j(x))``, exact and not a linear approximation.

    Examples
    --------
    >>> ruler = Yardstick(low=np.zeros(1), high=np.array([10.0]), weights=np.ones(1),
    ...                   directions=("target",), inner=np.array([[4.0, 5.0]]))
    >>> what_if([[2.0]], [[4.0]], ruler).gains
    array([[0.2]])
    """
    array, steps = matrix(x), matrix(changes)
    if array.shape != steps.shape:
        given, expected = str(steps.shape), str(array.shape)
        raise MethodError(problem("same-shape", given=given, expected=expected))
    old, new = yardstick.scaled(array), yardstick.scaled(array + steps)
    beyond = (array + steps < yardstick.low) | (array + steps > yardstick.high)
    w = yardstick.weights
    return WhatIf(old @ w, new @ w, (new - old) * w, beyond)


def _prices(prices: npt.ArrayLike | None, yardstick: Yardstick) -> FloatArray:
    if prices is None:
        return np.asarray(1.0 / yardstick.reach, dtype=np.float64)
    given = vector(prices)
    if given.size != yardstick.low.size:
        raise MethodError(problem("weights-length", given=given.size, expected=yardstick.low.size))
    if (given <= 0).any():
        raise MethodError(problem("prices-not-positive", count=int((given <= 0).sum())))
    return given
