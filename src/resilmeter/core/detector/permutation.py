"""Reshuffled outcomes: what q looks like when the strata mean nothing.

Rows are exchanged freely, within blocks (such as periods), or unit by unit with their whole
history. Every detector takes a number of permutations with a seed, or the reshuffled rows
themselves, so that one set of permutations can serve many tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, codes
from resilmeter.core.detector.sums import Stratified, explained_all, projector
from resilmeter.errors import MethodError, problem

Seed = int | np.random.Generator
Permutations = int | IntArray

CELLS_AT_ONCE = 4_000_000  # outcomes held at once while permuting: 32 MB
# A reshuffled q equal to the observed one on paper may fall below it by rounding.
TIE = 1e-12


def shuffles(n: int, count: int, seed: Seed, blocks: npt.ArrayLike | None = None) -> IntArray:
    """Draw permutations of the rows, freely or within blocks.

    Parameters
    ----------
    n : int
        Number of rows.
    count : int
        Number of permutations.
    seed : int or numpy Generator
        Where the random numbers start.
    blocks : (n,) integer array, optional
        Code of each row's block; rows are exchanged inside their block only.

    Returns
    -------
    (count, n) integer array
        Row whose outcome each row receives.

    Raises
    ------
    MethodError
        Block codes of another length, or blocks of one row each, which allow no exchange.

    Examples
    --------
    >>> shuffles(4, 2, seed=1, blocks=[0, 0, 1, 1])
    array([[0, 1, 3, 2],
           [0, 1, 2, 3]])
    """
    random = np.random.default_rng(seed)
    rows = np.tile(np.arange(n), (count, 1))
    if blocks is None:
        return random.permuted(rows, axis=1)
    block, k = codes(blocks, n)
    if np.bincount(block).max() < 2:
        raise MethodError(problem("permutation-alone"))
    for b in range(k):
        members = np.flatnonzero(block == b)
        rows[:, members] = random.permuted(rows[:, members], axis=1)
    return rows


def unit_shuffles(units: npt.ArrayLike, periods: npt.ArrayLike, count: int, seed: Seed) -> IntArray:
    """Draw permutations that give each unit another unit's whole history.

    Parameters
    ----------
    units, periods : (n,) integer arrays
        Unit and period of each row; each pair occurs once.
    count : int
        Number of permutations.
    seed : int or numpy Generator
        Where the random numbers start.

    Returns
    -------
    (count, n) integer array
        Row whose outcome each row receives: always of the same period.

    Raises
    ------
    MethodError
        A unit twice in a period, or no two units that were observed in the same periods.

    Notes
    -----
    A city resembles itself from year to year, so its years are no independent trials. Exchanging
    whole histories keeps that likeness, and keeps every outcome in its period. Units are exchanged
    with units that were observed in the same periods.
    """
    table = unit_table(units, periods)
    pattern = np.unique(table >= 0, axis=0, return_inverse=True)[1].ravel()
    unit, period = np.nonzero(table >= 0)
    if np.bincount(pattern).max() < 2:
        raise MethodError(problem("permutation-alone"))
    given = shuffles(table.shape[0], count, seed, blocks=pattern)
    rows = np.empty((count, unit.size), dtype=np.int64)
    rows[:, table[unit, period]] = table[given[:, unit], period]
    return rows


def unit_table(units: npt.ArrayLike, periods: npt.ArrayLike) -> IntArray:
    """Give the row of each unit and period, -1 where there is none: (units, periods).

    Raises
    ------
    MethodError
        A unit twice in a period, or codes that do not fit.
    """
    size = np.asarray(units).size
    unit, many = codes(units, size)
    period, length = codes(periods, size)
    table = np.full((many, length), -1, dtype=np.int64)
    table[unit, period] = np.arange(size)
    if (table >= 0).sum() < size:
        raise MethodError(problem("panel-repeated-rows", count=size - int((table >= 0).sum())))
    return table[(table >= 0).any(axis=1)]


def batches(n: int, permutations: Permutations, seed: Seed) -> Iterator[IntArray]:
    """Give permutations of the rows in portions that fit in memory, always the same ones."""
    portion = max(1, CELLS_AT_ONCE // n)
    if not isinstance(permutations, int):
        given = np.asarray(permutations)
        if given.ndim != 2 or given.shape[1] != n:
            raise MethodError(problem("permutation-shape", given=str(given.shape), rows=n))
        yield from (given[i : i + portion] for i in range(0, given.shape[0], portion))
        return
    random = np.random.default_rng(seed)
    for done in range(0, permutations, portion):
        yield shuffles(n, min(portion, permutations - done), random)


def drawn(n: int, permutations: Permutations, seed: Seed) -> Permutations:
    """Draw the permutations beforehand where they fit in memory, so that many tests can share them.

    They are those that `batches` would draw.
    """
    if not isinstance(permutations, int) or not 0 < n * permutations <= CELLS_AT_ONCE:
        return permutations
    return shuffles(n, permutations, seed)


def exceedance(
    z: FloatArray,
    parts: Sequence[Stratified],
    q: FloatArray,
    permutations: Permutations,
    seed: Seed,
) -> FloatArray | None:
    """Give the p-value of each q: the share of outcomes, this one included, with as large a q.

    None without permutations. ``p = (1 + #{q_b >= q}) / (B + 1)`` is never 0.
    """
    project, starts = projector(parts)
    above, count = np.zeros(len(parts)), 0
    for rows in batches(z.size, permutations, seed):
        null = explained_all(z[rows.T], project, starts)
        above += (null >= q[:, None] - TIE).sum(axis=1)
        count += rows.shape[0]
    return np.asarray((1.0 + above) / (count + 1.0), dtype=np.float64) if count else None
