"""Answer the questions that a study asks."""

from __future__ import annotations

from functools import partial

import pandas as pd

from resilmeter.analyze import (
    GoalpostComparison,
    WeightingComparison,
    compare_goalposts,
    compare_weightings,
    diagnose,
    entropy_shifts,
    gini_cells,
    growth,
)
from resilmeter.errors import MethodError, Problem, refuse
from resilmeter.result import Answers
from resilmeter.scoring import Scores, score
from resilmeter.study.diagnosis_answers import diagnosis_answers
from resilmeter.study.inputs import attempt, weighting_choices
from resilmeter.study.schema import Study


def answer(study: Study, scores: Scores) -> Answers:
    """Answer what the study asks; the refusals of all questions come at once.

    Parameters
    ----------
    study : Study
        What is asked.
    scores : Scores
        Of what.

    Returns
    -------
    Answers

    Raises
    ------
    MethodError
        Everything that cannot be answered for these scores.
    """
    ask, found = study.analyze, list[Problem]()
    diagnosed = diagnosis_answers(study, scores, found)
    answers = Answers(
        diagnosis=diagnose(scores) if ask.diagnose else None,
        weightings=_weightings(study, scores),
        entropy_shift=_entropy_shift(study, scores),
        goalposts=_goalposts(scores),
        growth=attempt(found, lambda: growth(scores)) if ask.growth else None,
        gaps=attempt(found, lambda: gini_cells(scores)) if ask.gaps else None,
        **diagnosed,
    )  # fmt: skip
    refuse(MethodError, found)
    return answers


def _weightings(study: Study, scores: Scores) -> WeightingComparison | None:
    """Set the chosen weighting beside the others that the study names."""
    if not study.weigh.compare or scores.method == "imported" or scores.weights.values.size == 1:
        return None
    scoring = partial(score, method=study.score.method, choices=scores.choices)
    methods = (study.weigh.method, *study.weigh.compare)
    choices = weighting_choices(study)
    return compare_weightings(scores.scaled, methods, choices=choices, scoring=scoring)


def _entropy_shift(study: Study, scores: Scores) -> pd.DataFrame | None:
    """Show what a shift does, where entropy weights are used."""
    keys = study.weigh
    used = keys.method == "entropy" or (
        keys.method == "combined" and "entropy" in keys.combine.methods
    )
    if not used or scores.scaled.negative:
        return None
    return entropy_shifts(scores.scaled)


def _goalposts(scores: Scores) -> GoalpostComparison | None:
    if scores.scaled.scope != "fixed" or scores.method != "weighted-sum":
        return None
    return compare_goalposts(scores)
