"""What the sentence about drivers claims, taken from one variant of the index."""

from __future__ import annotations

import numpy as np

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.detector.sums import adjusted, explained, standardize, stratified
from resilmeter.errors import MethodError


def adjusted_shares(index: FloatArray, strata: IntArray) -> FloatArray:
    """Measure the adjusted share q of each driver in an index.

    Parameters
    ----------
    index : (n,) float array
        The index of one period.
    strata : (d, n) integer array
        Stratum of each unit by driver; -1 where it is not known.

    Returns
    -------
    (d,) float array
        As `detect_factors` gives it; NaN where the detector does not apply.

    Examples
    --------
    >>> strata = np.array([[0, 0, 1, 1, -1], [0, 1, 0, 1, 0]])
    >>> adjusted_shares(np.array([1.0, 2.0, 5.0, 6.0, 3.0]), strata).round(3)
    array([ 0.912, -0.24 ])
    """
    return np.array([_share(index[codes >= 0], codes[codes >= 0]) for codes in strata])


def _share(y: FloatArray, codes: IntArray) -> float:
    try:
        part = stratified(codes, y.size)
        return adjusted(explained(standardize(y), part), y.size, part.count)
    except MethodError:
        return float("nan")
