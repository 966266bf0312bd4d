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
