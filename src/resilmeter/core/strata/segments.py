"""Robust strata: the cuts of the driver that explain most of the outcome, found exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, vector
from resilmeter.core.strata.record import Strata, refuse_uncuttable, strata
from resilmeter.errors import MethodError, problem

MOST_DISTINCT = 20_000  # the search takes k m^2 steps: a minute or two at this size
BLOCK_CELLS = 4_000_000  # cells of the table of gains held at once: 32 MB


def robust(
    values: npt.ArrayLike, y: npt.ArrayLike, largest: int, *, smallest: int = 5
) -> tuple[Strata, ...]:
    """Cut the driver where the outcome's variance inside classes is least, for k = 2..largest.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver.
    y : (n,) float array
        Outcome.
    largest : int
        Largest number of classes, at least 2.
    smallest : int
        Fewest values a class may hold.

    Returns
    -------
    tuple of Strata
        Classes for k = 2..largest.

    Raises
    ------
    MethodError
        Constant values, more classes than `smallest` allows, more than 20000 distinct values, or
        lengths that differ.

    Notes
    -----
    The optimal segmentation of y ordered by the driver, with cuts between distinct values only, so
    that equal values share a class. The strata are chosen to make q large: a p-value must repeat
    the search (`optimal_strata` does), and q on new data will be lower.

    References
    ----------
    Zhang et al. (2022), International Journal of Applied Earth Observation and Geoinformation 109,
    102782, doi:10.1016/j.jag.2022.102782.

    Examples
    --------
    >>> cuts = robust([1.0, 2.0, 3.0, 4.0], [0.0, 9.0, 9.0, 9.0], 2, smallest=1)
    >>> cuts[0].codes
    array([0, 1, 1, 1])
    """
    x, outcome = refuse_uncuttable(values, largest, "robust"), vector(y)
    if x.size != outcome.size:
        raise MethodError(problem("series-differ", first=x.size, second=outcome.size))
    distinct, place = np.unique(x, return_inverse=True)
    if distinct.size > MOST_DISTINCT:
        raise MethodError(problem("robust-too-many", given=distinct.size, allowed=MOST_DISTINCT))
    count = np.concatenate(([0.0], np.cumsum(np.bincount(place), dtype=np.float64)))
    sums = np.bincount(place, weights=outcome - outcome.mean())
    total = np.concatenate(([0.0], np.cumsum(sums)))
    gains, starts = segment(count, total, largest, smallest)
    made = []
    for k in range(2, largest + 1):
        if not np.isfinite(gains[k - 2]):
            raise MethodError(problem("robust-no-room", given=k, smallest=smallest, rows=x.size))
        ends = _ends(starts, k)
        made.append(strata(x, np.concatenate(([distinct[0]], distinct[ends - 1])), "robust"))
    return tuple(made)


def segment(
    count: FloatArray, total: FloatArray, largest: int, smallest: int
) -> tuple[FloatArray, IntArray]:
    """Find the best cuts for k = 2..largest.

    `count` and `total` are running sums over the ordered distinct values, starting with 0. The
    gain of a class is its sum squared over its size; the best last class is searched in full,
    because the outcome need not rise with the driver.

    Returns
    -------
    (largest - 1,) float array
        Gain of the best cut into k classes, minus infinity where no admissible cut exists: the sum
        of squares between classes, which is q for a standardised outcome.
    (largest + 1, m + 1) integer array
        Where the last class starts, by number of classes and end.
    """
    size = count.size
    best = np.full((largest + 1, size), -np.inf)
    best[0, 0] = 0.0
    start = np.zeros((largest + 1, size), dtype=np.int64)
    step = max(1, BLOCK_CELLS // size)
    for left in range(1, size, step):
        ends = np.arange(left, min(left + step, size))
        gain = _gains(count, total, ends, smallest)
        for k in range(1, largest + 1):
            table = gain + best[k - 1, : ends[-1]]
            start[k, ends] = table.argmax(axis=1)
            best[k, ends] = table[np.arange(ends.size), start[k, ends]]
    return best[2:, -1], start


def _gains(count: FloatArray, total: FloatArray, ends: IntArray, smallest: int) -> FloatArray:
    """Give the sum squared over the size of each class from start to end, (ends, starts)."""
    starts = slice(0, ends[-1])
    members = count[ends, None] - count[None, starts]
    gap = total[ends, None] - total[None, starts]
    allowed = members >= smallest
    gain = np.full(members.shape, -np.inf)
    np.divide(gap * gap, members, out=gain, where=allowed & (members > 0))
    return gain


def _ends(start: IntArray, k: int) -> IntArray:
    """Walk back from the last class to the first."""
    ends = [start.shape[1] - 1]
    for layer in range(k, 1, -1):
        ends.append(int(start[layer, ends[-1]]))
    return np.array(ends[::-1])
