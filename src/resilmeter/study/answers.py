"""Answer the questions that a study asks."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from resilmeter.analyze import (
    Chance,
    GoalpostComparison,
    WeightingComparison,
    compare_goalposts,
    compare_weightings,
    dagum,
    diagnose,
    entropy_shifts,
    gap_change,
    gap_evidence,
    gini_cells,
    growth,
    inequality,
)
from resilmeter.analyze.weightings import SHIFTS
from resilmeter.errors import DataError, MethodError, Problem, refuse
from resilmeter.read import Boundaries
from resilmeter.result import Answers
from resilmeter.scoring import Scores, score
from resilmeter.study.diagnosis_answers import diagnosis_answers
from resilmeter.study.drivers import drivers_of
from resilmeter.study.inputs import attempt, weighting_choices
from resilmeter.study.schema import Study


def answer(study: Study, scores: Scores, boundaries: Boundaries | None = None) -> Answers:
    """Answer what the study asks; the refusals of all questions come at once.

    Parameters
    ----------
    study : Study
        What is asked.
    scores : Scores
        Of what.
    boundaries : Boundaries, optional
        Shapes of the units, for neighbours by shared borders.

    Returns
    -------
    Answers

    Raises
    ------
    MethodError
        Everything that cannot be answered for these scores.
    DataError
        What is wrong with the drivers alone.
    """
    ask, found, lacking = study.analyze, list[Problem](), list[Problem]()
    diagnosed = diagnosis_answers(study, scores, found, boundaries)
    answers = Answers(
        diagnosis=diagnose(scores) if ask.diagnose and scores.method != "imported" else None,
        weightings=_weightings(study, scores),
        entropy_shift=_entropy_shift(study, scores),
        goalposts=_goalposts(scores),
        growth=attempt(found, lambda: growth(scores)) if ask.growth else None,
        **(attempt(found, lambda: _gaps(study, scores)) or {} if ask.gaps else {}),
        drivers=attempt(lacking, lambda: drivers_of(study, scores)),
        **diagnosed,
    )  # fmt: skip
    refuse(MethodError if found else DataError, [*found, *lacking])
    return answers


def _gaps(study: Study, scores: Scores) -> dict[str, Any]:
    """Answer the questions about gaps: Dagum's with groups, that of the change over time."""
    keys, panel = study.inequality, scores.scaled.panel
    form: dict[str, Any] = {"weights": keys.weights or None, "correction": keys.correction}
    chance = Chance(
        shuffles=keys.shuffles, draws=keys.draws, confidence=keys.confidence, seed=study.seed
    )
    ends = (keys.first_period, keys.last_period)
    over_time = scores.comparable_over_time and len(panel.periods) > 1
    return {
        "gaps": gini_cells(scores, **form),
        "inequality": inequality(scores, **form),
        "dagum": dagum(scores, **form) if panel.group_order else None,
        "gap_evidence": gap_evidence(scores, **form, chance=chance),
        "gap_change": gap_change(scores, *ends, **form, chance=chance) if over_time else None,
    }


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
    if not used or scores.method == "imported":
        return None
    # a study may need its own shift: values beyond the goalposts can be negative
    least = float(scores.scaled.values.to_numpy().min())
    possible = [shift for shift in SHIFTS if least + shift >= 0]
    choices = weighting_choices(study)
    return entropy_shifts(scores.scaled, possible, method=keys.method, choices=choices)


def _goalposts(scores: Scores) -> GoalpostComparison | None:
    if scores.scaled.scope != "fixed" or scores.method == "imported":
        return None
    return compare_goalposts(scores)
