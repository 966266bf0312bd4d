"""Three-line tables as Word writes them: rules above, below and under the heading, no verticals."""

from __future__ import annotations

import re
from itertools import accumulate
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from resilmeter.present.printed.layout import LARGEST, NUMBER, TOTAL, Cell, PrintTable

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Eighths of a point: 1.5 above and below, 0.75 under the heading, 0.5 under a spanning heading.
THICK, MIDDLE, THIN = 12, 6, 4
# Width between the margins of an A4 page, in twentieths of a point: upright, turned sideways.
UPRIGHT, SIDEWAYS = 9070, 14000
# Characters of the widest column: longer texts are broken over lines, between words.
WIDEST = 26
# Room of a cell beside its letters; twentieths of a point a letter takes for each half point of it.
PADDING, LETTER = 140, 6.2
# More columns than this stand on a page turned sideways; fewer allow larger letters (half points).
MOST_UPRIGHT = 9
SIZES = ((6, 18), (9, 16), (12, 15))
SMALLEST = 13
# Lines break at blanks and between Chinese characters.
BREAKS = re.compile(r"\s|(?<=[\u3000-\uffef])|(?=[\u3000-\uffef])")


def table_xml(table: PrintTable) -> str:
    """Write a table as WordprocessingML.

    Parameters
    ----------
    table : PrintTable
        Its cells; caption and note stand outside of it.

    Returns
    -------
    str
        An element `w:tbl`; the heading is repeated on every page, a row is not broken.
    """
    size = next((size for most, size in SIZES if table.width <= most), SMALLEST)
    last, widths = len(table.header) - 1, _widths(table, LETTER * size)
    head = [
        _row(cells, size, widths, rule=MIDDLE if i == last else 0, head=True)
        for i, cells in enumerate(table.header)
    ]
    body = [_row(cells, size, widths) for cells in table.rows]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl xmlns:w="{NAMESPACE}"><w:tblPr><w:tblW w:w="5000" w:type="pct"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{_rule("top", THICK)}{_rule("bottom", THICK)}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(head)}{''.join(body)}</w:tbl>"
    )


def _rule(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'


def _widths(table: PrintTable, letter: float) -> list[int]:
    """Share the page among columns: every word and number fits, long texts get what is left."""
    least, wanted = [1] * table.width, [1] * table.width
    for row in (*table.header, *table.rows):
        if all(cell.span == 1 for cell in row):
            for j, cell in enumerate(row):
                words = max(map(_wide, BREAKS.split(cell.shown)))
                least[j] = max(least[j], min(words, WIDEST))
                wanted[j] = max(wanted[j], min(_wide(cell.shown), 2 * WIDEST))
    page = UPRIGHT if table.width <= MOST_UPRIGHT else SIDEWAYS
    narrow = [PADDING + letter * n for n in least]
    more = [letter * (n - m) + 1 for n, m in zip(wanted, least, strict=True)]
    room = page - sum(narrow)
    if room <= 0:
        return [int(page * n / sum(narrow)) for n in narrow]
    return [int(n + room * m / sum(more)) for n, m in zip(narrow, more, strict=True)]


def _wide(text: str) -> int:
    """Count letters; a Chinese character counts as two."""
    return sum(1 + (east_asian_width(c) in "WF") for c in text)


def _row(
    cells: tuple[Cell, ...], size: int, widths: list[int], *, rule: int = 0, head: bool = False
) -> str:
    """Write a row; one that has fewer cells than the table ends with a blank one."""
    left = len(widths) - sum(cell.span for cell in cells)
    whole = (*cells, Cell("", span=left)) if left else cells
    ends = list(accumulate(cell.span for cell in whole))
    shown = "".join(
        _cell(cell, size, sum(widths[end - cell.span : end]), rule=rule, head=head)
        for cell, end in zip(whole, ends, strict=True)
    )
    more = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{shown}</w:tr>"


def _cell(cell: Cell, size: int, width: int, *, rule: int, head: bool) -> str:
    """Write a cell with its alignment and its marks."""
    spanning = head and cell.span > 1
    rule = rule or (THIN if spanning else 0)
    border = f"<w:tcBorders>{_rule('bottom', rule)}</w:tcBorders>" if rule else ""
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    side = "center" if spanning else "right" if NUMBER in cell.marks else "left"
    keep = "<w:keepNext/>" if head else ""
    bold = "<w:b/>" if head or TOTAL in cell.marks else ""
    under = '<w:u w:val="double"/>' if LARGEST in cell.marks else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{border}</w:tcPr>'
        f"<w:p><w:pPr>{keep}"
        f'<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>{bold}<w:sz w:val="{size}"/>{under}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(cell.shown)}</w:t></w:r></w:p></w:tc>'
    )
