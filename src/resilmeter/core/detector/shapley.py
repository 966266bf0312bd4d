"""Shapley values: share the explained variance out among drivers, nothing left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, matrix, refuse_constant
from resilmeter.core.detector.sums import standardize
from resilmeter.core.detector.tree import Growth, tree_q
from resilmeter.errors import MethodError, problem

MOST_DRIVERS = 12  # 4096 trees


@dataclass(frozen=True)
class Shapley:
    """Each driver's share of what all drivers explain together.

    Attributes
    ----------
    values : (m,) float array
        Shapley values; add up to `total`, and may be negative where a driver spoils a tree.
    total : float
        q of all drivers together.
    coalitions : (2^m,) float array
        q of every set of drivers; set s holds driver j where bit j of s is set, and set 0, the
        empty one, explains 0.
    """

    values: FloatArray
    total: float
    coalitions: FloatArray

    def subtotals(self, groups: Sequence[int]) -> FloatArray:
        """Add up the values by group code 0..k-1 of each driver; they add up to `total` too."""
        return np.asarray(np.bincount(groups, weights=self.values), dtype=np.float64)

    def __repr__(self) -> str:
        return f"Shapley({self.values.size} drivers share q {self.total:.3f})"


def shapley_drivers(
    y: npt.ArrayLike,
    drivers: npt.ArrayLike,
    *,
    categorical: Sequence[bool] | None = None,
    growth: Growth = Growth(),  # noqa: B008 - frozen
    labels: Sequence[str] | None = None,
) -> Shapley:
    """Share what regression trees explain out among the drivers.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    drivers : (n, m) float array
        Values of the drivers; categories as numbers of any kind. At most 12 drivers.
    categorical : (m,) sequence of bool, optional
        Which drivers are categories; none if left out.
    growth : Growth
        When a tree stops: by default 20 rows to split, 7 in a leaf, 1 % of the variance a split.
    labels : sequence of str, optional
        Names of the drivers for error messages.

    Returns
    -------
    Shapley
        Values, their total and q of every set.

    Raises
    ------
    MethodError
        A constant outcome or driver, more than 12 drivers, or arrays that do not fit.

    Notes
    -----
    ``phi_j = sum over S without j of |S|! (m - |S| - 1)!/m! [v(S + j) - v(S)]`` with v(S) the q of
    the leaves of a tree on the drivers in S, and v of the empty set 0. Programs that leave the
    empty set out lose ``sum q_j / m``, and their values do not add up.

    References
    ----------
    Li et al. (2023), International Journal of Digital Earth 16(2),
    doi:10.1080/17538947.2023.2271883. Luo et al. (2022), ISPRS Journal of Photogrammetry and Remote
    Sensing 185, 111-128, doi:10.1016/j.isprsjprs.2022.01.009.

    Examples
    --------
    >>> x = np.column_stack([np.arange(40) // 20, np.arange(40) % 2]).astype(float)
    >>> found = shapley_drivers(x @ [2.0, 1.0], x)
    >>> found.values.round(2)
    array([0.8, 0.2])
    """
    z, x = standardize(y), matrix(drivers, labels)
    if x.shape[0] != z.size:
        raise MethodError(problem("series-differ", first=x.shape[0], second=z.size))
    m = x.shape[1]
    kinds = np.zeros(m, dtype=np.bool_) if categorical is None else np.asarray(categorical, bool)
    if kinds.shape != (m,):
        raise MethodError(problem("shapley-kinds", given=kinds.size, drivers=m))
    if m > MOST_DRIVERS:
        raise MethodError(problem("shapley-too-many", given=m, allowed=MOST_DRIVERS))
    refuse_constant(x, labels)
    members = (np.arange(2**m)[:, None] >> np.arange(m)) & 1 == 1
    v = np.array([tree_q(z, x[:, own], kinds[own], growth) for own in members])
    return Shapley(shapley_values(v), float(v[-1]), v)


def shapley_values(coalitions: npt.ArrayLike) -> FloatArray:
    """Compute Shapley values from the worth of every set.

    Parameters
    ----------
    coalitions : (2^m,) float array
        Worth of set s, which holds member j where bit j of s is set; the empty set comes first.

    Returns
    -------
    (m,) float array
        Values; they add up to the worth of all minus that of none.

    Raises
    ------
    MethodError
        A length that is not a power of 2 from 2.

    Examples
    --------
    >>> shapley_values([0.0, 1.0, 2.0, 5.0])
    array([2., 3.])
    """
    v = np.asarray(coalitions, dtype=np.float64)
    m = v.size.bit_length() - 1
    if v.ndim != 1 or m < 1 or v.size != 2**m:
        raise MethodError(problem("shapley-coalitions", given=v.size))
    sets = np.arange(v.size)
    members = np.array([int(s).bit_count() for s in sets])
    weight = np.array([1.0 / (m * comb(m - 1, size)) if size < m else 0.0 for size in members])
    values = np.empty(m)
    for j in range(m):
        without = sets[(sets >> j) & 1 == 0]
        values[j] = weight[without] @ (v[without | (1 << j)] - v[without])
    return values
