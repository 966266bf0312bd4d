"""What every measure of inequality demands: groups for all, positive weights, a positive mean."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, codes, vector
from resilmeter.errors import MethodError, problem, refuse_unknown

# "sample" leaves out the n pairs of a unit with itself, which the population form counts as equal.
Correction = Literal["none", "sample"]


def group_codes(groups: npt.ArrayLike, size: int) -> tuple[IntArray, int]:
    """Return group codes 0..k-1 of length `size`, and k; refuse units without a group.

    Raises
    ------
    MethodError
        A unit without a group (NaN, or a negative code), codes that are not whole numbers, or
        another number of them than of units.
    """
    array = np.asarray(groups)
    if np.issubdtype(array.dtype, np.floating) or np.issubdtype(array.dtype, np.signedinteger):
        missing = np.flatnonzero(np.isnan(array) | (array < 0))
        if missing.size:
            rows = [int(row) + 1 for row in missing[:5]]
            raise MethodError(problem("group-missing", count=missing.size, rows=rows))
    return codes(array, size)


def unit_weights(weights: npt.ArrayLike, size: int) -> FloatArray:
    """Return `weights` as `size` positive numbers.

    Raises
    ------
    MethodError
        Another number of weights than of units, or weights that are not positive and finite.
    """
    array = vector(weights)
    if array.size != size:
        raise MethodError(problem("unit-weights-length", given=array.size, expected=size))
    if (array <= 0).any():
        raise MethodError(problem("unit-weights-positive", count=int((array <= 0).sum())))
    return array


def positive_mean(mean: float) -> float:
    """Hand on a mean that a relative measure can divide by.

    Raises
    ------
    MethodError
        A mean that is not positive.
    """
    if mean <= 0:
        raise MethodError(problem("gini-mean", mean=mean))
    return mean


def correction_factor(correction: Correction, size: int, weights: FloatArray | None) -> float:
    """Give the factor that turns the population form into the one asked for.

    It is n / (n - 1), with weights 1 / (1 - sum (w / W)^2), and the same for every part, so parts
    still add up.

    Raises
    ------
    MethodError
        The sample form of a single unit, or an unknown correction.
    """
    refuse_unknown(correction, get_args(Correction), "correction")
    if correction == "none":
        return 1.0
    if size < 2:
        raise MethodError(problem("sample-form-one-unit"))
    if weights is None:
        return size / (size - 1)
    share = weights / weights.sum()
    return float(1.0 / (1.0 - share @ share))
