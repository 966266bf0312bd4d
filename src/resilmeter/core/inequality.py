"""The Gini coefficient and its two-dimensional split by pair of groups and by component.

One sort serves everything: a component's share in the gap between two groups only needs, for each
unit of one group, how many units of the other lie below and above it (mid-ranks, so ties count
half). The kernel takes O(n log n + n k q) time and O(n) memory beside its input.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, codes, matrix, vector
from resilmeter.errors import MethodError, problem

# Totals that are equal on paper differ by a few ulps when their parts are added in another order.
# Ranking looks at 12 significant decimals only; values themselves are never rounded.
TIE_DECIMALS = 12
LARGEST_POWER = 300  # of ten, that a float can hold with room to spare

# Where to read the running counts: an index per unit, or plain slices when no totals tie.
Positions = IntArray | slice


@dataclass(frozen=True)
class GiniCells:
    """The Gini coefficient of the row totals, split by pair of groups and by component.

    Attributes
    ----------
    cells : (k, k, q) float array
        Contribution of component m to the gap between groups j and h, symmetric in j and h. Each
        unordered pair appears whole, so the cells with j <= h add up to `gini`. May be negative.
    gini : float
        The Gini coefficient of the totals, in [0, (n - 1) / n] when no total is negative.
    sizes : (k,) integer array
        Units in each group.
    """

    cells: FloatArray
    gini: float
    sizes: IntArray

    @property
    def pairs(self) -> FloatArray:
        """(k, k): contribution of each unordered pair of groups; j <= h adds up to the Gini."""
        return np.asarray(self.cells.sum(axis=2), dtype=np.float64)

    @property
    def components(self) -> FloatArray:
        """(q,): contribution of each component; adds up to the Gini."""
        upper = np.triu(np.ones(self.cells.shape[:2]))
        return np.asarray(np.einsum("jh,jhm->m", upper, self.cells), dtype=np.float64)

    @property
    def within(self) -> float:
        """Contribution of the gaps inside groups."""
        return float(np.trace(self.pairs))

    @property
    def between(self) -> float:
        """Contribution of the gaps between groups, overlap included."""
        return float(np.triu(self.pairs, 1).sum())


def gini(values: npt.ArrayLike) -> float:
    """Compute the Gini coefficient, population form.

    Parameters
    ----------
    values : (n,) float array
        Values with a positive mean.

    Returns
    -------
    float
        In [0, (n - 1) / n] when no value is negative; 0 for a single unit.

    Raises
    ------
    MethodError
        A mean that is not positive, or values that are not finite.

    Notes
    -----
    ``G = sum_i sum_r |x_i - x_r| / (2 mu n^2)``, equation 8 of S1, computed as
    ``sum_i (2 i - n - 1) x_(i) / (n^2 mu)`` over the sorted values.

    References
    ----------
    Dagum (1997), Empirical Economics 22, 515-531, doi:10.1007/BF01205777.

    Examples
    --------
    >>> gini([1.0, 3.0])
    0.25
    """
    ordered = np.sort(vector(values))
    n, mean = ordered.size, _positive_mean(ordered)
    ranks = np.arange(1 - n, n, 2, dtype=np.float64)
    return float(ranks @ (ordered - mean) / (n * n * mean))


def gini_cells(parts: npt.ArrayLike, groups: npt.ArrayLike) -> GiniCells:
    """Split the Gini coefficient by pair of groups and by component.

    Parameters
    ----------
    parts : (n, q) float array
        Components of each unit; their row sums are the values whose inequality is split.
    groups : (n,) integer array
        Group code 0..k-1 of each unit.

    Returns
    -------
    GiniCells
        Contributions in the unit of the Gini coefficient.

    Raises
    ------
    MethodError
        A mean of the totals that is not positive, group codes that are not whole numbers from 0, or
        values that are not finite. A code that no unit has is an empty group.

    Notes
    -----
    ``C_jhm = c sum_{i in j} sum_{r in h} sgn(x_i - x_r) (x_i^m - x_r^m) / (mu n^2)`` with c = 1
    for j != h and 1/2 for j = h: equation 13 of S1, whose ``2 x*`` is twice the component of the
    poorer unit. Where two totals tie, sgn(0) = 0, the average of the two ways to call one poorer;
    the result then does not depend on the order of rows or groups. Totals are compared at 12
    significant decimals. This is the natural (Lerman-Yitzhaki) source rule applied pair by pair.

    References
    ----------
    Mussini (2013), Applied Economics 45(17), 2457-2468, doi:10.1080/00036846.2012.667553.
    Lerman, Yitzhaki (1985), Review of Economics and Statistics 67, doi:10.2307/1928447.

    Examples
    --------
    >>> split = gini_cells([[1.0, 0.0], [1.0, 2.0]], [0, 1])
    >>> split.gini, split.components
    (0.25, array([0.  , 0.25]))
    """
    array = matrix(parts)
    group, k = codes(groups, array.shape[0])
    n, total = array.shape[0], vector(array @ np.ones(array.shape[1]))
    mean = _positive_mean(total)
    balance = _balance_sums(array, total, group, k)
    cells = (balance + balance.transpose(1, 0, 2)) / (mean * n * n)
    cells[np.arange(k), np.arange(k)] /= 2.0
    upper = np.triu(np.ones((k, k)))
    return GiniCells(
        cells, float(np.einsum("jh,jhm->", upper, cells)), np.bincount(group, minlength=k)
    )


def null_shares(sizes: npt.ArrayLike) -> FloatArray:
    """Give the share of each pair of groups when group labels mean nothing.

    Parameters
    ----------
    sizes : (k,) integer array
        Units in each group; n >= 2 in all.

    Returns
    -------
    (k, k) float array
        Expected share of each unordered pair under random labels, symmetric; j <= h adds up to 1.

    Raises
    ------
    MethodError
        Fewer than two units in all.

    Notes
    -----
    ``n_j (n_j - 1) / (n (n - 1))`` inside a group and ``2 n_j n_h / (n (n - 1))`` between two.
    It holds exactly for the Gini coefficient and for each of its components: a between-group
    share near it says that the groups are large, not that they differ.

    Examples
    --------
    >>> round(float(np.trace(null_shares([83, 80, 80, 34]))), 4)
    0.269
    """
    size = np.asarray(sizes, dtype=np.float64)
    n = size.sum()
    if n < 2:
        raise MethodError(problem("null-share-one-unit"))
    shares = 2.0 * np.outer(size, size)
    np.fill_diagonal(shares, size * (size - 1.0))
    return np.asarray(shares / (n * (n - 1.0)), dtype=np.float64)


def _positive_mean(values: FloatArray) -> float:
    mean = float(values.mean())
    if mean <= 0:
        raise MethodError(problem("gini-mean", mean=mean))
    return mean


def _balance_sums(parts: FloatArray, total: FloatArray, group: IntArray, k: int) -> FloatArray:
    """Sum x_i^m (units of h below i - units of h above i) over i in j: (k, k, q), by j, h, m.

    Components are centred: a constant added to one changes no gap, only the rounding error.
    """
    order, first, after = _tie_blocks(total)
    ordered_group = group.astype(np.min_scalar_type(k))[order]
    members = [np.flatnonzero(group == j) for j in range(k)]
    centre = np.einsum("ij->j", parts) / parts.shape[0]
    rows = [np.take(parts, member, axis=0) - centre for member in members]
    balance = np.empty((k, k, parts.shape[1]))
    below = np.zeros(order.size + 1, dtype=np.int32)
    lead = np.empty(order.size, dtype=np.int32)
    for h in range(k):
        np.cumsum(ordered_group == h, out=below[1:])
        lead[order] = below[first] + below[after] - below[-1]
        for j, member in enumerate(members):
            balance[j, h] = lead[member].astype(np.float64) @ rows[j]
    return balance


def _tie_blocks(total: FloatArray) -> tuple[IntArray, Positions, Positions]:
    """Order the totals; give first and one-past-last position of each one's block of equals."""
    size = np.abs(total).max()
    digits = TIE_DECIMALS - np.ceil(np.log10(size)) if size > 0 else 0.0
    scale = 10.0 ** np.clip(digits, -LARGEST_POWER, LARGEST_POWER)
    key = np.rint(total * scale)
    order = np.argsort(key)
    ordered = key[order]
    starts = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    if starts.size == total.size - 1:
        return order, slice(None, -1), slice(1, None)
    lengths = np.diff(starts, prepend=0, append=total.size)
    first = np.repeat(np.concatenate(([0], starts)), lengths)
    return order, first, np.repeat(np.concatenate((starts, [total.size])), lengths)
