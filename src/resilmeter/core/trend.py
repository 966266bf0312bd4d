"""What may be said of a series: its steps, its growth, its trend, and a verdict to word from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import vector
from resilmeter.core.growth import Growth, growth
from resilmeter.core.kendall import MannKendall, TheilSen, mann_kendall, theil_sen
from resilmeter.errors import Problem, doubt

Verdict = Literal["rise", "fall", "none", "flat", "too-short"]
Shape = Literal["flat", "steady", "one-turn", "wave"]


@dataclass(frozen=True)
class Trend:
    """Everything that a sentence about a series may claim.

    Attributes
    ----------
    first, last, total : float
        First and last value, and their difference.
    rises, falls, turns : int
        Steps up, steps down, and changes of sign between steps (steps without change are skipped).
    shape : {"flat", "steady", "one-turn", "wave"}
        No step at all, steps one way only, one turn, two or more.
    growth : Growth or None
        Forms of the growth rate; None where a base is not positive.
    test : MannKendall or None
        None for fewer than two periods.
    slope : TheilSen or None
        None for fewer than two periods.
    verdict : {"rise", "fall", "none", "flat", "too-short"}
        A trend is only claimed where p is at most the level; "flat" is no step at all.
    reason : Problem or None
        Why the verdict is "too-short".
    """

    first: float
    last: float
    total: float
    rises: int
    falls: int
    turns: int
    shape: Shape
    growth: Growth | None
    test: MannKendall | None
    slope: TheilSen | None
    verdict: Verdict
    reason: Problem | None


def trend(series: npt.ArrayLike, times: npt.ArrayLike, level: float = 0.05) -> Trend:
    """Collect what may be said about a series.

    Parameters
    ----------
    series : (t,) float array
        Values in time order.
    times : (t,) float array
        Increasing times in years.
    level : float
        Largest p at which a trend is claimed.

    Returns
    -------
    Trend

    Raises
    ------
    MethodError
        As `theil_sen`.

    Notes
    -----
    Wording follows from the record alone: "wave-shaped increase" (S0) is shape "wave" with verdict
    "rise". A rise from first to last with verdict "none" is a difference, not a trend.

    Examples
    --------
    >>> found = trend([0.40, 0.42, 0.41, 0.45, 0.47, 0.50], range(2011, 2017))
    >>> found.verdict, found.shape, found.turns
    ('rise', 'wave', 2)
    """
    values = vector(series)
    slope, test = theil_sen(values, times, level), mann_kendall(values)
    steps = np.diff(values)
    signs = np.sign(steps[steps != 0])
    turns = int((signs[1:] != signs[:-1]).sum())
    verdict, reason = _verdict(test, int(signs.size), values.size, level)
    return Trend(
        first=float(values[0]),
        last=float(values[-1]),
        total=float(values[-1] - values[0]),
        rises=int((signs > 0).sum()),
        falls=int((signs < 0).sum()),
        turns=turns,
        shape=_shape(int(signs.size), turns),
        growth=growth(values, times),
        test=test,
        slope=slope,
        verdict=verdict,
        reason=reason,
    )


def _shape(steps: int, turns: int) -> Shape:
    if not steps:
        return "flat"
    return "steady" if turns == 0 else "one-turn" if turns == 1 else "wave"


def _verdict(
    test: MannKendall | None, steps: int, periods: int, level: float
) -> tuple[Verdict, Problem | None]:
    if test is None:
        return "too-short", doubt("na-few-periods", count=periods, least=2)
    if not steps:
        return "flat", None
    if test.least_p > level:
        return "too-short", doubt(
            "na-short-for-level", count=periods, least=test.least_p, level=level
        )
    if test.p > level:
        return "none", None
    return ("rise" if test.s > 0 else "fall"), None
