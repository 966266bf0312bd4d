"""Compute variants: those that share their scaled values are scored together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze import Variants
from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.robustness import dirichlet_weights, rank_rows
from resilmeter.errors import MethodError, ResilmeterError, StudyError, problem
from resilmeter.prepare import Scaled
from resilmeter.scoring import AT_ONCE, ScoreChoices, score, scores_under
from resilmeter.study.robustness.outcome import claims_under
from resilmeter.study.robustness.replay import Replay, alone
from resilmeter.study.robustness.variant import Factor, Variant, combined, told
from resilmeter.study.schema import Study
from resilmeter.study.score_choices import score_choices
from resilmeter.weighting import weigh

Counted = Callable[[int, int], None]
# Variants whose scores are held before they are ranked.
MOST_AT_ONCE = 250


def silent(done: int, of: int) -> None:
    """Show no progress."""
    del done, of


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is computed of every variant.

    Attributes
    ----------
    replay : Replay
        Of the study.
    rows : MultiIndex
        Units and periods of the study.
    seed : int
        Seed of the noise: draw k is the same whatever else varies.
    noise : float
        Noise on the weights.
    wordy : bool
        False to leave out what the sentences claim.
    strata : DataFrame or None
        Strata of the drivers; see `resilmeter.study.drivers.strata_of`.
    """

    replay: Replay
    rows: pd.Index
    seed: int
    noise: float
    wordy: bool = True
    strata: pd.DataFrame | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Number of units and of periods."""
        levels = [len(self.rows.get_level_values(name).unique()) for name in ("unit", "period")]
        return (levels[0], levels[1])


@dataclass(frozen=True)
class Group:
    """Variants that share study and scaled values.

    Attributes
    ----------
    study : Study
        The study with the keys of the variants.
    variants : tuple of Variant
        They differ in weights only; those scored at once also in dropped indicators.
    members : tuple of int
        Their places among all variants.
    dropped, turned : tuple of str
        Indicators that the shared values leave out, and those with a turned direction.
    """

    study: Study
    variants: tuple[Variant, ...]
    members: tuple[int, ...]
    dropped: tuple[str, ...]
    turned: tuple[str, ...]


@dataclass(eq=False)
class Tally:
    """What is known of the variants so far; filled group by group.

    Attributes
    ----------
    index : (v, n, t) float array
        NaN where not computed.
    ranks : (v, n, t) integer array
        0 where not computed.
    claims : list of dict
        What the sentences claim.
    notes : list of str
        Why a variant was refused; empty where it was not.
    """

    index: FloatArray
    ranks: IntArray
    claims: list[dict[str, str]]
    notes: list[str]

    def refuse(self, members: Sequence[int], error: ResilmeterError) -> None:
        """Say of some variants why they are refused."""
        for m in members:
            self.notes[m] = error.problems[0].text()


def evaluate(
    job: Job, made: Sequence[Factor], places: Sequence[tuple[int, ...]], progress: Counted
) -> Variants:
    """Compute the variants that make these choices.

    Parameters
    ----------
    job : Job
        What is computed, from what.
    made : sequence of Factor
        The choices.
    places : sequence of tuple of int
        The choice of each factor, one tuple a variant.
    progress : callable
        Called with the number of variants done and of all.

    Returns
    -------
    Variants
        A variant that is refused has a note with the reason.
    """
    variants, done = [combined(made, place) for place in places], 0
    index = np.full((len(variants), *job.shape), np.nan)
    ranks = np.zeros(index.shape, dtype=np.int64)
    tally = Tally(index, ranks, [{} for _ in variants], [""] * len(variants))
    for group in _groups(job.replay, variants, tally):
        try:
            _compute(job, group, tally)
        except ResilmeterError as error:
            tally.refuse(group.members, error)
        done += len(group.members)
        progress(done, len(variants))
    return Variants(
        table=_table(variants, tally.notes), made=[told(made, place) for place in places],
        index=index, ranks=ranks, claims=tally.claims, own=_own(job.replay, variants, tally),
    )  # fmt: skip


def _groups(replay: Replay, variants: Sequence[Variant], tally: Tally) -> Iterator[Group]:
    """Gather variants with the same keys and values, in pieces that memory holds."""
    by_keys: dict[str, list[int]] = {}
    for place, variant in enumerate(variants):
        by_keys.setdefault(repr(variant.keys), []).append(place)
    for members in sorted(by_keys.values(), key=lambda places: _preparing(variants[places[0]])):
        try:
            study = replay.changed(variants[members[0]].keys)
        except StudyError as error:
            tally.refuse(members, error)
            continue
        alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        for m in members:
            dropped = () if _at_once(study) else variants[m].dropped
            alike.setdefault((dropped, variants[m].turned), []).append(m)
        for (dropped, turned), same in alike.items():
            for start in range(0, len(same), MOST_AT_ONCE):
                piece = tuple(same[start : start + MOST_AT_ONCE])
                yield Group(study, tuple(variants[m] for m in piece), piece, dropped, turned)


def _preparing(variant: Variant) -> list[str]:
    """Name what is read and prepared: variants that share it follow each other."""
    keys = sorted(variant.keys.items())
    return [f"{key}={value}" for key, value in keys if not key.startswith(("weigh.", "score."))]


def _at_once(study: Study) -> bool:
    """Tell whether weights alone make the variants, a weight of zero leaving an indicator out.

    Not where cells are filled from other indicators: they change with what is left out.
    """
    return study.score.method in AT_ONCE and study.weigh.scope == "pooled" and alone(study)


def _compute(job: Job, group: Group, tally: Tally) -> None:
    """Weigh, score and rank a group."""
    scaled = job.replay.scaled(group.study, group.dropped, group.turned)
    choices = score_choices(group.study)
    kept, sets = [], []
    for m, variant in zip(group.members, group.variants, strict=True):
        try:
            sets.append(_weights(job, group.study, variant, scaled))
            kept.append(m)
        except ResilmeterError as error:
            tally.refuse((m,), error)
    if not kept:
        return
    scored = _scored(job, group, scaled, np.array(sets), choices)
    tally.index[kept], tally.ranks[kept] = _aligned(scored, scaled, job.rows, job.shape)
    if job.wordy:
        said = claims_under(scaled, group.study, choices, np.array(sets), scored, job.strata)
        for m, own in zip(kept, said, strict=True):
            tally.claims[m] = own


def _weights(job: Job, study: Study, variant: Variant, scaled: Scaled) -> FloatArray:
    """Weigh what is left, add the noise, and give what was left out a weight of zero."""
    found = job.replay.weights(study, variant.dropped, variant.turned)
    weights = found.mean(axis=0)
    if variant.draw:
        if len(found) > 1:
            raise MethodError(problem("noise-per-period", {"key": "weigh.scope"}))
        generator = np.random.default_rng([job.seed, variant.draw])
        weights = dirichlet_weights(weights, job.noise, 1, generator)[0]
    codes = scaled.panel.framework.codes
    out = np.zeros(len(codes))
    out[[code not in variant.dropped for code in codes]] = weights
    return out


def _scored(
    job: Job, group: Group, scaled: Scaled, sets: FloatArray, choices: ScoreChoices
) -> FloatArray:
    """Score under each set of weights; weights by period are the same for the whole group."""
    method = group.study.score.method
    if group.study.weigh.scope == "pooled":
        return scores_under(scaled, sets, method=method, choices=choices)
    own = job.replay.choices(group.study).only(scaled.panel.framework)
    weights = weigh(scaled, method=group.study.weigh.method, choices=own, describe=False)
    index = score(scaled, weights, method=method, choices=choices).index.to_numpy()
    return np.broadcast_to(index, (len(sets), index.size))


def _aligned(
    scored: FloatArray, scaled: Scaled, rows: pd.Index, shape: tuple[int, int]
) -> tuple[FloatArray, IntArray]:
    """Rank within periods; put index and ranks in the places of the study's units and periods."""
    panel = scaled.panel
    cube = scored.reshape(len(scored), len(panel.units), len(panel.periods))
    by_period = cube.transpose(0, 2, 1)
    ranks = rank_rows(by_period.reshape(-1, len(panel.units))).reshape(by_period.shape)
    ranks = ranks.transpose(0, 2, 1)
    if scaled.values.index.equals(rows):
        return cube, ranks
    places = rows.get_indexer(scaled.values.index)
    known = places >= 0
    index = np.full((len(scored), rows.size), np.nan)
    ranked = np.zeros(index.shape, dtype=np.int64)
    index[:, places[known]] = scored[:, known]
    ranked[:, places[known]] = ranks.reshape(len(scored), -1)[:, known]
    return index.reshape(-1, *shape), ranked.reshape(-1, *shape)


def _own(replay: Replay, variants: Sequence[Variant], tally: Tally) -> int:
    """Find the variant that makes the study's own choices, counted from 1; 0 for none."""
    for place, variant in enumerate(variants):
        plain = not (variant.dropped or variant.turned or variant.draw or tally.notes[place])
        if plain and replay.changed(variant.keys) == replay.study:
            return place + 1
    return 0


def _table(variants: Sequence[Variant], notes: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({
        "variant": range(1, len(variants) + 1),
        "keys": ["; ".join(f"{k}={v}" for k, v in variant.keys.items()) for variant in variants],
        "dropped": [", ".join(variant.dropped) for variant in variants],
        "turned": [", ".join(variant.turned) for variant in variants],
        "draw": [variant.draw for variant in variants],
        "note": list(notes),
    })  # fmt: skip
