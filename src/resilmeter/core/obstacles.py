"""Obstacle degree: what share of the way still to go each indicator stands for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.aggregate import weighted_sum
from resilmeter.core.arrays import FloatArray
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
    distance = 1.0 - np.asarray(scaled, dtype=np.float64)
    if (distance < 0).any():
        raise MethodError(problem("obstacle-above-ideal", count=int((distance < 0).sum())))
    weighted = weighted_sum(distance, weights)
    total = weighted.sum(axis=1, keepdims=True)
    shares = np.divide(weighted, total, out=np.zeros_like(weighted), where=total > 0)
    return np.asarray(shares, dtype=np.float64)
