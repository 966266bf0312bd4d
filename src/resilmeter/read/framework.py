"""Read the indicator table: what each column of the panel means and which way is better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from resilmeter.errors import DataError, Problem, problem, refuse
from resilmeter.framework import Framework, Indicator
from resilmeter.read.files import RawTable, read_table
from resilmeter.read.numbers import read_numbers

HEADERS = {
    "指标代码": "code", "代码": "code", "英文名称": "name", "中文名称": "name_zh",
    "指标名称": "name_zh", "指标": "name_zh", "维度": "dimension", "一级维度": "dimension",
    "准则层": "dimension", "指标方向": "direction", "方向": "direction", "属性": "direction",
    "单位": "unit", "来源": "source", "备注": "note",
    "name_en": "name", "dimension_en": "dimension",
}  # fmt: skip
DIRECTION_WORDS = {
    "+": "higher", "positive": "higher", "正": "higher", "正向": "higher", "正向指标": "higher",
    "-": "lower", "negative": "lower", "负": "lower", "负向": "lower", "负向指标": "lower",
    "逆": "lower", "逆向": "lower", "逆向指标": "lower", "适度": "target", "区间": "target",
}  # fmt: skip
NUMBERS = ("per", "lower_bound", "upper_bound", "target_low", "target_high")
FIELDS = tuple(field.name for field in fields(Indicator))


def read_framework(path: str | Path, sheet: str = "") -> Framework:
    r"""Read an indicator table.

    Parameters
    ----------
    path : str or Path
        CSV, Excel or Parquet with the columns code, dimension, direction and, as needed, name,
        name_zh, dimension_zh, sub_index, sub_index_zh, unit, unit_zh, source, note, column,
        denominator, per, lower_bound, upper_bound, target_low, target_high. Chinese headers
        (指标名称, 维度, 方向 ...) are known.
    sheet : str
        Excel sheet; the first one if empty.

    Returns
    -------
    Framework

    Raises
    ------
    DataError
        Everything wrong with the table at once, by row.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "indicators.csv"
    >>> _ = path.write_text("code,dimension,direction\nso2,Resistance,lower\n")
    >>> read_framework(path)
    <Framework: 1 indicators in 1 dimensions (Resistance)>
    """
    return framework_from_table(read_table(path, sheet))


def framework_from_table(table: RawTable) -> Framework:
    """Build the framework from the rows of a raw table; see `read_framework`."""
    names = [HEADERS.get(str(name).strip(), str(name).strip()) for name in table.cells.columns]
    cells = table.cells.set_axis(names, axis=1)
    refuse(DataError, _same_field(list(table.cells.columns), names, table.where))
    stand_in = next((name for name in ("name", "name_zh") if name in names), None)
    if "code" not in names and stand_in:
        cells = cells.assign(code=cells[stand_in])
    renamed = RawTable(cells, table.where)
    refuse(DataError, renamed.missing_columns(("code", "dimension", "direction"), "needs-column"))
    refuse(DataError, _unknown_columns([n for n in names if n not in FIELDS], table.where))
    rows = cells.to_dict(orient="index")
    return framework_from_rows(
        ({str(k): v for k, v in row.items()}, {**table.where, "row": number})
        for number, row in rows.items()
    )


def framework_from_rows(
    rows: Iterable[tuple[Mapping[str, Any], dict[str, object]]],
) -> Framework:
    """Build the framework from (fields, place) pairs, collecting the problems of all rows.

    Parameters
    ----------
    rows : iterable of (mapping, dict)
        Fields of each indicator, as texts or numbers, and where they stand.

    Returns
    -------
    Framework

    Raises
    ------
    DataError
        Everything wrong with any row.
    """
    found: list[Problem] = []
    indicators: list[Indicator] = []
    for row, where in rows:
        unknown = _unknown_columns([name for name in row if name not in FIELDS], where)
        found += unknown
        if unknown:
            continue
        try:
            indicators.append(_indicator(row, where))
        except DataError as error:
            found += [Problem(p.key, {**where, **p.where}, p.values) for p in error.problems]
    refuse(DataError, found)
    return Framework(tuple(indicators))


def _indicator(row: Mapping[str, Any], where: dict[str, object]) -> Indicator:
    words = {k: str(v).strip() for k, v in row.items() if k not in NUMBERS and _filled(v)}
    numbers = {k: _number(k, v, where) for k, v in row.items() if k in NUMBERS and _filled(v)}
    direction = words.get("direction", "")
    words["direction"] = DIRECTION_WORDS.get(direction.casefold(), direction.casefold())
    for name in ("code", "dimension"):
        words.setdefault(name, "")
    return Indicator(**words, **numbers)  # type: ignore[arg-type]


def _number(name: str, cell: object, where: dict[str, object]) -> float:
    read = read_numbers(pd.Series([cell], dtype=object))
    if read.refused or read.infinite:
        raise DataError(problem("text-in-number", {**where, "column": name}, given=str(cell)))
    return float(read.values[0])


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip().casefold() not in {"", "nan", "<na>"}


def _same_field(given: list[str], names: list[str], where: dict[str, object]) -> Iterator[Problem]:
    """Find columns of the file that mean the same field."""
    for field, count in Counter(names).items():
        if count > 1:
            columns = [one for one, name in zip(given, names, strict=True) if name == field]
            yield problem("same-field-twice", where, columns=columns, field=field)


def _unknown_columns(names: list[str], where: dict[str, object]) -> list[Problem]:
    return [
        problem("unknown-indicator-field", {**where, "column": name}, allowed=FIELDS)
        for name in names
    ]
