"""Obstacle degree: what share of the way still to go each indicator stands for, and could."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.aggregate import weighted_sum
from resilmeter.core.arrays import FloatArray, fitting_weights, vector
from resilmeter.errors import MethodError, problem


def obstacle_degree(scaled: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Split each row's weighted distance from the ideal into the shares of the indicators.

    Parameters
    ----------
    scaled : (n, q) float array
        Oriented values in [0, 1]; 1 is the ideal.
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
    distance = 1.0 - np.asarray(scaled, dtype=np.float64)
    if (distance < 0).any():
        raise MethodError(problem("obstacle-above-ideal", count=int((distance < 0).sum())))
    weighted = weighted_sum(distance, weights)
    total = weighted.sum(axis=1, keepdims=True)
    shares = np.divide(weighted, total, out=np.zeros_like(weighted), where=total > 0)
    return np.asarray(shares, dtype=np.float64)


def least_score_to_rank(weights: npt.ArrayLike, place: int = 1) -> FloatArray:
    """Give the lowest score with which each indicator can be among the largest obstacles.

    Parameters
    ----------
    weights : (q,) float array
        Weights that sum to 1, none negative.
    place : int
        Among the first so many obstacles; 1 is the largest.

    Returns
    -------
    (q,) float array
        In [0, 1]: no unit with a lower score has the indicator there, whatever its values.

    Raises
    ------
    MethodError
        Weights that are negative, not finite, or all zero.

    Notes
    -----
    With ``v_k <= 1`` and ``w_k v_k <= w_j v_j <= w_j`` for all but the ``place - 1`` indicators
    that may come before j, ``1 - score = sum_k w_k v_k <= sum_k min(w_k, w_j)`` plus the
    ``place - 1`` largest of ``w_k - w_j`` above zero. Caveats: it bounds the weighted sum of values
    in [0, 1] only, with one set of weights for all periods.

    Examples
    --------
    >>> least_score_to_rank([0.6, 0.3, 0.1]).round(2)
    array([0. , 0.3, 0.7])
    >>> least_score_to_rank([0.6, 0.3, 0.1], place=2).round(2)
    array([0. , 0. , 0.2])
    """
    w = fitting_weights(weights, vector(weights).shape)
    capped = np.minimum(w[None, :], w[:, None])
    ahead = np.sort(w[None, :] - capped, axis=1)[:, ::-1][:, : place - 1]
    return np.asarray(np.maximum(1.0 - capped.sum(axis=1) - ahead.sum(axis=1), 0.0))
