"""The report of a table: its summary tables, what was done, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from resilmeter.catalogue import Language
from resilmeter.present.words import NOT_AVAILABLE, fixed, joined, languages, word
from resilmeter.scale.result import TableResult

# Tables that are read from end to end; those of cells and pairs are for other programs.
SHOWN = (
    "weights", "means", "growth", "gap_total", "gap_groups", "gap_dimensions", "dagum",
    "obstacle_counts", "drivers", "interactions",
)  # fmt: skip
MOST_ROWS = 60


@dataclass(frozen=True)
class Cell:
    """One cell as it is printed."""

    text: str
    number: bool


def render(result: TableResult) -> str:
    """Build the report as HTML, one article a language.

    Parameters
    ----------
    result : TableResult
        What the study led to.

    Returns
    -------
    str
        A page that needs no network and no other file.
    """
    environment = Environment(
        loader=PackageLoader("resilmeter.scale", "."), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    chosen = languages(result.provenance.study["present"]["language"])
    versions = ", ".join(f"{n} {v}" for n, v in sorted(result.provenance.versions.items()))
    return environment.get_template("report.html.jinja").render(
        pages=[_page(result, language) for language in chosen],
        footer=f"{result.provenance.fingerprint} | {versions}",
    )


def _page(result: TableResult, language: Language) -> dict[str, Any]:
    provenance, answers = result.provenance, result.answers
    first, last = answers.periods[0], answers.periods[-1]
    return {
        "language": language,
        "title": provenance.title_zh if language == "zh" else provenance.title,
        "simulated": word("simulated", language) if provenance.simulated else "",
        "intro": word("table-intro", language, rows=f"{answers.rows:,}", first=first, last=last,
                      engine=result.engine),
        "left_out": word("table-left-out", language, names=joined(list(result.left_out), language)),
        "tables": [_table(name, result.tables[name], language)
                   for name in SHOWN if name in result.tables],
        "findings_title": word("section-findings", language),
        "findings": [problem.text(language) for problem in result.findings],
    }  # fmt: skip


def _table(name: str, table: pd.DataFrame, language: Language) -> dict[str, Any]:
    shown = table.loc[:, [c for c in table.columns if table[c].notna().any()]].tail(MOST_ROWS)
    rows = [[_cell(value) for value in row] for row in shown.itertuples(index=False)]
    note = word("table-file", language, name=name, shown=len(shown), rows=len(table))
    return {"name": name, "columns": list(shown.columns), "rows": rows, "note": note}


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return Cell(value, number=False)
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - a missing number
        return Cell(NOT_AVAILABLE, number=True)
    if isinstance(value, float):
        return Cell(fixed(value, 4), number=True)
    return Cell(str(value), number=True)
