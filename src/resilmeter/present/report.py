"""The report: one HTML file that opens offline, or a Word, LaTeX or Excel file for a paper."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from resilmeter.catalogue import Language
from resilmeter.errors import OutputError, UsageError, problem
from resilmeter.present.document import Document, Item, document
from resilmeter.present.figures import figures
from resilmeter.present.latex import latex_text
from resilmeter.present.pictures import pdf_bytes, svg_bytes
from resilmeter.present.printed import (
    coverage_table,
    diagnostics_table,
    growth_table,
    means_table,
    obstacle_counts_table,
    obstacle_top_table,
    ranking_table,
    weights_table,
)
from resilmeter.present.printed_choices import (
    agreement_table,
    ahp_table,
    entropy_shift_table,
    goalposts_table,
    weightings_table,
)
from resilmeter.present.printed_dagum import dagum_table
from resilmeter.present.printed_diagnosis import (
    diagnosed_dimensions_table,
    diagnosed_indicators_table,
    flips_table,
    pairs_table,
    twin_sentence,
)
from resilmeter.present.printed_drivers import (
    changes_table,
    ecological_table,
    factors_table,
    groups_table,
    interactions_table,
    risk_table,
    search_table,
)
from resilmeter.present.printed_evidence import change_table, evidence_table, own_change_table
from resilmeter.present.printed_gaps import (
    gap_cells_table,
    gap_dimensions_table,
    gap_groups_table,
    gap_total_table,
)
from resilmeter.present.printed_inequality import decompositions_table, inequality_table
from resilmeter.present.printed_robustness import robustness_items
from resilmeter.present.printed_workbook import printed_workbook
from resilmeter.present.save import Drawn, readable
from resilmeter.present.sentences_drivers import driver_paragraphs
from resilmeter.present.sentences_gaps import change_paragraph, net_between_paragraph
from resilmeter.present.word_file import word_bytes
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
    return [document(result, code, plots, _plan(result, code)) for code, plots in drawn.items()]


def render(result: Result, drawn: Drawn) -> str:
    """Build the report as HTML from figures that are already drawn, one section a language."""
    environment = Environment(
        loader=PackageLoader("resilmeter.present", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["embedded"] = embedded_svg
    pages = _documents(result, drawn)
    return environment.get_template("report.html.jinja").render(pages=pages) + "\n"


def _plan(result: Result, language: Language) -> list[tuple[str, list[Item]]]:
    """Lay sections out in reading order."""
    return [
        ("section-data", [coverage_table(result, language)]),
        ("section-weights", _weights(result, language)),
        ("section-diagnosis", [
            "importance", diagnosed_indicators_table(result, language),
            twin_sentence(result, language), flips_table(result, language),
            "correlations", pairs_table(result, language),
            diagnosed_dimensions_table(result, language),
        ]),
        ("section-levels", [
            "index_growth", "group_levels", means_table(result, language), "dimension_levels",
            growth_table(result, language),
        ]),
        ("section-gaps", [
            "gini", gap_total_table(result, language), inequality_table(result, language),
            gap_groups_table(result, language), "gini_within_between",
            net_between_paragraph(result, language), dagum_table(result, language),
            "gini_own", "gini_dagum",
            gap_dimensions_table(result, language), "gini_dimensions",
            gap_cells_table(result, language), "gap_heat", "gap_bars",
            evidence_table(result, language), decompositions_table(result, language),
            change_paragraph(result, language), change_table(result, language),
            own_change_table(result, language),
        ]),
        ("section-drivers", [
            *driver_paragraphs(result, language),
            "drivers_q", factors_table(result, language), "drivers_over_time",
            changes_table(result, language), groups_table(result, language),
            "drivers_interactions", interactions_table(result, language), "drivers_risk",
            risk_table(result, language), ecological_table(result, language), "drivers_strata",
            search_table(result, language),
        ]),
        ("section-obstacles", [
            obstacle_counts_table(result, language), obstacle_top_table(result, language),
        ]),
        ("section-ranking", [ranking_table(result, language), "rank_intervals"]),
        ("section-robustness", ["method_map", *robustness_items(result, language)]),
    ]  # fmt: skip


def _weights(result: Result, language: Language) -> list[Item]:
    """Lay out weights and what stands beside them; nothing where the index came from elsewhere."""
    if result.scores.method == "imported":
        return []
    return [
        weights_table(result, language), diagnostics_table(result, language),
        ahp_table(result, language),
        weightings_table(result, language), agreement_table(result, language),
        entropy_shift_table(result, language), goalposts_table(result, language),
    ]  # fmt: skip


def embedded_svg(figure: Figure) -> str:
    """Write a figure as base64 of its SVG."""
    return base64.b64encode(svg_bytes(figure)).decode("ascii")
