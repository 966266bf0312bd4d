"""Score the same rows under many sets of weights at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, fitting_weights, matrix, refuse_negative
from resilmeter.errors import MethodError, problem

# Numbers held at once while levels are worked through: about 32 MB.
BLOCK = 4_000_000


def power_variants(
    x: npt.ArrayLike,
    weights: npt.ArrayLike,
    exponent: float = 1.0,
    labels: Sequence[str] | None = None,
) -> FloatArray:
    """Average each row by a weighted power mean, under each of many sets of weights.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values; none negative unless the exponent is 1.
    weights : (v, q) float array
        One set of weights a row, none negative, each summing to 1; an indicator that a variant
        leaves out has weight 0.
    exponent : float
        1 arithmetic, 0 geometric, -1 harmonic mean.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (v, n) float array
        Row k holds what `power_mean` gives with the k-th set of weights.

    Raises
    ------
    MethodError
        Negative values, weights that do not fit, or values that are not finite.

    Notes
    -----
    ``(sum w x^p)^(1/p)``, and ``exp(sum w ln x)`` for p = 0: the powers or logarithms are taken
    once, and all variants are one product of matrices.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> power_variants([[0.25, 1.0]], [[0.5, 0.5], [1.0, 0.0]], 0.0)
    array([[0.5 ],
           [0.25]])
    """
    array = matrix(x)
    return _power_means(array, _sets(weights, array), exponent, labels)


def nested_variants(
    x: npt.ArrayLike,
    weights: npt.ArrayLike,
    parents: Sequence[IntArray],
    exponents: Sequence[float],
    labels: Sequence[str] | None = None,
) -> FloatArray:
    """Aggregate level by level, under each of many sets of weights.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values; none negative unless all exponents are 1.
    weights : (v, q) float array
        One set of weights a row, as for `power_variants`.
    parents : sequence of integer arrays
        For every level but the last, the code 0..k-1 of the parent of each of its members.
    exponents : sequence of float
        One a level, from the indicators up; one more than `parents`.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (v, n) float array
        Row k holds the index of `nested_means` with the k-th set of weights. A parent without
        weight is left out of the level above it.

    Raises
    ------
    MethodError
        Another number of exponents than levels, negative values where a mean other than the
        arithmetic meets them, weights that do not fit.

    Notes
    -----
    ``y = (sum (w / W) x^p)^(1/p)`` within each parent of weight W, then again one level up. Memory
    is bounded: variants are worked through in blocks.

    References
    ----------
    Becker, Caperna, Del Sorbo, Norlen, Papadimitriou, Saisana (2022), Journal of Open Source
    Software 7(78), 4567, doi:10.21105/joss.04567.

    Examples
    --------
    >>> sets = [[0.25, 0.25, 0.5], [0.5, 0.5, 0.0]]
    >>> nested_variants([[0.2, 0.8, 0.5]], sets, [np.array([0, 0, 1])], [0, 1]).round(3)
    array([[0.45],
           [0.4 ]])
    """
    array = matrix(x)
    sets = _sets(weights, array)
    if len(exponents) != len(parents) + 1:
        raise MethodError(problem("levels-number", given=len(exponents), expected=len(parents) + 1))
    out = np.empty((sets.shape[0], array.shape[0]))
    step = max(1, BLOCK // max(1, array.size))
    for start in range(0, sets.shape[0], step):
        block = sets[start : start + step]
        out[start : start + step] = _nested(array, block, parents, exponents, labels)
    return out


def _sets(weights: npt.ArrayLike, x: FloatArray) -> FloatArray:
    """Return the sets of weights as a (v, q) array that fits the columns of x."""
    return fitting_weights(weights, (np.shape(weights)[0], x.shape[1]))


def _nested(
    x: FloatArray,
    weights: FloatArray,
    parents: Sequence[IntArray],
    exponents: Sequence[float],
    labels: Sequence[str] | None,
) -> FloatArray:
    """Work through the levels of one block; from the second level on each variant has its own."""
    if not parents:
        return _power_means(x, weights, exponents[0], labels)
    codes = parents[0]
    totals = weights @ (codes[:, None] == np.arange(codes.max() + 1)).astype(np.float64)
    shares = weights / np.where(totals > 0, totals, 1.0)[:, codes]
    columns = []
    for k in range(totals.shape[1]):
        names = labels and [n for n, code in zip(labels, codes, strict=True) if code == k]
        columns.append(_power_means(x[:, codes == k], shares[:, codes == k], exponents[0], names))
    values = np.stack(columns, axis=2)
    for upper, exponent in zip([*parents[1:], None], exponents[1:], strict=True):
        whole = np.zeros(values.shape[2], dtype=np.int64) if upper is None else upper
        values, totals = _up(values, totals, whole, exponent)
    return np.asarray(values[:, :, 0], dtype=np.float64)


def _up(
    values: FloatArray, weights: FloatArray, codes: IntArray, exponent: float
) -> tuple[FloatArray, FloatArray]:
    """Aggregate (v, n, k) values of (v, k) weights to their parents."""
    member = (codes[:, None] == np.arange(codes.max() + 1)).astype(np.float64)
    totals = weights @ member
    shares = (weights / np.where(totals > 0, totals, 1.0)[:, codes])[:, :, None] * member
    zero = ((values == 0) * (weights > 0)[:, None, :]) @ member > 0
    powers = _powers(values, exponent, None)
    return _roots(powers @ shares, exponent, zero), totals


def _power_means(
    x: FloatArray, weights: FloatArray, exponent: float, labels: Sequence[str] | None
) -> FloatArray:
    """Average the rows of x under every row of weights: (v, n)."""
    powers = _powers(x, exponent, labels)
    zero = (weights > 0).astype(np.float64) @ (x == 0).T.astype(np.float64) > 0
    return _roots(weights @ powers.T, exponent, zero)


def _powers(x: FloatArray, exponent: float, labels: Sequence[str] | None) -> FloatArray:
    """Take the logarithm or the power; what is zero adds nothing and is put right in `_roots`."""
    if exponent == 1.0:
        return x
    if (x < 0).any():
        refuse_negative(x.reshape(-1, x.shape[-1]), labels, "power mean")
    safe = np.where(x > 0, x, 1.0)
    return np.log(safe) if exponent == 0.0 else np.where(x > 0, safe**exponent, 0.0)


def _roots(means: FloatArray, exponent: float, zero: npt.NDArray[np.bool_]) -> FloatArray:
    """Undo `_powers` for the means; a zero of positive weight decides for exponents up to 0."""
    if exponent == 1.0:
        return means
    if exponent > 0.0:
        return np.asarray(means ** (1.0 / exponent), dtype=np.float64)
    safe = np.where(zero | (means <= 0), 1.0, means) if exponent < 0 else means
    roots = np.exp(means) if exponent == 0.0 else safe ** (1.0 / exponent)
    return np.asarray(np.where(zero, 0.0, roots), dtype=np.float64)
