"""Tame outliers: winsorise by percentiles or point by point, and the rule of the JRC."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import constant, vector
from resilmeter.core.skewness import dominated, skewness_kurtosis
from resilmeter.core.transforms import Treated, shifted_log
from resilmeter.errors import MethodError, problem


def winsorize(x: npt.ArrayLike, percentiles: tuple[float, float] = (1, 99)) -> Treated:
    """Pull values beyond two percentiles in to them.

    Parameters
    ----------
    x : (n,) float array
        Raw values.
    percentiles : (float, float)
        Lower and upper percentile, 0 <= lower < upper <= 100.

    Returns
    -------
    Treated

    Raises
    ------
    MethodError
        Percentiles out of order, or values that are not finite.

    Notes
    -----
    ``min(max(x, P_low), P_high)``; percentiles are interpolated linearly between order statistics.
    Caveats: changes the same share of cells whether they are outliers or not; differences among
    the changed cells are lost.

    Examples
    --------
    >>> winsorize([0.0, 1.0, 2.0, 3.0, 40.0], (25, 75)).values
    array([1., 1., 2., 3., 3.])
    """
    values = vector(x)
    low, high = percentiles
    if not 0 <= low < high <= 100:
        raise MethodError(problem("percentiles", low=low, high=high))
    ends = np.percentile(values, [low, high])
    inside = np.clip(values, *ends)
    return Treated(inside, "winsorized", int((inside != values).sum()))


def winsorize_points(x: npt.ArrayLike, most: int = 5) -> Treated:
    """Pull the most extreme values in, one at a time, until the JRC rule passes.

    Parameters
    ----------
    x : (n,) float array
        Raw values.
    most : int
        Most values to change, 1 or more.

    Returns
    -------
    Treated
        `points` is 0 if the rule passed at once; the values may still fail it after `most` points.

    Raises
    ------
    MethodError
        A `most` below 1, or values that are not finite.

    Notes
    -----
    While ``|G1| > 2 and G2 > 3.5``: with G1 > 0 the k highest values become the (k + 1)-th highest
    (with G1 < 0 the lowest), ``x_(n-k+1..n) = x_(n-k)`` for k = 1, 2, ..., as COINr does. Stops
    before all values would be equal. Caveats: in a panel the extreme values are often one unit in
    many periods, so that a few points do not suffice.

    Examples
    --------
    >>> treated = winsorize_points([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 90.0])
    >>> treated.values, treated.points
    (array([1., 2., 3., 4., 5., 6., 6.]), 1)
    """
    values = vector(x).copy()
    if most < 1:
        raise MethodError(problem("most-points", given=most))
    order = np.argsort(values, kind="stable")
    low, high = 0, values.size - 1
    points = 0
    while points < most and dominated(values):
        points += 1
        if skewness_kurtosis(values)[0] > 0:
            high -= 1
            end, changed = values[order[high]], order[high + 1 :]
        else:
            low += 1
            end, changed = values[order[low]], order[:low]
        tried = values.copy()
        tried[changed] = end
        if constant(tried.min(), tried.max()):
            return Treated(values, "winsorized", points - 1)
        values = tried
    return Treated(values, "winsorized" if points else "untreated", points)


def jrc(x: npt.ArrayLike, most: int = 5) -> Treated:
    """Treat by the JRC rule: winsorise a few points, else take logarithms.

    Parameters
    ----------
    x : (n,) float array
        Raw values.
    most : int
        Most values to winsorise.

    Returns
    -------
    Treated
        Untreated if the rule passes at once.

    Raises
    ------
    MethodError
        A `most` below 1, or values that are not finite.

    Notes
    -----
    Nothing while ``|G1| <= 2 or G2 <= 3.5`` (sample skewness and excess kurtosis); else up to
    `most` values are winsorised one at a time until that holds (`winsorize_points`); where it
    still fails, the untreated values are transformed by ``ln(x - min + 0.01 (max - min))`` or its
    mirror image (`shifted_log`). Caveats: the thresholds are rules of thumb; 5 of 51 countries are
    many, 5 of 5,000 city-years few.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en. Becker, Caperna, Del Sorbo, Norlen, Papadimitriou, Saisana
    (2022), COINr, doi:10.21105/joss.04567.

    Examples
    --------
    >>> jrc([1.0, 2.0, 3.0, 4.0]).how, jrc([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 90.0]).how
    ('untreated', 'winsorized')
    """
    treated = winsorize_points(x, most)
    return shifted_log(x) if dominated(treated.values) else treated
