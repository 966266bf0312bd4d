"""What a study leads to: every stage's record, and where it all came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pandas as pd

from resilmeter.analyze import (
    ChangeTables,
    DagumDecomposition,
    Diagnosis,
    Dynamics,
    GapChange,
    GapEvidence,
    GiniDecomposition,
    GoalpostComparison,
    GradeTables,
    GrowthTables,
    Inequality,
    LeverTables,
    Obstacles,
    Robustness,
    Space,
    Standing,
    WeightingComparison,
)
from resilmeter.analyze.drivers import DriverAnalysis
from resilmeter.checking import Check
from resilmeter.errors import Problem
from resilmeter.notebook import card
from resilmeter.panel import Panel
from resilmeter.prepare import Scaled
from resilmeter.read.boundaries.record import Boundaries
from resilmeter.scoring import Scores
from resilmeter.weighting import Weights


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a result came from.

    Attributes
    ----------
    title, title_zh : str
        The study's title in English and Chinese.
    simulated : bool
        True if the panel is made up; shown wherever results are shown.
    study : mapping
        The study as run, every key with its value.
    inputs : mapping of str to str
        SHA-256 of each input file, by name as written in the study.
    versions : mapping of str to str
        Versions of resilmeter and of the libraries the numbers depend on.
    fingerprint : str
        First 12 digits of the SHA-256 of study and inputs: stands on every table and figure.
    """

    title: str
    title_zh: str
    simulated: bool
    study: Mapping[str, Any]
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    fingerprint: str

    def record(self) -> dict[str, object]:
        """Give what run.json says of every run: no clock, no path, no machine."""
        return {
            "title": self.title,
            "simulated": self.simulated,
            "study": self.study,
            "seed": self.study["seed"],
            "inputs": self.inputs,
            "versions": self.versions,
            "fingerprint": self.fingerprint,
        }


@dataclass(frozen=True, kw_only=True)
class SelfTest:
    """One identity that the results must satisfy.

    Attributes
    ----------
    name : str
        Key of its sentence.
    error : float
        Largest absolute deviation found.
    allowed : float
        Largest deviation that rounding in floating point explains.
    """

    name: str
    error: float
    allowed: float

    @property
    def passed(self) -> bool:
        """True if the identity holds; a deviation that is not a number fails."""
        return self.error <= self.allowed


@dataclass(frozen=True, eq=False, kw_only=True)
class Answers:
    """What the analyses found; None where the study does not ask.

    Attributes
    ----------
    diagnosis : Diagnosis or None
        Importance, correlations, reliability, equal-weight twin.
    weightings : WeightingComparison or None
        The index under other weightings.
    entropy_shift : DataFrame or None
        What a shift does to entropy weights, where these are used.
    goalposts : GoalpostComparison or None
        Given goalposts beside the panel's own, where goalposts were given.
    growth : GrowthTables or None
        Growth of the index and its parts.
    gaps : GiniDecomposition or None
        The Gini coefficient by group and dimension.
    inequality : Inequality or None
        Other measures of inequality.
    dagum : DagumDecomposition or None
        Dagum's parts, where there are groups.
    gap_evidence : GapEvidence or None
        Intervals and tests of the gaps.
    gap_change : GapChange or None
        The change of the gaps, where periods can be compared.
    obstacles : Obstacles or None
        Obstacle degrees.
    drivers : DriverAnalysis or None
        What goes with the differences between units.
    variation : Robustness or None
        All combinations of other choices.
    uncertainty : Robustness or None
        Random combinations of other choices.
    obstacle_change, obstacle_bounds, obstacle_variants : DataFrame or None
        Two periods beside each other, the scores that indicators need to come first, and the forms
        of the degree side by side.
    levers : LeverTables or None
        What would move each unit.
    what_if : DataFrame or None
        Scores after the changes that the study names.
    grades : GradeTables or None
        Grades and moves between them.
    standing : Standing or None
        Primacy, types of groups, leaders.
    change : ChangeTables or None
        What moved the index, and trends.
    dynamics : Dynamics or None
        Convergence, densities, moves, coupling, forecasts.
    space : Space or None
        Neighbours, clusters, centre of gravity.
    said : tuple of Problem
        What the analyses doubt, and why a question was not answered.
    """

    diagnosis: Diagnosis | None = None
    weightings: WeightingComparison | None = None
    entropy_shift: pd.DataFrame | None = None
    goalposts: GoalpostComparison | None = None
    growth: GrowthTables | None = None
    gaps: GiniDecomposition | None = None
    inequality: Inequality | None = None
    dagum: DagumDecomposition | None = None
    gap_evidence: GapEvidence | None = None
    gap_change: GapChange | None = None
    obstacles: Obstacles | None = None
    drivers: DriverAnalysis | None = None
    variation: Robustness | None = None
    uncertainty: Robustness | None = None
    obstacle_change: pd.DataFrame | None = None
    obstacle_bounds: pd.DataFrame | None = None
    obstacle_variants: pd.DataFrame | None = None
    levers: LeverTables | None = None
    what_if: pd.DataFrame | None = None
    grades: GradeTables | None = None
    standing: Standing | None = None
    change: ChangeTables | None = None
    dynamics: Dynamics | None = None
    space: Space | None = None
    said: tuple[Problem, ...] = ()

    def doubts_beyond(self, said: Iterable[Problem]) -> list[Problem]:
        """Doubts of the answers that `said` does not hold already."""
        doubts = list(self.gap_evidence.doubts) if self.gap_evidence is not None else []
        more = self.diagnosis.doubts_beyond(said) if self.diagnosis is not None else ()
        doubts += self.drivers.doubts if self.drivers is not None else []
        return [*more, *doubts]


@dataclass(frozen=True, eq=False, kw_only=True)
class Result(Answers):
    """Everything a study led to: the stages, and the answers of `Answers`.

    Attributes
    ----------
    provenance : Provenance
        Title, study as run, hashes, versions.
    check : Check
        What was found in the panel as read.
    panel : Panel
        The panel as read, after exclusions.
    scaled, weights, scores : Scaled, Weights, Scores
        The stages.
    means : DataFrame
        See `resilmeter.means`.
    boundaries : Boundaries or None
        Shapes of the units, where the study names any.
    self_tests : tuple of SelfTest
        Identities that were checked; all hold.
    """

    provenance: Provenance
    check: Check
    panel: Panel
    scaled: Scaled
    weights: Weights
    scores: Scores
    means: pd.DataFrame
    boundaries: Boundaries | None = None
    self_tests: tuple[SelfTest, ...] = ()

    @property
    def tried(self) -> Robustness | None:
        """The other choices that intervals and sentences rest on: samples, else combinations."""
        return self.uncertainty if self.uncertainty is not None else self.variation

    @property
    def findings(self) -> tuple[Problem, ...]:
        """Doubts and notes about the data and the steps taken, without repetition."""
        seen: dict[tuple[str, str], Problem] = {}
        stages = (self.scaled.panel.steps, self.weights.steps, self.scores.steps)
        said = (*self.check.problems, *chain.from_iterable(stages))
        tried = chain.from_iterable(r.steps for r in (self.variation, self.uncertainty) if r)
        shapes = self.boundaries.steps if self.boundaries is not None else ()
        said = (*said, *tried, *shapes)
        for found in (*said, *self.doubts_beyond(said), *self.said):
            seen.setdefault((found.key, found.text()), found)
        return tuple(seen.values())

    def _repr_html_(self) -> str:
        return card(self, self.means)

    def __repr__(self) -> str:
        return f"<Result of {self.provenance.title!r}: {self.scores!r}>"
