"""How far values spread: in their own unit, and relative to their mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import vector
from resilmeter.core.inequality.checks import unit_weights


@dataclass(frozen=True)
class Spread:
    """Standard deviation and coefficient of variation, which never stand alone.

    Attributes
    ----------
    mean : float
        Mean, in the unit of the values.
    deviation : float
        Standard deviation, population form (ddof 0), in the unit of the values.
    variation : float or None
        Coefficient of variation, deviation / mean; None when the mean is not positive.
    low, high : float
        Extremes, in the unit of the values.
    """

    mean: float
    deviation: float
    variation: float | None
    low: float
    high: float

    @property
    def extent(self) -> float:
        """Range: the highest value minus the lowest."""
        return self.high - self.low


def spread(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Spread:
    """Measure absolute and relative spread together.

    Parameters
    ----------
    values : (n,) float array
        Values of any sign.
    weights : (n,) float array, optional
        Positive weights of the units; all equal if left out. Extremes ignore them.

    Returns
    -------
    Spread

    Raises
    ------
    MethodError
        Values that are not finite, or weights that are not positive.

    Notes
    -----
    A standard deviation that grows with the mean is growth, not widening: read it beside the
    coefficient of variation.

    Examples
    --------
    >>> found = spread([1.0, 3.0])
    >>> found.deviation, found.variation, found.extent
    (1.0, 0.5, 2.0)
    """
    array = vector(values)
    weight = None if weights is None else unit_weights(weights, array.size)
    mean = float(np.average(array, weights=weight))
    deviation = float(np.sqrt(np.average((array - mean) ** 2, weights=weight)))
    variation = deviation / mean if mean > 0 else None
    return Spread(mean, deviation, variation, float(array.min()), float(array.max()))
