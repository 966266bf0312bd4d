"""Whether indicators measure one thing: Cronbach's alpha, and each one against the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, codes, constant, matrix
from resilmeter.core.weights.correlation import pearson


def cronbach_alpha(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> float | None:
    """Measure how consistently indicators move together: Cronbach's raw alpha.

    Parameters
    ----------
    x : (n, q) float array
        Oriented values on one scale.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    float or None
        At most 1, and negative where the covariances add up to less than 0. None with fewer than
        two rows or columns, or where the sum of the columns does not vary.

    Raises
    ------
    MethodError
        Values that are not finite.

    Notes
    -----
    ``alpha = q / (q - 1) (1 - sum_j s_j^2 / s_T^2)`` with the variances s_j^2 of the columns and
    s_T^2 of their sum: the raw form, on covariances, as COINr has it. The standardised form, on
    correlations, differs where variances do. Caveats: alpha rises with the number of indicators; a
    high one can mean repetition, and a formative index does not need one at all.

    References
    ----------
    Cronbach (1951), Psychometrika 16, doi:10.1007/BF02310555.

    Examples
    --------
    >>> cronbach_alpha([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]])
    0.6666666666666667
    """
    array = matrix(x, labels)
    n, q = array.shape
    total = array.sum(axis=1)
    if n < 2 or q < 2 or constant(total.min(), total.max()):
        return None
    share = float(array.var(axis=0, ddof=1).sum() / total.var(ddof=1))
    return float(q / (q - 1) * (1.0 - share))


def item_rest(x: npt.ArrayLike, dimensions: IntArray) -> FloatArray:
    """Correlate each indicator with the sum of the others of its dimension.

    Parameters
    ----------
    x : (n, q) float array
        Oriented values on one scale.
    dimensions : (q,) integer array
        Code 0..d-1 of each indicator's dimension.

    Returns
    -------
    (q,) float array
        Pearson correlations in [-1, 1]; NaN where the dimension has no other indicator, or where
        indicator or rest do not vary.

    Raises
    ------
    MethodError
        Values that are not finite, or codes that do not fit.

    Notes
    -----
    ``r(x_j, sum_{k != j} x_k)`` over the dimension: the corrected item-total correlation of test
    theory, without weights. A negative one says that the indicator runs against its dimension:
    its direction, or its place, is open to question.

    Examples
    --------
    >>> item_rest([[1.0, 1.0, 3.0], [2.0, 2.0, 2.0], [3.0, 3.0, 1.0]], np.array([0, 0, 1]))
    array([ 1.,  1., nan])
    """
    array = matrix(x)
    of, _ = codes(dimensions, array.shape[1])
    out = np.full(array.shape[1], np.nan)
    for j, column in enumerate(array.T):
        same = np.flatnonzero(of == of[j])
        rest = array[:, same[same != j]].sum(axis=1)
        if not (constant(column.min(), column.max()) or constant(rest.min(), rest.max())):
            out[j] = pearson(np.column_stack([column, rest]))[0, 1]
    return out
