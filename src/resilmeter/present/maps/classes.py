"""Classes of a map: cut once over all panels, at limits that can be printed as they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, vector
from resilmeter.core.strata import discretize
from resilmeter.errors import MethodError, problem, refuse_unknown
from resilmeter.present.maps.choices import MAP_STYLES, MapChoices
from resilmeter.present.words import fixed

MOST_DIGITS = 9


@dataclass(frozen=True, eq=False)
class MapClasses:
    """Classes of values, the same in every panel.

    Attributes
    ----------
    breaks : (k + 1,) float array
        Rising limits; class h holds ``breaks[h] < x <= breaks[h + 1]``, the first its lower limit
        too. They have `digits` decimals, so that a label says exactly what the class holds.
    digits : int
        Decimals of the limits.
    """

    breaks: FloatArray
    digits: int

    @property
    def labels(self) -> tuple[str, ...]:
        """Half-open intervals, such as ``(0.072, 0.115]``."""
        ends = [fixed(float(end), self.digits) for end in self.breaks]
        return tuple(
            f"{'(' if place else '['}{low}, {high}]"
            for place, (low, high) in enumerate(pairwise(ends))
        )

    def of(self, values: npt.ArrayLike) -> IntArray:
        """Give the class 0..k-1 of each value."""
        codes = np.searchsorted(self.breaks[1:-1], vector(values), side="left")
        return codes.astype(np.int64)

    def margins(self, values: npt.ArrayLike) -> FloatArray:
        """Give the distance of each value from the nearest limit between two classes (E-23)."""
        inner = self.breaks[1:-1]
        if inner.size == 0:
            return np.full(vector(values).size, np.inf)
        return np.asarray(np.abs(vector(values)[:, None] - inner).min(axis=1))


def map_classes(values: npt.ArrayLike, choices: MapChoices | None = None) -> MapClasses:
    """Cut values into classes.

    Parameters
    ----------
    values : (n,) float array
        The values of all panels together (E-23: breaks of each year would fake change).
    choices : MapChoices, optional
        Method and number of classes, or inner limits.

    Returns
    -------
    MapClasses
        With at most as many classes as there are distinct values.

    Raises
    ------
    MethodError
        Limits that do not rise, fewer than one class, or values that cannot be cut like that.

    Examples
    --------
    >>> map_classes([0.1, 0.12, 0.31, 0.33, 0.5], MapChoices(classes=3)).labels
    ('[0.100, 0.120]', '(0.120, 0.330]', '(0.330, 0.500]')
    """
    array, asked = vector(values), choices or MapChoices()
    refuse_unknown(asked.style, MAP_STYLES, "present.maps.style")
    cuts = np.asarray(asked.breaks, dtype=np.float64)
    if asked.classes < 1 or (np.diff(cuts) <= 0).any() or not np.isfinite(cuts).all():
        where = {"key": "present.maps.breaks"}
        raise MethodError(
            problem("map-classes", where, given=list(asked.breaks), classes=asked.classes)
        )
    exact = bool(cuts.size)
    inner = cuts if exact else _cuts(array, asked)
    return _printable(inner, float(array.min()), float(array.max()), exact=exact)


def _cuts(array: FloatArray, asked: MapChoices) -> FloatArray:
    """Give the inner limits; none where all values are equal."""
    count = min(asked.classes, np.unique(array).size)
    if count < 2:
        return np.empty(0)
    breaks = discretize(array, asked.method, count).breaks
    return np.empty(0) if breaks is None else breaks[1:-1]


def _printable(cuts: FloatArray, low: float, high: float, *, exact: bool) -> MapClasses:
    """Round limits to as few decimals as keep them apart, and given ones as they are."""
    span = max(high, *cuts) - min(low, *cuts) if cuts.size else high - low
    first = max(0, 2 - int(np.floor(np.log10(span or abs(high) or 1.0))))
    found = MapClasses(np.array([low, *cuts, high]), MOST_DIGITS)
    for digits in range(min(first, MOST_DIGITS), MOST_DIGITS + 1):
        found = MapClasses(_rounded(cuts, low, high, digits), digits)
        kept = not exact or np.allclose(found.breaks[1:-1], cuts, rtol=0, atol=1e-12)
        if kept and (np.diff(found.breaks) > 0).all():
            break
    return found


def _rounded(cuts: FloatArray, low: float, high: float, digits: int) -> FloatArray:
    """Round inner limits, and the outer ones outwards, at least a unit of the last decimal."""
    unit = 10.0**-digits
    inner = np.round(cuts, digits)
    bottom = np.floor(round(low / unit, 6)) * unit
    if inner.size and bottom >= inner[0]:
        bottom = inner[0] - unit
    last = inner[-1] if inner.size else bottom
    top = np.ceil(round(high / unit, 6)) * unit
    if top <= last:
        top = last + unit
    return np.round([bottom, *inner, top], digits)
