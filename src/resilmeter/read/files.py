"""Open CSV, Excel and Parquet files as tables of raw cells, with the place of every row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from resilmeter.errors import DataError, Problem, doubt, problem
from resilmeter.read.grid import Row, with_header
from resilmeter.read.text import text_rows

EXCEL = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
PARQUET = {".parquet", ".pq"}
TEXT = {".csv", ".tsv", ".txt"}


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
    thousands : bool
        True if 12,345 may be read as 12345; not in files separated by semicolons, where the comma
        may be a decimal one.
    """

    cells: pd.DataFrame
    where: dict[str, object]
    notes: tuple[Problem, ...] = ()
    thousands: bool = True

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
    try:
        return _read(path, sheet, where)
    except OSError as error:
        detail = error.strerror or str(error)
        raise DataError(problem("cannot-read", where, detail=detail)) from None


def _read(path: Path, sheet: str, where: dict[str, object]) -> RawTable:
    _refuse_unreadable(path, where)
    suffix = path.suffix.lower()
    if suffix in EXCEL:
        rows, where, notes = _excel_rows(path, sheet, where)
    elif suffix in PARQUET:
        return _parquet(path, where)
    else:
        rows, notes, separator = text_rows(path, where)
        cells, more = with_header(rows, where)
        return RawTable(cells, where, (*notes, *more), thousands=separator != ";")
    cells, more = with_header(rows, where)
    return RawTable(cells, where, (*notes, *more))


def refuse_missing(path: Path, where: dict[str, object]) -> None:
    """Refuse a path that leads to no file or an empty one, with the nearest name there is."""
    if not path.exists():
        # Half-written outputs and other hidden files are nobody's input.
        near = (
            _nearest(path.name, [p.name for p in path.parent.glob("[!.]*") if p.is_file()]) or "-"
        )
        raise DataError(
            problem("missing-file", where, folder=str(path.parent.resolve()), nearest=near)
        )
    if not path.is_file():
        raise DataError(problem("not-a-file", where))
    if path.stat().st_size == 0:
        raise DataError(problem("empty-file", where))


def _refuse_unreadable(path: Path, where: dict[str, object]) -> None:
    refuse_missing(path, where)
    if path.suffix.lower() not in EXCEL | PARQUET | TEXT:
        known = sorted(EXCEL | PARQUET | TEXT)
        raise DataError(problem("unknown-kind", where, given=path.suffix, allowed=known))


def _excel_rows(
    path: Path, sheet: str, where: dict[str, object]
) -> tuple[Sequence[Row], dict[str, object], list[Problem]]:
    from python_calamine import (  # noqa: PLC0415
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        XmlError,
        ZipError,
    )

    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
        if sheet and sheet not in names:
            raise DataError(problem("unknown-sheet", where, given=sheet, allowed=names))
        chosen = sheet or names[0]
        rows = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except PasswordError:
        raise DataError(problem("locked-workbook", where)) from None
    except (CalamineError, XmlError, ZipError, OSError) as error:
        raise DataError(problem("damaged-workbook", where, detail=_tidy(error))) from None
    place = {**where, "sheet": chosen}
    notes = [doubt("first-sheet", place, others=names[1:])] if not sheet and names[1:] else []
    return rows, place, notes


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


def _nearest(name: str, have: list[str]) -> str:
    """Name the nearest of `have`, or the first few of them."""
    close = get_close_matches(name, have, n=1, cutoff=0.6)
    return close[0] if close else ", ".join(have[:8]) + (" ..." if len(have) > 8 else "")


def _tidy(error: Exception) -> str:
    return " ".join(str(error).split())
