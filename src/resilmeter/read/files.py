"""Open CSV, Excel and Parquet files as tables of raw cells, with the place of every row."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, doubt, note, problem, refuse

EXCEL = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
PARQUET = {".parquet", ".pq"}
TEXT = {".csv", ".tsv", ".txt"}
# A tidy panel has one column an indicator; thousands of columns mean another layout.
MOST_COLUMNS = 5_000


@dataclass(frozen=True, eq=False)
class RawTable:
    """Cells of one table as they stand in the file.

    Attributes
    ----------
    cells : DataFrame
        Object cells; the index is the row number a user sees in the file, columns are the header.
    where : dict
        File, and sheet if there are sheets, for messages.
    notes : tuple of Problem
        What was assumed while reading.
    """

    cells: pd.DataFrame
    where: dict[str, object]
    notes: tuple[Problem, ...] = ()

    def missing_columns(self, names: Iterable[str], key: str = "unknown-column") -> list[Problem]:
        """List the wanted columns that the table lacks, each with the nearest one it has."""
        have = [str(name) for name in self.cells.columns]
        return [
            problem(key, {**self.where, "column": name}, nearest=_nearest(name, have))
            for name in names
            if name not in set(have)
        ]


def read_table(path: str | Path, sheet: str = "") -> RawTable:
    """Read a table with one header row.

    Parameters
    ----------
    path : str or Path
        CSV (comma, semicolon or tab; UTF-8 with or without BOM, else GB18030), Excel or Parquet.
    sheet : str
        Excel sheet; the first one if empty.

    Returns
    -------
    RawTable

    Raises
    ------
    DataError
        The file is missing, empty, damaged, of an unknown kind or encoding, ragged, or its header
        has blank or repeated names.
    """
    path = Path(path)
    where: dict[str, object] = {"file": path.name}
    _refuse_unreadable(path, where)
    suffix = path.suffix.lower()
    if suffix in EXCEL:
        rows, where, notes = _excel_rows(path, sheet, where)
    elif suffix in PARQUET:
        return _parquet(path, where)
    else:
        rows, notes = _text_rows(path, where)
    return RawTable(_with_header(rows, where), where, tuple(notes))


def _refuse_unreadable(path: Path, where: dict[str, object]) -> None:
    if not path.exists():
        near = _nearest(path.name, [p.name for p in path.parent.glob("*")])
        raise DataError(
            problem("missing-file", where, folder=str(path.parent.resolve()), nearest=near)
        )
    if not path.is_file():
        raise DataError(problem("not-a-file", where))
    if path.suffix.lower() not in EXCEL | PARQUET | TEXT:
        known = sorted(EXCEL | PARQUET | TEXT)
        raise DataError(problem("unknown-kind", where, given=path.suffix, allowed=known))
    if path.stat().st_size == 0:
        raise DataError(problem("empty-file", where))


def _text_rows(path: Path, where: dict[str, object]) -> tuple[pd.DataFrame, list[Problem]]:
    text, notes = _decode(path.read_bytes(), where)
    header = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=header.count)
    try:
        rows = pd.read_csv(
            io.StringIO(text), header=None, sep=separator, dtype=object, keep_default_na=False,
            skip_blank_lines=False,
        )  # fmt: skip
    except pd.errors.EmptyDataError:
        raise DataError(problem("empty-file", where)) from None
    except pd.errors.ParserError as error:
        raise DataError(problem("ragged-file", where, detail=_tidy(error))) from None
    return rows, notes


def _decode(raw: bytes, where: dict[str, object]) -> tuple[str, list[Problem]]:
    """Decode as UTF-8, else as GB18030, the encoding of most Chinese spreadsheets' CSV."""
    if b"\x00" in raw:
        line = raw[: raw.index(b"\x00")].count(b"\n") + 1
        raise DataError(problem("nul-bytes", {**where, "row": line}))
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        first = error.start
    try:
        return raw.decode("gb18030"), [note("read-as-gb18030", where)]
    except UnicodeDecodeError:
        line = raw[:first].count(b"\n") + 1
        raise DataError(problem("unknown-encoding", {**where, "row": line})) from None


def _excel_rows(
    path: Path, sheet: str, where: dict[str, object]
) -> tuple[pd.DataFrame, dict[str, object], list[Problem]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError:
        raise DataError(problem("locked-workbook", where)) from None
    except (CalamineError, OSError) as error:
        raise DataError(problem("damaged-workbook", where, detail=_tidy(error))) from None
    names = book.sheet_names
    if sheet and sheet not in names:
        raise DataError(problem("unknown-sheet", where, given=sheet, allowed=names))
    chosen = sheet or names[0]
    place = {**where, "sheet": chosen}
    notes = [doubt("first-sheet", place, others=names[1:])] if not sheet and names[1:] else []
    rows = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    return pd.DataFrame(rows, dtype=object), place, notes


def _parquet(path: Path, where: dict[str, object]) -> RawTable:
    try:
        frame = pd.read_parquet(path)
    except ImportError:
        raise DataError(problem("needs-extra", where, extra="parquet")) from None
    except (OSError, ValueError) as error:
        raise DataError(problem("damaged-parquet", where, detail=_tidy(error))) from None
    cells = frame.reset_index() if frame.index.names != [None] else frame
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    if cells.empty:
        raise DataError(problem("no-rows", where))
    return RawTable(cells.set_axis([str(c) for c in cells.columns], axis=1), where)


def _with_header(rows: pd.DataFrame, where: dict[str, object]) -> pd.DataFrame:
    """Take the first filled row as header; number the rest as the file does; drop blank rows."""
    blank = _blank(rows).all(axis=1).to_numpy()
    if blank.all():
        raise DataError(problem("empty-file", where))
    rows.index = pd.RangeIndex(1, len(rows) + 1)
    top = int(np.flatnonzero(~blank)[0])
    header = ["" if value is None else str(value).strip() for value in rows.iloc[top]]
    refuse(DataError, _header_problems(header, {**where, "row": top + 1}))
    cells = rows[~blank].iloc[1:]
    if cells.empty:
        raise DataError(problem("no-rows", where))
    refuse(DataError, _short_rows(cells, where))
    cells.columns = pd.Index(header)
    return cells.loc[:, [name for name in header if name]]


def _header_problems(header: list[str], where: dict[str, object]) -> list[Problem]:
    if len(header) > MOST_COLUMNS:
        return [problem("too-many-columns", where, count=len(header), allowed=MOST_COLUMNS)]
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    return [problem("column-twice", {**where, "column": name}) for name in twice]


def _short_rows(cells: pd.DataFrame, where: dict[str, object]) -> list[Problem]:
    """Find rows with fewer cells than the header: the reader fills them up with NaN."""
    short = cells.isna().sum(axis=1)
    width = cells.shape[1]
    return [
        problem("short-row", {**where, "row": row}, given=width - int(count), expected=width)
        for row, count in short[short > 0].items()
    ]


def _blank(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.isna() | (rows == "")


def _nearest(name: str, have: list[str]) -> str:
    """Name the nearest of `have`, or the first few of them."""
    close = get_close_matches(name, have, n=1, cutoff=0.6)
    return close[0] if close else ", ".join(have[:8]) + (" ..." if len(have) > 8 else "")


def _tidy(error: Exception) -> str:
    return " ".join(str(error).split()).removeprefix("Error tokenizing data. C error: ")
