"""Read delimited text: find out encoding and separator, and keep every row as it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from resilmeter.errors import DataError, Problem, note, problem

SEPARATORS = ",;\t"


def text_rows(path: Path, where: dict[str, object]) -> tuple[list[list[str]], list[Problem], str]:
    """Read the rows of a CSV file.

    Parameters
    ----------
    path : Path
        Comma, semicolon or tab separated; UTF-8 with or without BOM, else GB18030.
    where : dict
        File, for messages.

    Returns
    -------
    rows : list of list of str
        Every row of the file; blank lines are empty rows.
    notes : list of Problem
        A note if the file is not UTF-8.
    separator : str
        What separates cells.

    Raises
    ------
    DataError
        NUL bytes, an unknown encoding, or a quotation that does not end.
    """
    text, notes = _decode(path.read_bytes(), where)
    header = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise DataError(problem("ragged-file", where, detail=str(error))) from None
    return rows, notes, separator


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
