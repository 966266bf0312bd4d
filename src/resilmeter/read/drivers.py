"""Read drivers from a table: by unit, or by unit and period, with every problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, doubt, note, problem, refuse
from resilmeter.read.files import RawTable
from resilmeter.read.numbers import MISSING, read_numbers, read_period, shown

Key = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class DriverColumns:
    """Which columns of a drivers file hold what.

    Parameters
    ----------
    unit : str
        Column with the unit.
    period : str
        Column with the period; where the file has no such column, values hold for all periods.
    kinds : mapping of str to str
        Columns to read, each "auto", "continuous" or "categorical".
    missing : tuple of str
        Texts that mean "no value", beside blanks, dashes, NA and the like.
    lenient : bool
        Units of the panel that the file lacks are doubted, not refused.
    """

    unit: str
    period: str
    kinds: Mapping[str, str]
    missing: tuple[str, ...] = ()
    lenient: bool = False


def drivers_from_table(
    table: RawTable, wanted: pd.MultiIndex, columns: DriverColumns
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Read the drivers of some units and periods.

    Parameters
    ----------
    table : RawTable
        One row a unit, or a unit and period; rows of other units and periods are left aside.
    wanted : MultiIndex
        Units and periods of the scores.
    columns : DriverColumns
        What to read.

    Returns
    -------
    values : DataFrame
        Indexed by `wanted`; float columns for continuous drivers, texts (None where missing) for
        categories.
    notes : tuple of Problem
        What was assumed and left aside.

    Raises
    ------
    DataError
        Unknown columns (with the nearest), blank or repeated keys, text in a number cell, units
        without a row (with the nearest name of the file): all at once.
    """
    found = table.missing_columns(dict.fromkeys([columns.unit, *columns.kinds]))
    have = [name for name in columns.kinds if name in table.cells.columns]
    if columns.unit not in table.cells.columns:
        raise DataError([*found, *_cells(table.cells, have, columns, table)[1]])
    by_period = columns.period in table.cells.columns
    places, problems = _places(table, columns, wanted, by_period=by_period)
    values, more = _cells(table.cells.loc[list(places.values())], have, columns, table)
    found += [*problems, *more, *_lacking(table, columns, wanted)]
    refuse(DataError, found)
    notes = [p for p in found if p.level != "error"]
    index = pd.MultiIndex.from_arrays([[u for u, _ in places], [t for _, t in places]])
    units = wanted.get_level_values("unit")
    times = wanted.get_level_values("period") if by_period else np.zeros(len(wanted), dtype=int)
    full = values.set_axis(index, axis=0).reindex(pd.MultiIndex.from_arrays([units, times]))
    return full.set_axis(wanted, axis=0), (*table.notes, *notes)


def _places(
    table: RawTable, columns: DriverColumns, wanted: pd.MultiIndex, *, by_period: bool
) -> tuple[dict[Key, object], list[Problem]]:
    """Give the row of each wanted unit and period (0 in a file by unit), and its problems."""
    units = set(wanted.get_level_values("unit"))
    periods = set(wanted.get_level_values("period")) if by_period else {0}
    found: list[Problem] = []
    places: dict[Key, object] = {}
    for row, cells in zip(
        table.cells.index, _keys(table, columns, by_period=by_period), strict=True
    ):
        unit, period, given = cells
        where = {**table.where, "row": row}
        if not unit:
            found.append(problem("blank-unit", {**where, "column": columns.unit}))
        elif period is None:
            found.append(
                problem("unreadable-period", {**where, "column": columns.period}, given=given)
            )
        elif unit in units and period in periods:
            if (unit, period) in places:
                key = "repeated-row" if by_period else "driver-unit-twice"
                found.append(problem(key, {**where, "unit": unit}, first=places[unit, period]))
            places.setdefault((unit, period), row)
    return places, found


def _keys(
    table: RawTable, columns: DriverColumns, *, by_period: bool
) -> Iterator[tuple[str, int | None, object]]:
    units = [shown(cell) for cell in table.cells[columns.unit]]
    given = list(table.cells[columns.period]) if by_period else [0] * len(units)
    return iter([(u, read_period(t) if by_period else 0, t)
                 for u, t in zip(units, given, strict=True)])  # fmt: skip


def _cells(
    cells: pd.DataFrame, names: Iterable[str], columns: DriverColumns, table: RawTable
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read columns as numbers or categories."""
    frame, found = pd.DataFrame(index=cells.index), list[Problem]()
    for name in names:
        numbers = read_numbers(cells[name], columns.missing, thousands=table.thousands)
        kind = columns.kinds[name]
        if kind == "categorical" or (kind == "auto" and np.isnan(numbers.values).all()):
            frame[name] = pd.Series(_categories(cells[name], columns), cells.index, dtype=object)
            continue
        frame[name] = numbers.values
        for key, wrong in (("driver-text", numbers.refused), ("infinite-number", numbers.infinite)):
            found += [
                problem(key, {**table.where, "row": cells.index[i], "column": name}, given=text)
                for i, text in wrong.items()
            ]
    return frame, found


def _categories(cells: pd.Series, columns: DriverColumns) -> list[str | None]:
    blank = MISSING | {text.casefold() for text in columns.missing}
    texts = [shown(cell) for cell in cells]
    return [None if text.casefold() in blank else text for text in texts]


def _lacking(table: RawTable, columns: DriverColumns, wanted: pd.MultiIndex) -> Iterator[Problem]:
    """Name units of the scores that the file lacks, each with the nearest name of the file."""
    units = list(dict.fromkeys(wanted.get_level_values("unit")))
    there = dict.fromkeys(shown(cell) for cell in table.cells[columns.unit])
    beyond = [name for name in there if name and name not in set(units)]
    say = doubt if columns.lenient else problem
    for unit in units:
        if unit not in there:
            nearest = get_close_matches(unit, beyond, n=1, cutoff=0.5) or beyond[:5] or ["-"]
            yield say("driver-unit-lacking", {**table.where, "unit": unit}, nearest=nearest)
    if beyond:
        yield note("driver-units-beyond", table.where, count=len(beyond))
