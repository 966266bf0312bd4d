"""Atkinson's index: the share of the total that equality could do without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, vector
from resilmeter.core.inequality.checks import group_codes, positive_mean, unit_weights
from resilmeter.errors import MethodError, problem, refuse_unknown

# What stands for a group when groups are compared: its equally distributed equivalent, or its mean.
Representative = Literal["equivalent", "mean"]


@dataclass(frozen=True)
class AtkinsonSplit:
    """Atkinson's index by groups: 1 - total = (1 - within) (1 - between).

    Attributes
    ----------
    total, within, between : float
        In [0, 1]; total = within + between - within * between.
    representative : {"equivalent", "mean"}
        The convention: what stands for a group. The two give different parts of the same total.
    """

    total: float
    within: float
    between: float
    representative: Representative


def atkinson(values: npt.ArrayLike, epsilon: float, weights: npt.ArrayLike | None = None) -> float:
    """Compute Atkinson's index.

    Parameters
    ----------
    values : (n,) float array
        Values, none negative, with a positive mean.
    epsilon : float
        Aversion to inequality, above 0: the larger, the more gaps among the poor count.
    weights : (n,) float array, optional
        Positive weights of the units.

    Returns
    -------
    float
        In [0, 1]: 1 - xi / mu with the equally distributed equivalent xi. With epsilon >= 1 a
        single zero makes it 1.

    Raises
    ------
    MethodError
        Negative values, a mean or an epsilon that is not positive.

    Notes
    -----
    ``xi = (mean of x^(1-e))^(1/(1-e))``, the geometric mean for e = 1.

    References
    ----------
    Atkinson (1970), Journal of Economic Theory 2, 244-263, doi:10.1016/0022-0531(70)90039-6.

    Examples
    --------
    >>> round(atkinson([1.0, 4.0], 1.0), 4), round(atkinson([1.0, 4.0], 0.5), 4)
    (0.2, 0.1)
    """
    array, weight = _checked(values, epsilon, weights)
    mean = positive_mean(float(weight @ array))
    return 1.0 - _equivalent(array, weight, epsilon) / mean


def atkinson_groups(
    values: npt.ArrayLike,
    groups: npt.ArrayLike,
    epsilon: float,
    weights: npt.ArrayLike | None = None,
    *,
    representative: Representative = "equivalent",
) -> AtkinsonSplit:
    """Split Atkinson's index into within and between groups.

    Parameters
    ----------
    values : (n,) float array
        As for `atkinson`.
    groups : (n,) integer array
        Group code 0..k-1 of each unit.
    epsilon : float
        Aversion to inequality, above 0.
    weights : (n,) float array, optional
        Positive weights of the units.
    representative : {"equivalent", "mean"}
        "equivalent" compares groups by their equally distributed equivalents xi_j, "mean" by their
        arithmetic means. Say which: the parts differ, the total does not.

    Returns
    -------
    AtkinsonSplit

    Raises
    ------
    MethodError
        What `atkinson` refuses, units without a group, codes that are none, or an unknown
        convention.

    Notes
    -----
    "equivalent": ``A_w = 1 - sum p_j xi_j / mu``, ``A_b = 1 - xi / sum p_j xi_j``. "mean": A_b is
    the index of the group means, and A_w follows from the total. A part of which nothing is left
    to take is 0.

    References
    ----------
    Atkinson (1970), Journal of Economic Theory 2, 244-263, doi:10.1016/0022-0531(70)90039-6.

    Examples
    --------
    >>> split = atkinson_groups([1.0, 4.0, 2.0, 2.0], [0, 0, 1, 1], 1.0)
    >>> round(split.within, 4), round(split.between, 4)
    (0.1111, 0.0)
    """
    refuse_unknown(representative, get_args(Representative), "representative")
    array, weight = _checked(values, epsilon, weights)
    group, k = group_codes(groups, array.size)
    mean = positive_mean(float(weight @ array))
    members = [np.flatnonzero(group == j) for j in range(k)]
    held = [member for member in members if member.size]
    p = np.array([weight[member].sum() for member in held])
    own = [weight[member] / share for member, share in zip(held, p, strict=True)]
    pieces = [(array[member], w) for member, w in zip(held, own, strict=True)]
    whole = _equivalent(array, weight, epsilon)
    if representative == "equivalent":
        middle = float(p @ [_equivalent(x, w, epsilon) for x, w in pieces])
        within, between = 1.0 - middle / mean, _taken(whole, middle)
    else:
        middle = _equivalent(np.array([w @ x for x, w in pieces]), p, epsilon)
        within, between = _taken(whole, middle), 1.0 - middle / mean
    return AtkinsonSplit(1.0 - whole / mean, within, between, representative)


def _checked(
    values: npt.ArrayLike, epsilon: float, weights: npt.ArrayLike | None
) -> tuple[FloatArray, FloatArray]:
    """Return values and weights that add up to 1."""
    array = vector(values)
    if not epsilon > 0:
        raise MethodError(problem("atkinson-epsilon", given=epsilon))
    negative = int((array < 0).sum())
    if negative:
        raise MethodError(problem("atkinson-negative", count=negative))
    weight = np.ones(array.size) if weights is None else unit_weights(weights, array.size)
    return array, np.asarray(weight / weight.sum(), dtype=np.float64)


def _equivalent(values: FloatArray, weight: FloatArray, epsilon: float) -> float:
    """Compute the value that, held by all, would be worth as much; weights add up to 1."""
    top = values.max()
    if top == 0 or (epsilon >= 1 and (values == 0).any()):
        return 0.0
    relative = values / top
    if epsilon == 1:
        return float(top * np.exp(weight @ np.log(relative)))
    return float(top * (weight @ relative ** (1.0 - epsilon)) ** (1.0 / (1.0 - epsilon)))


def _taken(part: float, whole: float) -> float:
    return 1.0 - part / whole if whole > 0 else 0.0
