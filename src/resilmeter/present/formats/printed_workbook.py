"""The printed tables as a workbook: what the report shows, with its marks, one sheet a table."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from resilmeter.present.document import Document, NumberedTable
from resilmeter.present.formats.workbook import CREATED, TEXT_ONLY
from resilmeter.present.printed.layout import (
    ILLEGAL,
    LARGEST,
    NUMBER,
    STAR,
    TOTAL,
    Cell,
    PrintTable,
)

LONGEST_NAME = 31
LONGEST_TEXT = 32_767
CUT = " … (report.html)"
WIDTHS = (9, 42)
THIN, MEDIUM = 1, 2


def printed_workbook(documents: Sequence[Document]) -> bytes:
    """Write the printed tables as a workbook.

    Parameters
    ----------
    documents : sequence of Document
        What to say, one a language; the first sheet of each holds its sentences.

    Returns
    -------
    bytes
        The same each time. Numbers are numbers, rounded as printed; text is never a formula.
    """
    import xlsxwriter  # noqa: PLC0415

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **TEXT_ONLY}) as book:
        book.set_properties({"title": documents[0].title[:255], "created": CREATED})
        formats = _Formats(book)
        for document in documents:
            tongue = f"{document.language} " if len(documents) > 1 else ""
            _write_sentences(book.add_worksheet(f"{tongue}about"), document, formats)
            for number, table in enumerate(_tables(document), start=1):
                name = f"{tongue}{number:02d} {table.table.key}"[:LONGEST_NAME]
                _write_table(book.add_worksheet(name), table, document.stamp, formats)
    return buffer.getvalue()


class _Formats:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **how: object) -> Any:
        """Give the format with these properties."""
        key = tuple(sorted(how.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(how)
        return self._made[key]


def _tables(document: Document) -> Iterator[NumberedTable]:
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, NumberedTable))


def _write_sentences(sheet: Any, document: Document, formats: _Formats) -> None:
    """Write title, sentences, method, findings and sources, one a row."""
    sheet.set_column(0, 0, 120, formats.of(text_wrap=True, valign="top"))
    parts = (
        ("", (document.title, document.simulated)),
        (document.word("section-findings"), document.headlines),
        (document.word("section-method"), (document.paragraph,)),
        (document.word("doubts"), document.doubts),
        (document.word("steps"), document.steps),
        (document.word("section-references"), document.references),
        ("", (document.footer, *document.inputs)),
    )
    row = 0
    for title, lines in parts:
        for line, style in ((title, formats.of(bold=True)), *((x, None) for x in lines)):
            if line:
                sheet.write_string(row, 0, _legal(line), style)
                row += 1


def _write_table(sheet: Any, numbered: NumberedTable, stamp: str, formats: _Formats) -> None:
    """Write caption, heading, cells and notes; rules above, below and under the heading."""
    table, head = numbered.table, len(numbered.table.header)
    sheet.write_string(0, 0, _legal(f"{numbered.label} {table.caption}"), formats.of(bold=True))
    sheet.freeze_panes(1 + head, 1)
    rows = (*table.header, *table.rows)
    for i, cells in enumerate(rows):
        rules: dict[str, object] = {"bold": True} if i < head else {}
        rules |= {"top": MEDIUM} if i == 0 else {}
        rules |= {"bottom": THIN} if i == head - 1 else {}
        rules |= {"bottom": MEDIUM} if i == len(rows) - 1 else {}
        _write_row(sheet, 1 + i, cells, rules, formats)
    for j in range(table.width):
        sheet.set_column(j, j, _width(table, j))
    for i, line in enumerate(filter(None, (table.note, stamp)), start=1 + len(rows)):
        sheet.write_string(i, 0, _legal(line), formats.of(italic=True))


def _write_row(
    sheet: Any, i: int, cells: Sequence[Cell], rules: dict[str, object], formats: _Formats
) -> None:
    """Write a row; a cell that covers several columns is merged."""
    j = 0
    for cell in cells:
        style = formats.of(**(rules | _style(cell)))
        if cell.span > 1:
            sheet.merge_range(i, j, i, j + cell.span - 1, "", style)
        if cell.value is not None:
            sheet.write_number(i, j, cell.value[0], style)
        else:
            sheet.write_string(i, j, _legal(cell.shown), style)
        j += cell.span


def _style(cell: Cell) -> dict[str, object]:
    """Translate marks; a star stands behind the number without making it a text."""
    style: dict[str, object] = {}
    if cell.value is not None:
        decimals = cell.value[1]
        number = f"0.{'0' * decimals}" if decimals else "0"
        style["num_format"] = number + ('"*"' if STAR in cell.marks else "")
    if NUMBER in cell.marks:
        style["align"] = "right"
    if TOTAL in cell.marks:
        style["bold"] = True
    if LARGEST in cell.marks:
        style["underline"] = 2
    return style


def _width(table: PrintTable, j: int) -> int:
    """Fit a column to its longest text, within limits."""
    texts = (row[j].shown for row in (*table.header[-1:], *table.rows) if len(row) == table.width)
    low, high = WIDTHS
    return min(max([low, *(len(text) + 1 for text in texts)]), high)


def _legal(text: str) -> str:
    """Leave out what a workbook cannot hold, and say where a text goes on that is too long."""
    legal = ILLEGAL.sub("", text)
    if len(legal) <= LONGEST_TEXT:
        return legal
    return legal[: LONGEST_TEXT - len(CUT)] + CUT
