"""What a study of a table leads to: the summary tables, and where the scores are."""

from __future__ import annotations

import shutil
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from resilmeter.errors import Problem
from resilmeter.framework import Framework
from resilmeter.result import Provenance


@dataclass(frozen=True, eq=False, kw_only=True)
class TableAnswers:
    """Tables of a few rows, and the folder of those with one row a unit and period.

    Attributes
    ----------
    tables : dict of str to DataFrame
        By name, with the columns of an ordinary run.
    scores : Path
        Folder of Parquet files, one folder a period: unit, group, index, one column a dimension.
    rows : int
        Rows that were computed on.
    periods : tuple of int
        The periods.
    steps : tuple of Problem
        What was done, and how exact it is.
    """

    tables: dict[str, pd.DataFrame]
    scores: Path
    rows: int
    periods: tuple[int, ...]
    steps: tuple[Problem, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class TableResult:
    """Everything that a study of a table too large for memory led to.

    Attributes
    ----------
    provenance : Provenance
        Title, study as run, hashes, versions.
    answers : TableAnswers
        The tables.
    engine : str
        Who computed.
    weights : DataFrame
        One row an indicator: weight and diagnostics.
    left_out : tuple of str
        Tables and numbers that an ordinary run has and this one has not.
    framework : Framework
        What the indicators mean.
    folder : Path
        Where scores and parts lie until they are written; removed with the result.
    """

    provenance: Provenance
    answers: TableAnswers
    engine: str
    left_out: tuple[str, ...]
    framework: Framework
    folder: Path
    _finalizer: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        cleared = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        object.__setattr__(self, "_finalizer", cleared)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The summary tables, by name."""
        return self.answers.tables

    @property
    def weights(self) -> pd.DataFrame:
        """One row an indicator."""
        return self.answers.tables["weights"]

    @property
    def scores(self) -> Path:
        """Folder of the scored rows, as Parquet files by period."""
        return self.answers.scores

    @property
    def findings(self) -> tuple[Problem, ...]:
        """What was done to the data, what is doubtful, and what was left out."""
        return self.answers.steps

    def close(self) -> None:
        """Remove the scored rows, unless they were written elsewhere."""
        self._finalizer()

    def __repr__(self) -> str:
        periods = self.answers.periods
        return (
            f"<TableResult of {self.provenance.title!r}: {self.answers.rows} rows on {self.engine},"
            f" {periods[0]} to {periods[-1]}>"
        )
