"""Scores computed elsewhere: matched to the panel, and taken as they are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, StudyError, note, problem, refuse
from resilmeter.prepare import Scaled
from resilmeter.rows import each_cell
from resilmeter.scoring.choices import ScoreChoices
from resilmeter.scoring.scores import Scores
from resilmeter.weighting import Weights


def imported_scores(scaled: Scaled, weights: Weights, choices: ScoreChoices) -> Scores:
    """Take an index computed elsewhere.

    Parameters
    ----------
    scaled : Scaled
        Of the panel that the index belongs to; says which units and periods there are.
    weights : Weights
        Kept beside the index; not used.
    choices : ScoreChoices
        With `imported`.

    Returns
    -------
    Scores
        With one part, the index itself, and no contributions.

    Raises
    ------
    StudyError
        No index given.
    DataError
        Rows that are missing, stand twice, or hold no number.
    """
    given = choices.imported
    if given is None:
        raise StudyError(problem("imported-lacks", {"key": "score.imported"}))
    rows = scaled.values.index
    refuse(DataError, _row_problems(given, rows))
    index = given.reindex(rows).astype(np.float64).rename("index")
    return Scores(
        index=index,
        parts=index.to_frame("index"),
        by_indicator=None,
        weights=weights,
        scaled=scaled,
        method="imported",
        steps=(note("imported-scores", {"key": "score.method"}),),
    )


def _row_problems(given: pd.Series, rows: pd.Index) -> Iterator[Problem]:
    """Find rows of the panel without a score, and scores of no or of two rows."""
    for unit, period in given.index[given.index.duplicated()].unique():
        yield problem("imported-twice", {"unit": unit, "period": period})
    for unit, period in rows[~rows.isin(given.index)]:
        yield problem("imported-row-lacks", {"unit": unit, "period": period})
    for unit, period in given.index[~given.index.isin(rows)]:
        yield problem("imported-row-unknown", {"unit": unit, "period": period})
    for unit, period, value in each_cell(given[~np.isfinite(given.astype(np.float64))]):
        yield problem("imported-no-number", {"unit": unit, "period": period}, given=value)
