"""What an indicator does to the index, which is not what its weight says: correlation ratios."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, constant, matrix, refuse_constant, vector
from resilmeter.core.weights.correlation import mean_ranks
from resilmeter.errors import MethodError, problem

# Two bins with two values each are the least that between and within can be told apart by.
LEAST_ROWS = 4


def correlation_ratios(
    x: npt.ArrayLike, y: npt.ArrayLike, labels: Sequence[str] | None = None
) -> FloatArray | None:
    """Estimate what share of the index's variance each indicator alone accounts for.

    Parameters
    ----------
    x : (n, q) float array
        Oriented values, no constant column.
    y : (n,) float array
        The index.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array or None
        First-order importance ``S_j`` in [0, 1]; they do not add up to 1. None with fewer than four
        rows, or where the index does not vary.

    Raises
    ------
    MethodError
        A constant column, values that are not finite, or not as many rows as index values.

    Notes
    -----
    ``S_j = Var(E[y | x_j]) / Var(y)``, Pearson's correlation ratio: the share by which the variance
    of the index would shrink, on average, if indicator j were held fixed. Estimated without a
    model or a random number: rows go by the rank of x_j into ``K = ceil(2 n^(1/3))`` bins of equal
    size (at most n / 2; equal values share a bin), and
    ``S_j = max(0, 1 - (SS_within / (n - K)) / (SS_total / (n - 1)))``, Kelley's epsilon squared,
    which takes out what K bins would explain by chance. Caveats: correlated indicators share
    importance, so that one can matter with little weight; with independent indicators of equal
    variance S_j goes with the square of the weight; bins hide some of a steep relation, about
    1/K^2 of it.

    References
    ----------
    Paruolo, Saisana, Saltelli (2013), Journal of the Royal Statistical Society A 176,
    doi:10.1111/j.1467-985X.2012.01059.x.
    Kelley (1935), Proceedings of the National Academy of Sciences 21, doi:10.1073/pnas.21.9.554.

    Examples
    --------
    >>> x = np.column_stack([np.arange(1000.0), np.arange(1000.0) % 10])
    >>> correlation_ratios(x, x[:, 0] / 1000).round(2)
    array([1., 0.])
    """
    array, values = matrix(x, labels), vector(y)
    if values.size != array.shape[0]:
        raise MethodError(problem("rows-length", given=values.size, expected=array.shape[0]))
    refuse_constant(array, labels)
    if values.size < LEAST_ROWS or constant(values.min(), values.max()):
        return None
    bins = min(ceil(2 * values.size ** (1 / 3)), values.size // 2)
    centred = values - values.mean()
    return np.array([_epsilon_squared(column, centred, bins) for column in array.T])


def _epsilon_squared(column: FloatArray, centred: FloatArray, bins: int) -> float:
    n = centred.size
    place = ((mean_ranks(column) - 0.5) / n * bins).astype(np.int64)
    counts = np.bincount(place, minlength=bins)
    sums = np.bincount(place, weights=centred, minlength=bins)
    used = counts > 0
    total = float(centred @ centred)
    within = total - float((sums[used] ** 2 / counts[used]).sum())
    return max(0.0, 1.0 - (within / (n - int(used.sum()))) / (total / (n - 1)))
