"""The panel: refused when illegal, trusted once built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import pandas as pd

from resilmeter.core.arrays import IntArray
from resilmeter.errors import DataError, Problem, problem
from resilmeter.framework import Framework
from resilmeter.notebook import card


class Status(IntEnum):
    """How the value of a cell came about."""

    OBSERVED = 0
    MISSING = 1
    INTERPOLATED = 2
    EXTRAPOLATED = 3
    GROUP_MEDIAN = 4
    NEAREST_NEIGHBOURS = 5
    CHAINED_EQUATIONS = 6


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

    _repr_html_ = card

    def __repr__(self) -> str:
        first, last = self.periods[0], self.periods[-1]
        groups = f", {len(self.group_order)} groups" if self.group_order else ""
        return (
            f"<Panel: {len(self.units)} units x {len(self.periods)} periods ({first} to {last})"
            f" x {len(self.framework.codes)} indicators{groups}; {self.missing} cells missing>"
        )
