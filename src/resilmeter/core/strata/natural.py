"""Natural breaks (Fisher, Jenks): the exact optimum for every number of classes at once.

The best start of the last class moves one way only as values are added, so each layer of the
dynamic programme is solved by halving: the middle value is searched in full, every further one
between its neighbours' starts. All values of one level are searched together in numpy.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.strata.record import Strata, refuse_uncuttable, strata


def natural(values: npt.ArrayLike, k: int) -> Strata:
    """Cut into the k classes with the least variance inside them.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver.
    k : int
        Number of classes, at least 2.

    Returns
    -------
    Strata
        k classes; each break is the largest value of the class below.

    Raises
    ------
    MethodError
        Constant values, or fewer than k distinct values.

    Notes
    -----
    Minimises ``sum_h sum_(i in h) (x_i - mean_h)^2`` over all partitions into k intervals. Exact
    up to rounding: partitions that tie on paper may be told apart by the last digits.

    References
    ----------
    Fisher (1958), Journal of the American Statistical Association 53(284), 789-798,
    doi:10.1080/01621459.1958.10501479.

    Examples
    --------
    >>> natural([1.0, 2.0, 9.0, 10.0], 2).codes
    array([0, 0, 1, 1])
    """
    x = refuse_uncuttable(values, k, "natural")
    return strata(x, natural_breaks(x, k)[-1], "natural")


def natural_breaks(values: npt.ArrayLike, largest: int) -> tuple[FloatArray, ...]:
    """Find the natural breaks for 2, 3, ..., `largest` classes in one pass.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver.
    largest : int
        Largest number of classes, at least 2.

    Returns
    -------
    tuple of (k + 1,) float arrays
        Breaks for k = 2..largest.

    Raises
    ------
    MethodError
        Constant values, or fewer than `largest` distinct values.

    Notes
    -----
    O(k n log n) time and O(k n) memory: the divide-and-conquer form of the dynamic programme.

    Examples
    --------
    >>> natural_breaks([1.0, 2.0, 9.0, 10.0, 20.0], 3)[1]
    array([ 1.,  2., 10., 20.])
    """
    x = refuse_uncuttable(values, largest, "natural")
    distinct, repeats = np.unique(x, return_counts=True)
    count = np.concatenate(([0.0], np.cumsum(repeats, dtype=np.float64)))
    total = np.concatenate(([0.0], np.cumsum((distinct - x.mean()) * repeats)))
    starts = _layers(count, total, largest)
    return tuple(_trace(starts, distinct, k) for k in range(2, largest + 1))


def _layers(count: FloatArray, total: FloatArray, largest: int) -> list[IntArray]:
    """Give, for each number of classes from 2, where the last class starts for every end."""
    with np.errstate(invalid="ignore"):
        explained = total**2 / count  # of the first j values as one class; j = 0 is never asked
    starts = []
    for k in range(2, largest + 1):
        first = np.zeros(count.size, dtype=np.int64)
        best = np.zeros(count.size)
        if k == largest:  # no further layer builds on it: the end of all values is enough
            ends = np.array([count.size - 1])
            _search(ends, np.array([k - 1]), ends - 1, (explained, count, total), (best, first))
        else:
            _halve(k, (explained, count, total), (best, first))
        starts.append(first)
        explained = best
    return starts


def _halve(
    k: int, sums: tuple[FloatArray, FloatArray, FloatArray], out: tuple[FloatArray, IntArray]
) -> None:
    """Solve one layer for all ends k..m, level by level of halving."""
    low, high = np.array([k]), np.array([sums[1].size - 1])
    from_, to = np.array([k - 1]), np.array([sums[1].size - 2])
    while low.size:
        middle = (low + high) // 2
        _search(middle, from_, np.minimum(to, middle - 1), sums, out)
        found = out[1][middle]
        left, right = low < middle, middle < high
        low, high, from_, to = (
            np.concatenate((low[left], middle[right] + 1)),
            np.concatenate((middle[left] - 1, high[right])),
            np.concatenate((from_[left], found[right])),
            np.concatenate((found[left], to[right])),
        )


def _search(
    ends: IntArray,
    from_: IntArray,
    to: IntArray,
    sums: tuple[FloatArray, FloatArray, FloatArray],
    out: tuple[FloatArray, IntArray],
) -> None:
    """Find for each end the best start between two bounds, and write its value and place."""
    explained, count, total = sums
    lengths = to - from_ + 1
    offsets = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    start = np.arange(lengths.sum()) + np.repeat(from_ - offsets, lengths)
    gain = np.repeat(total[ends], lengths)
    gain -= total[start]
    gain *= gain
    size = np.repeat(count[ends], lengths)
    size -= count[start]
    gain /= size
    gain += explained[start]
    best = np.maximum.reduceat(gain, offsets)
    hits = np.flatnonzero(gain == np.repeat(best, lengths))
    first = hits[np.searchsorted(hits, offsets)]
    out[0][ends], out[1][ends] = best, start[first]


def _trace(starts: list[IntArray], distinct: FloatArray, k: int) -> FloatArray:
    """Walk back from the last class to the first and read the breaks."""
    end = distinct.size
    breaks = [distinct[-1]]
    for layer in starts[k - 2 :: -1]:
        end = int(layer[end])
        breaks.append(distinct[end - 1])
    return np.array([distinct[0], *breaks[::-1]], dtype=np.float64)
