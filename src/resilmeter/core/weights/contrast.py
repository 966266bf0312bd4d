"""CRITIC and its kin: contrast of an indicator times its conflict with the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, label, matrix
from resilmeter.core.weights.correlation import deviations, distance, pearson, spearman
from resilmeter.core.weights.spread import positive, positive_mean
from resilmeter.errors import MethodError, problem

# Correlations of exact copies differ from 1 by a few ulps; 1e-12 is far below any real conflict.
SAME = 1e-12

Correlation = Literal["pearson", "spearman", "distance"]
CORRELATIONS: dict[str, Callable[..., FloatArray]] = {
    "pearson": pearson,
    "spearman": spearman,
    "distance": distance,
}


def conflict(
    x: npt.ArrayLike, labels: Sequence[str] | None = None, *, correlation: Correlation = "pearson"
) -> FloatArray:
    """Measure how little each indicator repeats the others.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values.
    labels : sequence of str, optional
        Names of the columns for error messages.
    correlation : {"pearson", "spearman", "distance"}
        Which correlation r.

    Returns
    -------
    (q,) float array
        ``C_j = sum_k (1 - r_jk)``; between 0 and 2 (q - 1).

    Raises
    ------
    MethodError
        A constant column, for which r is undefined, or values that are not finite.

    Examples
    --------
    >>> conflict([[0.0, 1.0], [1.0, 0.0]])
    array([2., 2.])
    """
    return conflict_of(CORRELATIONS[correlation](x, labels))


def conflict_of(correlation: FloatArray) -> FloatArray:
    """Finish `conflict`: from a (q, q) correlation matrix."""
    return np.asarray((1.0 - correlation).sum(axis=1), dtype=np.float64)


def critic(
    x: npt.ArrayLike, labels: Sequence[str] | None = None, *, correlation: Correlation = "pearson"
) -> FloatArray:
    """Weigh by contrast and conflict: CRITIC.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values; q >= 2.
    labels : sequence of str, optional
        Names of the columns for error messages.
    correlation : {"pearson", "spearman", "distance"}
        Pearson as published; Spearman for heavy tails; distance correlation for relations that
        are not straight lines (D-CRITIC).

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
    array = _several(x, labels)
    contrast, r = deviations(array, labels)
    if correlation != "pearson":
        r = CORRELATIONS[correlation](array, labels)
    return critic_of(contrast, r, labels)


def critic_of(
    deviation: FloatArray, correlation: FloatArray, labels: Sequence[str] | None = None
) -> FloatArray:
    """Finish `critic`: from (q,) standard deviations and a (q, q) correlation matrix, q >= 2."""
    return _information(deviation, conflict_of(correlation), labels)


def critic_cv(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Weigh by relative contrast and conflict: the "improved CRITIC" of the Chinese literature.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values with positive column means; q >= 2.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        Weights, positive, summing to 1.

    Raises
    ------
    MethodError
        As `critic`; and a column whose mean is not positive.

    Notes
    -----
    ``I_j = (s_j / mean_j) * sum_k (1 - |r_jk|)``: the coefficient of variation in the place of the
    standard deviation, and correlation of either sign as repetition. Caveats: not invariant to a
    shift of the scale, so a share of zeros raises a weight as in the entropy method.

    Examples
    --------
    >>> critic_cv([[0.0, 1.0, 0.0], [0.5, 0.2, 1.0], [1.0, 0.0, 0.4]]).round(4)
    array([0.3046, 0.2324, 0.463 ])
    """
    array = _several(x, labels)
    deviation, r = deviations(array, labels)
    return _of_relative(deviation / positive_mean(array, labels, "critic-cv"), r, labels)


def critic_cv_of(
    deviation: FloatArray,
    mean: FloatArray,
    correlation: FloatArray,
    labels: Sequence[str] | None = None,
) -> FloatArray:
    """Finish `critic_cv`: from (q,) standard deviations and means, and (q, q) correlations."""
    return _of_relative(deviation / positive(mean, labels, "critic-cv"), correlation, labels)


def _of_relative(
    relative: FloatArray, correlation: FloatArray, labels: Sequence[str] | None
) -> FloatArray:
    return _information(relative, conflict_of(np.abs(correlation)), labels)


def _several(x: npt.ArrayLike, labels: Sequence[str] | None) -> FloatArray:
    array = matrix(x, labels)
    _refuse_single(array.shape[1], labels)
    return array


def _refuse_single(columns: int, labels: Sequence[str] | None) -> None:
    if columns < 2:
        raise MethodError(problem("critic-one-column", column=label(labels, 0)))


def _information(
    contrast: FloatArray, conflicts: FloatArray, labels: Sequence[str] | None
) -> FloatArray:
    """Multiply contrast by conflict and share out, refusing columns that are all copies."""
    _refuse_single(contrast.size, labels)
    if conflicts.max() < SAME * conflicts.size:
        names = [label(labels, j) for j in range(conflicts.size)]
        raise MethodError(problem("critic-all-correlated", columns=names))
    information = contrast * conflicts
    return np.asarray(information / information.sum(), dtype=np.float64)
