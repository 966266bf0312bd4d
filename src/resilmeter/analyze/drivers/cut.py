"""Cut each driver into strata, with breaks common to all periods unless asked otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import SEARCHED, Driver, DriverChoices
from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.detector import optimal_strata, robust_strata, unit_shuffles
from resilmeter.core.detector.permutation import Permutations
from resilmeter.core.strata import Strata, categories, discretize, manual
from resilmeter.errors import MethodError, Problem

LONG = 1e4  # limits from here on are written without decimals


@dataclass(frozen=True, eq=False, kw_only=True)
class Cut:
    """The strata of one driver.

    Attributes
    ----------
    codes : (n,) integer array
        Stratum 0..L-1 of each row, -1 where the driver is missing or could not be cut.
    labels : tuple of str
        Names of the strata of a categorical driver; empty for breaks.
    breaks : mapping of int to array
        By period, L + 1 rising limits; empty for categories.
    method : str
        How it was cut.
    p : float or None
        For strata that were searched with the outcome in view: p-value of the whole search.
    refused : Problem or None
        Why it could not be cut.
    """

    codes: IntArray
    labels: tuple[str, ...] = ()
    breaks: Mapping[int, FloatArray]
    method: str
    p: float | None = None
    refused: Problem | None = None

    @property
    def searched(self) -> bool:
        """True if the outcome was in view when the strata were made."""
        return self.method in SEARCHED

    def label(self, stratum: int, period: int) -> str:
        """Name a stratum: the category, or the interval that it holds."""
        if self.labels:
            return self.labels[stratum]
        low, high = self.breaks[period][stratum : stratum + 2]
        return interval_label(float(low), float(high), first=stratum == 0)


def interval_label(low: float, high: float, *, first: bool) -> str:
    """Name an interval by its limits; only the first holds its lower one.

    >>> interval_label(0.12345, 20000.4, first=False)
    '(0.1235, 20000]'
    """
    ends = [f"{end:.0f}" if abs(end) >= LONG else f"{end:.4g}" for end in (low, high)]
    return f"{'[' if first else '('}{', '.join(ends)}]"


def cut(
    driver: Driver, values: pd.Series, outcome: pd.Series, choices: DriverChoices, seed: int
) -> Cut:
    """Cut one driver; what cannot be cut comes back with its reason.

    Parameters
    ----------
    driver : Driver
        What to cut and how.
    values : Series
        Its values by (unit, period); missing where they are not known.
    outcome : Series
        The outcome, same index; only searched strata look at it.
    choices : DriverChoices
        Method and number of classes of all drivers.
    seed : int
        Seed of a search.

    Returns
    -------
    Cut
    """
    there = values.notna().to_numpy()
    codes = np.full(len(values), -1, dtype=np.int64)
    method = driver.method or choices.method
    try:
        if not pd.api.types.is_numeric_dtype(values):
            return _categories(values, there, codes)
        known, y = values[there], outcome[there]
        if choices.breaks == "per-period" and method not in SEARCHED:
            return _per_period(driver, known, choices, (codes, there))
        made, p = _strata(driver, known, y, choices, seed)
        codes[there] = made.codes
        periods = values.index.get_level_values("period").unique()
        return Cut(codes=codes, breaks=_same(made, periods), method=method, p=p)
    except MethodError as error:
        nothing = np.full(len(values), -1, dtype=np.int64)
        return Cut(codes=nothing, breaks={}, method=method, refused=error.problems[0])


def centred(outcome: pd.Series) -> FloatArray:
    """Take the mean of each period off the outcome."""
    return (outcome - outcome.groupby(level="period").transform("mean")).to_numpy(dtype=np.float64)


def exchanges(index: pd.Index, count: int, seed: int) -> Permutations:
    """Draw the permutations for rows of a panel: whole histories of units; plain in one period."""
    if index.get_level_values("period").unique().size == 1:
        return count
    return unit_shuffles(codes_of(index, "unit"), codes_of(index, "period"), count, seed)


def codes_of(index: pd.Index, level: str) -> IntArray:
    """Give the number of each row's unit in order of appearance, or period in order of time."""
    found = pd.factorize(index.get_level_values(level), sort=level == "period")[0]
    return np.asarray(found, dtype=np.int64)


def _categories(values: pd.Series, there: np.ndarray, codes: IntArray) -> Cut:
    found, labels = pd.factorize(values[there], sort=True)
    made = categories(found.astype(np.int64))
    codes[there] = made.codes
    names = tuple(str(label) for label in labels)
    return Cut(codes=codes, labels=names, breaks={}, method="categories")


def _per_period(
    driver: Driver, known: pd.Series, choices: DriverChoices, out: tuple[IntArray, np.ndarray]
) -> Cut:
    codes, there = out
    own = np.empty(len(known), dtype=np.int64)
    breaks: dict[int, FloatArray] = {}
    periods = known.index.get_level_values("period")
    for period in periods.unique():
        rows = periods == period
        made, _ = _strata(driver, known[rows], known[rows], choices, 0)
        own[rows], limits = made.codes, made.breaks
        breaks[int(period)] = limits if limits is not None else np.empty(0)
    codes[there] = own
    return Cut(codes=codes, breaks=breaks, method=driver.method or choices.method)


def _strata(
    driver: Driver, values: pd.Series, outcome: pd.Series, choices: DriverChoices, seed: int
) -> tuple[Strata, float | None]:
    """Make the strata by the driver's method, with the p-value of a search."""
    method, classes = driver.method or choices.method, driver.classes or choices.classes
    x = values.to_numpy(dtype=np.float64)
    if method == "manual":
        return manual(x, driver.cuts), None
    if method in SEARCHES:
        return SEARCHES[method](x, outcome, choices, seed)
    return discretize(x, method, classes), None  # type: ignore[arg-type]


def least_rows(index: pd.Index, choices: DriverChoices) -> int:
    """Fewest rows of a class that a search may choose: `smallest` units in each period."""
    return choices.smallest * int(index.get_level_values("period").nunique())


def _optimal(
    x: FloatArray, outcome: pd.Series, choices: DriverChoices, seed: int
) -> tuple[Strata, float | None]:
    found = optimal_strata(
        centred(outcome), x, smallest=least_rows(outcome.index, choices), rule=choices.rule,
        permutations=exchanges(outcome.index, choices.searches, seed), seed=seed,
    )  # fmt: skip
    if found.chosen.strata is None:
        raise AssertionError("a choice without strata")
    return found.chosen.strata, found.p


def _robust(
    x: FloatArray, outcome: pd.Series, choices: DriverChoices, seed: int
) -> tuple[Strata, float | None]:
    smallest = least_rows(outcome.index, choices)
    largest = max(2, min(8, x.size // smallest))
    found = robust_strata(
        centred(outcome), x, largest=largest, smallest=smallest,
        permutations=exchanges(outcome.index, choices.searches, seed), seed=seed,
    )  # fmt: skip
    return found.strata[found.chosen], found.p


Search = Callable[[FloatArray, pd.Series, DriverChoices, int], tuple[Strata, float | None]]
SEARCHES: dict[str, Search] = {"optimal": _optimal, "robust": _robust}


def _same(made: Strata, periods: pd.Index) -> dict[int, FloatArray]:
    limits = made.breaks if made.breaks is not None else np.empty(0)
    return {int(period): limits for period in periods}
