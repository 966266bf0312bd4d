"""The grey model GM(1,1): an exponential through a short positive series, and how well it fits."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, constant, vector
from resilmeter.errors import Problem, doubt

LEAST_PERIODS = 4
# Upper ends of C and lower ends of P of the four grades of accuracy, best first.
WORST_C = (0.35, 0.5, 0.65)
LEAST_P = (0.95, 0.8, 0.7)
SMALL_ERROR = 0.6745  # half of a normal distribution lies within so many deviations


@dataclass(frozen=True)
class GreyModel:
    """A fitted GM(1,1).

    Attributes
    ----------
    development, input : float
        The coefficients a and b.
    fitted : (t,) float array
        Fitted values; the first equals the first observation.
    posterior_ratio : float
        C: deviation of the residuals by that of the series; the smaller the better.
    small_errors : float
        P in [0, 1]: share of residuals within 0.6745 deviations of the series.
    grade : int
        1 (C <= 0.35 and P >= 0.95), 2 (0.5, 0.8), 3 (0.65, 0.7) or 4.
    ratios : (t - 1,) float array
        Level ratios ``x_(k-1) / x_k``.
    band : (float, float)
        Ends between which all of them must lie.
    reason : Problem or None
        Why the series does not suit the model: level ratios outside the band. It is fitted even so.
    """

    development: float
    input: float
    fitted: FloatArray
    posterior_ratio: float
    small_errors: float
    grade: int
    ratios: FloatArray
    band: tuple[float, float]
    reason: Problem | None

    def ahead(self, periods: int) -> FloatArray:
        """Continue the series by so many periods."""
        t = self.fitted.size
        first = float(self.fitted[0])
        return _response(self.development, self.input, first, t + periods)[t:]


def grey_hindrance(series: FloatArray) -> Problem | None:
    """Say why no GM(1,1) can be fitted to a series; None where it can.

    >>> str(grey_hindrance(np.array([1.0, 0.0, 2.0, 3.0])))
    'not applicable: 1 of the values are zero or negative.'
    """
    if series.size < LEAST_PERIODS:
        return doubt("na-few-periods", count=series.size, least=LEAST_PERIODS)
    if (series <= 0).any():
        return doubt("na-not-positive", count=int((series <= 0).sum()))
    if constant(float(series.min()), float(series.max())):
        return doubt("na-all-equal")
    return None


def grey_model(series: npt.ArrayLike) -> GreyModel | Problem:
    """Fit a GM(1,1).

    Parameters
    ----------
    series : (t,) float array
        Positive values at equally spaced times, t >= 4.

    Returns
    -------
    GreyModel or Problem
        The reason where no model can be fitted: too few, equal or not positive values.

    Raises
    ------
    MethodError
        Values that are not finite.

    Notes
    -----
    ``x_k + a z_k = b`` by least squares, z the means of neighbouring running sums;
    ``s_(k+1) = (x_1 - b / a) exp(-a k) + b / a`` and its differences. C and P use population
    deviations and all t residuals. Level ratios must lie in exp(-+ 2 / (t + 1)). Caveats: it is an
    exponential and leaves any bounds of a score; C and P measure the fit, not the forecast.

    References
    ----------
    Deng (1982), Systems and Control Letters 1, doi:10.1016/S0167-6911(82)80025-X.

    Examples
    --------
    >>> model = grey_model([100.0, 110.0, 121.0, 133.1])
    >>> model.ahead(1).round(1), model.grade
    (array([146.3]), 1)
    """
    x = vector(series)
    hindrance = grey_hindrance(x)
    if hindrance is not None:
        return hindrance
    sums = np.cumsum(x)
    means = (sums[1:] + sums[:-1]) / 2
    (a, b), *_ = np.linalg.lstsq(np.column_stack([-means, np.ones(x.size - 1)]), x[1:], rcond=None)
    fitted = _response(float(a), float(b), float(x[0]), x.size)
    residuals, deviation = x - fitted, float(x.std())
    ratio = float(residuals.std()) / deviation
    within = np.abs(residuals - residuals.mean()) < SMALL_ERROR * deviation
    small = float(within.mean())
    ratios, band = x[:-1] / x[1:], (exp(-2 / (x.size + 1)), exp(2 / (x.size + 1)))
    reason = _ratio_problem(ratios, band)
    grade = _grade(ratio, small)
    return GreyModel(float(a), float(b), fitted, ratio, small, grade, ratios, band, reason)


def _response(a: float, b: float, first: float, count: int) -> FloatArray:
    """First value and the differences of the fitted running sums.

    ``s_(k+1) - s_k = (b - a x_1) exp(-a (k - 1)) (1 - exp(-a)) / a``, whose last factor goes to 1
    with a: no division by a small a is left.
    """
    k = np.arange(count - 1, dtype=np.float64)
    factor = -np.expm1(-a) / a if a != 0 else 1.0
    return np.concatenate([[first], (b - a * first) * np.exp(-a * k) * factor])


def _ratio_problem(ratios: FloatArray, band: tuple[float, float]) -> Problem | None:
    outside = int(((ratios <= band[0]) | (ratios >= band[1])).sum())
    if not outside:
        return None
    return doubt("na-level-ratio", count=outside, all=ratios.size, low=band[0], high=band[1])


def _grade(ratio: float, small: float) -> int:
    by_ratio = int(np.searchsorted(WORST_C, ratio))
    by_share = sum(small < least for least in LEAST_P)
    return 1 + max(by_ratio, by_share)
