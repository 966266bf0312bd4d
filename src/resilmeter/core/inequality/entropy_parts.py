"""What groups and components add to generalised entropy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, matrix
from resilmeter.core.inequality.checks import group_codes, positive_mean, unit_weights
from resilmeter.core.inequality.entropy import entropy_terms, entropy_values
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True, eq=False)
class EntropySplit:
    """Generalised entropy split by groups, without any overlap term.

    Attributes
    ----------
    total : float
        The index: within + between.
    between : float
        The index of the group means.
    own : (k,) float array
        The index of each group for itself. NaN for a group without units, or whose values are all
        zero.
    contributions : (k,) float array
        What the gaps inside each group add, own times p_j^(1 - alpha) s_j^alpha.
    """

    total: float
    between: float
    own: FloatArray
    contributions: FloatArray

    @property
    def within(self) -> float:
        """Contribution of the gaps inside groups."""
        return float(self.contributions.sum())


def entropy_groups(
    values: npt.ArrayLike,
    groups: npt.ArrayLike,
    alpha: float = 1.0,
    weights: npt.ArrayLike | None = None,
) -> EntropySplit:
    """Split generalised entropy into within and between groups.

    Parameters
    ----------
    values : (n,) float array
        As for `generalised_entropy`.
    groups : (n,) integer array
        Group code 0..k-1 of each unit.
    alpha : float
        1 for Theil's T, 0 for Theil's L; for these two alone the group weights add up to 1.
    weights : (n,) float array, optional
        Positive weights of the units.

    Returns
    -------
    EntropySplit

    Raises
    ------
    MethodError
        What `generalised_entropy` refuses, units without a group, or codes that are none.

    Notes
    -----
    ``GE = sum_j p_j^(1-a) s_j^a GE_j + GE(group means)`` with population share p and value share s.

    References
    ----------
    Shorrocks (1980), Econometrica 48, 613-625, doi:10.2307/1913126.

    Examples
    --------
    >>> split = entropy_groups([1.0, 3.0, 2.0, 2.0], [0, 0, 1, 1])
    >>> round(split.total, 4), round(split.within, 4), split.between
    (0.0654, 0.0654, 0.0)
    """
    array = entropy_values(values, alpha)
    group, k = group_codes(groups, array.size)
    weight = np.ones(array.size) if weights is None else unit_weights(weights, array.size)
    weight = weight / weight.sum()
    mean = positive_mean(float(weight @ array))
    p = np.bincount(group, weights=weight, minlength=k)
    means = np.divide(np.bincount(group, weights=weight * array, minlength=k), p,
                      out=np.zeros(k), where=p > 0)  # fmt: skip
    relative = np.divide(array, means[group], out=np.ones(array.size), where=means[group] > 0)
    inside = np.bincount(group, weights=weight * entropy_terms(relative, alpha), minlength=k)
    own = np.divide(inside, p, out=np.full(k, np.nan), where=means > 0)
    here = p > 0
    contributions = np.zeros(k)
    contributions[here] = inside[here] * (means[here] / mean) ** alpha
    between = float(p[here] @ entropy_terms(means[here] / mean, alpha))
    return EntropySplit(float(contributions.sum()) + between, between, own, contributions)


def theil_sources(parts: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> FloatArray:
    """Split Theil's T of the row totals by component.

    Parameters
    ----------
    parts : (n, q) float array
        Components, of any sign, whose row sums are positive; a row of zeros counts as 0.
    weights : (n,) float array, optional
        Positive weights of the units.

    Returns
    -------
    (q,) float array
        Contributions, adding up to T; negative for a component that makes totals more equal.

    Raises
    ------
    MethodError
        Row sums that are negative, or that are 0 although the components are not.

    Notes
    -----
    ``T^m = mean of (x^m / mu) ln(x / mu)``: the logarithm is the total's. Theil's L has no such
    split, because it weighs units and not values.

    References
    ----------
    Shorrocks (1982), Econometrica 50, 193-211, doi:10.2307/1912537.

    Examples
    --------
    >>> theil_sources([[1.0, 0.0], [1.0, 2.0]]).round(4)
    array([-0.0719, 0.2027])
    """
    array = matrix(parts)
    total = entropy_values(array @ np.ones(array.shape[1]), 1.0)
    lost = int(((total == 0) & (array != 0).any(axis=1)).sum())
    if lost:
        raise MethodError(problem("theil-cancelled-total", count=lost))
    weight = np.ones(total.size) if weights is None else unit_weights(weights, total.size)
    weight = weight / weight.sum()
    mean = positive_mean(float(weight @ total))
    logarithm = np.log(total / mean, out=np.zeros_like(total), where=total > 0)
    return np.asarray((weight * logarithm) @ array / mean, dtype=np.float64)
