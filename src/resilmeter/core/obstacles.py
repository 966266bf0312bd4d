"""Obstacle degree: what share of the way still to go each indicator stands for, and could."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.aggregate import parts, weighted_sum
from resilmeter.core.arrays import FloatArray, codes, fitting_weights, matrix, vector
from resilmeter.errors import MethodError, problem


def obstacle_degree(scaled: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Split each row's weighted distance from the ideal into the shares of the indicators.

    Parameters
    ----------
    scaled : (n, q) float array
        Oriented values, none above 1, the ideal; 0 is the worst goalpost.
    weights : (q,) float array
        Weights that sum to 1.

    Returns
    -------
    (n, q) float array
        Shares in [0, 1]; each row sums to 1, or is all 0 where every indicator is at its ideal
        (nothing is left to hinder).

    Raises
    ------
    MethodError
        Values above 1 (a negative distance has no share), shapes that do not fit, or values that
        are not finite.

    Notes
    -----
    ``I_j = w_j v_j / sum_j w_j v_j`` with the distance ``v = 1 - x``: the obstacle model of S2.
    Caveats: an indicator with a small weight can hardly come first however far it lags, so read
    weight and distance beside the share.

    Examples
    --------
    >>> obstacle_degree([[0.8, 0.5]], [0.5, 0.5]).round(4)
    array([[0.2857, 0.7143]])
    """
    weighted = weighted_sum(_distance(scaled), weights)
    return _shares(weighted, weighted.sum(axis=1, keepdims=True))


def unweighted_degree(scaled: npt.ArrayLike) -> FloatArray:
    """Split each row's distance from the ideal as if all indicators weighed the same.

    Parameters
    ----------
    scaled : (n, q) float array
        Oriented values in [0, 1]; 1 is the ideal.

    Returns
    -------
    (n, q) float array
        Shares in [0, 1]; each row sums to 1, or is all 0 at the ideal.

    Raises
    ------
    MethodError
        As `obstacle_degree`.

    Notes
    -----
    ``I_j = v_j / sum_j v_j``. Beside the weighted degree it tells the gap from the weight: an
    indicator that leads both lists lags, one that leads the weighted list only weighs much.

    Examples
    --------
    >>> unweighted_degree([[0.8, 0.4]])
    array([[0.25, 0.75]])
    """
    distance = _distance(matrix(scaled))
    return _shares(distance, distance.sum(axis=1, keepdims=True))


def degree_within(
    scaled: npt.ArrayLike, weights: npt.ArrayLike, dimensions: npt.ArrayLike
) -> FloatArray:
    """Split the distance of each dimension into the shares of its own indicators.

    Parameters
    ----------
    scaled : (n, q) float array
        Oriented values in [0, 1]; 1 is the ideal.
    weights : (q,) float array
        Weights that sum to 1.
    dimensions : (q,) integer array
        Code 0..d-1 of each indicator's dimension.

    Returns
    -------
    (n, q) float array
        Shares in [0, 1]; in each row the indicators of a dimension sum to 1, or are all 0 where it
        is at its ideal.

    Raises
    ------
    MethodError
        As `obstacle_degree`, or codes that do not fit.

    Notes
    -----
    ``I_j = w_j v_j / sum of w_k v_k over the k of the same dimension``. Caveats: shares of
    different dimensions do not compare.

    Examples
    --------
    >>> degree_within([[0.8, 0.4, 0.5]], [0.25, 0.25, 0.5], [0, 0, 1])
    array([[0.25, 0.75, 1.  ]])
    """
    weighted = weighted_sum(_distance(scaled), weights)
    member, _ = codes(dimensions, weighted.shape[1])
    return _shares(weighted, parts(weighted, member)[:, member])


def attainable(scaled: npt.ArrayLike, peers: npt.ArrayLike, percentile: float = 75) -> FloatArray:
    """Find what the better ones among the peers of each row have attained.

    Parameters
    ----------
    scaled : (n, q) float array
        Oriented, scaled values.
    peers : (n,) integer array
        Code 0..k-1 of the set of peers of each row, such as its region in its period. A row is a
        peer of itself.
    percentile : float
        From 0 to 100; 75 is the value that a quarter of the peers exceed.

    Returns
    -------
    (n, q) float array
        The percentile of each row's peers, indicator by indicator.

    Raises
    ------
    MethodError
        A percentile outside 0 to 100, codes that do not fit, values that are not finite.

    Notes
    -----
    Percentiles lie on the straight line between neighbours (type 7). Caveats: a row without other
    peers has nothing to attain but its own values.

    Examples
    --------
    >>> attainable([[0.1], [0.2], [0.6]], [0, 0, 0], 50)
    array([[0.2],
           [0.2],
           [0.2]])
    """
    array = matrix(scaled)
    group, count = codes(peers, array.shape[0])
    if not 0 <= percentile <= 100:
        raise MethodError(problem("percentile-range", given=percentile))
    out = np.empty_like(array)
    for k in range(count):
        if (group == k).any():
            out[group == k] = np.percentile(array[group == k], percentile, axis=0)
    return out


def attainable_degree(
    scaled: npt.ArrayLike, weights: npt.ArrayLike, goals: npt.ArrayLike
) -> FloatArray:
    """Split each row's weighted distance from attainable goals into the shares of the indicators.

    Parameters
    ----------
    scaled : (n, q) float array
        Oriented, scaled values.
    weights : (q,) float array
        Weights that sum to 1.
    goals : (n, q) float array
        What each row could attain, as `attainable` gives it.

    Returns
    -------
    (n, q) float array
        Shares in [0, 1]; each row sums to 1, or is all 0 where every goal is reached.

    Raises
    ------
    MethodError
        Goals of another shape, or as `obstacle_degree`.

    Notes
    -----
    ``I_j = w_j v_j / sum_j w_j v_j`` with ``v = max(goal - x, 0)``. Distances to an ideal that no
    peer comes near are left out, which is what a policy can work on.

    Examples
    --------
    >>> attainable_degree([[0.5, 0.2]], [0.5, 0.5], [[0.4, 0.6]])
    array([[0., 1.]])
    """
    array, aims = matrix(scaled), matrix(goals)
    if array.shape != aims.shape:
        given, expected = str(aims.shape), str(array.shape)
        raise MethodError(problem("same-shape", given=given, expected=expected))
    weighted = weighted_sum(np.maximum(aims - array, 0.0), weights)
    return _shares(weighted, weighted.sum(axis=1, keepdims=True))


def feasibility_bound(weights: npt.ArrayLike, top: int = 1) -> FloatArray:
    """Find the least score at which each indicator can be among the largest obstacles.

    Parameters
    ----------
    weights : (q,) float array
        Weights; only their proportions matter.
    top : int
        1 for the first place, 5 for one of the first five.

    Returns
    -------
    (q,) float array
        Scores in [0, 1]. Below its bound an indicator cannot be among the first `top`, whatever the
        data; at a bound of 0 it always can.

    Raises
    ------
    MethodError
        A top outside 1..q, negative or missing weights.

    Notes
    -----
    For the first place ``y >= 1 - sum_k min(w_k, w_j)``: an indicator at its worst hinders by w_j,
    so no other may hinder by more, and what the others may not hinder is score. For the first m
    places the m - 1 heaviest others are free. Ties count as reached. Scores are weighted sums of
    values in [0, 1].

    Examples
    --------
    >>> feasibility_bound([0.5, 0.3, 0.2]).round(4)
    array([0. , 0.2, 0.4])
    """
    w = fitting_weights(weights, vector(weights).shape)
    if not 1 <= top <= w.size:
        raise MethodError(problem("top-range", given=top, most=w.size))
    surplus = np.sort(np.maximum(w[None, :] - w[:, None], 0.0), axis=1)
    return np.asarray(surplus[:, : w.size - top + 1].sum(axis=1) / w.sum(), dtype=np.float64)


def _distance(scaled: npt.ArrayLike) -> FloatArray:
    distance = 1.0 - np.asarray(scaled, dtype=np.float64)
    if (distance < 0).any():
        raise MethodError(problem("obstacle-above-ideal", count=int((distance < 0).sum())))
    return np.asarray(distance, dtype=np.float64)


def _shares(weighted: FloatArray, total: FloatArray) -> FloatArray:
    """Divide by the totals, 0 where there is nothing to share."""
    whole = np.broadcast_to(total, weighted.shape)
    shares = np.divide(weighted, whole, out=np.zeros_like(weighted), where=whole > 0)
    return np.asarray(shares, dtype=np.float64)
