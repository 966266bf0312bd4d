"""The Gini coefficient of rows that come in pieces, each all below the next, or as counts.

Nothing but a few sums is kept of a piece, so that rows without number can be split: by slices of
their totals, by running counts that a database makes, or by bins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.inequality.cells import GiniCells, balance_sums, cells_of
from resilmeter.core.inequality.checks import Correction, correction_factor


@dataclass(frozen=True, eq=False)
class Piece:
    """Sums of the rows whose totals lie in one interval.

    Attributes
    ----------
    sizes : (k,) integer array
        Rows of each group.
    sums : (k, q) float array
        Sums of the components, their origin taken off.
    balance : (k, k, q) float array
        Sum over the rows i of group j of ``(x_i^m - origin^m) (rows of h below i - rows of h above
        i)``, within the piece. Only its sum with its own transpose counts, and that does not depend
        on the origin.
    origin : (q,) float array
        What is taken off the components to keep digits: any value near their means.
    """

    sizes: IntArray
    sums: FloatArray
    balance: FloatArray
    origin: FloatArray

    def below(self, upper: Piece) -> Piece:
        """Join with a piece of larger totals and the same origin."""
        # whoever is in the upper piece has all rows of the lower one below, and the other way round
        gained = upper.sums[:, None, :] * self.sizes[None, :, None]
        lost = self.sums[:, None, :] * upper.sizes[None, :, None]
        return Piece(
            self.sizes + upper.sizes,
            self.sums + upper.sums,
            self.balance + upper.balance + gained - lost,
            self.origin,
        )

    def split(self, correction: Correction = "none") -> GiniCells:
        """Finish: the Gini coefficient by pair of groups and by component.

        Raises
        ------
        MethodError
            A mean of the totals that is not positive; the sample form of a single row.
        """
        rows, masses = int(self.sizes.sum()), self.sizes.astype(np.float64)
        shift = self.sums.sum(axis=0) / rows
        factor = correction_factor(correction, rows, None)
        sums = self.sums - masses[:, None] * shift
        return cells_of(self.balance, sums, masses, self.origin + shift, self.sizes, factor)


def piece(parts: FloatArray, groups: IntArray, k: int, origin: FloatArray) -> Piece:
    """Sum a piece up from its rows.

    Parameters
    ----------
    parts : (n, q) float array
        Components, finite; n >= 1.
    groups : (n,) integer array
        Group code 0..k-1 of each row.
    k : int
        Number of groups.
    origin : (q,) float array
        Value near the means of the components, the same for all pieces.

    Returns
    -------
    Piece

    Examples
    --------
    >>> low = piece(np.array([[1.0]]), np.array([0]), 2, np.zeros(1))
    >>> high = piece(np.array([[3.0]]), np.array([1]), 2, np.zeros(1))
    >>> low.below(high).split().gini
    0.25
    """
    total = np.einsum("ij->i", parts)
    balance, own, masses, centre = balance_sums(parts, total, groups, k, None)
    sizes = masses.astype(np.int64)
    return Piece(sizes, own + masses[:, None] * (centre - origin), balance, origin)


def piece_of_counts(counts: IntArray, sums: FloatArray, origin: FloatArray) -> Piece:
    """Sum a piece up from bins in rising order; rows of one bin count as ties.

    Parameters
    ----------
    counts : (b, k) integer array
        Rows of each bin and group.
    sums : (b, k, q) float array
        Sums of the components over these rows.
    origin : (q,) float array
        Value near the means of the components.

    Returns
    -------
    Piece

    Examples
    --------
    >>> counts, sums = np.array([[1, 0], [0, 1]]), np.array([[[1.0], [0.0]], [[0.0], [3.0]]])
    >>> piece_of_counts(counts, sums, np.zeros(1)).split().gini
    0.25
    """
    centred = sums - counts[:, :, None] * origin
    upto = np.cumsum(counts, axis=0)
    lead = (2 * upto - counts - upto[-1]).astype(np.float64)
    balance = np.einsum("bjm,bh->jhm", centred, lead)
    return Piece(upto[-1], centred.sum(axis=0), balance, origin)


def bin_gap(counts: IntArray, width: float, mean: float) -> float:
    """Bound what the Gini coefficient loses when rows of one bin count as ties.

    Parameters
    ----------
    counts : (b,) integer array
        Rows of each bin.
    width : float
        Width of a bin, in the unit of the totals.
    mean : float
        Mean of the totals, positive.

    Returns
    -------
    float
        The coefficient by bins is too low by this at most.

    Notes
    -----
    ``sum_b n_b^2 width / (4 mu n^2)``: values in an interval of a given width are farthest apart,
    on average over all pairs, when half of them lie at each end.

    Examples
    --------
    >>> bin_gap(np.array([2, 2]), 0.5, 0.5)
    0.125
    """
    share = counts / counts.sum()
    return float(width * (share @ share) / (4.0 * mean))
