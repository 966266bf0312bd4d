"""Who is ahead: primacy of the first over the second, lead changes, and crossings of two series."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, increasing, matrix, vector
from resilmeter.errors import MethodError, Problem, doubt, problem


@dataclass(frozen=True)
class Primacy:
    """How far the first unit of a group is ahead of its second.

    Attributes
    ----------
    first : int
        Position of the first unit; of equals the earlier counts.
    second : int or None
        Position of the second unit; None in a group of one.
    ratio : float or None
        Largest by second largest value, 1 or more; None where `reason` says why.
    reason : Problem or None
        Why there is no ratio.
    """

    first: int
    second: int | None
    ratio: float | None
    reason: Problem | None


@dataclass(frozen=True)
class LeadChange:
    """One change at the top.

    Attributes
    ----------
    period : int
        Position of the period in which the new leader is ahead for the first time.
    before, after : int
        Positions of the old and the new leader.
    """

    period: int
    before: int
    after: int


@dataclass(frozen=True)
class Leaders:
    """Who leads in each period.

    Attributes
    ----------
    leaders : (t,) integer array
        Position of the leader. A unit keeps the lead until another one is truly ahead of it.
    tied : (t,) bool array
        True where others share the top.
    changes : tuple of LeadChange
        Every change at the top, in order of time.
    """

    leaders: IntArray
    tied: npt.NDArray[np.bool_]
    changes: tuple[LeadChange, ...]


@dataclass(frozen=True)
class Crossing:
    """One crossing of two series.

    Attributes
    ----------
    period : int
        Position of the first period in which the other series is ahead.
    ahead : {"first", "second"}
        Which series is ahead from there.
    time : float
        Time at which the straight lines between the periods meet.
    """

    period: int
    ahead: Literal["first", "second"]
    time: float


def primacy(values: npt.ArrayLike) -> Primacy:
    """Measure the primacy of the first unit of a group.

    Parameters
    ----------
    values : (n,) float array
        Scores of the units of one group in one period.

    Returns
    -------
    Primacy

    Raises
    ------
    MethodError
        No unit at all, or values that are not finite.

    Notes
    -----
    ``largest / second largest``, as S2 has it.

    Examples
    --------
    >>> primacy([0.125, 0.75, 0.5]).ratio
    1.5
    """
    array = vector(values)
    order = np.argsort(-array, kind="stable")
    first = int(order[0])
    if array.size < 2:
        return Primacy(first, None, None, doubt("na-few-units", count=1, least=2))
    second = int(order[1])
    if array[second] <= 0:
        low = doubt("na-second", second=float(array[second]))
        return Primacy(first, second, None, low)
    return Primacy(first, second, float(array[first] / array[second]), None)


def lead_changes(values: npt.ArrayLike) -> Leaders:
    """Find who leads, and when the lead changes.

    Parameters
    ----------
    values : (n, t) float array
        Units (or groups, or dimensions) by periods, the higher the better.

    Returns
    -------
    Leaders

    Raises
    ------
    MethodError
        Values that are not finite.

    Examples
    --------
    >>> lead_changes([[3.0, 3.0, 3.0], [1.0, 3.0, 4.0]]).changes
    (LeadChange(period=2, before=0, after=1),)
    """
    array = matrix(values)
    top = array == array.max(axis=0)
    leaders = np.empty(array.shape[1], dtype=np.int64)
    changes: list[LeadChange] = []
    for t in range(array.shape[1]):
        held = t > 0 and bool(top[leaders[t - 1], t])
        leaders[t] = leaders[t - 1] if held else int(top[:, t].argmax())
        if t > 0 and not held:
            changes.append(LeadChange(t, int(leaders[t - 1]), int(leaders[t])))
    return Leaders(leaders, top.sum(axis=0) > 1, tuple(changes))


def crossings(
    first: npt.ArrayLike, second: npt.ArrayLike, times: npt.ArrayLike
) -> tuple[Crossing, ...]:
    """Find when one series overtakes the other.

    Parameters
    ----------
    first, second : (t,) float arrays
        Two series in time order.
    times : (t,) float array
        Increasing times.

    Returns
    -------
    tuple of Crossing
        Periods in which the two are equal change nothing until one is ahead again.

    Raises
    ------
    MethodError
        Series of different length, times that do not increase, values that are not finite.

    Examples
    --------
    >>> crossings([1.0, 2.0], [2.0, 1.0], [2017, 2018])
    (Crossing(period=1, ahead='first', time=2017.5),)
    """
    a, b = vector(first), vector(second)
    if a.size != b.size:
        raise MethodError(problem("same-shape", given=str(b.shape), expected=str(a.shape)))
    moments = increasing(times, a.size)
    gap = a - b
    apart = np.flatnonzero(gap)
    return tuple(
        Crossing(int(t), "first" if gap[t] > 0 else "second", _meeting(gap, moments, int(s)))
        for s, t in pairwise(apart)
        if gap[s] * gap[t] < 0
    )


def _meeting(gap: FloatArray, times: FloatArray, last: int) -> float:
    """Time at which the gap reaches zero after the position `last`."""
    share = gap[last] / (gap[last] - gap[last + 1])
    return float(times[last] + share * (times[last + 1] - times[last]))
