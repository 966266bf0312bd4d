"""What a run in memory leaves behind: tables, workbook, figures, report and run.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from resilmeter.errors import Problem
from resilmeter.present.figures.draw import figures
from resilmeter.present.figures.save import save_figures
from resilmeter.present.formats.workbook import write_workbook
from resilmeter.present.report import render
from resilmeter.present.sentences.headlines import headlines
from resilmeter.present.tables import tables
from resilmeter.present.words import languages
from resilmeter.result import Result


def write_all(result: Result, folder: Path, progress: Callable[[str], None]) -> None:
    """Fill an empty folder with everything a run leaves behind."""
    shown = result.provenance.study["present"]
    progress("tables")
    tidy = tables(result)
    (folder / "tables").mkdir()
    for name, table in tidy.items():
        table.to_csv(folder / "tables" / f"{name}.csv", index=False, lineterminator="\n")
    if shown["workbook"]:
        write_workbook(result, tidy, folder / "tables.xlsx")
    progress("figures")
    drawn = {code: figures(result, code) for code in languages(shown["language"])}
    doubts = save_figures(result, drawn, folder / "figures")
    progress("report")
    (folder / "report.html").write_text(render(result, drawn), encoding="utf-8")
    text = json.dumps(_record(result, doubts), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def _record(result: Result, doubts: list[Problem]) -> dict[str, object]:
    """Everything needed to repeat and to trust a run; no clock, no path, no machine."""
    return {
        **result.provenance.record(),
        "headlines": headlines(result, "en"),
        "headlines_zh": headlines(result, "zh"),
        "findings": [
            {"level": p.level, "rule": p.key, "text": p.text("en"), "text_zh": p.text("zh")}
            for p in (*result.findings, *doubts)
        ],
        "self_tests": [
            {"name": t.name, "error": t.error, "allowed": t.allowed} for t in result.self_tests
        ],
    }
