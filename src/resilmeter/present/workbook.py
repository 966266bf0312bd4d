"""All tables as one workbook: long tables as they are, the two largest laid out wide."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.present.words import word
from resilmeter.result import Result

MOST_ROWS = 1_048_575
WIDE = {"contributions": "contribution", "obstacles": "obstacle"}
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


def write_workbook(result: Result, tables: dict[str, pd.DataFrame], path: Path) -> None:
    """Write the tables of a run as one workbook, a sheet each.

    Parameters
    ----------
    result : Result
        What a study led to.
    tables : dict of str to DataFrame
        Tidy tables. The two that have a row for each unit, period and indicator are laid out with
        one column an indicator; their long form is in the CSV files. Tables of gaps by period have
        a second sheet with one column a part, beside the long one.
    path : Path
        File to write.
    """
    import xlsxwriter  # noqa: PLC0415

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": result.provenance.title, "created": CREATED})
        bold = book.add_format({"bold": True, "bottom": 1})
        _write(book.add_worksheet("about"), _about(result), bold)
        for name, table in tables.items():
            shown = _wide(table, WIDE[name]) if name in WIDE else table
            _write(book.add_worksheet(name), shown.head(MOST_ROWS), bold)
            if name in BY_PERIOD:
                _write(book.add_worksheet(f"{name}_wide"), _parts_across(table, name), bold)


def _about(result: Result) -> pd.DataFrame:
    provenance = result.provenance
    rows = [("title", provenance.title), ("title_zh", provenance.title_zh)]
    if provenance.simulated:
        rows += [("simulated", word("simulated", "en")), ("simulated_zh", word("simulated", "zh"))]
    rows += [("fingerprint", provenance.fingerprint)]
    rows += [(f"sha256 {name}", digest) for name, digest in provenance.inputs.items()]
    rows += [(f"version {name}", number) for name, number in provenance.versions.items()]
    return pd.DataFrame(rows, columns=["key", "value"])


def _wide(table: pd.DataFrame, value: str) -> pd.DataFrame:
    """Lay indicators out as columns, keeping the order of rows and indicators."""
    keys = [name for name in ("unit", "group", "period") if name in table.columns]
    codes = list(dict.fromkeys(table["indicator"]))
    rows = table[keys].iloc[:: len(codes)].reset_index(drop=True)
    values = table[value].to_numpy().reshape(-1, len(codes))
    named = [f"{code} (indicator)" if code in keys else code for code in codes]
    return pd.concat([rows, pd.DataFrame(values, columns=named)], axis=1)


def _parts_across(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Lay a table by period out with one column a part, in the order of the rows."""
    keys, value = BY_PERIOD[name]
    parts = [" - ".join(filter(None, row)) for row in table[keys].itertuples(index=False)]
    laid = table.assign(part=parts).pivot_table(
        index="period", columns="part", values=value, dropna=False
    )
    return laid[list(dict.fromkeys(parts))].reset_index()


def _write(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for j, name in enumerate(table.columns):
        sheet.write_string(0, j, str(name), bold)
        column = table[name]
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            for i, value in enumerate(column.to_numpy(np.float64, na_value=np.nan), start=1):
                if np.isinf(value):  # a workbook has no such number
                    sheet.write_string(i, j, str(value))
                elif not np.isnan(value):
                    sheet.write_number(i, j, value)
        else:
            for i, value in enumerate(column.tolist(), start=1):
                sheet.write_string(i, j, str(value))
