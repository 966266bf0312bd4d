"""Scale relative to the other values: z-scores, vector length, ranks, percentiles."""

from __future__ import annotations

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.core.weights.correlation import mean_ranks


def z_score(x: FloatArray, reference: FloatArray) -> FloatArray:
    """Scale by mean and standard deviation.

    Parameters
    ----------
    x : (n,) float array
        Oriented values of one indicator.
    reference : (m,) float array
        Values that set mean and deviation, not all equal.

    Returns
    -------
    (n,) float array
        Mean 0 and standard deviation 1 over the reference.

    Notes
    -----
    ``(x - mean) / s`` with the population form of s, values turned first where lower is better.
    Caveats: about half of all values are negative, so entropy, geometric mean, Gini coefficient
    and growth rates are ruled out; there is no best value, so obstacle degrees are too.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> z_score(np.array([1.0, 3.0]), np.array([1.0, 3.0]))
    array([-1.,  1.])
    """
    return np.asarray((x - reference.mean()) / reference.std(), dtype=np.float64)


def vector(x: FloatArray, reference: FloatArray) -> FloatArray:
    """Scale by the length of the column.

    Parameters
    ----------
    x : (n,) float array
        Oriented values of one indicator.
    reference : (m,) float array
        Values that set the length, not all zero.

    Returns
    -------
    (n,) float array
        The squares of the reference add up to 1.

    Notes
    -----
    ``x / sqrt(sum x^2)``, values turned first where lower is better. Caveats: turned values are
    negative, which rules out entropy, geometric mean, Gini coefficient and growth rates; there is
    no best value, so obstacle degrees are ruled out; lengths depend on the zero of the unit.

    References
    ----------
    Hwang, Yoon (1981), Multiple Attribute Decision Making, doi:10.1007/978-3-642-48318-9.

    Examples
    --------
    >>> vector(np.array([3.0, 4.0]), np.array([3.0, 4.0]))
    array([0.6, 0.8])
    """
    return np.asarray(x / np.sqrt((reference**2).sum()), dtype=np.float64)


def rank(x: FloatArray) -> FloatArray:
    """Replace values by their ranks.

    Parameters
    ----------
    x : (n,) float array
        Oriented values of one indicator.

    Returns
    -------
    (n,) float array
        1 for the worst to n for the best; ties share their mean rank.

    Notes
    -----
    ``R = 1 + (number of smaller values) + (number of other equal values) / 2``. Caveats: forgets
    by how much one is better; every indicator without ties has the same dispersion, so weights by
    dispersion (entropy, coefficient of variation, standard deviation) say nothing. New rows change
    all ranks.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> rank(np.array([0.2, 0.9, 0.2]))
    array([1.5, 3. , 1.5])
    """
    return mean_ranks(x)


def percentile(x: FloatArray) -> FloatArray:
    """Replace values by the share of others that they exceed.

    Parameters
    ----------
    x : (n,) float array
        Oriented values of one indicator, n > 1.

    Returns
    -------
    (n,) float array
        ``(rank - 1) / (n - 1)``: 0 for the worst, 1 for the best.

    Notes
    -----
    ``(R - 1) / (n - 1)`` with mean ranks R. Caveats: as for ranks, distances are forgotten and
    weights by dispersion say nothing.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> percentile(np.array([0.2, 0.9, 0.4]))
    array([0. , 1. , 0.5])
    """
    return np.asarray((mean_ranks(x) - 1.0) / (x.size - 1.0), dtype=np.float64)
