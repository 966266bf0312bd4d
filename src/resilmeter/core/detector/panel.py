"""Drivers over a panel: q by period, q of all periods without their means, and the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, codes, constant, vector
from resilmeter.core.detector.bootstrap import member_weights, pivot, resampled, resampled_q
from resilmeter.core.detector.multiplicity import benjamini_hochberg
from resilmeter.core.detector.permutation import TIE, Seed, unit_shuffles, unit_table
from resilmeter.core.detector.sums import (
    Stratified,
    adjusted,
    explained,
    explained_all,
    projector,
    stratified,
)
from resilmeter.errors import MethodError, problem, refuse


@dataclass(frozen=True)
class PanelFactors:
    """What m drivers explain in T periods, in all of them, and how that changed.

    Attributes
    ----------
    q, q_adjusted, q_noise : (m, T) float arrays
        q of each period, corrected, and expected on noise.
    p, p_adjusted : (m, T) float arrays
        P-values by permutation of units, and corrected for drivers x periods (Benjamini-Hochberg).
    pooled : (m,) float array
        q over all rows, period means removed.
    pooled_p : (m,) float array
        Its p-value, whole histories of units permuted.
    pooled_noise : (m,) float array
        Mean of the pooled q over those permutations: above ``(L - 1)/(N - 1)``, since the years of
        a unit resemble each other.
    change : (m,) float array
        Adjusted q of the last period minus that of the first.
    change_interval : (m, 2) float array
        Interval of the change at 95 %, units resampled with their histories.
    change_p : (m,) float array
        Two-sided p-value of the change.
    """

    q: FloatArray
    q_adjusted: FloatArray
    q_noise: FloatArray
    p: FloatArray
    p_adjusted: FloatArray
    pooled: FloatArray
    pooled_p: FloatArray
    pooled_noise: FloatArray
    change: FloatArray
    change_interval: FloatArray
    change_p: FloatArray

    def __repr__(self) -> str:
        return f"PanelFactors({self.q.shape[0]} drivers, {self.q.shape[1]} periods)"


def panel_detector(
    y: npt.ArrayLike,
    strata: Sequence[npt.ArrayLike],
    units: npt.ArrayLike,
    periods: npt.ArrayLike,
    *,
    permutations: int = 999,
    samples: int = 999,
    seed: Seed = 0,
) -> PanelFactors:
    """Run the factor detector on a panel of units and periods.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    strata : sequence of (n,) integer arrays
        Stratum codes of each driver, by breaks common to all periods.
    units, periods : (n,) integer arrays
        Unit and period code of each row, periods in order of time; each pair occurs once.
    permutations : int
        How many times the units' histories are exchanged, at least 1.
    samples : int
        Bootstrap samples for the change, at least 1.
    seed : int or numpy Generator
        Where the random numbers start.

    Returns
    -------
    PanelFactors
        By driver and period, pooled, and the change from the first to the last period.

    Raises
    ------
    MethodError
        A unit twice in a period, a period in which the outcome is constant or every row is a
        stratum of its own, a single period, no permutations or samples, or arrays that do not fit.

    Notes
    -----
    Rows of one unit are not independent: permuting them freely finds noise significant in most
    panels. Exchanging whole histories between units observed in the same periods keeps the
    likeness of years and the mean of every period. The interval of the change draws units. With
    breaks common to all periods, all units may lie in one stratum of an early or late period: q and
    its noise are then 0 and p is 1.

    Examples
    --------
    >>> unit, period = np.repeat(np.arange(6), 2), np.tile([0, 1], 6)
    >>> y = np.where(unit < 3, 0.0, 5.0) + np.arange(12) % 5
    >>> panel_detector(y, [unit // 3], unit, period, permutations=19, samples=19).q.round(2)
    array([[0.69, 0.85]])
    """
    outcome = vector(y)
    unit_table(units, periods)
    unit, period = codes(units, outcome.size)[0], codes(periods, outcome.size)[0]
    _refuse_thin(outcome, period, permutations, samples)
    members = [np.flatnonzero(period == t) for t in range(int(period.max()) + 1)]
    z = _by_period(outcome, members)
    parts = [stratified(one, z.size) for one in strata]
    random = np.random.default_rng(seed)
    rows = unit_shuffles(unit, period, permutations, random)
    own = [_within(z, parts, rows, member) for member in members]
    q, p, _ = (np.stack(column, axis=1) for column in zip(*own, strict=True))
    counts = np.array([[_there(part, member).count for member in members] for part in parts])
    sizes = np.array([member.size for member in members], dtype=np.float64)
    pooled, pooled_p, pooled_noise = _within(z, parts, rows, np.arange(z.size))
    changes = [_change(z, part, unit, (members[0], members[-1]), samples, random)
               for part in parts]  # fmt: skip
    return PanelFactors(
        q=q,
        q_adjusted=1.0 - (1.0 - q) * (sizes - 1.0) / (sizes - counts),
        q_noise=(counts - 1.0) / (sizes - 1.0),
        p=p,
        p_adjusted=benjamini_hochberg(p.ravel()).reshape(p.shape),
        pooled=pooled,
        pooled_p=pooled_p,
        pooled_noise=pooled_noise,
        change=np.array([one[0] for one in changes]),
        change_interval=np.stack([one[1] for one in changes]),
        change_p=np.array([one[2] for one in changes]),
    )


def lagged_rows(
    units: npt.ArrayLike, periods: npt.ArrayLike, lag: int = 1
) -> tuple[IntArray, IntArray]:
    """Pair each row with its unit's row `lag` periods before.

    Parameters
    ----------
    units, periods : (n,) integer arrays
        Unit and period code of each row; each pair occurs once.
    lag : int
        Periods back, at least 1.

    Returns
    -------
    (r,) integer arrays
        Rows of the outcome, and the rows to take its drivers from. Rows without an earlier one are
        left out: the first `lag` periods always are.

    Raises
    ------
    MethodError
        A unit twice in a period, a lag below 1 or as long as the panel.

    Examples
    --------
    >>> now, before = lagged_rows([0, 0, 1, 1], [0, 1, 0, 1])
    >>> now, before
    (array([1, 3]), array([0, 2]))
    """
    table = unit_table(units, periods)
    if not 1 <= lag < table.shape[1]:
        raise MethodError(problem("panel-lag", given=lag, periods=table.shape[1]))
    now, before = table[:, lag:], table[:, :-lag]
    both = (now >= 0) & (before >= 0)
    return now[both], before[both]


def _refuse_thin(y: FloatArray, period: IntArray, permutations: int, samples: int) -> None:
    """Refuse a panel without change, periods without variation, and counts that give no p."""
    found = []
    if int(period.max()) == 0:
        found.append(problem("panel-one-period"))
    if permutations < 1 or samples < 1:
        found.append(problem("panel-counts", permutations=permutations, samples=samples))
    flat = []
    for t in range(int(period.max()) + 1):
        own = y[period == t]
        if own.size < 3 or constant(float(own.min()), float(own.max())):
            flat.append(t + 1)
    if flat:
        found.append(problem("panel-flat-period", periods=flat))
    refuse(MethodError, found)


def _by_period(y: FloatArray, members: list[IntArray]) -> FloatArray:
    """Take off period means and scale to a sum of squares of 1."""
    z = y.astype(np.float64, copy=True)
    for member in members:
        z[member] -= z[member].mean()
    z /= np.abs(z).max()
    return np.asarray(z / np.sqrt(z @ z), dtype=np.float64)


def _there(part: Stratified, member: IntArray) -> Stratified:
    """Give the stratification of some rows only: a single stratum is allowed and explains 0."""
    present, found = np.unique(part.codes[member], return_inverse=True)
    if present.size >= member.size:
        raise MethodError(problem("detector-all-alone", rows=member.size))
    return Stratified(found.astype(np.int64), np.bincount(found).astype(np.float64))


def _within(
    z: FloatArray, parts: list[Stratified], rows: IntArray, member: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give q of some rows, its p-value, and its mean when histories are exchanged."""
    own = z[member]
    scale = np.sqrt(own @ own)
    there = [_there(part, member) for part in parts]
    q = np.array([explained(own / scale, part) for part in there])
    null = explained_all(z[rows[:, member]].T / scale, *projector(there))
    above = (null >= q[:, None] - TIE).sum(axis=1)
    return q, (1.0 + above) / (rows.shape[0] + 1.0), null.mean(axis=1)


def _change(
    z: FloatArray,
    part: Stratified,
    unit: IntArray,
    ends: tuple[IntArray, IntArray],
    samples: int,
    random: np.random.Generator,
) -> tuple[float, FloatArray, float]:
    """Give the change of adjusted q between two periods, its interval and p-value."""
    there = [_there(part, member) for member in ends]
    own = [z[member] / np.sqrt(z[member] @ z[member]) for member in ends]
    q = [explained(one, at) for one, at in zip(own, there, strict=True)]
    estimate = [adjusted(one, at.codes.size, at.count) for one, at in zip(q, there, strict=True)]
    drawn = []
    for weights in resampled(int(unit.max()) + 1, samples, random):
        first, last = (
            resampled_q(one, at, member_weights(weights, unit[member]))
            for one, at, member in zip(own, there, ends, strict=True)
        )
        drawn.append(last - first)
    interval, p = pivot(estimate[1] - estimate[0], q[1] - q[0], np.concatenate(drawn))
    return estimate[1] - estimate[0], interval, p
