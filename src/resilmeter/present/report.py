"""The report: one HTML file that opens offline, in one language or both."""

from __future__ import annotations

import base64
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from resilmeter.catalogue import Language
from resilmeter.present.document import Item, document
from resilmeter.present.figures import figures
from resilmeter.present.pictures import svg_bytes
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
from resilmeter.present.sentences_drivers import driver_paragraphs
from resilmeter.present.sentences_gaps import change_paragraph, net_between_paragraph
from resilmeter.present.words import languages
from resilmeter.result import Result


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


def render(result: Result, drawn: dict[Language, dict[str, Figure]]) -> str:
    """Build the report as HTML from figures that are already drawn, one section a language."""
    environment = Environment(
        loader=PackageLoader("resilmeter.present", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["embedded"] = embedded_svg
    pages = [document(result, code, plots, _plan(result, code)) for code, plots in drawn.items()]
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
