"""Write what a study of a table leaves behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd

from resilmeter.scale.report import render
from resilmeter.scale.result import TableResult


def write_table(result: TableResult, folder: Path) -> None:
    """Fill an empty folder: tables as CSV, scores as Parquet by period, report and run.json.

    Parameters
    ----------
    result : TableResult
        What the study led to; its scores move into the folder.
    folder : Path
        Where to.
    """
    (folder / "tables").mkdir()
    for name, table in {**result.tables, "findings": findings(result)}.items():
        shown = named(table, result) if name == "weights" else table
        shown.to_csv(folder / "tables" / f"{name}.csv", index=False, lineterminator="\n")
    own = result.folder.parent == folder  # made for this output: nothing else needs them
    (shutil.move if own else shutil.copytree)(result.scores, folder / "tables" / "scores")
    (folder / "report.html").write_text(render(result), encoding="utf-8")
    text = json.dumps(_record(result), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def named(weights: pd.DataFrame, result: TableResult) -> pd.DataFrame:
    """Add names and directions to the weights, as the tables of an ordinary run have them."""
    table, indicators = weights.copy(), result.framework.indicators
    table.insert(1, "name", [i.title("en") for i in indicators])
    table.insert(2, "name_zh", [i.title("zh") for i in indicators])
    table.insert(4, "direction", [i.direction for i in indicators])
    return table


def findings(result: TableResult) -> pd.DataFrame:
    """Lay out what was done, what is doubtful, and what was left out."""
    rows = [
        {"level": p.level, "rule": p.key, "place": p.place(), "en": p.text("en"),
         "zh": p.text("zh")}
        for p in result.findings
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["level", "rule", "place", "en", "zh"])


def _record(result: TableResult) -> dict[str, object]:
    """Everything needed to repeat and to trust a run."""
    return {
        **result.provenance.record(),
        "engine": result.engine,
        "rows": result.answers.rows,
        "left_out": list(result.left_out),
        "findings": [
            {"level": p.level, "rule": p.key, "text": p.text()} for p in result.findings
        ],
    }  # fmt: skip
