"""Classes of equal size, whatever ties there are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray
from resilmeter.core.strata.record import Strata, refuse_uncuttable, strata


def quantile(values: npt.ArrayLike, k: int) -> Strata:
    """Cut into k classes of as equal a size as ties allow.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver.
    k : int
        Number of classes, at least 2.

    Returns
    -------
    Strata
        k classes, always: equal values stay together, and no class is lost.

    Raises
    ------
    MethodError
        Constant values, or fewer than k distinct values.

    Notes
    -----
    Breaks are the quantiles ``p = i / k`` by linear interpolation (type 7 of Hyndman and Fan).
    Where ties make two breaks coincide, or leave a class empty, breaks are set one after another:
    the next is the 1/r quantile of the values above the last, r being the classes still to fill.
    Half of the values zero thus gives a class of zeros, and the other classes share the rest.

    References
    ----------
    Hyndman, Fan (1996), The American Statistician 50(4), 361-365, doi:10.2307/2684934.

    Examples
    --------
    >>> quantile([0.0, 0.0, 0.0, 0.0, 1.0, 2.0], 3).sizes
    array([4, 1, 1])
    """
    x = refuse_uncuttable(values, k, "quantile")
    breaks = np.quantile(x, np.arange(k + 1) / k)
    inner = np.searchsorted(breaks[1:-1], x, side="left")
    if (np.bincount(inner, minlength=k) == 0).any():
        breaks = _one_after_another(np.sort(x), k)
    return strata(x, breaks, "quantile")


def _one_after_another(ordered: FloatArray, k: int) -> FloatArray:
    """Set each break on the values left by those before, keeping enough for the rest."""
    breaks = [float(ordered[0])]
    for left in range(k, 1, -1):
        distinct = np.unique(ordered)
        highest = distinct[distinct.size - left]  # leaves one value for each class to come
        breaks.append(min(float(np.quantile(ordered, 1 / left)), float(highest)))
        ordered = ordered[ordered > breaks[-1]]
    return np.array([*breaks, ordered[-1]], dtype=np.float64)
