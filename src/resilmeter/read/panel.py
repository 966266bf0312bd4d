"""Build the panel from a raw table: keys, groups, numbers, and every problem at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, note, problem, refuse
from resilmeter.framework import Framework
from resilmeter.panel import Panel, Status
from resilmeter.read.files import RawTable, read_table
from resilmeter.read.numbers import Numbers, read_numbers, read_period, shown
from resilmeter.read.regions import REGION_ORDER, RegionLookup, lookup_problems, region_of


@dataclass(frozen=True, kw_only=True)
class PanelColumns:
    """Which columns of the panel file hold what.

    Parameters
    ----------
    unit, period : str
        Columns with the unit (city) and the period (year).
    group : str
        Column with the group (region) of each unit; empty for none.
    province : str
        Column with the province, from which `regions` looks the group up; used without `group`.
    regions : {"china-four-regions"}
        The lookup.
    group_order : tuple of str
        Order of the groups in tables; order of first appearance if empty.
    missing : tuple of str
        Texts that mean "no value", beside blanks, dashes, NA and the like.
    size : tuple of str
        Columns that say how large a unit is, such as population; kept beside the denominators.
    """

    unit: str
    period: str
    group: str = ""
    province: str = ""
    regions: RegionLookup = "china-four-regions"
    group_order: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    size: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that must exist."""
        return tuple(c for c in (self.unit, self.period, self.group, self.province) if c)


def read_panel(
    path: str | Path,
    framework: Framework,
    *,
    unit: str,
    period: str,
    group: str = "",
    province: str = "",
    sheet: str = "",
) -> Panel:
    r"""Read a tidy panel: one row a unit and period, one column an indicator.

    Parameters
    ----------
    path : str or Path
        CSV, Excel or Parquet.
    framework : Framework
        The indicators; each is looked for under its `column`, else its code.
    unit, period : str
        Columns with the unit and the period.
    group : str
        Column with the group of each unit; empty for none.
    province : str
        Column with the province, to look the four regions of China up, if there is no `group`.
    sheet : str
        Excel sheet; the first one if empty.

    Returns
    -------
    Panel
        Every unit with every period; missing rows become rows of missing cells.

    Raises
    ------
    DataError
        Everything wrong with the file at once: unknown columns, repeated (unit, period), text in
        a number cell, infinity, groups that are blank or change, all with file, row and column.

    Examples
    --------
    >>> import tempfile
    >>> from resilmeter.framework import Indicator
    >>> path = Path(tempfile.mkdtemp()) / "panel.csv"
    >>> _ = path.write_text("city,year,so2\nWuhan,2009,5\nWuhan,2010,4\n")
    >>> so2 = Indicator(code="so2", dimension="Resistance", direction="lower")
    >>> read_panel(path, Framework((so2,)), unit="city", period="year")
    <Panel: 1 units x 2 periods (2009 to 2010) x 1 indicators; 0 cells missing>
    """
    columns = PanelColumns(unit=unit, period=period, group=group, province=province)
    return panel_from_table(read_table(path, sheet), framework, columns)


def panel_from_table(table: RawTable, framework: Framework, columns: PanelColumns) -> Panel:
    """Build the panel from a raw table, collecting the problems of all its columns."""
    wanted = [i.source_column for i in framework.indicators]
    others = sorted({*framework.denominators, *columns.size})
    names = list(dict.fromkeys([*wanted, *others]))
    found = table.missing_columns(dict.fromkeys([*columns.keys, *names]))
    have = set(table.cells.columns)
    numbers = {
        name: read_numbers(table.cells[name], columns.missing, thousands=table.thousands)
        for name in names
        if name in have
    }
    index, key_problems = _keys(table, columns)
    groups, order, group_problems = _groups(table, index, columns)
    found += key_problems
    found += [p for name, column in numbers.items() for p in _number_problems(table, name, column)]
    found += group_problems
    refuse(DataError, found)
    doubts = [p for p in found if p.level != "error"]
    values = _full({i.code: numbers[i.source_column] for i in framework.indicators}, index)
    panel = Panel(
        framework=framework,
        values=values,
        status=values.isna().astype(np.int8) * int(Status.MISSING),
        others=_full({name: numbers[name] for name in others}, index).reindex(values.index),
        groups=groups,
        group_order=order,
        steps=(*table.notes, *doubts, *_read_notes(table, numbers)),
    )
    added = len(values) - len(index)
    return panel.with_steps(note("rows-added", table.where, count=added)) if added else panel


def _keys(table: RawTable, columns: PanelColumns) -> tuple[pd.MultiIndex, list[Problem]]:
    """Read unit and period of each row; find blank, unreadable and repeated keys.

    Where a key column is missing, the rows' numbers stand in, so that the rest can be looked at.
    """
    cells, rows = table.cells, table.cells.index
    if columns.unit not in cells.columns or columns.period not in cells.columns:
        return pd.MultiIndex.from_arrays([rows.astype(str), rows], names=["unit", "period"]), []
    units = [shown(cell) for cell in cells[columns.unit]]
    periods = [read_period(cell) for cell in cells[columns.period]]
    index = pd.MultiIndex.from_arrays([units, periods], names=["unit", "period"])
    found = []
    first: dict[tuple[str, int], object] = {}
    for row, unit, period, cell in zip(rows, units, periods, cells[columns.period], strict=True):
        if not unit:
            found.append(problem("blank-unit", {**table.where, "row": row, "column": columns.unit}))
        if period is None:
            where = {**table.where, "row": row, "column": columns.period}
            found.append(problem("unreadable-period", where, given=cell))
        elif (unit, period) in first:
            where = {**table.where, "row": row, "unit": unit, "period": period}
            found.append(problem("repeated-row", where, first=first[unit, period]))
        else:
            first[unit, period] = row
    return index, found


def _number_problems(table: RawTable, name: str, column: Numbers) -> list[Problem]:
    rows = table.cells.index
    refused = [
        problem("text-in-number", {**table.where, "row": rows[i], "column": name}, given=text)
        for i, text in column.refused.items()
    ]
    return refused + [
        problem("infinite-number", {**table.where, "row": rows[i], "column": name}, given=text)
        for i, text in column.infinite.items()
    ]


def _read_notes(table: RawTable, numbers: dict[str, Numbers]) -> list[Problem]:
    return [
        note("read-as-missing", {**table.where, "column": name}, text=text, count=count)
        for name, column in sorted(numbers.items())
        for text, count in sorted(column.missing_texts.items())
    ]


def _groups(
    table: RawTable, index: pd.MultiIndex, columns: PanelColumns
) -> tuple[pd.Series | None, tuple[str, ...], list[Problem]]:
    """Find the group of each unit, directly or from its province."""
    name = columns.group or columns.province
    if not name or name not in table.cells.columns:
        return None, (), []
    texts = [shown(cell) for cell in table.cells[name]]
    found = _blank_groups(table, name, texts, index)
    if not columns.group:
        known = [text for text in texts if text]
        found += lookup_problems(known, {**table.where, "column": name})
        texts = [region_of(text) or "" for text in texts]
    by_row = pd.Series(texts, index=index.get_level_values("unit"))
    per_unit = by_row[by_row != ""].groupby(level=0, sort=False)
    changing = per_unit.nunique()
    for unit in changing[changing > 1].index:
        given = list(dict.fromkeys(by_row[unit]))
        found.append(problem("changing-group", {**table.where, "unit": unit}, given=given))
    groups = per_unit.first().reindex(index.get_level_values("unit").unique())
    order, order_problems = _group_order(list(dict.fromkeys(groups.dropna())), columns)
    return groups, order, found + order_problems


def _blank_groups(
    table: RawTable, name: str, texts: list[str], index: pd.MultiIndex
) -> list[Problem]:
    rows = table.cells.index
    return [
        problem("blank-group", {**table.where, "row": rows[i], "column": name}, unit=index[i][0])
        for i, text in enumerate(texts)
        if not text
    ]


def _group_order(
    present: list[str], columns: PanelColumns
) -> tuple[tuple[str, ...], list[Problem]]:
    """Order the groups as asked, else as the lookup or the file does."""
    usual = present if columns.group else [name for name in REGION_ORDER if name in present]
    wanted = columns.group_order or tuple(usual)
    left_out = [name for name in present if name not in wanted]
    where = {"key": "data.group_order"}
    found = [problem("group-order", where, expected=present)] if left_out else []
    return tuple(name for name in wanted if name in present), found


def _full(columns: dict[str, Numbers], index: pd.MultiIndex) -> pd.DataFrame:
    """Lay columns out over every unit (in file order) and every period (increasing)."""
    frame = pd.DataFrame({name: column.values for name, column in columns.items()}, index=index)
    units = index.get_level_values("unit").unique()
    periods = sorted(set(index.get_level_values("period")))
    full = pd.MultiIndex.from_product([units, periods], names=["unit", "period"])
    return frame.reindex(full)
