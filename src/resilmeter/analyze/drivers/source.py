"""Where drivers come from: a table, a file, or columns of the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import Driver, DriverChoices
from resilmeter.analyze.drivers.outcome import Outcome
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import DataError, MethodError, Problem, StudyError, problem, refuse
from resilmeter.read.drivers import DriverColumns, drivers_from_table
from resilmeter.read.files import RawTable, read_table

KILOMETRES = 111.195  # in a degree of a great circle of the earth's mean radius


@dataclass(frozen=True, eq=False)
class TableOf:
    """A raw table, and which columns hold unit and period.

    Attributes
    ----------
    table : RawTable
        Cells as they stand in the file.
    unit, period : str
        Its key columns.
    missing : tuple of str
        Texts that mean "no value".
    categories : frozenset of str
        Columns that are categories, whatever they look like: those of a frame that hold no numbers.
    """

    table: RawTable
    unit: str = "unit"
    period: str = "period"
    missing: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()


DriverSource = pd.DataFrame | str | Path | TableOf | Sequence[str]


@dataclass(frozen=True, eq=False)
class Gathered:
    """Drivers beside the rows of an outcome.

    Attributes
    ----------
    values : DataFrame
        By (unit, period), one column a driver, by its name.
    members : tuple of Driver
        The drivers.
    places : (n, 2) float array or None
        Coordinates in a plane.
    notes : tuple of Problem
        What was assumed.
    """

    values: pd.DataFrame
    members: tuple[Driver, ...]
    places: FloatArray | None
    notes: tuple[Problem, ...]


def values_of(outcome: Outcome, source: DriverSource, choices: DriverChoices) -> Gathered:
    """Lay drivers and coordinates out over the rows of the outcome.

    Raises
    ------
    StudyError, DataError
        Unknown choices; everything wrong with the table.
    """
    refuse(StudyError, choices.problems())
    if isinstance(source, Sequence) and not isinstance(source, str):
        source = _of_panel(outcome, list(source) or [d.source for d in choices.drivers])
    given = source if isinstance(source, TableOf) else _as_table(source)
    keys = {given.unit, given.period}
    columns = [c for c in given.table.cells.columns if c not in keys | set(choices.coordinates)]
    members = choices.drivers or tuple(Driver(name=str(column)) for column in columns)
    kinds: dict[str, str] = dict.fromkeys(choices.coordinates, "continuous")
    kinds |= {m.source: _kind(m, given) for m in members}
    read = DriverColumns(
        unit=given.unit, period=given.period, kinds=kinds, missing=given.missing,
        lenient=choices.missing != "refuse",
    )  # fmt: skip
    wanted = pd.MultiIndex.from_tuples(outcome.values.index, names=["unit", "period"])
    frame, notes = drivers_from_table(given.table, wanted, read)
    values = pd.DataFrame({m.name: frame[m.source] for m in members}, index=wanted)
    return Gathered(values, members, _places(frame, choices), notes)


def _kind(driver: Driver, given: TableOf) -> str:
    auto = driver.kind == "auto" and driver.source in given.categories
    return "categorical" if auto else driver.kind


def _of_panel(outcome: Outcome, names: list[str]) -> pd.DataFrame:
    """Take columns of the panel of the scores: indicators, denominators, measures of size."""
    if outcome.scores is None:
        raise MethodError(problem("driver-no-panel"))
    panel = outcome.scores.scaled.panel
    there = pd.concat([panel.values, panel.others], axis=1)
    unknown = [name for name in names if name not in there.columns]
    refuse(DataError, [
        problem("unknown-method", {"column": name}, given=name, allowed=list(there.columns))
        for name in unknown
    ])  # fmt: skip
    return there[names]


def _as_table(source: pd.DataFrame | str | Path | object) -> TableOf:
    """Read a file, or take a frame as if it were one: its keys are the index or columns."""
    if not isinstance(source, pd.DataFrame):
        return TableOf(read_table(str(source)))
    frame = source
    if "unit" not in frame.columns:
        levels = ["unit", "period"][: frame.index.nlevels]
        frame = frame.reset_index(names=levels)
    named = frame.set_axis([str(c) for c in frame.columns], axis=1)
    texts = frozenset(
        str(c) for c, kind in named.dtypes.items()
        if pd.api.types.is_bool_dtype(kind)
        or not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_object_dtype(kind))
    )  # fmt: skip
    cells = named.astype(object)
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    return TableOf(RawTable(cells, {}), categories=texts)


def _places(frame: pd.DataFrame, choices: DriverChoices) -> FloatArray | None:
    """Give coordinates in a plane: degrees become kilometres around the middle latitude."""
    if not choices.coordinates:
        return None
    places = frame[list(choices.coordinates)].to_numpy(dtype=np.float64)
    if not np.isfinite(places).all():
        count = int((~np.isfinite(places).all(axis=1)).sum())
        where = {"key": "drivers.coordinates"}
        raise DataError(problem("driver-places-missing", where, count=count))
    if choices.coordinates_in == "plane":
        return places
    east, north = places.T
    shrink = np.cos(np.deg2rad(north.mean()))
    return np.asarray(np.column_stack([east * shrink, north]) * KILOMETRES, dtype=np.float64)
