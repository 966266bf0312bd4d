"""Scores from the distance to an ideal (TOPSIS, VIKOR, grey relation) and from ranks."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, fitting_weights, matrix
from resilmeter.errors import MethodError, problem

Distance = Literal["matrix", "inside"]


def topsis(
    x: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    distance: Distance = "matrix",
    reference: npt.ArrayLike | None = None,
) -> FloatArray:
    """Score by closeness to the best and distance from the worst: TOPSIS.

    Parameters
    ----------
    x : (n, q) float array
        Normalised values, oriented so that more is better (a lower-is-better column may come with
        its sign turned).
    weights : (q,) float array
        Weights, summing to 1.
    distance : {"matrix", "inside"}
        matrix: distances of ``w x``, so that w is squared under the root; inside:
        ``sqrt(sum w (x - ideal)^2)``. They rank differently.
    reference : (m, q) float array, optional
        Rows whose column maxima and minima are the ideals; `x` itself if left out.

    Returns
    -------
    (n,) float array
        Closeness in [0, 1]; 1 at the ideal.

    Raises
    ------
    MethodError
        All reference rows equal, shapes that do not fit, or values that are not finite.

    Notes
    -----
    ``C = D- / (D+ + D-)`` with Euclidean distances to the worst and the best value of each column.
    Caveats: not additive, so its parts by dimension are Shapley values; a new unit can reverse
    ranks.

    References
    ----------
    Hwang, Yoon (1981), Multiple Attribute Decision Making, doi:10.1007/978-3-642-48318-9.

    Examples
    --------
    >>> topsis([[0.0, 0.0], [1.0, 1.0], [0.5, 0.5]], [0.5, 0.5])
    array([0. , 1. , 0.5])
    """
    array = matrix(x)
    w = fitting_weights(weights, array.shape[1:])
    scale = w if distance == "matrix" else np.sqrt(w)
    rows = _reference(array * scale, None if reference is None else matrix(reference) * scale)
    best, worst = rows.max(axis=0), rows.min(axis=0)
    v = array * scale
    to_best = np.sqrt(((v - best) ** 2).sum(axis=1))
    to_worst = np.sqrt(((v - worst) ** 2).sum(axis=1))
    return np.asarray(to_worst / (to_best + to_worst), dtype=np.float64)


def vikor(
    x: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    strategy: float = 0.5,
    reference: npt.ArrayLike | None = None,
) -> FloatArray:
    """Score by group utility and individual regret: VIKOR, turned so that more is better.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values.
    weights : (q,) float array
        Weights, summing to 1.
    strategy : float
        Weight v of the group utility in [0, 1].
    reference : (m, q) float array, optional
        Rows that set ideals and ranges; `x` itself if left out.

    Returns
    -------
    (n,) float array
        ``1 - Q``; in [0, 1] for the reference rows, 1 is best.

    Raises
    ------
    MethodError
        All reference rows equal, shapes that do not fit, or values that are not finite.

    Notes
    -----
    ``S = sum w d``, ``R = max w d`` with ``d = (best - x) / (best - worst)``;
    ``Q = v (S - min S) / (max S - min S) + (1 - v) (R - min R) / (max R - min R)``. Caveats: the
    weight of the majority v is a choice.

    References
    ----------
    Opricovic, Tzeng (2004), European Journal of Operational Research 156,
    doi:10.1016/S0377-2217(03)00020-1.

    Examples
    --------
    >>> vikor([[0.0, 0.0], [1.0, 1.0], [0.5, 0.5]], [0.5, 0.5])
    array([0. , 1. , 0.5])
    """
    array = matrix(x)
    w = fitting_weights(weights, array.shape[1:])
    rows = _reference(array, reference)
    best, span = rows.max(axis=0), np.ptp(rows, axis=0)
    scale = w / np.where(span > 0, span, 1.0)
    _reference(rows * w, None)
    own, others = scale * (best - array), scale * (best - rows)
    utility = _unit(own.sum(axis=1), others.sum(axis=1))
    regret = _unit(own.max(axis=1), others.max(axis=1))
    return np.asarray(1.0 - strategy * utility - (1.0 - strategy) * regret, dtype=np.float64)


def grey_relation(
    x: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    distinguishing: float = 0.5,
    reference: npt.ArrayLike | None = None,
) -> FloatArray:
    """Split the grey relational grade to the ideal series into the contributions of indicators.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values.
    weights : (q,) float array
        Weights, summing to 1.
    distinguishing : float
        Coefficient rho in (0, 1].
    reference : (m, q) float array, optional
        Rows that set the ideal (the maximum of each column) and the smallest and largest distance;
        `x` itself if left out.

    Returns
    -------
    (n, q) float array
        Contributions ``w xi``; each row adds up to the grade in (0, 1], 1 at the ideal.

    Raises
    ------
    MethodError
        All rows equal, shapes that do not fit, or values that are not finite.

    Notes
    -----
    ``xi = (min d + rho max d) / (d + rho max d)`` with ``d = |x - ideal|`` and minimum and maximum
    over all cells; ``sum w xi``. Caveats: grades crowd together; their differences mean little.

    References
    ----------
    Deng (1982), Systems & Control Letters 1, doi:10.1016/S0167-6911(82)80025-X.

    Examples
    --------
    >>> grey_relation([[1.0], [0.0]], [1.0])
    array([[1.        ],
           [0.33333333]])
    """
    array = matrix(x)
    w = fitting_weights(weights, array.shape[1:])
    rows = _reference(array, reference)
    ideal = rows.max(axis=0)
    gap, gaps = ideal - array, ideal - rows
    least, most = gaps.min(), distinguishing * gaps.max()
    return np.asarray((least + most) / (gap + most) * w, dtype=np.float64)


def rank_sum_ratio(
    x: npt.ArrayLike, weights: npt.ArrayLike, *, reference: npt.ArrayLike | None = None
) -> FloatArray:
    """Split the weighted rank-sum ratio (RSR) into the contributions of indicators.

    Parameters
    ----------
    x : (n, q) float array
        Oriented values; only their order matters.
    weights : (q,) float array
        Weights, summing to 1.
    reference : (m, q) float array, optional
        Rows among which `x` is ranked, and which hold it; `x` itself if left out.

    Returns
    -------
    (n, q) float array
        Contributions ``w R / m``; each row adds up to the ratio in (0, 1], 1 if best in everything.
        Ties share their mean rank.

    Raises
    ------
    MethodError
        Shapes that do not fit, or values that are not finite.

    Notes
    -----
    ``sum w R / m`` with rank m for the best of m rows. Caveats: forgets by how much one is better.

    References
    ----------
    Tian (1993), Chinese Journal of Preventive Medicine 27 (in Chinese).

    Examples
    --------
    >>> rank_sum_ratio([[0.1], [0.9]], [1.0])
    array([[0.5],
           [1. ]])
    """
    array = matrix(x)
    w = fitting_weights(weights, array.shape[1:])
    rows = array if reference is None else matrix(reference)
    ranks = np.column_stack([_ranks_among(a, b) for a, b in zip(array.T, rows.T, strict=True)])
    return np.asarray(ranks / rows.shape[0] * w, dtype=np.float64)


def _ranks_among(values: FloatArray, reference: FloatArray) -> FloatArray:
    """Rank values that occur in the reference; ties share their mean rank."""
    ordered = np.sort(reference)
    below = np.searchsorted(ordered, values, side="left")
    up_to = np.searchsorted(ordered, values, side="right")
    return np.asarray((below + up_to + 1) / 2.0, dtype=np.float64)


def _reference(array: FloatArray, given: npt.ArrayLike | None) -> FloatArray:
    """Return the rows that set the ideals, refusing rows that are all equal."""
    rows = array if given is None else matrix(given)
    if not (np.ptp(rows, axis=0) > 0).any():
        raise MethodError(problem("all-rows-equal"))
    return rows


def _unit(values: FloatArray, reference: FloatArray) -> FloatArray:
    span = np.ptp(reference)
    return (values - reference.min()) / span if span > 0 else np.zeros_like(values)
