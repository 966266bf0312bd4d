"""Which component of the total makes it unequal?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import ROUNDING, FloatArray, matrix
from resilmeter.core.inequality.cells import gini_cells
from resilmeter.core.inequality.checks import Correction, unit_weights
from resilmeter.core.inequality.coefficient import absolute_gini


@dataclass(frozen=True, eq=False)
class GiniSources:
    """The Gini coefficient of the row totals, split by component.

    Attributes
    ----------
    gini : float
        The Gini coefficient of the totals.
    contributions : (q,) float array
        G^m, adding up to `gini`; negative for a component that makes totals more equal.
    mean_shares : (q,) float array
        S_m: share of the component in the mean total; adds up to 1.
    concentration : (q,) float array
        C_m = G^m / S_m: how far the component lies with the rich. NaN where S_m = 0.
    own : (q,) float array
        G_m: the component's own Gini coefficient. NaN where its mean is not positive.
    correlation : (q,) float array
        R_m: Gini correlation of the component with the total, in [-1, 1]. NaN for a constant.
    variance_shares : (q,) float array
        cov(x^m, x) / var(x), the variance rule; adds up to 1. NaN where all totals are equal.
    """

    gini: float
    contributions: FloatArray
    mean_shares: FloatArray
    concentration: FloatArray
    own: FloatArray
    correlation: FloatArray
    variance_shares: FloatArray


def gini_sources(
    parts: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    correction: Correction = "none",
) -> GiniSources:
    """Split the Gini coefficient of the row totals by component, by the natural rule.

    Parameters
    ----------
    parts : (n, q) float array
        Components of each unit; their row sums have a positive mean.
    weights : (n,) float array, optional
        Positive weights of the units; all equal if left out.
    correction : {"none", "sample"}
        As for `gini`: one factor for every part.

    Returns
    -------
    GiniSources

    Raises
    ------
    MethodError
        What `gini_cells` refuses.

    Notes
    -----
    ``G^m = 2 cov(x^m, F) / mu`` with the mid-rank F of the total: equation 11 of S1, and
    ``G^m = S_m G_m R_m`` where all three are defined. The rule is not the only one: the shares by
    the variance rule stand beside it, and where the two disagree no share should be quoted alone.

    References
    ----------
    Lerman, Yitzhaki (1985), Review of Economics and Statistics 67, doi:10.2307/1928447.
    Shorrocks (1982), Econometrica 50, 193-211, doi:10.2307/1912537.

    Examples
    --------
    >>> split = gini_sources([[2.0, 1.0], [0.0, 5.0]])
    >>> split.contributions, split.mean_shares
    (array([-0.125,  0.25 ]), array([0.25, 0.75]))
    """
    array = matrix(parts)
    n, q = array.shape
    weight = None if weights is None else unit_weights(weights, n)
    split = gini_cells(array, np.zeros(n, dtype=np.int64), weight, correction=correction)
    spread = np.array([absolute_gini(array[:, m], weight, correction=correction) for m in range(q)])
    covariance = _covariances(array - split.centre, weight)
    shares = split.centre / split.mean
    gaps = split.components * split.mean
    return GiniSources(
        gini=split.gini,
        contributions=split.components,
        mean_shares=shares,
        concentration=_ratios(split.components, shares, shares != 0),
        own=_ratios(spread, split.centre, split.centre > 0),
        correlation=_ratios(gaps, spread, spread > ROUNDING * np.abs(split.centre)),
        variance_shares=_ratios(covariance, covariance.sum(), split.gini > 0),
    )


def _covariances(centred: FloatArray, weight: FloatArray | None) -> FloatArray:
    total = centred.sum(axis=1)
    return np.asarray((total if weight is None else weight * total) @ centred, dtype=np.float64)


def _ratios(part: FloatArray, whole: FloatArray | float, where: npt.ArrayLike) -> FloatArray:
    defined = np.broadcast_to(np.asarray(where, dtype=bool), part.shape)
    blank = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=blank, where=defined), dtype=np.float64)
