"""Answer the questions that follow a score: what holds units back, and what would move them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from resilmeter.analyze import (
    GradeTables,
    LeverTables,
    Obstacles,
    change,
    grades,
    levers,
    obstacle_bounds,
    obstacle_degree,
    obstacle_variants,
    standing,
    what_if,
)
from resilmeter.analyze.obstacles.bounds import never_first
from resilmeter.errors import Problem, note
from resilmeter.read import Boundaries
from resilmeter.scoring import Scores
from resilmeter.study.inputs import attempt
from resilmeter.study.later_answers import dynamics_answers, space_answers, unless_refused
from resilmeter.study.schema import Study


def diagnosis_answers(
    study: Study, scores: Scores, found: list[Problem], boundaries: Boundaries | None
) -> dict[str, Any]:
    """Give the answers by the names of their fields in `Answers`.

    Refusals of what the study asks for by name join `found`. A question that a study asks only by
    default, and that its scores cannot answer, is left open; `said` holds the reason.
    """
    said: list[Problem] = []
    out: dict[str, Any] = {}
    if study.analyze.obstacles:
        out |= dict(_obstacles(study, scores, found, said))
    if study.analyze.grades:
        out |= dict(_grades(study, scores, found, said))
    if study.analyze.change:
        out["change"] = unless_refused(said, lambda: change(scores, *study.change.periods))
    if study.analyze.spatial:
        out["space"] = attempt(found, lambda: space_answers(study, scores, boundaries))
    if study.analyze.dynamics:
        out["dynamics"] = dynamics_answers(study, scores, said, out.get("space"))
    if study.analyze.levers:
        graded = out.get("grades")
        out["levers"] = unless_refused(said, lambda: _levers(study, scores, graded))
    if study.obstacles.what_if:
        changes = [each.model_dump() for each in study.obstacles.what_if]
        out["what_if"] = attempt(found, lambda: what_if(scores, changes))
    return out | {"said": tuple(said)}


def _grades(
    study: Study, scores: Scores, found: list[Problem], said: list[Problem]
) -> Iterator[tuple[str, Any]]:
    """Grade, and say who is ahead."""
    keys = study.grades.model_dump()
    capitals = keys.pop("capitals")
    yield "standing", attempt(found, lambda: standing(scores, capitals))
    if not scores.comparable_over_time:
        said.append(note("grades-need-time", {"key": "analyze.grades"}))
        return
    graded: GradeTables | None = attempt(found, lambda: grades(scores, **keys))
    yield "grades", graded
    if graded is not None and graded.reason is not None:
        said.append(replace(graded.reason, where={"key": "analyze.grades"}, level="note"))


def _levers(study: Study, scores: Scores, graded: GradeTables | None) -> LeverTables:
    """Find what would move each unit to its peers and, where units are graded, its next grade."""
    aims = None
    if graded is not None and graded.reason is None:
        last = graded.units[graded.units["period"] == scores.scaled.panel.periods[-1]]
        aims = last.set_index("unit")["next_grade_index"]
    keys = study.obstacles
    return levers(scores, next_grade=aims, prices=keys.prices, percentile=keys.percentile)


def _obstacles(
    study: Study, scores: Scores, found: list[Problem], said: list[Problem]
) -> Iterator[tuple[str, Any]]:
    """Diagnose in the form that the study names, and set the other forms beside it."""
    keys, top, scaled, weights = study.obstacles, study.analyze.top, scores.scaled, scores.weights
    how = {"top": top, "percentile": keys.percentile}
    obstacles: Obstacles | None = attempt(
        found, lambda: obstacle_degree(scaled, weights, variant=keys.variant, **how)  # type: ignore[arg-type]
    )  # fmt: skip
    yield "obstacles", obstacles
    if obstacles is None:
        return
    if scores.comparable_over_time:
        yield "obstacle_change", attempt(found, lambda: obstacles.compare(*keys.periods))
    bounds = obstacle_bounds(scaled, weights, top=top)
    said += never_first(bounds)
    yield "obstacle_bounds", bounds
    yield "obstacle_variants", obstacle_variants(scaled, weights, **how)  # type: ignore[arg-type]
