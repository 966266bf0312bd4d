"""Generalised entropy, with Theil's T and L."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, vector
from resilmeter.core.inequality.checks import positive_mean, unit_weights
from resilmeter.errors import MethodError, problem


def theil_t(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """Compute Theil's T, generalised entropy with alpha = 1.

    Parameters
    ----------
    values : (n,) float array
        Values, none negative, with a positive mean; ``0 ln 0`` is 0.
    weights : (n,) float array, optional
        Positive weights of the units.

    Returns
    -------
    float
        ``mean of (x / mu) ln(x / mu)``, in [0, ln n] without weights.

    Raises
    ------
    MethodError
        Negative values, a mean that is not positive, or weights that are not positive.

    References
    ----------
    Bourguignon (1979), Econometrica 47, 901-920, doi:10.2307/1914138.

    Examples
    --------
    >>> round(theil_t([0.0, 2.0]), 4)
    0.6931
    """
    return generalised_entropy(values, 1.0, weights)


def theil_l(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """Compute Theil's L, the mean logarithmic deviation, generalised entropy with alpha = 0.

    Parameters
    ----------
    values : (n,) float array
        Positive values.
    weights : (n,) float array, optional
        Positive weights of the units.

    Returns
    -------
    float
        ``mean of ln(mu / x)``, zero or more.

    Raises
    ------
    MethodError
        Values that are not positive, which have no logarithm and are not dropped in silence.

    References
    ----------
    Bourguignon (1979), Econometrica 47, 901-920, doi:10.2307/1914138.

    Examples
    --------
    >>> round(theil_l([1.0, 3.0]), 4)
    0.1438
    """
    return generalised_entropy(values, 0.0, weights)


def generalised_entropy(
    values: npt.ArrayLike, alpha: float, weights: npt.ArrayLike | None = None
) -> float:
    """Compute the generalised entropy index.

    Parameters
    ----------
    values : (n,) float array
        Values with a positive mean, none negative, and none zero when alpha <= 0.
    alpha : float
        The larger, the more gaps among the rich count. 0 is Theil's L, 1 Theil's T, 2 half the
        squared coefficient of variation.
    weights : (n,) float array, optional
        Positive weights of the units.

    Returns
    -------
    float
        Zero or more.

    Raises
    ------
    MethodError
        Negative values, zeros when alpha <= 0, a mean that is not positive, or weights that are
        not positive.

    Notes
    -----
    ``GE(a) = mean of ((x / mu)^a - 1) / (a (a - 1))``. Terms are summed without their linear
    part, which has mean 0, so that small gaps keep their digits.

    References
    ----------
    Shorrocks (1980), Econometrica 48, 613-625, doi:10.2307/1913126.

    Examples
    --------
    >>> generalised_entropy([1.0, 3.0], 2.0)
    0.125
    """
    array = entropy_values(values, alpha)
    weight = None if weights is None else unit_weights(weights, array.size)
    mean = positive_mean(float(np.average(array, weights=weight)))
    return float(np.average(entropy_terms(array / mean, alpha), weights=weight))


def entropy_values(values: npt.ArrayLike, alpha: float) -> FloatArray:
    """Return values that have a generalised entropy of this alpha.

    Raises
    ------
    MethodError
        Negative values, or zeros when alpha <= 0.
    """
    array = vector(values)
    bad = int((array < 0).sum()) if alpha > 0 else int((array <= 0).sum())
    if bad:
        key = "entropy-negative" if alpha > 0 else "entropy-not-positive"
        raise MethodError(problem(key, count=bad, alpha=alpha))
    return array


def entropy_terms(relative: FloatArray, alpha: float) -> FloatArray:
    """Give each unit's term of the index, with its linear part left out; 0 ln 0 is 0."""
    gap, near = relative - 1.0, relative > 1.0 / 2.0  # near 1 the gap has the digits
    logarithm = np.log1p(gap, out=np.zeros_like(gap), where=near)
    np.log(relative, out=logarithm, where=(relative > 0) & ~near)
    if alpha == 0:
        terms = gap - logarithm
    elif alpha == 1:
        terms = relative * logarithm - gap
    else:
        power = np.where(relative > 0, np.expm1(alpha * logarithm), -1.0)
        terms = (power - alpha * gap) / (alpha * (alpha - 1.0))
    return np.asarray(terms, dtype=np.float64)
