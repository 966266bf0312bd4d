"""Measure asymmetry and tails, and tell when a few values dominate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import constant, vector
from resilmeter.errors import MethodError, problem

# The rule of the Joint Research Centre (JRC): beyond both, a few values dominate an indicator.
MOST_SKEWED, MOST_PEAKED = 2.0, 3.5
LEAST_VALUES = 4


def skewness_kurtosis(x: npt.ArrayLike) -> tuple[float, float]:
    """Measure asymmetry and tails: sample skewness G1 and sample excess kurtosis G2.

    Parameters
    ----------
    x : (n,) float array
        At least four values, not all equal.

    Returns
    -------
    skewness, kurtosis : float
        Both 0 for normal data, on average.

    Raises
    ------
    MethodError
        Fewer than four values, all equal, or values that are not finite.

    Notes
    -----
    With the population moments g1 = m3 / m2^1.5 and g2 = m4 / m2^2 - 3:
    ``G1 = g1 sqrt(n (n - 1)) / (n - 2)`` and
    ``G2 = (n - 1) ((n + 1) g2 + 6) / ((n - 2) (n - 3))``. Caveats: moments of small samples vary
    widely.

    References
    ----------
    Joanes, Gill (1998), Comparing measures of sample skewness and kurtosis,
    doi:10.1111/1467-9884.00122.

    Examples
    --------
    >>> skewness, kurtosis = skewness_kurtosis([0.0, 0.0, 0.0, 4.0])
    >>> round(skewness, 12), round(kurtosis, 12)
    (2.0, 4.0)
    """
    values = vector(x)
    n = values.size
    if n < LEAST_VALUES or constant(values.min(), values.max()):
        raise MethodError(problem("no-skewness", count=n, least=LEAST_VALUES))
    scores = (values - values.mean()) / values.std()
    g1, g2 = float((scores**3).mean()), float((scores**4).mean() - 3)
    kurtosis = (n - 1) * ((n + 1) * g2 + 6) / ((n - 2) * (n - 3))
    return float(g1 * np.sqrt(n * (n - 1)) / (n - 2)), float(kurtosis)


def dominated(x: npt.ArrayLike) -> bool:
    """Tell whether the JRC rule flags the values: skewness beyond ±2 and excess kurtosis > 3.5.

    Values that are too few or all equal are not flagged.

    >>> dominated([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 90.0]), dominated([5.0, 5.0])
    (True, False)
    """
    values = vector(x)
    if values.size < LEAST_VALUES or constant(values.min(), values.max()):
        return False
    skewness, kurtosis = skewness_kurtosis(values)
    return abs(skewness) > MOST_SKEWED and kurtosis > MOST_PEAKED
