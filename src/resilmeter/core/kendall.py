"""Does a series tend one way: the Mann-Kendall test and the Theil-Sen slope."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, factorial, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, increasing, vector
from resilmeter.errors import MethodError, Problem, doubt, problem

# Up to here the exact distribution is counted; beyond it the normal form is as good.
MOST_EXACT = 30


@dataclass(frozen=True)
class MannKendall:
    """Mann-Kendall test of a trend.

    Attributes
    ----------
    s : int
        Pairs that rise minus pairs that fall.
    tau : float
        ``s`` by the number of pairs, in [-1, 1]; ties are not taken out of the denominator.
    p : float
        Two-sided probability of an ``|s|`` at least as large without a trend, in [0, 1].
    how : {"exact", "normal"}
        Counted over all orders of the values, or by the normal form with correction for ties and
        for continuity.
    least_p : float
        The smallest p that so few periods can give, ``2 / n!``.
    """

    s: int
    tau: float
    p: float
    how: Literal["exact", "normal"]
    least_p: float


@dataclass(frozen=True)
class TheilSen:
    """Theil-Sen slope: the median of the slopes between all pairs of times.

    Attributes
    ----------
    slope : float
        Change per unit of time.
    low, high : float or None
        Ends of the interval for the slope; None where `reason` says why.
    reason : Problem or None
        Why there is no interval.
    """

    slope: float
    low: float | None
    high: float | None
    reason: Problem | None


def mann_kendall(series: npt.ArrayLike) -> MannKendall | None:
    """Test whether a series tends to rise or to fall.

    Parameters
    ----------
    series : (t,) float array
        Values in time order.

    Returns
    -------
    MannKendall or None
        None for fewer than two periods.

    Raises
    ------
    MethodError
        Values that are not finite.

    Notes
    -----
    ``S = sum over i < k of sgn(x_k - x_i)``. Without ties and up to 30 periods p is exact: the
    share of the t! orders whose ``|S|`` is at least as large. Otherwise
    ``Z = (S - sgn S) / sqrt(V)``, ``V = (t (t - 1) (2 t + 5) - sum u (u - 1) (2 u + 5)) / 18``
    over the sizes u of the groups of ties. Caveats: values that follow one another closely
    (autocorrelation) make p too small.

    References
    ----------
    Mann (1945), Econometrica 13, doi:10.2307/1907187.

    Examples
    --------
    >>> test = mann_kendall([1.0, 2.0, 3.0, 5.0])
    >>> test.s, round(test.p, 4), test.how
    (6, 0.0833, 'exact')
    """
    values = vector(series)
    t = values.size
    if t < 2:
        return None
    s = int(np.sign(values[None, :] - values[:, None])[np.triu_indices(t, 1)].sum())
    variance = _variance(values)
    how: Literal["exact", "normal"] = "normal"
    if variance == 0:
        p, how = 1.0, "exact"  # all values are equal: every order gives S = 0
    elif t <= MOST_EXACT and np.unique(values).size == t:
        p, how = _exact_p(t, abs(s)), "exact"
    else:
        p = erfc(max(abs(s) - 1, 0) / sqrt(2 * variance))
    return MannKendall(s, s / (t * (t - 1) / 2), p, how, min(1.0, 2 / factorial(t)))


def theil_sen(series: npt.ArrayLike, times: npt.ArrayLike, level: float = 0.05) -> TheilSen | None:
    """Estimate the slope of a series, unmoved by single outliers.

    Parameters
    ----------
    series : (t,) float array
        Values in time order.
    times : (t,) float array
        Increasing times.
    level : float
        Share of intervals that miss the slope, such as 0.05.

    Returns
    -------
    TheilSen or None
        None for fewer than two periods.

    Raises
    ------
    MethodError
        Times that do not increase or do not fit, a level outside (0, 1), values not finite.

    Notes
    -----
    ``median of (x_k - x_i) / (t_k - t_i)``. The interval runs from the slope of rank
    ``(N - z sqrt(V)) / 2`` to that of rank ``(N + z sqrt(V)) / 2 + 1``, N slopes in all, V as in
    `mann_kendall`: Sen's normal form.

    References
    ----------
    Sen (1968), Journal of the American Statistical Association 63,
    doi:10.1080/01621459.1968.10480934.

    Examples
    --------
    >>> theil_sen([1.0, 2.0, 3.0, 99.0, 5.0], range(5)).slope
    1.0
    """
    values = vector(series)
    moments = increasing(times, values.size)
    if not 0 < level < 1:
        raise MethodError(problem("level-range", given=level))
    if values.size < 2:
        return None
    before, after = np.triu_indices(values.size, 1)
    slopes = np.sort((values[after] - values[before]) / (moments[after] - moments[before]))
    half = NormalDist().inv_cdf(1 - level / 2) * sqrt(_variance(values))
    lower = round((slopes.size - half) / 2) - 1
    upper = round((slopes.size + half) / 2)
    slope = float(np.median(slopes))
    if lower < 0 or upper >= slopes.size:
        return TheilSen(slope, None, None, doubt("na-interval", count=values.size))
    return TheilSen(slope, float(slopes[lower]), float(slopes[upper]), None)


def _variance(values: FloatArray) -> float:
    """Variance of S without a trend, ties taken out."""
    ties = np.unique(values, return_counts=True)[1].astype(np.float64)
    t = float(values.size)
    taken = float((ties * (ties - 1) * (2 * ties + 5)).sum())
    return float((t * (t - 1) * (2 * t + 5) - taken) / 18)


def _exact_p(t: int, s: int) -> float:
    """Share of the orders of t values with |S| at least s, by counting inversions."""
    counts = np.ones(1)
    for k in range(2, t + 1):
        counts = np.convolve(counts, np.full(k, 1.0 / k))
    scores = np.abs(t * (t - 1) // 2 - 2 * np.arange(counts.size))
    return min(1.0, float(counts[scores >= s].sum()))
