"""How far the rankings of many variants agree, pair by pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True, eq=False)
class RankAgreement:
    """How far rankings of the same units agree.

    Attributes
    ----------
    kendall : (v, v) float array
        Kendall's tau-b of each pair of variants, in [-1, 1]; NaN where a ranking ties throughout.
    shift : (v, v) float array
        Mean absolute difference of the ranks.
    """

    kendall: FloatArray
    shift: FloatArray


def rank_agreement(ranks: npt.ArrayLike) -> RankAgreement:
    """Compare every variant's ranking with every other's.

    Parameters
    ----------
    ranks : (v, n) integer array
        One variant a row; two units or more.

    Returns
    -------
    RankAgreement

    Raises
    ------
    MethodError
        Fewer than two units.

    Notes
    -----
    ``tau_b = sum_{i<j} s_ij t_ij / sqrt(sum s_ij^2 sum t_ij^2)`` with s and t the signs of the
    differences of ranks: all pairs of variants are one product of matrices, added up unit by unit,
    so that memory stays at v x n numbers.

    References
    ----------
    Kendall (1938), Biometrika 30, doi:10.1093/biomet/30.1-2.81.

    Examples
    --------
    >>> found = rank_agreement([[1, 2, 3], [1, 3, 2]])
    >>> found.kendall.round(3), found.shift.round(3)
    (array([[1.   , 0.333],
           [0.333, 1.   ]]), array([[0.   , 0.667],
           [0.667, 0.   ]]))
    """
    table = np.asarray(ranks, dtype=np.float64)
    v, n = table.shape
    if n < 2:
        raise MethodError(problem("agreement-units", units=n))
    products, shift = np.zeros((v, v)), np.empty((v, v))
    for unit in range(n - 1):
        signs = np.sign(table[:, unit + 1 :] - table[:, unit : unit + 1])
        products += signs @ signs.T
    for row in range(v):
        shift[row] = np.abs(table - table[row]).mean(axis=1)
    own = np.sqrt(np.diag(products))
    blank = np.full((v, v), np.nan)
    scale = np.outer(own, own)
    kendall = np.divide(products, scale, out=blank, where=scale > 0)
    return RankAgreement(kendall=np.clip(kendall, -1.0, 1.0), shift=shift)


def agreement_with(ranks: npt.ArrayLike, own: npt.ArrayLike) -> FloatArray:
    """Compare every variant's ranking with one ranking.

    Parameters
    ----------
    ranks : (v, n) integer array
        One variant a row; 0 where a variant has no such unit, which is left out.
    own : (n,) integer array
        The ranking to compare with.

    Returns
    -------
    (v,) float array
        Kendall's tau-b, in [-1, 1]; NaN where a ranking ties throughout or has one unit.

    Notes
    -----
    As `rank_agreement`, without the pairs of variants.

    Examples
    --------
    >>> agreement_with([[1, 2, 3], [1, 3, 2], [0, 2, 1]], [1, 2, 3]).round(3)
    array([ 1.   ,  0.333, -1.   ])
    """
    table, mine = np.asarray(ranks, dtype=np.float64), np.asarray(own, dtype=np.float64)
    seen = (table > 0).astype(np.float64)
    sums = np.zeros((3, len(table)))
    for unit in range(table.shape[1] - 1):
        both = seen[:, unit + 1 :] * seen[:, unit : unit + 1]
        signs = np.sign(table[:, unit + 1 :] - table[:, unit : unit + 1]) * both
        steps = np.sign(mine[unit + 1 :] - mine[unit])
        sums += [signs @ steps, np.abs(signs).sum(axis=1), both @ np.abs(steps)]
    scale = np.sqrt(sums[1] * sums[2])
    blank = np.full(len(table), np.nan)
    taus = np.divide(sums[0], scale, out=blank, where=scale > 0)
    return np.asarray(np.clip(taus, -1.0, 1.0), dtype=np.float64)
