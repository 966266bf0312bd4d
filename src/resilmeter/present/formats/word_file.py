"""The report as a Word file for a paper: three-line tables, figures, numbered captions."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from resilmeter.errors import OutputError, problem
from resilmeter.present.document import Block, Document, NumberedFigure, NumberedTable
from resilmeter.present.figures.pictures import png_bytes
from resilmeter.present.formats.word_table import MOST_UPRIGHT, table_xml
from resilmeter.present.printed.layout import ILLEGAL

LATIN, CHINESE = "Times New Roman", "宋体"
# The same file each time: no clock inside, and the first moment that a zip file knows on its parts.
CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001
EPOCH = (1980, 1, 1, 0, 0, 0)
# A4 in centimetres: height, width, margin; points of letters.
PAGE, MARGIN = (29.7, 21.0), 2.5
STYLES = {"Normal": 10.5, "Title": 18, "Heading 1": 14, "Heading 2": 12, "Caption": 9.5,
          "List Bullet": 10.5}  # fmt: skip
SMALL = 8.0


def word_bytes(documents: Sequence[Document]) -> bytes:
    """Write the report as a Word file.

    Parameters
    ----------
    documents : sequence of Document
        What to say, one a language; each begins on a new page.

    Returns
    -------
    bytes
        The same each time.

    Raises
    ------
    OutputError
        python-docx is not installed.
    """
    try:
        import docx  # noqa: PLC0415
    except ImportError:
        raise OutputError(problem("needs-extra", {"file": "docx"}, extra="word")) from None
    file: Any = docx.Document()
    _style(file)
    for place, document in enumerate(documents):
        if place:
            file.add_page_break()
        _write(file, document)
    _properties(file, documents[0])
    buffer = io.BytesIO()
    file.save(buffer)
    return _without_clock(buffer)


def _style(file: Any) -> None:
    """Set page and fonts: Times New Roman, and 宋体 for Chinese characters."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    page = file.sections[0]
    page.page_height, page.page_width = map(Cm, PAGE)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    for name, size in STYLES.items():
        font = file.styles[name].font
        font.name, font.size, font.color.rgb = LATIN, Pt(size), RGBColor(0, 0, 0)
        fonts = file.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script, family in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN),
                               ("eastAsia", CHINESE)):  # fmt: skip
            fonts.set(qn(f"w:{script}"), family)


def _write(file: Any, document: Document) -> None:
    """Write one language from title to provenance."""
    _add(file, document.title, "Title")
    if document.simulated:
        _add(file, document.simulated).runs[0].bold = True
    _add(file, document.word("section-findings"), "Heading 1")
    _list(file, document.headlines)
    _add(file, document.word("section-method"), "Heading 1")
    _add(file, document.paragraph)
    for section in document.sections:
        _turned(file, wide=False)
        _add(file, section.title, "Heading 1")
        for block in section.blocks:
            _block(file, block, document.stamp)
    _turned(file, wide=False)
    _add(file, document.word("section-doubts"), "Heading 1")
    for title, lines in (("doubts", document.doubts), ("steps", document.steps)):
        _add(file, document.word(title), "Heading 2")
        _list(file, lines or (document.word("none"),))
    if document.references:
        _add(file, document.word("section-references"), "Heading 1")
        for line in document.references:
            _add(file, line)
    _note(file, document.footer)
    _note(file, f"{document.word('inputs')}: {'; '.join(document.inputs)}")


def _block(file: Any, block: Block, stamp: str) -> None:
    """Write a table, a figure or a sentence."""
    wide = isinstance(block, NumberedTable) and block.table.width > MOST_UPRIGHT
    _turned(file, wide=wide)
    if isinstance(block, NumberedTable):
        _table(file, block, stamp)
    elif isinstance(block, NumberedFigure):
        _picture(file, block)
    else:
        _add(file, block.text)


def _table(file: Any, block: NumberedTable, stamp: str) -> None:
    """Write caption, table and note."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    _add(
        file, f"{block.label} {block.table.caption}", "Caption"
    ).paragraph_format.keep_with_next = True
    file.element.body.insert_element_before(parse_xml(table_xml(block.table)), "w:sectPr")
    for line in filter(None, (block.table.note, stamp)):
        _note(file, line)


def _turned(file: Any, *, wide: bool) -> None:
    """Begin a page turned sideways for a wide table, and back, where the page is not so yet."""
    from docx.enum.section import WD_ORIENT, WD_SECTION  # noqa: PLC0415

    before = file.sections[-1]
    if wide == (before.orientation == WD_ORIENT.LANDSCAPE):
        return
    page = file.add_section(WD_SECTION.NEW_PAGE)
    page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = before.page_height, before.page_width


def _picture(file: Any, block: NumberedFigure) -> None:
    """Write a figure with its caption below and its description for readers who cannot see it."""
    from docx.shared import Cm  # noqa: PLC0415

    paragraph = file.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    across, down = block.figure.get_size_inches()
    across = min(2.54 * across, PAGE[1] - 2 * MARGIN, (PAGE[0] - 4 * MARGIN) * across / down)
    paragraph.add_run().add_picture(io.BytesIO(png_bytes(block.figure)), width=Cm(across))
    for shown in file.element.body.xpath("(.//wp:docPr)[last()]"):
        shown.set("descr", ILLEGAL.sub("", block.alt))
    _add(file, f"{block.label} {block.caption}", "Caption")


def _list(file: Any, lines: Iterable[str]) -> None:
    for line in lines:
        _add(file, line, "List Bullet")


def _note(file: Any, line: str) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    _add(file, line).runs[0].font.size = Pt(SMALL)


def _add(file: Any, text: str, style: str = "Normal") -> Any:
    return file.add_paragraph(ILLEGAL.sub("", text), style=style)


def _properties(file: Any, document: Document) -> None:
    """Say what the file is, without a clock or a person."""
    known = file.core_properties
    known.title, known.author, known.comments = document.title[:255], "resilmeter", ""
    known.language, known.revision = document.language, 1
    known.created = known.modified = CREATED


def _without_clock(saved: io.BytesIO) -> bytes:
    """Pack the parts again under one moment."""
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
