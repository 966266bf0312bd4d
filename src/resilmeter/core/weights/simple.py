"""Weights that do not look at the data: equal, or decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, label, matrix, vector
from resilmeter.errors import MethodError, problem


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
