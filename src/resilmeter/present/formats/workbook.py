"""All tables as one workbook: long tables as they are, those by unit and period laid out wide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.present.words import word
from resilmeter.result import Result

# A sheet of this size takes a tenth of a second to write; the CSV files have no limit.
MOST_CELLS = 30_000
MOST_ROWS = 1_048_575
# Tables by unit and period: what becomes columns, and the value shown in them.
WIDE = {
    "contributions": ("indicator", "contribution"),
    "obstacles": ("indicator", "obstacle"),
    "parts": ("dimension", "part"),
    "obstacle_dimensions": ("dimension", "obstacle"),
    "obstacle_top": ("rank", "indicator"),
    "coupling": ("form", "coordination"),
}
# Tables by period that get a second sheet with one column a part: its keys, and the value shown.
BY_PERIOD = {
    "gap_groups": (["group_a", "group_b"], "share"),
    "gap_dimensions": (["dimension"], "share"),
    "gap_cells": (["group_a", "group_b", "dimension"], "contribution"),
    "dagum_groups": (["group"], "own_gini"),
    "dagum_pairs": (["group_a", "group_b"], "pair_gini"),
}
# The same workbook has the same bytes: no clock in the file.
CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001

# Text stays text, whatever it begins with.
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(result: Result, tables: dict[str, pd.DataFrame], path: Path) -> None:
    """Write the tables of a run as one workbook, a sheet each.

    Parameters
    ----------
    result : Result
        What a study led to.
    tables : dict of str to DataFrame
        Tidy tables. Those by unit and period are laid out with one column an indicator, a dimension
        or a place; their long form is in the CSV files. Tables of gaps by period have a second
        sheet with one column a part, beside the long one. What is larger than a workbook should
        hold is only in the CSV files; the first sheet says so.
    path : Path
        File to write.
    """
    import xlsxwriter  # noqa: PLC0415

    sheets = _sheets(tables)
    kept = {name: table for name, table in sheets.items() if _fits(table)}
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, **TEXT_ONLY}) as book:
        book.set_properties({"title": result.provenance.title, "created": CREATED})
        bold = book.add_format({"bold": True, "bottom": 1})
        _write(book.add_worksheet("about"), _about(result, sheets), bold)
        for name, table in kept.items():
            _write(book.add_worksheet(name), table, bold)


def _sheets(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Lay every table out as its sheet shows it."""
    sheets = {}
    for name, table in tables.items():
        sheets[name] = _wide(table, *WIDE[name]) if name in WIDE else table
        if name in BY_PERIOD:
            sheets[f"{name}_wide"] = _parts_across(table, name)
    return sheets


def _fits(table: pd.DataFrame) -> bool:
    return table.size <= MOST_CELLS and len(table) <= MOST_ROWS


def _about(result: Result, sheets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    provenance = result.provenance
    rows = [("title", provenance.title), ("title_zh", provenance.title_zh)]
    if provenance.simulated:
        rows += [("simulated", word("simulated", "en")), ("simulated_zh", word("simulated", "zh"))]
    rows += [("fingerprint", provenance.fingerprint)]
    wide = ", ".join(name for name in WIDE if name in sheets)
    rows += [("wide", word("sheets-wide", "en", names=wide))]
    rows += [("wide_zh", word("sheets-wide", "zh", names=wide))]
    for name, table in sheets.items():
        if not _fits(table):
            said = {"name": name, "file": name.removesuffix("_wide"),
                    "cells": f"{table.size:,}", "most": f"{MOST_CELLS:,}"}  # fmt: skip
            rows += [(f"left out {name}", word("sheet-left-out", "en", **said))]
            rows += [(f"left out {name}_zh", word("sheet-left-out", "zh", **said))]
    rows += [(f"sha256 {name}", digest) for name, digest in provenance.inputs.items()]
    rows += [(f"version {name}", number) for name, number in provenance.versions.items()]
    return pd.DataFrame(rows, columns=["key", "value"])


def _wide(table: pd.DataFrame, across: str, value: str) -> pd.DataFrame:
    """Lay what is in the column `across` out as columns, keeping the order of both."""
    keys = [name for name in ("unit", "group", "period") if name in table.columns]
    titles = list(dict.fromkeys(table[across]))
    rows = table[keys].drop_duplicates(["unit", "period"])
    row = table.groupby(["unit", "period"], sort=False).ngroup()
    column = table[across].map({title: j for j, title in enumerate(titles)})
    values = np.full((len(rows), len(titles)), np.nan, table[value].to_numpy().dtype)
    values[row, column] = table[value].to_numpy()
    named = [f"{title} ({across})" if title in keys else str(title) for title in titles]
    return pd.concat([rows.reset_index(drop=True), pd.DataFrame(values, columns=named)], axis=1)


def _parts_across(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Lay a table by period out with one column a part, in the order of the rows."""
    keys, value = BY_PERIOD[name]
    part = table.groupby(keys, sort=False).ngroup().to_numpy()
    periods, row = np.unique(table["period"].to_numpy(), return_inverse=True)
    parts = table[keys].drop_duplicates()
    values = np.full((len(periods), len(parts)), np.nan)
    values[row, part] = table[value].to_numpy(dtype=np.float64)
    titles = [" - ".join(filter(None, names)) for names in parts.itertuples(index=False)]
    laid = pd.DataFrame(values, columns=titles)
    laid.insert(0, "period", periods)
    return laid


def _write(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    """Write a table row by row, which keeps nothing in memory; a missing value stays blank."""
    sheet.freeze_panes(1, 0)
    for j, name in enumerate(table.columns):
        sheet.write_string(0, j, str(name), bold)
    columns = [_cells(table.iloc[:, j]) for j in range(table.shape[1])]
    for i, row in enumerate(zip(*columns, strict=True), start=1):
        for j, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(i, j, value)
            elif value is not None:
                sheet.write_number(i, j, value)


def _cells(column: pd.Series) -> list[float | str | None]:
    """Turn a column into numbers, texts, and None where there is nothing to write."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        numbers = column.to_numpy(np.float64, na_value=np.nan)
        cells = numbers.astype(object)
        # A workbook has no such number.
        cells[np.isinf(numbers)] = [str(value) for value in numbers[np.isinf(numbers)]]
    else:
        cells = np.array([str(value) for value in column.tolist()], dtype=object)
    cells[column.isna().to_numpy()] = None
    return list(cells)
