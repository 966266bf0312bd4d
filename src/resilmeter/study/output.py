"""Write what a run leaves behind: all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from resilmeter.errors import Problem
from resilmeter.present import figures, headlines, tables, write_workbook
from resilmeter.present.report import render
from resilmeter.present.save import save_figures
from resilmeter.present.words import languages
from resilmeter.result import Result
from resilmeter.study.folder import replaced_whole, reported
from resilmeter.study.tables import write_table_result

if TYPE_CHECKING:
    from resilmeter.scale.result import TableResult

Progress = Callable[[str], None]


def _silent(stage: str) -> None:
    del stage


def write(result: Result | TableResult, out: str | Path, progress: Progress = _silent) -> Path:
    """Write tables, workbook, figures, report and run.json into a folder, all or nothing.

    Parameters
    ----------
    result : Result or TableResult
        What a study led to; of a table there are no workbook and no figures, and its scored rows
        are Parquet files by period.
    out : str or Path
        Folder; an earlier output of resilmeter there is replaced as a whole at the very end, so an
        interrupted run leaves it untouched.
    progress : callable
        Called with the name of each stage as it begins.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds something that resilmeter did not write.
    """
    out = Path(out)
    with replaced_whole(out) as folder, reported(out):
        if isinstance(result, Result):
            write_all(result, folder, progress)
        else:
            progress("tables")
            write_table_result(result, folder)
    return out


def write_all(result: Result, folder: Path, progress: Progress) -> None:
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
    provenance = result.provenance
    return {
        "title": provenance.title,
        "simulated": provenance.simulated,
        "study": provenance.study,
        "seed": provenance.study["seed"],
        "inputs": provenance.inputs,
        "versions": provenance.versions,
        "fingerprint": provenance.fingerprint,
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
