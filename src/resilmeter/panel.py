"""The panel and its indicator framework: refused when illegal, trusted once built."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal, get_args

import numpy as np
import pandas as pd

from resilmeter.core.arrays import IntArray
from resilmeter.errors import DataError, Problem, problem, refuse

Direction = Literal["higher", "lower", "target"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


class Status(IntEnum):
    """How the value of a cell came about."""

    OBSERVED = 0
    MISSING = 1
    INTERPOLATED = 2
    EXTRAPOLATED = 3
    GROUP_MEDIAN = 4
    NEAREST_NEIGHBOURS = 5
    CHAINED_EQUATIONS = 6


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator: what it measures and which way is better.

    Parameters
    ----------
    code : str
        Short unique name, used in tables and files.
    dimension : str
        The dimension (criterion layer) it belongs to.
    direction : {"higher", "lower", "target"}
        Which raw values are better; "target" means inside [target_low, target_high].
    name, name_zh, dimension_zh, unit, unit_zh, source, note : str
        Names in English and Chinese, unit of measurement, literature or data source, remarks.
    column : str
        Its column in the panel file; the code if empty.
    denominator : str
        Column of the panel file to divide by, such as population; empty for none.
    per : float
        Multiplier after the division, such as 10000 for "per 10 000 inhabitants".
    lower_bound, upper_bound : float or None
        Theoretical bounds of the raw value; values outside are errors in the data.
    target_low, target_high : float or None
        Best interval, for direction "target".

    Raises
    ------
    DataError
        An empty code or dimension, an unknown direction, or bounds that contradict each other.

    Examples
    --------
    >>> Indicator(code="so2", dimension="Resistance", direction="lower").title("en")
    'so2'
    """

    code: str
    dimension: str
    direction: Direction
    name: str = ""
    name_zh: str = ""
    dimension_zh: str = ""
    unit: str = ""
    unit_zh: str = ""
    source: str = ""
    note: str = ""
    column: str = ""
    denominator: str = ""
    per: float = 1.0
    lower_bound: float | None = None
    upper_bound: float | None = None
    target_low: float | None = None
    target_high: float | None = None

    def __post_init__(self) -> None:
        refuse(DataError, self._problems())

    def _problems(self) -> Iterable[Problem]:
        where = {"indicator": self.code or "?"}
        if not self.code:
            yield problem("indicator-without-code")
        if not self.dimension:
            yield problem("indicator-without-dimension", where)
        if self.direction not in DIRECTIONS:
            yield problem("unknown-direction", where, given=self.direction)
        if self.direction == "target" and not _ordered(self.target_low, self.target_high):
            yield problem("target-interval", where, low=self.target_low, high=self.target_high)
        if not (self.per > 0 and math.isfinite(self.per)):
            yield problem("per-not-positive", where, given=self.per)
        low, high = self.lower_bound, self.upper_bound
        if low is not None and high is not None and low >= high:
            yield problem("bounds-order", where, low=low, high=high)

    @property
    def source_column(self) -> str:
        """The column of the panel file that holds it."""
        return self.column or self.code

    def title(self, language: str) -> str:
        """Name for people: the name in that language, else the other name, else the code."""
        names = (self.name_zh, self.name) if language == "zh" else (self.name, self.name_zh)
        return next((name for name in names if name), self.code)


def _ordered(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low <= high


@dataclass(frozen=True)
class Framework:
    """The indicators of an index and the dimensions they form.

    Parameters
    ----------
    indicators : tuple of Indicator
        In the order of the tables.

    Raises
    ------
    DataError
        No indicators, or a code that occurs twice.

    Examples
    --------
    >>> framework = Framework((Indicator(code="a", dimension="D", direction="higher"),))
    >>> framework
    <Framework: 1 indicators in 1 dimensions (D)>
    """

    indicators: tuple[Indicator, ...]

    def __post_init__(self) -> None:
        if not self.indicators:
            raise DataError(problem("no-indicators"))
        twice = [code for code, count in Counter(self.codes).items() if count > 1]
        refuse(DataError, [problem("indicator-twice", {"indicator": code}) for code in twice])

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the indicators, in order."""
        return tuple(indicator.code for indicator in self.indicators)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Dimensions, in order of first appearance."""
        return tuple(dict.fromkeys(indicator.dimension for indicator in self.indicators))

    @property
    def dimension_codes(self) -> IntArray:
        """(q,): position of each indicator's dimension in `dimensions`."""
        order = {name: place for place, name in enumerate(self.dimensions)}
        return np.array([order[i.dimension] for i in self.indicators], dtype=np.int64)

    @property
    def denominators(self) -> tuple[str, ...]:
        """Columns that indicators are divided by, in order of first appearance."""
        return tuple(dict.fromkeys(i.denominator for i in self.indicators if i.denominator))

    def __getitem__(self, code: str) -> Indicator:
        return self.indicators[self.codes.index(code)]

    def dimension_title(self, dimension: str, language: str) -> str:
        """Name of a dimension for people."""
        first = next(i for i in self.indicators if i.dimension == dimension)
        return first.dimension_zh or dimension if language == "zh" else dimension

    def without(self, codes: Iterable[str]) -> Framework:
        """Return the framework without some indicators."""
        dropped = set(codes)
        return Framework(tuple(i for i in self.indicators if i.code not in dropped))

    def __repr__(self) -> str:
        names = ", ".join(self.dimensions)
        count = len(self.indicators)
        return f"<Framework: {count} indicators in {len(self.dimensions)} dimensions ({names})>"


@dataclass(frozen=True, eq=False, kw_only=True)
class Panel:
    """Indicator values by unit and period, with the history of every cell.

    Parameters
    ----------
    framework : Framework
        What the columns mean.
    values : DataFrame
        Float; rows indexed by (unit, period), every unit with every period, periods increasing;
        one column per indicator code. NaN where the value is missing.
    groups : Series or None
        Group of each unit, indexed by unit, in the order of `values`; None without groups.
    group_order : tuple of str
        The groups in the order of the tables.
    status : DataFrame
        Same shape as `values`: the `Status` of each cell.
    others : DataFrame
        Other numeric columns by (unit, period): denominators, and measures of the size of a unit.
    steps : tuple of Problem
        What was done to the data and what is doubtful in it, in order.
    divided : bool
        True once indicators were divided by their denominators.
    treated : DataFrame or None
        Cells changed by the treatment of outliers: unit, period, indicator, before, after, how;
        None if none was chosen.

    Raises
    ------
    DataError
        Infinite values, or a group for only some units.
    """

    framework: Framework
    values: pd.DataFrame
    status: pd.DataFrame
    others: pd.DataFrame
    groups: pd.Series | None = None
    group_order: tuple[str, ...] = ()
    steps: tuple[Problem, ...] = ()
    divided: bool = False
    treated: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        if np.isinf(self.values.to_numpy()).any():
            raise DataError(problem("infinite-panel"))
        if tuple(self.values.columns) != self.framework.codes:
            raise DataError(problem("panel-columns", expected=self.framework.codes))
        if len(self.values) != len(self.units) * len(self.periods):
            raise DataError(problem("panel-not-full"))
        if self.groups is not None and set(self.groups) != set(self.group_order):
            raise DataError(problem("group-order", expected=sorted(set(self.groups))))

    @property
    def units(self) -> tuple[str, ...]:
        """Units, in the order of the file."""
        return tuple(self.values.index.get_level_values("unit").unique())

    @property
    def periods(self) -> tuple[int, ...]:
        """Periods, increasing."""
        return tuple(int(t) for t in self.values.index.get_level_values("period").unique())

    @property
    def group_codes(self) -> IntArray:
        """(units,): position of each unit's group in `group_order`; all 0 without groups."""
        if self.groups is None:
            return np.zeros(len(self.units), dtype=np.int64)
        order = {name: place for place, name in enumerate(self.group_order)}
        return np.array([order[name] for name in self.groups], dtype=np.int64)

    @property
    def missing(self) -> int:
        """Number of missing cells."""
        return int(self.values.isna().to_numpy().sum())

    @property
    def imputed_share(self) -> float:
        """Share of cells that were filled rather than observed, in [0, 1]."""
        return float((self.status.to_numpy() >= Status.INTERPOLATED).mean())

    def cube(self) -> np.ndarray:
        """(units, periods, indicators) float array of the values."""
        shape = (len(self.units), len(self.periods), len(self.framework.codes))
        return self.values.to_numpy().reshape(shape)

    def with_steps(self, *steps: Problem) -> Panel:
        """Return the panel with more steps in its history."""
        return replace(self, steps=self.steps + steps)

    def __repr__(self) -> str:
        first, last = self.periods[0], self.periods[-1]
        groups = f", {len(self.group_order)} groups" if self.group_order else ""
        return (
            f"<Panel: {len(self.units)} units x {len(self.periods)} periods ({first} to {last})"
            f" x {len(self.framework.codes)} indicators{groups}; {self.missing} cells missing>"
        )
