"""How far a centre of gravity moved, which way, and how much of it single units decide."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, hypot

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import ROUNDING, matrix
from resilmeter.core.ellipse import weighed
from resilmeter.errors import MethodError, Problem, doubt, problem


@dataclass(frozen=True)
class Shift:
    """The way of a centre of gravity between two periods.

    Attributes
    ----------
    distance : float
        In the unit of the coordinates.
    east, north : float
        Its parts.
    bearing : float or None
        Degrees clockwise from north, in [0, 360); None where `reason` says why.
    reason : Problem or None
        Why there is no bearing.
    """

    distance: float
    east: float
    north: float
    bearing: float | None
    reason: Problem | None


@dataclass(frozen=True)
class ShiftInterval:
    """How sure a shift is when units are drawn again.

    Attributes
    ----------
    low, high : float
        Ends of the percentile interval of the distance.
    east_low, east_high, north_low, north_high : float
        Ends of the intervals of its parts. An interval with 0 in it allows no claim of a move that
        way; a distance is never below 0, so its own interval cannot tell.
    draws : int
        Number of draws.
    """

    low: float
    high: float
    east_low: float
    east_high: float
    north_low: float
    north_high: float
    draws: int


def shift(before: npt.ArrayLike, after: npt.ArrayLike) -> Shift:
    """Measure the way from one centre to another.

    Parameters
    ----------
    before, after : (2,) float arrays
        East and north.

    Returns
    -------
    Shift

    Raises
    ------
    MethodError
        Not two coordinates, or values that are not finite.

    Examples
    --------
    >>> moved = shift([0.0, 0.0], [3.0, -4.0])
    >>> moved.distance, round(moved.bearing, 4)
    (5.0, 143.1301)
    """
    pair = matrix([np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)])
    if pair.shape != (2, 2):
        raise MethodError(problem("points-shape", given=str(pair.shape)))
    east, north = (float(part) for part in pair[1] - pair[0])
    distance = hypot(east, north)
    if distance <= ROUNDING * float(np.abs(pair).max()):
        return Shift(distance, east, north, None, doubt("na-no-shift"))
    return Shift(distance, east, north, degrees(atan2(east, north)) % 360, None)


def shift_interval(
    points: npt.ArrayLike,
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    draws: int = 999,
    seed: int | np.random.Generator = 0,
) -> ShiftInterval:
    """Bound the shift of the centre by drawing units again.

    Parameters
    ----------
    points : (n, 2) float array
        As for `centre`.
    before, after : (n,) float arrays
        Weights in two periods, all positive.
    draws : int
        Bootstrap draws of n units with repetition, the same units in both periods.
    seed : int or Generator
        Same seed, same draws.

    Returns
    -------
    ShiftInterval

    Raises
    ------
    MethodError
        As `centre`, or fewer than one draw.

    Notes
    -----
    95 % percentile intervals. Caveats: cities of one study are seldom a sample; read it as how much
    single cities decide.

    Examples
    --------
    >>> found = shift_interval([[0, 0], [1, 0], [2, 0]], [1, 1, 1], [1, 1, 4], draws=99)
    >>> found.low <= 0.5 <= found.high
    True
    """
    places, first = weighed(points, before)
    _, last = weighed(points, after)
    if draws < 1:
        raise MethodError(problem("least-count", given=draws, least=1))
    rng = np.random.default_rng(seed)
    picked = rng.integers(0, places.shape[0], (draws, places.shape[0]))
    ends = [
        np.einsum("bn,bnc->bc", w[picked], places[picked]) / w[picked].sum(axis=1)[:, None]
        for w in (first, last)
    ]
    moved = ends[1] - ends[0]
    spans = np.percentile(np.column_stack([np.hypot(*moved.T), moved]), [2.5, 97.5], axis=0)
    (low, high), (east_low, east_high), (north_low, north_high) = spans.T.tolist()
    return ShiftInterval(low, high, east_low, east_high, north_low, north_high, draws)
