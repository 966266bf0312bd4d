"""How far each indicator can be told from the others: variance inflation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import ROUNDING, FloatArray
from resilmeter.core.weights.correlation import pearson


def variance_inflation(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Compute the variance inflation factor of each indicator.

    Parameters
    ----------
    x : (n, q) float array
        Values, no constant column.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        At least 1; infinite for an indicator that the others give exactly.

    Raises
    ------
    MethodError
        A constant column, or values that are not finite.

    Notes
    -----
    ``VIF_j = 1 / (1 - R_j^2)`` with R_j^2 of the regression of indicator j on all others: the
    diagonal of the inverse correlation matrix, summed here over its eigenvectors so that a
    singular matrix shows which indicators make it so. Above 10 is commonly called high.

    Examples
    --------
    >>> variance_inflation([[0.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0], [3.0, 0.0, 3.0]])
    array([inf, 1.2, inf])
    """
    r = pearson(x, labels)
    values, vectors = np.linalg.eigh(r)
    # An eigenvalue within rounding of 0 is an exact linear relation among its indicators.
    empty = values <= ROUNDING * len(r)
    involved = (vectors[:, empty] ** 2).sum(axis=1) > ROUNDING
    inflation = (vectors[:, ~empty] ** 2 / values[~empty]).sum(axis=1)
    return np.where(involved, np.inf, np.maximum(inflation, 1.0))
