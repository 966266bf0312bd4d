"""Aggregate scaled indicators to a score."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, fitting_weights, matrix


def weighted_sum(x: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Split the additive score into the contributions of the indicators.

    Parameters
    ----------
    x : (n, q) float array
        Oriented, scaled values.
    weights : (q,) or (n, q) float array
        Weights, none negative, that sum to 1; one set for all rows, or one a row.

    Returns
    -------
    (n, q) float array
        Contributions ``w_j x_ij``; each row adds up to the score of its city-year.

    Raises
    ------
    MethodError
        Shapes that do not fit, negative weights, or values that are not finite.

    Notes
    -----
    ``y_i = sum_j w_j x_ij``: step 6 of S2 and the score behind Table 3 of S1. Caveats: a low
    indicator can be made up for by a high one without limit.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> weighted_sum([[0.5, 1.0]], [0.4, 0.6])
    array([[0.2, 0.6]])
    """
    array = matrix(x)
    w = fitting_weights(weights, array.shape[1:], array.shape)
    return np.asarray(array * w, dtype=np.float64)


def parts(contributions: FloatArray, dimensions: IntArray) -> FloatArray:
    """Add contributions up within dimensions.

    Parameters
    ----------
    contributions : (n, q) float array
        Contributions of the indicators.
    dimensions : (q,) integer array
        Code 0..d-1 of each indicator's dimension.

    Returns
    -------
    (n, d) float array
        Each row adds up to the same total as the row of `contributions`.

    Examples
    --------
    >>> parts(np.array([[0.1, 0.2, 0.3]]), np.array([0, 1, 1]))
    array([[0.1, 0.5]])
    """
    member = (dimensions[:, None] == np.arange(dimensions.max() + 1)).astype(np.float64)
    return np.asarray(contributions @ member, dtype=np.float64)
