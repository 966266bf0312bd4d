"""Types of groups: level of the mean against balance among the units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, constant, vector
from resilmeter.errors import MethodError, Problem, doubt, problem

LEAST_GROUPS = 3


@dataclass(frozen=True)
class Typology:
    """Level and balance of the groups, each in three classes.

    Attributes
    ----------
    level : (k,) integer array
        0 low, 1 middle, 2 high mean; empty where `reason` says why.
    balance : (k,) integer array
        0 low (wide spread), 1 middle, 2 high (narrow spread); empty where `reason` says why.
    reason : Problem or None
        Why there are no types.
    """

    level: IntArray
    balance: IntArray
    reason: Problem | None


def typology(means: npt.ArrayLike, spreads: npt.ArrayLike) -> Typology:
    """Class groups by their mean and by how even they are.

    Parameters
    ----------
    means, spreads : (k,) float arrays
        Mean, and standard deviation or coefficient of variation, of each group.

    Returns
    -------
    Typology

    Raises
    ------
    MethodError
        Arrays of different length, or values that are not finite.

    Notes
    -----
    Classes are cut at the terciles of the groups themselves (straight line between neighbours); a
    group on a cut belongs to the lower class. "High level, low balance" of S2 is level 2 with
    balance 0. Caveats: the classes are relative, so some group is always low; where the deviation
    grows with the mean, only the coefficient of variation tells balance from level.

    Examples
    --------
    >>> found = typology([0.12, 0.10, 0.09], [0.05, 0.02, 0.03])
    >>> found.level, found.balance
    (array([2, 1, 0]), array([0, 2, 1]))
    """
    level, spread = vector(means), vector(spreads)
    if level.size != spread.size:
        given, expected = str(spread.shape), str(level.shape)
        raise MethodError(problem("same-shape", given=given, expected=expected))
    reason = _hindrance(level, spread)
    if reason is not None:
        none = np.empty(0, dtype=np.int64)
        return Typology(none, none, reason)
    return Typology(_terciles(level), _terciles(-spread), None)


def _hindrance(level: FloatArray, spread: FloatArray) -> Problem | None:
    if level.size < LEAST_GROUPS:
        return doubt("na-few-groups", count=level.size, least=LEAST_GROUPS)
    if any(constant(float(v.min()), float(v.max())) for v in (level, spread)):
        return doubt("na-all-equal")
    return None


def _terciles(values: FloatArray) -> IntArray:
    cuts = np.quantile(values, [1 / 3, 2 / 3])
    return np.searchsorted(cuts, values, side="left").astype(np.int64)
