"""What a cut into classes is: a code for each value, the breaks, and no empty class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import ROUNDING, FloatArray, IntArray, constant, vector
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True)
class Strata:
    """Classes of the values of one driver, none of them empty.

    Attributes
    ----------
    codes : (n,) integer array
        Class 0..count-1 of each value, from low to high where there are breaks.
    count : int
        Number of classes L, as many as were asked for.
    breaks : (L + 1,) float array or None
        Rising limits; class h holds ``breaks[h] < x <= breaks[h + 1]``, the first class its lower
        limit too. None for categories.
    method : str
        How the classes were made.
    """

    codes: IntArray
    count: int
    breaks: FloatArray | None
    method: str

    @property
    def sizes(self) -> IntArray:
        """(L,): values in each class, all positive."""
        return np.bincount(self.codes, minlength=self.count)

    def assign(self, values: npt.ArrayLike) -> IntArray:
        """Give the class of other values, such as another year's, by the same breaks.

        Values outside the outer breaks belong to the outer classes. A class may stay empty.

        Raises
        ------
        MethodError
            Categories, which have no breaks, or values that are not finite.
        """
        if self.breaks is None:
            raise MethodError(problem("strata-no-breaks"))
        return place(vector(values), self.breaks)

    def __repr__(self) -> str:
        sizes = ", ".join(str(size) for size in self.sizes)
        return f"Strata({self.method}: {self.count} classes of {sizes})"


def place(x: FloatArray, breaks: FloatArray) -> IntArray:
    """Give the class of each value between rising breaks; classes are closed above."""
    return np.searchsorted(breaks[1:-1], x, side="left").astype(np.int64)


def strata(x: FloatArray, breaks: FloatArray, method: str) -> Strata:
    """Place values between breaks and refuse an empty class by name.

    A break that differs from a value by the rounding of the arithmetic before is that value: a
    cut at 0.3 must not fall below the value 0.3.
    """
    limits = _at_values(breaks, x)
    found = place(x, limits)
    count = limits.size - 1
    empty = int((np.bincount(found, minlength=count) == 0).sum())
    if empty:
        raise MethodError(problem("strata-empty-class", method=method, given=count, empty=empty))
    return Strata(found, count, limits, method)


def refuse_uncuttable(values: npt.ArrayLike, k: int, method: str) -> FloatArray:
    """Return the values as a vector that can be cut into k classes, or refuse by name."""
    x = vector(values)
    if k < 2:
        raise MethodError(problem("strata-class-count", given=k))
    if constant(float(x.min()), float(x.max())):
        raise MethodError(problem("strata-constant"))
    distinct = np.unique(x).size
    if distinct < k:
        raise MethodError(problem("strata-few-distinct", method=method, given=k, distinct=distinct))
    return x


def _at_values(breaks: FloatArray, x: FloatArray) -> FloatArray:
    """Move each break to the nearest value where only rounding lies between them."""
    ordered = np.unique(x)
    above = np.clip(np.searchsorted(ordered, breaks), 1, ordered.size - 1)
    low, high = ordered[above - 1], ordered[above]
    nearest = np.where(breaks - low < high - breaks, low, high)
    size = np.abs(x).max()
    return np.asarray(
        np.where(np.abs(breaks - nearest) <= ROUNDING * size, nearest, breaks), dtype=np.float64
    )
