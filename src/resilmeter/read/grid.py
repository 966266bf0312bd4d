"""Turn the rows of a file into a table with a header, numbered as the file numbers them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from resilmeter.errors import DataError, Problem, doubt, problem, refuse

# A tidy panel has one column an indicator; thousands of columns mean another layout.
MOST_COLUMNS = 5_000
Row = Sequence[object]


def with_header(
    rows: Sequence[Row], where: dict[str, object]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Take the first filled row as header and the filled rows below it as cells.

    Parameters
    ----------
    rows : sequence of rows
        Raw cells; blank cells are "" or None. Rows may differ in length.
    where : dict
        File and sheet, for messages.

    Returns
    -------
    cells : DataFrame
        Object cells; the index is the row number in the file, counted from 1.
    notes : list of Problem
        A doubt on every nameless column that holds something.

    Raises
    ------
    DataError
        Nothing in the file, no row below the header, repeated names, too many columns, or rows that
        are shorter or longer than the header.

    Examples
    --------
    >>> cells, notes = with_header([["city", "so2"], ["", ""], ["Wuhan", "5"]], {})
    >>> cells
        city so2
    3  Wuhan   5
    """
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(map(_full, row))]
    if not filled:
        raise DataError(problem("empty-file", where))
    top, first = filled[0]
    header = ["" if cell is None else str(cell).strip() for cell in first]
    refuse(DataError, _header_problems(header, {**where, "row": top}))
    if len(filled) == 1:
        raise DataError(problem("no-rows", where))
    refuse(DataError, _length_problems(filled[1:], len(header), where))
    width = len(header)
    table = pd.DataFrame([list(row[:width]) for _, row in filled[1:]], dtype=object)
    table.index = pd.Index([number for number, _ in filled[1:]])
    nameless = [j for j, name in enumerate(header) if not name and table[j].map(_full).any()]
    notes = [doubt("nameless-column", where, place=j + 1) for j in nameless]
    named = [j for j, name in enumerate(header) if name]
    return table[named].set_axis([header[j] for j in named], axis=1), notes


def _full(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _header_problems(header: list[str], where: dict[str, object]) -> list[Problem]:
    if len(header) > MOST_COLUMNS:
        return [problem("too-many-columns", where, count=len(header), allowed=MOST_COLUMNS)]
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    return [problem("column-twice", {**where, "column": name}) for name in twice]


def _length_problems(
    rows: Sequence[tuple[int, Row]], width: int, where: dict[str, object]
) -> list[Problem]:
    """Find rows that lost or gained a cell: everything right of it would be misread."""
    return [
        problem("row-length", {**where, "row": number}, given=len(row), expected=width)
        for number, row in rows
        if len(row) < width or any(map(_full, row[width:]))
    ]
