"""Read a folder with paper.toml and its tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from resilmeter.auditing.keys import PaperKeys
from resilmeter.auditing.paper import Paper, paper_problems
from resilmeter.errors import DataError, Problem, StudyError, problem, refuse
from resilmeter.read import read_table
from resilmeter.sections import parse

FILE = "paper.toml"


def read_paper(folder: str | Path) -> Paper:
    """Read a paper's printed tables and statements from a folder.

    Parameters
    ----------
    folder : str or Path
        With paper.toml and the tables that it names.

    Returns
    -------
    Paper

    Raises
    ------
    DataError
        No paper.toml, or a table that cannot be read.
    StudyError
        Everything wrong at once: unknown keys (with the nearest valid one), missing keys, values
        that are not allowed, missing columns, cells that are no number, unknown names.
    """
    folder = Path(folder)
    if not (folder / FILE).is_file():
        raise DataError(problem("no-paper", {"file": FILE}, folder=str(folder.resolve())))
    keys, found = parse(PaperKeys, folder / FILE)
    tables = [
        _read(folder / table.file, table.sheet, found) for table in (keys.table if keys else ())
    ]
    if keys is not None:
        readable = [(t, cells) for t, cells in zip(keys.table, tables, strict=True)
                    if cells is not None]  # fmt: skip
        shown = keys.model_copy(update={"table": tuple(t for t, _ in readable)})
        cells = [cells for _, cells in readable]
        found += paper_problems(shown, cells, complete=not found)
    refuse(StudyError, found)
    if keys is None:
        raise AssertionError("a paper without problems was not built")
    return Paper(keys, tuple(cells for cells in tables if cells is not None))


def _read(path: Path, sheet: str, found: list[Problem]) -> pd.DataFrame | None:
    """Read one table, or add why it cannot be read."""
    try:
        return read_table(path, sheet).cells
    except DataError as error:
        found += error.problems
        return None
