"""Correlation between indicators: Pearson, Spearman, and distance correlation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, matrix, refuse_constant
from resilmeter.core.columns import Moments, columns, scatter

# Distances of a block of rows to all others are held at once: 64 rows x 1e4 x 12 is 60 MB.
BLOCK = 64


def pearson(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Compute Pearson's correlation between columns.

    Parameters
    ----------
    x : (n, q) float array
        Values, no constant column.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q, q) float array
        In [-1, 1], symmetric, ones on the diagonal.

    Raises
    ------
    MethodError
        A constant column, or values that are not finite.

    Examples
    --------
    >>> pearson([[0.0, 1.0], [1.0, 0.0]])
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    return deviations(x, labels)[1]


def deviations(
    x: npt.ArrayLike, labels: Sequence[str] | None = None
) -> tuple[FloatArray, FloatArray]:
    """Compute standard deviations (population form) and Pearson's correlation from one product.

    Parameters and errors are those of `pearson`; returns a (q,) and a (q, q) array.

    Examples
    --------
    >>> deviations([[0.0, 1.0], [1.0, 0.0]])[0]
    array([0.5, 0.5])
    """
    array = matrix(x, labels)
    found = columns(array)
    refuse_constant(found.ends, labels)
    moments = Moments(found.rows, found.mean, scatter(array, found.mean))
    return moments.deviation, moments.correlation


def spearman(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Compute Spearman's rank correlation between columns, ties sharing their mean rank.

    Parameters and errors are those of `pearson`.

    Examples
    --------
    >>> spearman([[1.0, 1.0], [2.0, 8.0], [3.0, 27.0]])
    array([[1., 1.],
           [1., 1.]])
    """
    array = matrix(x, labels)
    refuse_constant(array, labels)
    return pearson(np.column_stack([mean_ranks(column) for column in array.T]), labels)


def mean_ranks(values: FloatArray) -> FloatArray:
    """Rank values from 1 up; equal values share the mean of their ranks.

    >>> mean_ranks(np.array([10.0, 20.0, 10.0]))
    array([1.5, 3. , 1.5])
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[place], dtype=np.float64)


def distance(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Compute the distance correlation between columns: 0 only for independent ones.

    Parameters and errors are those of `pearson`; values lie in [0, 1]. Takes O(n^2 q^2) time.

    Notes
    -----
    ``dCor^2 = dCov^2(a, b) / sqrt(dVar^2(a) dVar^2(b))`` with doubly centred distance matrices.

    References
    ----------
    Szekely, Rizzo, Bakirov (2007), Annals of Statistics 35, doi:10.1214/009053607000000505.

    Examples
    --------
    >>> distance([[-1.0, 1.0], [0.0, 0.0], [1.0, 1.0]]).round(4)
    array([[1.    , 0.5623],
           [0.5623, 1.    ]])
    """
    array = matrix(x, labels)
    refuse_constant(array, labels)
    means = _mean_distances(array)
    covariance = np.zeros((array.shape[1], array.shape[1]))
    for start in range(0, array.shape[0], BLOCK):
        rows = slice(start, start + BLOCK)
        gaps = np.abs(array[rows, None, :] - array[None, :, :])
        gaps += means.mean(axis=0) - means[rows, None, :] - means[None, :, :]
        flat = gaps.reshape(-1, array.shape[1])
        covariance += flat.T @ flat
    scale = np.sqrt(np.diag(covariance))
    squared = np.clip(covariance / np.outer(scale, scale), 0.0, 1.0)
    np.fill_diagonal(squared, 1.0)
    return np.asarray(np.sqrt(squared), dtype=np.float64)


def _mean_distances(array: FloatArray) -> FloatArray:
    """Mean absolute distance of each value to all of its column, from one sort a column."""
    n = array.shape[0]
    out = np.empty_like(array)
    for j, column in enumerate(array.T):
        order = np.argsort(column)
        ordered = column[order]
        below = np.concatenate(([0.0], np.cumsum(ordered)))
        i = np.arange(n)
        total = ordered * (2 * i + 1 - n) + below[-1] - below[:-1] - below[1:]
        out[order, j] = total / n
    return out
