"""The report: one HTML file that opens offline, or a Word, LaTeX or Excel file for a paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from resilmeter.catalogue import Language
from resilmeter.errors import OutputError, UsageError, problem
from resilmeter.present.document import Document, document
from resilmeter.present.explorer import explorer
from resilmeter.present.explorer.chart import RAMP, SERIES
from resilmeter.present.figures.draw import figures
from resilmeter.present.figures.pictures import pdf_bytes, svg_bytes
from resilmeter.present.figures.save import Drawn, readable
from resilmeter.present.first_screen import first_screen
from resilmeter.present.formats.embedded import source_of
from resilmeter.present.formats.latex import latex_text
from resilmeter.present.formats.printed_workbook import printed_workbook
from resilmeter.present.formats.word_file import word_bytes
from resilmeter.present.words import languages
from resilmeter.result import Result

Languages = tuple[Language, ...]
UNUSUAL = re.compile(r"[^A-Za-z0-9]+")


def report(result: Result, path: str | Path, language: str | None = None) -> Path:
    """Write the report of a study; the ending of the file chooses the format.

    Parameters
    ----------
    result : Result
        What a study led to.
    path : str or Path
        File to write: .html (needs no network and no other file), .docx (needs the extra `word`),
        .tex (its figures go into a folder beside it) or .xlsx (tables only).
    language : {"en", "zh", "both"}, optional
        The study's own choice if left out.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        Another ending.
    OutputError
        The extra is missing, or the file cannot be written.
    """
    path = Path(path)
    _refuse_format(path, WRITERS)
    chosen = languages(language or result.provenance.study["present"]["language"])
    try:
        WRITERS[path.suffix.lower()](result, chosen, path)
    except OSError as error:
        detail = error.strerror or str(error)
        raise OutputError(problem("cannot-write", {"file": str(path)}, detail=detail)) from error
    return path


def report_file(out: Path, file: Path | None, form: str | None) -> Path:
    """Name the file of a report: as given, with the format's ending if it has none; else in `out`.

    >>> report_file(Path("out"), None, "tex").name, report_file(Path("out"), Path("a"), None).name
    ('report.tex', 'a.docx')
    """
    path = out / "report" if file is None else file
    ending = f".{form}" if form else path.suffix or ".docx"
    path = path if path.suffix else path.with_name(path.name + ending)
    _refuse_format(path, (ending,) if form else WRITERS)
    return path


def _refuse_format(path: Path, allowed: Iterable[str]) -> None:
    if path.suffix.lower() not in allowed:
        raise UsageError(problem("unknown-format", given=path.name, allowed=list(allowed)))


def _html(result: Result, chosen: Languages, path: Path) -> None:
    drawn = {code: figures(result, code) for code in chosen}
    path.write_text(render(result, drawn), encoding="utf-8")


def _word(result: Result, chosen: Languages, path: Path) -> None:
    path.write_bytes(word_bytes(_documents(result, _readable(result, chosen))))


def _latex(result: Result, chosen: Languages, path: Path) -> None:
    """Write the text, and its figures as PDF into a folder whose name LaTeX can read."""
    drawn = _readable(result, chosen)
    folder = path.with_name(f"{UNUSUAL.sub('-', path.stem)}-figures")
    folder.mkdir(exist_ok=True)
    for code, plots in drawn.items():
        for name, figure in plots.items():
            (folder / f"{code}-{name}.pdf").write_bytes(pdf_bytes(figure))
    path.write_text(latex_text(_documents(result, drawn), folder.name), encoding="utf-8")


def _workbook(result: Result, chosen: Languages, path: Path) -> None:
    path.write_bytes(printed_workbook(_documents(result, {code: {} for code in chosen})))


WRITERS: dict[str, Callable[[Result, Languages, Path], None]] = {
    ".html": _html, ".docx": _word, ".tex": _latex, ".xlsx": _workbook,
}  # fmt: skip


def _readable(result: Result, chosen: Languages) -> Drawn:
    return readable(result, {code: figures(result, code) for code in chosen})


def _documents(result: Result, drawn: Drawn) -> list[Document]:
    return [document(result, code, plots) for code, plots in drawn.items()]


def render(result: Result, drawn: Drawn) -> str:
    """Build the report as HTML from figures that are already drawn, one section a language."""
    environment = Environment(
        loader=PackageLoader("resilmeter.present", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["embedded"] = _embedded
    bounds = result.boundaries
    # tiles lie nowhere; the page has tiles of its own, group by group
    shapes = None if bounds is None or bounds.tiles else bounds.features()
    shown = explorer(result, tuple(drawn), shapes)
    views = {code: first_screen(result, shown, code, plots) for code, plots in drawn.items()}
    pages = _documents(result, drawn)
    template = environment.get_template("report.html.jinja")
    page = template.render(pages=pages, views=views, explorer=shown, ramp=RAMP, series=SERIES)
    return page + "\n"


def _embedded(figure: Figure) -> str:
    """Write a figure as the source of an image in the page."""
    return source_of(figure, svg_bytes(figure))
