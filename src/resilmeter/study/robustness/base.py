"""The study itself, which its variants are compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from resilmeter.analyze import Robustness, Variants, mean_shifts, summed_up
from resilmeter.analyze.sensitivity import sobol_indices
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import Problem, ResilmeterError, StudyError, doubt, problem
from resilmeter.scoring import Scores
from resilmeter.study.drivers import strata_of
from resilmeter.study.robustness.evaluate import Job
from resilmeter.study.robustness.outcome import claims_under
from resilmeter.study.robustness.replay import Replay
from resilmeter.study.robustness.variant import Factor
from resilmeter.study.schema import Study
from resilmeter.study.score_choices import score_choices
from resilmeter.study.stages import scored
from resilmeter.weighting import weigh


@dataclass(frozen=True, eq=False)
class Base:
    """The study itself: what variants are compared with.

    Attributes
    ----------
    study : Study
        The study.
    replay : Replay
        Of the study; keeps what variants share.
    scores : Scores
        Its own scores.
    claims : mapping of str to str
        What its own sentences claim.
    strata : DataFrame or None
        Strata of its drivers; see `resilmeter.study.drivers.strata_of`.
    """

    study: Study
    replay: Replay
    scores: Scores
    claims: Mapping[str, str]
    strata: pd.DataFrame | None

    @classmethod
    def of(cls, study: Study) -> Base:
        """Compute the study itself."""
        replay = Replay(study)
        scaled, choices = replay.scaled(study), replay.choices(study)
        weights = weigh(scaled, method=study.weigh.method, choices=choices, describe=False)
        scores = scored(study, scaled, weights)
        strata = strata_of(study, scores)
        own = claims_under(
            scaled, study, score_choices(study), weights.values[None, :],
            scores.index.to_numpy()[None, :], strata,
        )  # fmt: skip
        return cls(study, replay, scores, own[0], strata)

    def job(self, seed: int, noise: float) -> Job:
        """Say what is computed of every variant."""
        rows = self.scores.index.index
        return Job(replay=self.replay, rows=rows, seed=seed, noise=noise, strata=self.strata)

    def errors_unknown(self) -> list[Problem]:
        """Doubts about interpolated cells that imputations leave where they are."""
        drawn = self.replay.changed({"prepare.interpolate.errors": True, "seed": 1})
        try:
            steps = self.replay.scaled(drawn).panel.steps
        except ResilmeterError:  # its variants are listed with the reason
            return []
        return [step for step in steps if step.key == "line-errors-unknown"]

    def summed_up(self, found: Variants, *, top: int, grid: bool) -> Robustness:
        """Sum up, refusing the request if no variant is left."""
        notes = found.table["note"]
        if (notes != "").all():
            raise StudyError(problem("all-variants-refused", count=len(notes), why=notes.iloc[0]))
        result = summed_up(found, self.scores.ranks, self.claims, top=top, grid=grid)
        refused = int((notes != "").sum())
        if not refused:
            return result
        why = notes[notes != ""].iloc[0]
        step = doubt("variants-refused", count=refused, of=len(notes), why=why)
        return replace(result, steps=(step,))

    def with_sensitivity(
        self, result: Robustness, moved: Variants, made: Sequence[Factor], seed: int
    ) -> Robustness:
        """Add Sobol indices on the mean shift of ranks and on index and rank of every unit."""
        if (moved.table["note"] != "").any():
            return replace(result, steps=(*result.steps, doubt("sobol-refused")))
        if np.isnan(moved.index[:, :, -1]).any():
            return replace(result, steps=(*result.steps, doubt("sobol-units")))
        names = [factor.name for factor in made]
        outputs = self._outputs(moved)
        return replace(result, sensitivity=sobol_indices(outputs, names, seed))

    def _outputs(self, moved: Variants) -> dict[tuple[str, str], FloatArray]:
        units = self.scores.index.index.get_level_values("unit").unique()
        own = self.scores.ranks.to_numpy().reshape(moved.ranks.shape[1:])
        out = {("mean-shift", ""): mean_shifts(moved.ranks, own)[0]}
        for name, values in (("index", moved.index), ("rank", moved.ranks.astype(np.float64))):
            out |= {(name, unit): values[:, place, -1] for place, unit in enumerate(units)}
        return out
