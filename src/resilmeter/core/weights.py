"""Weights from an oriented, scaled matrix, and the diagnostics that stand beside them.

Every weight kernel takes ``x``, an (n, q) float array (rows = city-years, columns = indicators,
oriented so that larger is better, and scaled), and returns a (q,) array that sums to 1. `labels`
are the indicators' names, used in error messages only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import (
    FloatArray,
    label,
    matrix,
    refuse_constant,
    refuse_negative,
    vector,
)
from resilmeter.errors import MethodError, problem

# Correlations of exact copies differ from 1 by a few ulps; 1e-12 is far below any real conflict.
SAME = 1e-12


def conflict(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Measure how little each indicator repeats the others.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        ``C_j = sum_k (1 - r_jk)`` with Pearson's r; between 0 and 2 (q - 1).

    Raises
    ------
    MethodError
        A constant column, for which r is undefined, or values that are not finite.

    Examples
    --------
    >>> conflict([[0.0, 1.0], [1.0, 0.0]])
    array([2., 2.])
    """
    array = matrix(x, labels)
    refuse_constant(array, labels)
    centred = array - array.mean(axis=0)
    unit = centred / np.sqrt(np.einsum("ij,ij->j", centred, centred))
    correlation = np.clip(unit.T @ unit, -1.0, 1.0)
    np.fill_diagonal(correlation, 1.0)
    return np.asarray((1.0 - correlation).sum(axis=1), dtype=np.float64)


def critic(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Weigh by contrast and conflict: CRITIC.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values; q >= 2.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        Weights, positive, summing to 1.

    Raises
    ------
    MethodError
        Fewer than two columns, a constant column, all columns perfectly correlated, or values
        that are not finite.

    Notes
    -----
    ``I_j = s_j * sum_k (1 - r_jk)``, ``w_j = I_j / sum I`` with the population standard deviation
    s (its ddof cancels) and Pearson's r: equations 3 to 7 of S1.

    Caveats: an indicator of the wrong direction looks like conflict and is over-weighted; two
    copies of an indicator weigh alike and together usually more than the one would alone;
    "objective" does not mean "important".

    References
    ----------
    Diakoulaki, Mavrotas, Papayannakis (1995), Computers & Operations Research 22(7), 763-770,
    doi:10.1016/0305-0548(94)00059-H.

    Examples
    --------
    >>> critic([[0.0, 1.0, 0.0], [0.5, 0.2, 1.0], [1.0, 0.0, 0.4]]).round(4)
    array([0.2937, 0.4418, 0.2645])
    """
    array = matrix(x, labels)
    if array.shape[1] < 2:
        raise MethodError(problem("critic-one-column", column=label(labels, 0)))
    conflicts = conflict(array, labels)
    if conflicts.max() < SAME * array.shape[1]:
        raise MethodError(problem("critic-all-correlated", columns=_named(array, labels)))
    information = array.std(axis=0) * conflicts
    return np.asarray(information / information.sum(), dtype=np.float64)


def entropies(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Measure how evenly each indicator is spread over the rows.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values, none negative; n >= 2.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        ``e_j = -k sum_i p_ij ln p_ij`` with ``p = x / sum x``, ``k = 1 / ln n``; in [0, 1],
        1 for a constant column. ``0 ln 0`` is 0 exactly: nothing is shifted.

    Raises
    ------
    MethodError
        Fewer than two rows, negative values, a column of zeros, or values that are not finite.

    Examples
    --------
    >>> entropies([[0.0, 1.0], [1.0, 1.0]])
    array([0., 1.])
    """
    return np.asarray(np.clip(1.0 - _divergences(x, labels), 0.0, 1.0), dtype=np.float64)


def _divergences(x: npt.ArrayLike, labels: Sequence[str] | None) -> FloatArray:
    """Compute 1 - e_j without cancellation: mean((1 + d) ln(1 + d) - d) / ln n, d = x/mean - 1."""
    array = matrix(x, labels)
    if array.shape[0] < 2:
        raise MethodError(problem("entropy-one-row"))
    refuse_negative(array, labels, "entropy")
    mean = array.mean(axis=0)
    if (mean == 0).any():
        refuse_constant(array, labels)
    relative = array / mean
    logarithm = np.zeros_like(relative)
    np.log1p(relative - 1.0, out=logarithm, where=relative > 0)
    plain = (relative * logarithm - (relative - 1.0)).mean(axis=0)
    return np.asarray(plain / np.log(array.shape[0]), dtype=np.float64)


def entropy(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Weigh by how unevenly each indicator is spread: the (time-extended) entropy method.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values, none negative. With all city-years as rows this is the
        time-extended form, k = 1 / ln(number of city-years).
    labels : sequence of str, optional
        Names of the columns for error messages.

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
    divergence = _divergences(x, labels)
    refuse_constant(matrix(x, labels), labels)
    return np.asarray(divergence / divergence.sum(), dtype=np.float64)


def equal(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Give every indicator the same weight.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values; only the number of columns matters.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        ``1 / q`` each.

    Raises
    ------
    MethodError
        Values that are not finite.

    Notes
    -----
    ``w_j = 1 / q``. Caveats: a dimension with more indicators weighs more.

    Examples
    --------
    >>> equal([[0.0, 1.0], [1.0, 0.0]])
    array([0.5, 0.5])
    """
    columns = matrix(x, labels).shape[1]
    return np.full(columns, 1.0 / columns)


def given(weights: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Use weights decided elsewhere, rescaled to sum to 1.

    Parameters
    ----------
    weights : (q,) float array
        Weights, none negative, not all zero.
    labels : sequence of str, optional
        Names of the indicators for error messages.

    Returns
    -------
    (q,) float array
        ``w_j / sum w``.

    Raises
    ------
    MethodError
        A negative weight, all weights zero, or values that are not finite.

    Notes
    -----
    ``w_j / sum w``. Caveats: printed weights rarely sum to 1 exactly; rescaling them is what makes
    the index reach 1.

    Examples
    --------
    >>> given([1, 3])
    array([0.25, 0.75])
    """
    array = vector(weights)
    bad = [label(labels, int(j)) for j in np.flatnonzero(array < 0)]
    if bad:
        raise MethodError(problem("negative-weights", columns=bad))
    if array.sum() == 0:
        raise MethodError(problem("zero-weights"))
    return np.asarray(array / array.sum(), dtype=np.float64)


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
    return np.asarray((centred**3).mean(axis=0) / array.std(axis=0) ** 3, dtype=np.float64)


def _named(array: FloatArray, labels: Sequence[str] | None) -> list[str]:
    return [label(labels, j) for j in range(array.shape[1])]
