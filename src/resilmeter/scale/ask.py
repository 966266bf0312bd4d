"""What a study asks of a table, in the words of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from resilmeter.analyze.drivers.choices import Circular, Detail
from resilmeter.core.inequality import Correction
from resilmeter.framework import Framework
from resilmeter.prepare import OutOfBounds, Outside
from resilmeter.prepare.yardstick import How
from resilmeter.weighting import Choices

GiniMode = Literal["slice", "window", "bins"]


@dataclass(frozen=True, kw_only=True)
class Keep:
    """Rows to keep or to leave out: by the values of a column, or their range."""

    column: str
    values: tuple[str | int, ...] = ()
    first: int | None = None
    last: int | None = None
    keep: bool = True


@dataclass(frozen=True, kw_only=True)
class TableDriver:
    """A driver: a column with strata as they are, or cut at given breaks."""

    name: str
    group: str
    column: str
    cuts: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TableGrades:
    """Grades by the deviation from a reference, or by given boundaries."""

    scheme: str
    reference: float | None
    source: str
    cuts: tuple[float, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Ask:
    """Everything that a study asks of a table.

    Attributes
    ----------
    framework : Framework
        The indicators.
    unit, period, group : str
        Columns with the unit, the period and the group; `group` is blank without groups.
    group_order : tuple of str
        Order of the groups; alphabetical if empty.
    keep : tuple of Keep
        Which rows.
    missing : tuple of float
        Numbers that mean "no value".
    bounds : {"refuse", "blank", "keep"}
        What to do with values outside an indicator's theoretical bounds.
    fill : bool
        Whether gaps are filled along each unit.
    max_gap : int or None
        Longest gap to fill; None for any.
    how : How
        How values are scaled.
    outside : {"refuse", "clip", "keep"}
        What to do with values beyond the goalposts.
    posts : DataFrame or None
        Given goalposts.
    method : str
        Weighting.
    choices : Choices
        Choices beside the weighting.
    growth, gaps, obstacles : bool
        Which questions to answer.
    top : int
        How many of the largest obstacles count.
    grades : TableGrades or None
        How grades are set; None for none.
    correction : {"none", "sample"}
        Form of the Gini coefficient.
    drivers : tuple of TableDriver
        What goes with the differences between units.
    circular : {"refuse", "allow"}
        What to do with drivers that are an indicator or follow one.
    detail : {"ends", "last", "all"}
        Periods of which pairs of drivers are looked at.
    gini : {"slice", "window", "bins"}
        How the rows of a period are ordered.
    bins : int
        Number of bins, where they are used.
    """

    framework: Framework
    unit: str
    period: str
    group: str
    group_order: tuple[str, ...]
    keep: tuple[Keep, ...]
    missing: tuple[float, ...]
    bounds: OutOfBounds
    fill: bool
    max_gap: int | None
    how: How
    outside: Outside
    posts: pd.DataFrame | None
    method: str
    choices: Choices
    growth: bool
    gaps: bool
    obstacles: bool
    top: int
    grades: TableGrades | None
    correction: Correction
    drivers: tuple[TableDriver, ...]
    circular: Circular
    detail: Detail
    gini: GiniMode
    bins: int

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns that hold names: units, groups, strata, and what rows are chosen by."""
        numbers = {i.source_column for i in self.framework.indicators}
        numbers |= {*self.framework.denominators, self.period}
        numbers |= {driver.column for driver in self.drivers if driver.cuts}
        named = [self.unit, self.group, *(driver.column for driver in self.drivers),
                 *(rule.column for rule in self.keep)]  # fmt: skip
        return tuple(name for name in dict.fromkeys(named) if name and name not in numbers)
