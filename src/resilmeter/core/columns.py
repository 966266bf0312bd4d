"""Extremes, means and products of the columns of a tall array, a block of rows at a time.

A block fits the cache and lies turned over, each column in one piece, so that every pass over it
runs at the speed of the processor and a million rows need no more memory than one block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from resilmeter.core.arrays import FloatArray

# Cells of a block: half a megabyte of floats, which a core's own cache holds with what is computed.
CELLS = 2**16


@dataclass(frozen=True)
class Columns:
    """What there is to know of each column before its values are looked at together.

    Attributes
    ----------
    rows : int
        Number of rows, n.
    ends : (2, q) float array
        Smallest and largest value. Checks that ask for extremes or signs only take it in place of
        the whole array.
    mean : (q,) float array
        Arithmetic mean.
    """

    rows: int
    ends: FloatArray
    mean: FloatArray


@dataclass(frozen=True)
class Moments:
    """Sums over the rows, however many there are, from which spread and correlation follow.

    Attributes
    ----------
    rows : int
        Number of rows, n.
    mean : (q,) float array
        Arithmetic mean of each column.
    products : (q, q) float array
        ``sum_i (x_ij - mean_j) (x_ik - mean_k)``, no zero on the diagonal.
    """

    rows: int
    mean: FloatArray
    products: FloatArray

    @property
    def deviation(self) -> FloatArray:
        """(q,): standard deviations, population form."""
        return np.asarray(np.sqrt(np.diag(self.products)) / np.sqrt(self.rows), dtype=np.float64)

    @property
    def correlation(self) -> FloatArray:
        """(q, q): Pearson's correlation, ones on the diagonal."""
        norms = np.sqrt(np.diag(self.products))
        correlation = np.clip(self.products / np.outer(norms, norms), -1.0, 1.0)
        np.fill_diagonal(correlation, 1.0)
        return np.asarray(correlation, dtype=np.float64)


def blocks(x: FloatArray) -> Iterator[FloatArray]:
    """Yield the rows of an (n, q) array in order, turned over: (q, b) arrays.

    >>> [block.tolist() for block in blocks(np.array([[1.0, 2.0], [3.0, 4.0]]))]
    [[[1.0, 3.0], [2.0, 4.0]]]
    """
    size = max(1, CELLS // x.shape[1])
    for start in range(0, x.shape[0], size):
        yield x[start : start + size].T.copy()


def columns(x: FloatArray) -> Columns:
    """Find the extremes and the mean of each column of a finite (n, q) array, n >= 1.

    >>> columns(np.array([[0.0, 1.0], [1.0, 5.0]])).mean
    array([0.5, 3. ])
    """
    low, high, total = x[0], x[0], np.zeros(x.shape[1])
    for block in blocks(x):
        low = np.minimum(low, block.min(axis=1))
        high = np.maximum(high, block.max(axis=1))
        total += block.sum(axis=1)
    return Columns(x.shape[0], np.stack([low, high]), total / x.shape[0])


def scatter(x: FloatArray, mean: FloatArray) -> FloatArray:
    """Add up ``(x_ij - mean_j) (x_ik - mean_k)`` over the rows: a (q, q) array.

    >>> scatter(np.array([[0.0, 1.0], [1.0, 5.0]]), np.array([0.5, 3.0]))
    array([[0.5, 2. ],
           [2. , 8. ]])
    """
    products = np.zeros((x.shape[1], x.shape[1]))
    for block in blocks(x):
        centred = block - mean[:, None]
        products += centred @ centred.T
    return products
