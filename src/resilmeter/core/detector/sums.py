"""Sums by stratum, from which every q is made.

The outcome is centred and scaled to a sum of squares of 1 first. Then q is the sum over strata of
the squared stratum sum divided by the stratum's size: no variance is ever subtracted from another,
and a constant added to the outcome changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from resilmeter.core.arrays import ROUNDING, FloatArray, IntArray, codes, constant, vector
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True)
class Stratified:
    """One stratification of n rows, with no stratum empty.

    Attributes
    ----------
    codes : (n,) integer array
        Stratum 0..L-1 of each row.
    sizes : (L,) float array
        Rows in each stratum, all positive.
    """

    codes: IntArray
    sizes: FloatArray

    @property
    def count(self) -> int:
        """Number of strata L."""
        return self.sizes.size

    @property
    def singletons(self) -> int:
        """Strata that hold a single row."""
        return int((self.sizes == 1).sum())


def standardize(y: npt.ArrayLike) -> FloatArray:
    """Centre the outcome and scale it to a sum of squares of 1.

    Raises
    ------
    MethodError
        An outcome that is constant, has fewer than 3 values, or values that are not finite.
    """
    array = vector(y)
    if constant(float(array.min()), float(array.max())):
        raise MethodError(problem("detector-constant-outcome", value=float(array[0])))
    if array.size < 3:
        raise MethodError(problem("detector-few-rows", given=array.size))
    centred = array - array.mean()
    centred /= np.abs(centred).max()
    centred -= centred.mean()
    return np.asarray(centred / np.sqrt(centred @ centred), dtype=np.float64)


def stratified(strata: npt.ArrayLike, n: int) -> Stratified:
    """Read stratum codes, leaving out codes that no row has.

    Raises
    ------
    MethodError
        Codes that are not whole numbers from 0 or of another length, a single stratum, or as many
        strata as rows, which leaves nothing inside strata to compare with.
    """
    found, k = codes(strata, n)
    sizes = np.bincount(found, minlength=k)
    if (sizes == 0).any():
        found = (np.cumsum(sizes > 0) - 1)[found]
        sizes = sizes[sizes > 0]
    if sizes.size < 2:
        raise MethodError(problem("detector-one-stratum"))
    if sizes.size >= n:
        raise MethodError(problem("detector-all-alone", rows=n))
    return Stratified(found, sizes.astype(np.float64))


def overlay(parts: Sequence[Stratified]) -> IntArray:
    """Give the code of each row's combination of strata: ``c1 L2 + c2``, and so on.

    Codes are numbers, never joined labels, so that no two combinations can be taken for one. They
    are made dense after each step, so that they stay below the number of rows.
    """
    combined = parts[0].codes
    for place, part in enumerate(parts[1:], start=2):
        combined = combined * part.count + part.codes
        if place < len(parts):
            combined = np.unique(combined, return_inverse=True)[1].astype(np.int64)
    return combined


def explained(z: FloatArray, part: Stratified) -> float:
    """Compute q of a standardised outcome: the share of its squares between strata.

    Where only rounding is left inside strata, q is 1.
    """
    sums = np.bincount(part.codes, weights=z, minlength=part.count)
    return explained_of(np.asarray(sums, dtype=np.float64), part.sizes)


def explained_of(sums: FloatArray, sizes: FloatArray) -> float:
    """Finish `explained`: from the sums of a standardised outcome by stratum, and their sizes."""
    q = float(sums @ (sums / sizes))
    return q if q < 1.0 - ROUNDING else 1.0


def projector(parts: Sequence[Stratified]) -> tuple[sparse.csr_array, IntArray]:
    """Stack the strata of several stratifications as rows that average an outcome.

    Returns
    -------
    (sum of L, n) sparse array
        Row h of stratification f holds ``1 / sqrt(n_h)`` where a row lies in stratum h: the squares
        of its product with a standardised outcome add up to q.
    (f,) integer array
        First row of each stratification.
    """
    counts = np.array([part.count for part in parts])
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    n = parts[0].codes.size
    rows = np.concatenate([part.codes + start for part, start in zip(parts, starts, strict=True)])
    columns = np.tile(np.arange(n), len(parts))
    values = np.concatenate([1.0 / np.sqrt(part.sizes)[part.codes] for part in parts])
    shape = (int(counts.sum()), n)
    return sparse.csr_array((values, (rows, columns)), shape=shape), starts


def explained_all(outcomes: FloatArray, project: sparse.csr_array, starts: IntArray) -> FloatArray:
    """Compute q of every stratification for every column of outcomes, (f, b), in one product."""
    sums = np.asarray(project @ np.ascontiguousarray(outcomes), dtype=np.float64)
    np.square(sums, out=sums)
    return np.asarray(np.add.reduceat(sums, starts, axis=0), dtype=np.float64)


def adjusted(q: float, rows: int, strata: int) -> float:
    """Correct q for the number of strata: ``1 - (1 - q)(N - 1)/(N - L)``, 0 on average on noise."""
    return 1.0 - (1.0 - q) * (rows - 1) / (rows - strata)
