"""Do transition probabilities differ between subsets: chi-square and likelihood ratio tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

from resilmeter.errors import MethodError, Problem, doubt, problem


@dataclass(frozen=True)
class Homogeneity:
    """Tests of equal transition probabilities in all subsets.

    Attributes
    ----------
    q, lr : float
        Pearson's chi-square and the likelihood ratio statistic; 0 where nothing can be compared.
    freedom : int
        Degrees of freedom.
    p_q, p_lr : float or None
        Probabilities of a statistic at least as large under equal probabilities; None where
        `reason` says why.
    smallest_expected : float or None
        Smallest expected count of the compared cells; below about 5 both p-values are rough.
    reason : Problem or None
        Why there is no test.
    """

    q: float
    lr: float
    freedom: int
    p_q: float | None
    p_lr: float | None
    smallest_expected: float | None
    reason: Problem | None


def homogeneity(counts: npt.ArrayLike) -> Homogeneity:
    """Test whether subsets (periods, regions, classes of neighbours) share one transition matrix.

    Parameters
    ----------
    counts : (m, k, k) integer array
        Transitions of each subset, from row to column.

    Returns
    -------
    Homogeneity

    Raises
    ------
    MethodError
        Counts of another shape, or that are not whole numbers from 0.

    Notes
    -----
    ``Q = sum_c sum_a sum_b n_a|c (p_ab|c - p_ab)^2 / p_ab`` and
    ``LR = 2 sum n_ab|c ln(p_ab|c / p_ab)`` over the cells with p_ab > 0, both chi-square with
    ``sum_a (subsets in which a was left - 1) (states that a was left for - 1)`` degrees of freedom.
    Caveats: transitions of neighbours and of one unit over time are not independent, which makes
    both p-values too small.

    References
    ----------
    Bickenbach, Bode (2003), International Regional Science Review 26,
    doi:10.1177/0160017603253789.

    Examples
    --------
    >>> test = homogeneity([[[8, 2], [0, 0]], [[2, 8], [0, 0]]])
    >>> round(test.q, 4), test.freedom, round(test.p_q, 4)
    (7.2, 1, 0.0073)
    """
    table = np.asarray(counts)
    if table.ndim != 3 or table.shape[1] != table.shape[2] or 0 in table.shape:
        raise MethodError(problem("not-a-matrix", shape=str(table.shape)))
    if not np.issubdtype(table.dtype, np.integer) or table.min() < 0:
        raise MethodError(problem("groups-not-codes"))
    starts, pooled = table.sum(axis=2), table.sum(axis=0)
    share = pooled / np.maximum(pooled.sum(axis=1, keepdims=True), 1)
    expected = starts[:, :, None] * share
    compared = expected > 0
    gaps = np.where(compared, table - expected, 0.0) ** 2
    q = float((gaps[compared] / expected[compared]).sum())
    moved = table > 0
    lr = float(2 * (table[moved] * np.log(table[moved] / expected[moved])).sum())
    subsets, ways = (starts > 0).sum(axis=0), (pooled > 0).sum(axis=1)
    freedom = int(((subsets - 1) * (ways - 1))[subsets > 0].sum())
    if freedom == 0:
        return Homogeneity(0.0, 0.0, 0, None, None, None, doubt("na-no-freedom"))
    least = float(expected[compared].min())
    p_q, p_lr = float(chdtrc(freedom, q)), float(chdtrc(freedom, max(lr, 0.0)))
    return Homogeneity(q, lr, freedom, p_q, p_lr, least, None)
