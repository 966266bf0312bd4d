"""Answer the questions on time and space."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pandas as pd

from resilmeter.analyze import (
    Dynamics,
    Space,
    clusters,
    convergence,
    coupling,
    densities,
    gravity,
    outlook,
    spatial_weights,
    transitions,
)
from resilmeter.errors import MethodError, Problem, StudyError, problem, refuse
from resilmeter.read import Boundaries, contiguity, read_coordinates, read_neighbours
from resilmeter.scoring import Scores
from resilmeter.study.schema import Study

T = TypeVar("T")
BY_BORDERS = ("queen", "rook")
# Why scores cannot answer a question that a study asks by default; all else is refused.
OPEN = frozenset({
    "not-comparable-over-time", "change-needs-periods", "coupling-fill", "coupling-systems",
    "coupling-range", "levers-need-sum", "levers-need-goalposts", "levers-beyond",
    "strata-constant", "strata-few-distinct",
})  # fmt: skip


def unless_refused(said: list[Problem], step: Callable[[], T]) -> T | None:
    """Take a step; where the scores cannot answer, note the reasons and return None."""
    try:
        return step()
    except MethodError as error:
        if any(p.key not in OPEN for p in error.problems):
            raise
        said += [replace(p, level="note") for p in error.problems]
        return None


def dynamics_answers(
    study: Study, scores: Scores, said: list[Problem], space: Space | None
) -> Dynamics:
    """Ask every question over time; what cannot be answered is noted with its reason."""
    keys, seed = study.dynamics, study.seed
    near = None if space is None else space.weights.matrix
    return Dynamics(
        convergence=unless_refused(said, lambda: convergence(scores, effects=keys.effects)),
        densities=unless_refused(said, lambda: densities(
            scores, keys.periods, bandwidth=keys.bandwidth, draws=keys.draws, seed=seed
        )),
        transitions=unless_refused(
            said, lambda: transitions(scores, keys.states, cuts=keys.cuts, neighbours=near)
        ),
        coupling=unless_refused(said, lambda: coupling(scores)),
        outlook=unless_refused(said, lambda: outlook(scores, keys.horizon)),
    )  # fmt: skip


def space_answers(study: Study, scores: Scores, boundaries: Boundaries | None) -> Space:
    """Find neighbours and clusters, and the centre of gravity where places are known."""
    keys, units = study.spatial, scores.scaled.panel.units
    places = None if boundaries is None or boundaries.tiles else boundaries.centres
    if keys.coordinates:
        places = read_coordinates(study.folder / keys.coordinates)
    given = read_neighbours(study.folder / keys.matrix) if keys.matrix else None
    if keys.rule in BY_BORDERS:
        given = touching(boundaries, units, rook=keys.rule == "rook")
    weights = spatial_weights(
        units, rule=keys.rule, coordinates=places, matrix=given, k=keys.k, distance=keys.distance
    )
    how = {"seed": study.seed}
    found = clusters(scores, weights, permutations=keys.permutations, **how)
    if places is None or not scores.comparable_over_time:
        return Space(weights=weights, clusters=found)
    moved = gravity(scores, places, draws=keys.permutations, **how)
    return Space(weights=weights, clusters=found, gravity=moved)


def touching(boundaries: Boundaries | None, units: tuple[str, ...], *, rook: bool) -> pd.DataFrame:
    """Find which units share a border; refuse units without a shape, which would seem islands."""
    if boundaries is None or boundaries.tiles:
        where = {"key": "data.boundaries"}
        raise StudyError(problem("spatial-needs", where, rule="rook" if rook else "queen"))
    refuse(StudyError, [
        problem("spatial-without-shape", {"unit": unit}) for unit in boundaries.unmatched
    ])  # fmt: skip
    return contiguity(boundaries, rook=rook).loc[list(units), list(units)]
