"""Dagum's decomposition: gaps inside groups, between their means, and in their overlap.

All of it follows from the gaps between pairs of groups and from the group means: no pair of units
is looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, vector
from resilmeter.core.inequality.cells import GiniCells, gini_cells
from resilmeter.core.inequality.checks import Correction
from resilmeter.core.inequality.net import net_cells


@dataclass(frozen=True, eq=False)
class Dagum:
    """Dagum's decomposition of the Gini coefficient by groups.

    Attributes
    ----------
    gini : float
        The Gini coefficient: within + net_between + transvariation.
    own : (k,) float array
        G_jj: the Gini coefficient of each group for itself. Not its contribution. NaN for a group
        without units or with a mean that is not positive.
    pairs : (k, k) float array
        G_jh: the Gini coefficient between two groups, G_jj on the diagonal. NaN where
        mu_j + mu_h <= 0.
    affluence : (k, k) float array
        D_jh: how far apart two groups are, from 0 (they overlap fully) to 1 (not at all); 0 for
        equal means and on the diagonal.
    populations : (k,) float array
        p_j: share of each group in the weight of all units.
    shares : (k,) float array
        s_j: share of each group in the sum of all values.
    contributions : (k,) float array
        G_jj p_j s_j: contribution of the gaps inside each group; adds up to `within`.
    net_pairs, transvariation_pairs : (k, k) float array
        Parts of the contribution of each unordered pair, symmetric, 0 on the diagonal.
    """

    gini: float
    own: FloatArray
    pairs: FloatArray
    affluence: FloatArray
    populations: FloatArray
    shares: FloatArray
    contributions: FloatArray
    net_pairs: FloatArray
    transvariation_pairs: FloatArray

    @property
    def within(self) -> float:
        """G_w: contribution of the gaps inside groups."""
        return float(self.contributions.sum())

    @property
    def net_between(self) -> float:
        """G_nb: contribution of the gaps between group means; the Gini coefficient of them."""
        return float(np.triu(self.net_pairs, 1).sum())

    @property
    def transvariation(self) -> float:
        """G_t: contribution of the overlap of groups."""
        return float(np.triu(self.transvariation_pairs, 1).sum())


def dagum(
    values: npt.ArrayLike,
    groups: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    correction: Correction = "none",
) -> Dagum:
    """Decompose the Gini coefficient by groups into within, net between and transvariation.

    Parameters
    ----------
    values : (n,) float array
        Values with a positive mean.
    groups : (n,) integer array
        Group code 0..k-1 of each unit, in any order.
    weights : (n,) float array, optional
        Positive weights of the units; all equal if left out.
    correction : {"none", "sample"}
        "sample" multiplies every part, G_jj and G_jh too, by n / (n - 1), so parts still add up.

    Returns
    -------
    Dagum
        Neither the order of rows nor the numbering of groups matters.

    Raises
    ------
    MethodError
        What `gini_cells` refuses.

    Notes
    -----
    ``G_jh = E|X_j - X_h| / (mu_j + mu_h)``, ``G_w = sum_j G_jj p_j s_j``,
    ``G_nb = sum_{j>h} G_jh (p_j s_h + p_h s_j) D_jh``, ``G_t`` the same with ``1 - D_jh``.
    Because ``d_jh - p_jh = mu_j - mu_h``, ``D_jh = |mu_j - mu_h| / E|X_j - X_h|`` and
    ``G_nb = sum_{j>h} p_j p_h |mu_j - mu_h| / mu``: the Gini coefficient of the group means.

    Caveats: G_jj is a group's own inequality and G_jj p_j s_j its contribution, which grows with
    the square of its size; never compare one with the other. Shares of G_w are mechanical: set
    them beside `null_shares`. Groups of fewer than 5 units say little.

    References
    ----------
    Dagum (1997), Empirical Economics 22, 515-531, doi:10.1007/BF01205777.

    Examples
    --------
    >>> split = dagum([1.0, 2.0, 2.0, 5.0], [0, 0, 1, 1])
    >>> round(split.within, 4), round(split.net_between, 4), round(split.transvariation, 4)
    (0.1, 0.2, 0.0)
    >>> split.own.round(4)
    array([0.1667, 0.2143])
    """
    column = vector(values)[:, None]
    return dagum_of(gini_cells(column, groups, weights, correction=correction))


def dagum_of(split: GiniCells) -> Dagum:
    """Decompose a Gini coefficient that is already split by pair of groups.

    Parameters
    ----------
    split : GiniCells
        The split, of any number of components.

    Returns
    -------
    Dagum
        As from `dagum` with the row totals.

    Examples
    --------
    >>> from resilmeter.core.inequality import gini_cells
    >>> dagum_of(gini_cells([[1.0, 0.0], [1.0, 2.0]], [0, 1])).affluence
    array([[0., 1.],
           [1., 0.]])
    """
    p, gross = split.weights, split.pairs
    s = p * split.means / split.mean
    mutual = np.outer(p, s) + np.outer(s, p)
    np.fill_diagonal(mutual, p * s)
    pairs = _defined(gross, mutual)
    between = gross - np.diag(np.diag(gross))
    # a sum of sums can pass the whole by rounding, where two groups do not overlap at all
    net = np.minimum(net_cells(split).net.sum(axis=2), between)
    affluence = np.divide(net, between, out=np.zeros_like(net), where=between > 0)
    return Dagum(
        gini=split.gini,
        own=np.diag(pairs).copy(),
        pairs=pairs,
        affluence=affluence,
        populations=p,
        shares=s,
        contributions=np.diag(gross).copy(),
        net_pairs=net,
        transvariation_pairs=between - net,
    )


def _defined(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Divide; NaN where the whole is not positive."""
    blank = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=blank, where=whole > 0), dtype=np.float64)
