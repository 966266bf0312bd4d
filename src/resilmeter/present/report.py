"""The report: one HTML file that opens offline, in one language or both."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from resilmeter.catalogue import Language
from resilmeter.present.contents import Item, contents
from resilmeter.present.embedded import data_uri
from resilmeter.present.explorer import Explorer, chart_titles, explorer, left_out
from resilmeter.present.explorer.chart import RAMP, SERIES
from resilmeter.present.figures import drawing, figures
from resilmeter.present.layout import Paragraph, PrintTable, aligned
from resilmeter.present.sentences import headlines, method_sentences
from resilmeter.present.sentences_lead import lead
from resilmeter.present.stamp import stamp
from resilmeter.present.words import languages, word
from resilmeter.result import Result

# A figure stands in the report and in a file of its own, and is written once; it goes when it does.
WRITTEN: WeakKeyDictionary[Figure, bytes] = WeakKeyDictionary()
BY_PERIOD = frozenset({
    "means", "gap-total", "gap-groups", "gap-dimensions", "inequality", "dagum", "decompositions",
})  # fmt: skip
TABLE_OF_FIGURE = {
    "overview": "scores",
    "flow": "findings",
    "coverage": "imputed",
    "importance": "diagnosis_indicators",
    "correlations": "diagnosis_correlations",
    "index_growth": "means",
    "group_levels": "means",
    "dimension_levels": "means",
    "gini": "gap_total",
    "gini_within_between": "gap_total",
    "gini_dimensions": "gap_dimensions",
    "gini_own": "gap_own",
    "gini_dagum": "dagum",
    "gap_heat": "gap_evidence",
    "gap_bars": "gap_evidence",
    "drivers_q": "drivers",
    "drivers_over_time": "drivers",
    "drivers_interactions": "interactions",
    "drivers_risk": "risk",
    "drivers_strata": "discretization",
    "method_map": "variants_ranks",
    "rank_intervals": "rank_intervals",
    "waterfall": "change_dimensions",
    "grade_shares": "grade_shares",
    "densities": "densities",
}


def report(result: Result, path: str | Path, language: str | None = None) -> Path:
    """Write the report of a study.

    Parameters
    ----------
    result : Result
        What a study led to.
    path : str or Path
        HTML file to write.
    language : {"en", "zh", "both"}, optional
        The study's own choice if left out.

    Returns
    -------
    Path
        The file written. It needs no network and no other file.
    """
    chosen = languages(language or result.provenance.study["present"]["language"])
    drawn = {code: figures(result, code) for code in chosen}
    Path(path).write_text(render(result, drawn), encoding="utf-8")
    return Path(path)


def render(
    result: Result,
    drawn: dict[Language, dict[str, Figure]],
    shapes: Mapping[str, Any] | None = None,
) -> str:
    """Build the report as HTML from figures that are already drawn, one section a language.

    `shapes` are the boundaries of the units for the interactive map, see `explorer`.
    """
    environment = Environment(
        loader=PackageLoader("resilmeter.present", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = explorer(result, tuple(drawn), shapes)
    pages = [_page(result, code, plots, shown) for code, plots in drawn.items()]
    template = environment.get_template("report.html.jinja")
    return (
        template.render(
            pages=pages, provenance=result.provenance, explorer=shown, ramp=RAMP, series=SERIES
        )
        + "\n"
    )


def _page(
    result: Result, language: Language, plots: dict[str, Figure], shown: Explorer | None
) -> dict[str, Any]:
    """Collect what the template shows in one language."""
    provenance = result.provenance
    return {
        "language": language,
        "word": partial(word, language=language),
        "title": provenance.title_zh if language == "zh" else provenance.title,
        "simulated": provenance.simulated,
        "stamp": " ".join(stamp(result, language)),
        "lead": lead(result, language),
        "charts": chart_titles(result, shown, language),
        "left_out": left_out(result, shown, language),
        "overview": _picture("overview", plots, language),
        "headlines": headlines(result, language),
        "method": method_sentences(result, language),
        "sections": _sections(result, language, plots),
        "doubts": [p.text(language) for p in result.findings if p.level == "doubt"],
        "steps": [p.text(language) for p in result.findings if p.level == "note"],
        "tests": [
            word("test-line", language, name=word(t.name, language),
                 error=f"{t.error:.1e}", allowed=f"{t.allowed:.0e}")
            for t in result.self_tests
        ],
    }  # fmt: skip


def _sections(result: Result, language: Language, plots: dict[str, Figure]) -> list[dict[str, Any]]:
    """Prepare the sections, numbering tables and figures through."""
    plan, count = contents(result, language), {"table": 0, "figure": 0}
    if not result.scores.comparable_over_time:
        plan = [(key, [_warned(item, language) for item in items]) for key, items in plan]
    return [
        {"key": key, "title": word(key, language),
         "blocks": [b for item in items if (b := _block(item, plots, language, count)) is not None]}
        for key, items in plan
    ]  # fmt: skip


def _warned(item: Item, language: Language) -> Item:
    """Say beside a table by period that its rows cannot be compared."""
    if not isinstance(item, PrintTable) or item.key not in BY_PERIOD:
        return item
    return replace(item, note=f"{word('not-comparable', language)} {item.note}".strip())


def _block(
    item: Item,
    plots: dict[str, Figure],
    language: Language,
    count: dict[str, int],
) -> dict[str, Any] | None:
    """Give a table or a figure its number and prepare it for the template."""
    if isinstance(item, Paragraph):
        return {"kind": "text", "text": item.text}
    if isinstance(item, PrintTable):
        count["table"] += 1
        label = word("table-label", language, number=count["table"])
        return {"kind": "table", "label": label, "table": aligned(item)}
    if item is None or item not in plots:
        return None
    count["figure"] += 1
    label = word("figure-label", language, number=count["figure"])
    return {"kind": "figure", "label": label, **(_picture(item, plots, language) or {})}


def _picture(name: str, plots: dict[str, Figure], language: Language) -> dict[str, str] | None:
    """Prepare a figure with its caption and what it says to who cannot see it."""
    if name not in plots:
        return None
    caption = word(f"figure-{name}", language)
    return {
        "caption": caption,
        "alt": word("alt-figure", language, caption=caption, table=TABLE_OF_FIGURE[name]),
        "source": data_uri(svg_bytes(plots[name])),
    }


def svg_bytes(figure: Figure) -> bytes:
    """Write a figure as SVG that is the same, byte by byte, each time."""
    if figure not in WRITTEN:
        buffer = io.BytesIO()
        with drawing():
            figure.savefig(buffer, format="svg", metadata={"Date": None})
        WRITTEN[figure] = buffer.getvalue()
    return WRITTEN[figure]
