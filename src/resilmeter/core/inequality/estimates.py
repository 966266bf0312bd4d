"""An estimate with its bias, standard error and interval."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True, eq=False)
class Estimates:
    """Values with intervals; every array has the same shape.

    Attributes
    ----------
    value : float array
        The statistic of the sample itself.
    bias : float array
        Its estimated bias: value - bias is the middle of a bias-corrected interval, so the value
        may lie near the edge of it, or outside.
    error : float array
        Standard error.
    low, high : float array
        Bounds of the interval.
    """

    value: FloatArray
    bias: FloatArray
    error: FloatArray
    low: FloatArray
    high: FloatArray


def student_quantile(confidence: float, freedom: npt.ArrayLike) -> FloatArray:
    """Give quantiles of two-sided intervals of Student's t, by degrees of freedom.

    Exact for 1 and 2 degrees; from 3 on by the expansion in powers of 1 / freedom around the normal
    quantile, whose error is below 0.2 % at 95 %.

    Raises
    ------
    MethodError
        A confidence that is not between 0 and 1.

    References
    ----------
    Abramowitz, Stegun (1964), Handbook of Mathematical Functions, 26.7.5.

    >>> student_quantile(0.95, [1, 2, 3, 30]).round(2)
    array([12.71,  4.3 ,  3.18,  2.04])
    """
    if not 0 < confidence < 1:
        raise MethodError(problem("confidence-level", given=confidence))
    degrees = np.maximum(np.asarray(freedom, dtype=np.float64), 1.0)
    z = NormalDist().inv_cdf((1.0 + confidence) / 2.0)
    steps = (
        z,
        (z**3 + z) / 4.0,
        (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0,
        (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0,
        (79.0 * z**9 + 776.0 * z**7 + 1482.0 * z**5 - 1920.0 * z**3 - 945.0 * z) / 92160.0,
    )
    many = sum(step / degrees**power for power, step in enumerate(steps))
    one, two = np.tan(np.pi * confidence / 2.0), confidence * np.sqrt(2.0 / (1.0 - confidence**2))
    return np.asarray(np.where(degrees < 2, one, np.where(degrees < 3, two, many)))


def interval(
    value: FloatArray, bias: FloatArray, error: FloatArray, quantile: FloatArray
) -> Estimates:
    """Lay a symmetric interval around the value without its bias."""
    middle, half = value - bias, quantile * error
    return Estimates(*(np.asarray(a) for a in (value, bias, error, middle - half, middle + half)))


def quantiles(confidence: float, sizes: IntArray) -> tuple[FloatArray, FloatArray]:
    """Give the quantile of statistics of all units, and those (k,) of single groups.

    A mean is fitted to each group: n - k degrees of freedom are left, n_g - 1 inside a group.
    """
    whole = int(sizes.sum()) - int((sizes > 0).sum())
    return student_quantile(confidence, whole), student_quantile(confidence, sizes - 1)
