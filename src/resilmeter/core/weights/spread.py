"""Weights from how far each indicator spreads: entropy, coefficient of variation, deviation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, label, matrix, refuse_constant, refuse_negative
from resilmeter.core.columns import Columns, blocks, columns
from resilmeter.errors import MethodError, problem, refuse

SMALLEST = np.nextafter(0.0, 1.0)


def entropies(
    x: npt.ArrayLike, labels: Sequence[str] | None = None, *, shift: float = 0.0
) -> FloatArray:
    """Measure how evenly each indicator is spread over the rows.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values, none negative; n >= 2.
    labels : sequence of str, optional
        Names of the columns for error messages.
    shift : float
        Added to every value first, as many scripts do to avoid ln 0; it changes the result.

    Returns
    -------
    (q,) float array
        ``e_j = -k sum_i p_ij ln p_ij`` with ``p = x / sum x``, ``k = 1 / ln n``; in [0, 1],
        1 for a constant column. ``0 ln 0`` is 0 exactly: nothing is shifted unless asked.

    Raises
    ------
    MethodError
        Fewer than two rows, negative values, a column of zeros, or values that are not finite.

    Examples
    --------
    >>> entropies([[0.0, 1.0], [1.0, 1.0]])
    array([0., 1.])
    """
    array, found = _nonnegative(x, labels, shift)
    return entropies_of(_divergences(array, found, shift))


def entropies_of(divergence: FloatArray) -> FloatArray:
    """Finish `entropies`: from the (q,) divergences 1 - e, with what rounding adds taken off."""
    return np.clip(1.0 - divergence, 0.0, 1.0)


def _nonnegative(
    x: npt.ArrayLike, labels: Sequence[str] | None, shift: float
) -> tuple[FloatArray, Columns]:
    """Check what the entropy needs; return the array as given and its columns as shifted."""
    array = matrix(x, labels)
    if array.shape[0] < 2:
        raise MethodError(problem("entropy-one-row"))
    plain = columns(array)
    found = Columns(plain.rows, plain.ends + shift, plain.mean + shift)
    refuse_negative(found.ends, labels, "entropy")
    if (found.mean == 0).any():
        refuse_constant(found.ends, labels)
    return array, found


def _divergences(array: FloatArray, found: Columns, shift: float) -> FloatArray:
    """Compute 1 - e_j without cancellation: mean(r ln r - (r - 1)) / ln n with r = x / mean."""
    total = np.zeros(array.shape[1])
    for block in blocks(array):
        ratio = (block + shift) / found.mean[:, None]
        # The logarithm of the smallest positive number is finite, so that 0 times it is 0 exactly.
        plain = ratio * np.log(np.maximum(ratio, SMALLEST)) - (ratio - 1.0)
        total += plain.sum(axis=1)
    return np.asarray(total / found.rows / np.log(found.rows), dtype=np.float64)


def entropy(
    x: npt.ArrayLike, labels: Sequence[str] | None = None, *, shift: float = 0.0
) -> FloatArray:
    """Weigh by how unevenly each indicator is spread: the (time-extended) entropy method.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values, none negative. With all city-years as rows this is the
        time-extended form, k = 1 / ln(number of city-years); with one year's rows it is the
        traditional cross-section form.
    labels : sequence of str, optional
        Names of the columns for error messages.
    shift : float
        Added to every value first; 0 by default, because a shift of 0.0001, 0.01 or 1 changes the
        weights, the more the more zeros there are.

    Returns
    -------
    (q,) float array
        Weights, positive, summing to 1.

    Raises
    ------
    MethodError
        Fewer than two rows, a constant column, negative values, or values that are not finite.

    Notes
    -----
    ``p = x / sum x``, ``e_j = -k sum p ln p``, ``w_j = (1 - e_j) / sum (1 - e)``: steps 2 to 5 of
    S2, with 0 ln 0 = 0 exactly and no shift.

    Caveats: zeros and outliers raise a weight; look at the share of zeros and at the weight
    without the most extreme cell before believing the ranking of weights.

    References
    ----------
    Shannon (1948), Bell System Technical Journal 27, doi:10.1002/j.1538-7305.1948.tb01338.x.
    Zhu, Tian, Yan (2020), Mathematical Problems in Engineering 3564835,
    doi:10.1155/2020/3564835 (on its weaknesses).

    Examples
    --------
    >>> entropy([[0.0, 0.5], [0.5, 0.0], [1.0, 1.0]]).round(4)
    array([0.5, 0.5])
    """
    array, found = _nonnegative(x, labels, shift)
    refuse_constant(found.ends, labels)
    return shares(_divergences(array, found, shift))


def shares(spreads: FloatArray) -> FloatArray:
    """Finish every weighting of this file: each column's part in the sum of (q,) spreads."""
    return np.asarray(spreads / spreads.sum(), dtype=np.float64)


def coefficient_of_variation(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Weigh by relative dispersion.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values with positive column means.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        Weights, positive, summing to 1.

    Raises
    ------
    MethodError
        A constant column, a mean that is not positive, or values that are not finite.

    Notes
    -----
    ``v_j = s_j / mean_j``, ``w_j = v_j / sum v`` (the ddof of s cancels). Caveats: a mean near zero
    gives any weight one likes; an indicator of many zeros takes the index.

    References
    ----------
    Shuai et al. (2012), as tested by the package objective-weighting.

    Examples
    --------
    >>> coefficient_of_variation([[1.0, 1.0], [3.0, 5.0]]).round(4)
    array([0.4286, 0.5714])
    """
    array = matrix(x, labels)
    refuse_constant(array, labels)
    return shares(array.std(axis=0) / positive_mean(array, labels, "coefficient-of-variation"))


def standard_deviation(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Weigh by dispersion alone.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        Weights, positive, summing to 1.

    Raises
    ------
    MethodError
        A constant column, or values that are not finite.

    Notes
    -----
    ``w_j = s_j / sum s``. Caveats: after min-max scaling it rewards indicators with two humps and
    punishes those with one outlier.

    References
    ----------
    Diakoulaki, Mavrotas, Papayannakis (1995), doi:10.1016/0305-0548(94)00059-H.

    Examples
    --------
    >>> standard_deviation([[0.0, 0.0], [1.0, 3.0]])
    array([0.25, 0.75])
    """
    array = matrix(x, labels)
    refuse_constant(array, labels)
    return shares(array.std(axis=0))


def skewness(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Measure asymmetry: the third standardised moment of each column, population form.

    Parameters
    ----------
    x : (n, q) float array
        Values without constant columns.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        ``mean((x - mean)^3) / std^3``; 0 for a symmetric column.

    Raises
    ------
    MethodError
        A constant column, or values that are not finite.

    Examples
    --------
    >>> skewness([[0.0], [0.0], [1.0]]).round(4)
    array([0.7071])
    """
    array = matrix(x, labels)
    refuse_constant(array, labels)
    centred = array - array.mean(axis=0)
    squares = centred * centred  # a power of an array takes twenty times as long as a product
    return skewness_of((squares * centred).mean(axis=0), squares.mean(axis=0))


def skewness_of(third: FloatArray, variance: FloatArray) -> FloatArray:
    """Finish `skewness`: from the (q,) third and second central moments."""
    return np.asarray(third / variance**1.5, dtype=np.float64)


def positive_mean(array: FloatArray, labels: Sequence[str] | None, method: str) -> FloatArray:
    """Return column means, refusing by name those that are not positive."""
    return positive(array.mean(axis=0), labels, method)


def positive(mean: FloatArray, labels: Sequence[str] | None, method: str) -> FloatArray:
    """Hand (q,) column means on, refusing by name those that are not positive."""
    refuse(
        MethodError,
        [
            problem("mean-not-positive", column=label(labels, int(j)), method=method)
            for j in np.flatnonzero(mean <= 0)
        ],
    )
    return np.asarray(mean, dtype=np.float64)
