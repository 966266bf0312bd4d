"""The Gini coefficient: relative, absolute, and of the shortfall from a bound."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, vector
from resilmeter.core.inequality.checks import (
    Correction,
    correction_factor,
    positive_mean,
    unit_weights,
)
from resilmeter.errors import MethodError, problem


def gini(
    values: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    correction: Correction = "none",
) -> float:
    """Compute the Gini coefficient.

    Parameters
    ----------
    values : (n,) float array
        Values with a positive mean.
    weights : (n,) float array, optional
        Positive weights of the units, such as populations; all equal if left out.
    correction : {"none", "sample"}
        "none" is the population form; "sample" leaves out the pairs of a unit with itself.

    Returns
    -------
    float
        In [0, (n - 1) / n] when no value is negative, in [0, 1] with "sample"; 0 for one unit.
        With negative values it can exceed 1.

    Raises
    ------
    MethodError
        A mean that is not positive, values that are not finite, weights that are not positive, or
        the sample form of a single unit.

    Notes
    -----
    ``G = sum_i sum_r w_i w_r |x_i - x_r| / (2 mu W^2)``, equation 8 of S1 when all weights are 1,
    computed as ``sum_i (2 i - n - 1) x_(i) / (n^2 mu)`` over the sorted values. "sample"
    multiplies by n / (n - 1), with weights by 1 / (1 - sum (w / W)^2).

    References
    ----------
    Dagum (1997), Empirical Economics 22, 515-531, doi:10.1007/BF01205777.

    Examples
    --------
    >>> gini([1.0, 3.0]), gini([1.0, 3.0], correction="sample")
    (0.25, 0.5)
    >>> gini([1.0, 3.0], weights=[3, 1]) == gini([1.0, 1.0, 1.0, 3.0])
    True
    """
    array = vector(values)
    weight = None if weights is None else unit_weights(weights, array.size)
    mean = positive_mean(float(np.average(array, weights=weight)))
    factor = correction_factor(correction, array.size, weight)
    return factor * _half_mean_gap(array, weight) / mean


def absolute_gini(
    values: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    correction: Correction = "none",
) -> float:
    """Compute the absolute Gini coefficient: half the mean gap, in the unit of the values.

    Parameters
    ----------
    values : (n,) float array
        Values of any sign.
    weights : (n,) float array, optional
        Positive weights of the units.
    correction : {"none", "sample"}
        As for `gini`.

    Returns
    -------
    float
        Zero or more, in the unit of the values: the Gini coefficient times the mean. It does not
        change when all values rise by the same amount, nor when a bounded score is read as
        shortfall instead of attainment.

    Raises
    ------
    MethodError
        Values that are not finite, weights that are not positive, or the sample form of one unit.

    Examples
    --------
    >>> absolute_gini([1.0, 3.0]), absolute_gini([-3.0, -1.0])
    (0.5, 0.5)
    """
    array = vector(values)
    weight = None if weights is None else unit_weights(weights, array.size)
    return correction_factor(correction, array.size, weight) * _half_mean_gap(array, weight)


def shortfall_gini(
    values: npt.ArrayLike,
    top: float = 1.0,
    weights: npt.ArrayLike | None = None,
    *,
    correction: Correction = "none",
) -> float:
    """Compute the Gini coefficient of what is missing to the best attainable value.

    Parameters
    ----------
    values : (n,) float array
        Bounded scores, none above `top`.
    top : float
        The best attainable value.
    weights : (n,) float array, optional
        Positive weights of the units.
    correction : {"none", "sample"}
        As for `gini`.

    Returns
    -------
    float
        In [0, (n - 1) / n].

    Raises
    ------
    MethodError
        Values above `top`, or all of them at `top`, and what `gini` refuses.

    Notes
    -----
    The Gini coefficient of ``top - x``. Caveat: a bounded score can be more equal in attainment
    and less equal in shortfall at the same time; where the two disagree only the absolute Gini
    coefficient, which is the same for both, says which distribution has larger gaps.

    Examples
    --------
    >>> shortfall_gini([0.25, 0.75]), gini([0.25, 0.75])
    (0.25, 0.25)
    """
    array = vector(values)
    above = int((array > top).sum())
    if above:
        raise MethodError(problem("shortfall-above-top", count=above, top=top))
    if (array == top).all():
        raise MethodError(problem("shortfall-nothing-missing", top=top))
    return gini(top - array, weights, correction=correction)


def _half_mean_gap(values: FloatArray, weights: FloatArray | None) -> float:
    """Compute sum w_i w_r |x_i - x_r| / (2 W^2); inside a block of ties any order will do.

    Without weights the k-th largest value less the k-th smallest counts n + 1 - 2 k times. With
    weights values are centred: it changes no gap, only the rounding error.
    """
    if weights is None:
        ordered = np.sort(values)
        n, half = ordered.size, ordered.size // 2
        gaps = np.subtract(ordered[: n - half - 1 : -1], ordered[:half], out=ordered[:half])
        gaps *= np.arange(n - 1, 0, -2, dtype=np.float64)
        return float(gaps.sum()) / (n * n)
    order = np.argsort(values)
    centred, weight = (values - np.average(values, weights=weights))[order], weights[order]
    upto = np.cumsum(weight)
    balance = 2.0 * upto - weight - upto[-1]
    return float(np.einsum("i,i,i->", weight, centred, balance) / upto[-1] ** 2)
