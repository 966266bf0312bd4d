"""Bandwidths of a kernel density: how far each value is smeared."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
from scipy.optimize import brentq

from resilmeter.core.arrays import FloatArray

# Rows of the table of differences that are held at once: 256 x 10 000 floats are 20 MB.
BLOCK = 256
NORMAL_QUARTILES = 1.349  # distance of the quartiles of a standard normal distribution


def silverman(values: FloatArray) -> float:
    """Choose the bandwidth by Silverman's rule of thumb.

    Parameters
    ----------
    values : (n,) float array
        Values that are not all equal.

    Returns
    -------
    float
        In the unit of the values.

    Notes
    -----
    ``0.9 min(s, IQR / 1.34) n^(-1/5)`` with the sample standard deviation s (ddof 1); s alone where
    half of the values are equal. Caveats: made for one hump, it blurs two.

    References
    ----------
    Silverman (1986), Density Estimation for Statistics and Data Analysis,
    doi:10.1201/9781315140919.

    Examples
    --------
    >>> round(silverman(np.array([1.0, 2.0, 3.0, 4.0])), 4)
    0.7635
    """
    return float(0.9 * _scale(values, 1.34) * values.size ** (-1 / 5))


def sheather_jones(values: FloatArray) -> float:
    """Choose the bandwidth by Sheather and Jones, solving the equation.

    Parameters
    ----------
    values : (n,) float array
        Values that are not all equal.

    Returns
    -------
    float
        In the unit of the values.

    Notes
    -----
    The h that solves ``h = (2 sqrt(pi) n S(a(h)))^(-1/5)``, where S estimates the integrated
    squared second derivative of the density with a pilot bandwidth ``a(h)`` proportional to
    h^(5/7). Exact sums over all pairs, O(n^2), diagonal included, as bw.SJ of R without its bins.
    Caveats: ties (rounded values) pull it down.

    References
    ----------
    Sheather, Jones (1991), Journal of the Royal Statistical Society B 53,
    doi:10.1111/j.2517-6161.1991.tb01857.x.

    Examples
    --------
    >>> round(sheather_jones(np.array([1.0, 2.0, 3.0, 4.0, 9.0, 10.0])), 3)
    1.38
    """
    n = values.size
    scale = _scale(values, NORMAL_QUARTILES)
    sixth = -_pair_sum(values, 1.23 * scale * n ** (-1 / 9), 6) / (n * (n - 1))
    fourth = _pair_sum(values, 1.24 * scale * n ** (-1 / 7), 4) / (n * (n - 1))
    pilot = 1.357 * (fourth / sixth) ** (1 / 7)

    def lack(h: float) -> float:
        """Tell how far a bandwidth falls short of the one its own roughness asks for."""
        roughness = _pair_sum(values, pilot * h ** (5 / 7), 4) / (n * (n - 1))
        return float((1 / (2 * sqrt(pi) * n * roughness)) ** 0.2 - h)

    high = 1.144 * scale * n ** (-1 / 5)
    low = 0.1 * high
    while lack(low) < 0:
        low /= 2
    while lack(high) > 0:
        high *= 2
    return float(brentq(lack, low, high, xtol=1e-12 * high, rtol=1e-12))


def _scale(values: FloatArray, quartiles: float) -> float:
    deviation = float(values.std(ddof=1))
    upper, lower = np.percentile(values, [75, 25])
    spread = float(upper - lower) / quartiles
    return min(deviation, spread) if spread > 0 else deviation


def _pair_sum(values: FloatArray, h: float, order: int) -> float:
    """Sum the 4th or 6th derivative of the normal density over all pairs, at bandwidth h."""
    total = 0.0
    for start in range(0, values.size, BLOCK):
        u = ((values[start : start + BLOCK, None] - values[None, :]) / h) ** 2
        quartic = u**2 - 6 * u + 3
        polynomial = quartic if order == 4 else u**3 - 15 * u**2 + 45 * u - 15
        total += float((polynomial * np.exp(-u / 2)).sum())
    return total / (sqrt(2 * pi) * h ** (order + 1))
