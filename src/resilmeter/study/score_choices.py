"""Gather what the scoring of a study needs, reading an imported index from its file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, problem, refuse
from resilmeter.read import RawTable, read_numbers, read_period, read_table, shown
from resilmeter.scoring import ScoreChoices
from resilmeter.study.schema import Study


def score_choices(study: Study) -> ScoreChoices:
    """Gather what the scoring needs.

    Raises
    ------
    DataError
        An imported index that cannot be read: all its problems at once.
    """
    keys = study.score
    return ScoreChoices(
        exponent=keys.exponent,
        levels=keys.levels,
        distance=keys.distance,
        values=keys.values,
        ideals=keys.ideals,
        strategy=keys.strategy,
        distinguishing=keys.distinguishing,
        imported=_imported(study) if keys.imported else None,
    )


def _imported(study: Study) -> pd.Series:
    """Read an index computed elsewhere, by unit and period."""
    table, names = read_table(study.folder / study.score.imported), study.data
    refuse(DataError, table.missing_columns((names.unit, names.period, "index")))
    periods = [read_period(cell) for cell in table.cells[names.period]]
    numbers = read_numbers(table.cells["index"]).values
    refuse(DataError, _unreadable(table, names.period, periods, numbers))
    units = [shown(cell) for cell in table.cells[names.unit]]
    index = pd.MultiIndex.from_arrays([units, periods], names=["unit", "period"])
    return pd.Series(numbers, index, name="index")


def _unreadable(
    table: RawTable, name: str, periods: list[int | None], numbers: np.ndarray
) -> Iterator[Problem]:
    """Find cells that hold no period or no number."""
    rows = list(table.cells.index)
    for row, period, cell in zip(rows, periods, table.cells[name], strict=True):
        if period is None:
            where = {**table.where, "row": row, "column": name}
            yield problem("unreadable-period", where, given=cell)
    for row, number, cell in zip(rows, numbers, table.cells["index"], strict=True):
        if not np.isfinite(number):
            where = {**table.where, "row": row, "column": "index"}
            yield problem("text-in-number", where, given=shown(cell))
