"""Numbers as printed: the value, and between which bounds the number before rounding lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.errors import MethodError, problem

EPSILON = float(np.finfo(np.float64).eps)
# A decimal number and its half unit are each stored with an error of at most half an epsilon.
STORED = 4.0 * EPSILON
# Powers are not rounded correctly by every mathematical library; a few units are allowed for.
POWER = 16.0 * EPSILON


@dataclass(frozen=True, eq=False)
class Interval:
    """Arrays of numbers with bounds; every operation rounds its bounds outwards.

    Attributes
    ----------
    low, high : float arrays of one shape
        The number before rounding lies between them, bounds included.
    best : float array of the same shape
        What follows from the values as printed.
    """

    low: FloatArray
    best: FloatArray
    high: FloatArray

    def __add__(self, other: Self | float) -> Interval:
        o = _interval(other)
        return _outward(self.low + o.low, self.best + o.best, self.high + o.high)

    def __sub__(self, other: Self | float) -> Interval:
        o = _interval(other)
        return _outward(self.low - o.high, self.best - o.best, self.high - o.low)

    def __mul__(self, other: Self | float) -> Interval:
        o = _interval(other)
        products = [a * b for a in (self.low, self.high) for b in (o.low, o.high)]
        return _outward(np.min(products, axis=0), self.best * o.best, np.max(products, axis=0))

    def __truediv__(self, other: Self | float) -> Interval:
        o = _interval(other)
        if ((o.low <= 0) & (o.high >= 0)).any():
            raise MethodError(problem("interval-divides-by-zero"))
        ratios = [a / b for a in (self.low, self.high) for b in (o.low, o.high)]
        return _outward(np.min(ratios, axis=0), self.best / o.best, np.max(ratios, axis=0))

    def __getitem__(self, place: int | slice | npt.NDArray[np.bool_]) -> Interval:
        return Interval(*(np.asarray(a[place]) for a in (self.low, self.best, self.high)))

    def power(self, exponent: float) -> Interval:
        """Raise positive numbers to a power.

        Raises
        ------
        MethodError
            A bound that is not positive.
        """
        if (self.low <= 0).any():
            raise MethodError(problem("interval-not-positive"))
        ends = (self.low**exponent, self.high**exponent)
        low, high = np.minimum(*ends), np.maximum(*ends)
        return Interval(low * (1 - POWER), np.asarray(self.best**exponent), high * (1 + POWER))

    def sum(self) -> Interval:
        """Add all numbers up."""
        slack = self.low.size * EPSILON * (np.abs(self.low).sum() + np.abs(self.high).sum())
        low, best, high = self.low.sum(), self.best.sum(), self.high.sum()
        return Interval(np.asarray(low - slack), np.asarray(best), np.asarray(high + slack))

    def meets(self, other: Self) -> BoolArray:
        """Tell where both can be the same number."""
        return np.asarray((self.low <= other.high) & (other.low <= self.high))

    def below(self, other: Self | float) -> BoolArray:
        """Tell where this is smaller, whatever the rounding."""
        return np.asarray(self.high < _interval(other).low)


def rounded(values: npt.ArrayLike, decimals: npt.ArrayLike) -> Interval:
    """Give printed numbers the bounds of their rounding: half a unit of the last digit.

    Parameters
    ----------
    values : float array
        Numbers as printed.
    decimals : integer array of the same shape, or one integer
        How many decimals are printed; negative where zeros before the point are rounding.

    Returns
    -------
    Interval
        Bounds included: which way a half was rounded does not matter.

    Raises
    ------
    MethodError
        Values that are not finite.

    Examples
    --------
    >>> printed = rounded([0.566, 0.22], [3, 2])
    >>> printed.low.round(6), printed.high.round(6)
    (array([0.5655, 0.215 ]), array([0.5665, 0.225 ]))
    """
    best = np.asarray(values, dtype=np.float64)
    if not np.isfinite(best).all():
        raise MethodError(problem("values-not-finite", count=int((~np.isfinite(best)).sum())))
    half = 0.5 * 10.0 ** -np.asarray(decimals, dtype=np.float64)
    slack = STORED * (np.abs(best) + half)
    return Interval(np.asarray(best - half - slack), best, np.asarray(best + half + slack))


def exact(values: npt.ArrayLike) -> Interval:
    """Take numbers that no rounding touched, such as counts.

    Examples
    --------
    >>> float((exact(83) / 277).best.round(4))
    0.2996
    """
    best = np.asarray(values, dtype=np.float64)
    return Interval(best, best, best)


def stacked(parts: Sequence[Interval]) -> Interval:
    """Put single numbers into one array.

    Examples
    --------
    >>> float(stacked([exact(1.0), exact(2.0)]).sum().best)
    3.0
    """
    return Interval(*(np.array([getattr(p, name) for p in parts], dtype=np.float64)
                      for name in ("low", "best", "high")))  # fmt: skip


def _interval(number: Interval | float) -> Interval:
    return number if isinstance(number, Interval) else exact(number)


def _outward(low: FloatArray, best: FloatArray, high: FloatArray) -> Interval:
    """Widen by one unit in the last place: each operation before was rounded to the nearest."""
    return Interval(
        np.asarray(np.nextafter(low, -np.inf)),
        np.asarray(best),
        np.asarray(np.nextafter(high, np.inf)),
    )
