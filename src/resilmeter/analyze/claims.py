"""What the sentences of a report claim, taken from one variant of the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from resilmeter.analyze.claims_drivers import adjusted_shares
from resilmeter.analyze.claims_time import time_claims
from resilmeter.analyze.obstacles import Variant, degrees_under
from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.inequality import gini, gini_cells

# Sentences compare numbers as they are printed.
PRINTED = 4
# The claims of each sentence, by the key of the sentence.
SENTENCES = {
    "largest-weights": ("largest-weight",),
    "level": ("level-change",),
    "trend": ("level-trend",),
    "convergence": ("dispersion-trend", "converged"),
    "groups-last": ("highest-group", "lowest-group"),
    "gap": ("gap-change",),
    "gap-dimension": ("gap-dimension",),
    "gap-cell": ("gap-dimension", "gap-cell"),
    "first-obstacle": ("first-obstacle",),
    "drivers": ("strongest-driver",),
}
JOINED = " + "


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """One variant of an index, as far as sentences look at it.

    Attributes
    ----------
    codes, dimensions, groups : tuple of str
        Names of indicators, dimensions and groups; groups empty without them.
    group_codes : (n,) integer array
        Group of each unit.
    weights : (q,) float array
        Weights of the indicators.
    index : (n, t) float array
        The index by unit and period.
    parts : (n, d) float array or None
        Parts of the index in the last period.
    reached : (n, q) float array or None
        Scaled values of the last period from 0 at the worst to 1 at the best; None where obstacle
        degrees are not defined.
    comparable : bool
        True if periods can be compared.
    drivers : tuple of str
        Names of drivers; empty without them.
    strata : (drivers, n) integer array or None
        Stratum of each unit by driver in the last period, -1 where it is not known.
    periods : tuple of int
        The periods; empty where trends are not looked at.
    variant : {"printed", "unweighted", "within-dimension", "attainable"}
        Form of the obstacle degree.
    goals : (n, q) float array or None
        What each unit could attain, for the form "attainable".
    members : (q,) integer array or None
        Code of each indicator's dimension, for the form "within-dimension".
    """

    codes: tuple[str, ...]
    dimensions: tuple[str, ...]
    groups: tuple[str, ...]
    group_codes: IntArray
    weights: FloatArray
    index: FloatArray
    parts: FloatArray | None
    reached: FloatArray | None
    comparable: bool
    drivers: tuple[str, ...] = ()
    strata: IntArray | None = None
    periods: tuple[int, ...] = ()
    variant: Variant = "printed"
    goals: FloatArray | None = None
    members: IntArray | None = None


def claims(outcome: Outcome) -> dict[str, str]:
    """Say what the predicates of the sentences come to in a variant.

    Parameters
    ----------
    outcome : Outcome
        The variant.

    Returns
    -------
    dict of str to str
        By name of the predicate: which indicator, group or dimension it names (all that tie as
        printed), or rose, fell, stayed. What cannot be said of the variant is left out.
    """
    kinds = (_of_levels, _of_time, _of_gaps, _of_obstacles, _of_drivers)
    return dict(claim for of_kind in kinds for claim in of_kind(outcome))


def _of_levels(outcome: Outcome) -> Iterator[tuple[str, str]]:
    yield "largest-weight", _first(outcome.weights, outcome.codes)
    means = outcome.index.mean(axis=0)
    if outcome.comparable and means.size > 1:
        yield "level-change", _change(float(means[0]), float(means[-1]))
    if len(outcome.groups) > 1:
        last = outcome.index[:, -1]
        own = np.array([last[outcome.group_codes == k].mean() for k in range(len(outcome.groups))])
        if np.ptp(own.round(PRINTED)):
            yield "highest-group", _first(own, outcome.groups)
            yield "lowest-group", _first(-own, outcome.groups)


def _of_time(outcome: Outcome) -> Iterator[tuple[str, str]]:
    if outcome.comparable and len(outcome.periods) > 1:
        yield from time_claims(outcome.index, outcome.periods)


def _of_gaps(outcome: Outcome) -> Iterator[tuple[str, str]]:
    positive = (outcome.index[:, [0, -1]].mean(axis=0) > 0).all()
    if not positive or len(outcome.index) < 2:
        return
    if outcome.comparable and outcome.index.shape[1] > 1:
        ends = [float(gini(outcome.index[:, t])) for t in (0, -1)]
        yield "gap-change", _change(*ends)
    if outcome.parts is None:
        return
    split = gini_cells(outcome.parts, outcome.group_codes)
    if split.gini <= 0:
        return
    yield "gap-dimension", _first(split.components, outcome.dimensions)
    if len(outcome.groups) > 1:
        pairs = [(j, h) for j in range(len(outcome.groups)) for h in range(j, len(outcome.groups))]
        values = np.array([split.cells[pair] for pair in pairs]).ravel()
        names = [f"{outcome.groups[j]}, {outcome.groups[h]}, {dimension}"
                 for j, h in pairs for dimension in outcome.dimensions]  # fmt: skip
        yield "gap-cell", _first(values, tuple(names))


def _of_obstacles(outcome: Outcome) -> Iterator[tuple[str, str]]:
    if outcome.reached is None:
        return
    goals = np.ones_like(outcome.reached) if outcome.goals is None else outcome.goals
    alone = np.zeros(len(outcome.codes), dtype=np.int64)
    members = alone if outcome.members is None else outcome.members
    own = np.broadcast_to(outcome.weights, outcome.reached.shape)
    degrees = degrees_under(outcome.variant, outcome.reached, own, goals, members)
    held = degrees[degrees.sum(axis=1) > 0]
    if len(held):
        counts = np.bincount(held.argmax(axis=1), minlength=len(outcome.codes))
        yield "first-obstacle", _first(counts.astype(np.float64), outcome.codes)


def _of_drivers(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Name the driver with the largest adjusted share q, where there are several to choose from."""
    if outcome.strata is None:
        return
    shares = adjusted_shares(outcome.index[:, -1], outcome.strata)
    known = np.flatnonzero(~np.isnan(shares))
    if known.size > 1:
        names = tuple(outcome.drivers[place] for place in known.tolist())
        yield "strongest-driver", _first(shares[known], names)


def _first(values: FloatArray, names: tuple[str, ...]) -> str:
    """Name what is largest, all that print the same."""
    shown = values.round(PRINTED)
    return JOINED.join(sorted(names[i] for i in np.flatnonzero(shown == shown.max()).tolist()))


def _change(before: float, after: float) -> str:
    first, last = round(before, PRINTED), round(after, PRINTED)
    return "stayed" if first == last else ("rose" if last > first else "fell")
