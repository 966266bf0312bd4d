"""Intervals for the Gini coefficient and its parts: leave out one unit at a time.

After one sort, what a unit adds to every cell follows from running sums; leaving it out is then a
subtraction, and no sample is decomposed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.inequality.cells import sum_pairs
from resilmeter.core.inequality.estimates import Estimates, interval, quantiles
from resilmeter.core.inequality.replicates import batches, cells_and_own
from resilmeter.core.inequality.sample import Sample, lead, sample_of

# Of two units of a group, none is unequal to others of its group once the other is left out.
FEWEST = 3


@dataclass(frozen=True, eq=False)
class GiniIntervals:
    """The Gini coefficient and its parts with intervals.

    Attributes
    ----------
    gini : Estimates of shape ()
        The Gini coefficient of the totals.
    within, within_share : Estimates of shape ()
        Contribution of the gaps inside groups, and its share.
    own : Estimates of shape (k,)
        G_jj, each group's own Gini coefficient. Not its contribution.
    pairs, pair_shares : Estimates of shape (k, k)
        Contribution of each unordered pair of groups, and its share.
    components, component_shares : Estimates of shape (q,)
        Contribution of each component, and its share.
    cells, cell_shares : Estimates of shape (k, k, q)
        Contribution of each cell, and its share.
    """

    gini: Estimates
    within: Estimates
    within_share: Estimates
    own: Estimates
    pairs: Estimates
    pair_shares: Estimates
    components: Estimates
    component_shares: Estimates
    cells: Estimates
    cell_shares: Estimates


def gini_intervals(
    parts: npt.ArrayLike,
    groups: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> GiniIntervals:
    """Estimate bias, standard error and interval of every part of the Gini coefficient.

    Parameters
    ----------
    parts : (n, q) float array
        Components of each unit.
    groups : (n,) integer array
        Group code 0..k-1 of each unit. Group sizes are taken as given, not as random.
    weights : (n,) float array, optional
        Positive weights of the units.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    GiniIntervals
        Intervals are NaN where nothing can be said: inside a group of fewer than three units, and
        for shares of a Gini coefficient of 0. A group of one unit is held fixed.

    Raises
    ------
    MethodError
        What `gini_cells` refuses, a confidence that is not between 0 and 1, or a sample whose mean
        is not positive when one unit is left out.

    Notes
    -----
    Stratified delete-1 jackknife: unit i of group g is left out and the others of its group weigh
    n_g / (n_g - 1) as much. With the mean ``t_g`` of the n_g results of a group,
    ``bias = sum_g (n_g - 1) (t_g - t)`` and
    ``variance = sum_g (n_g - 1) / n_g sum_i (t_i - t_g)^2``.
    The interval is Student's, with n - k degrees of freedom (n_g - 1 for G_jj), around the value
    less its bias: the population form counts pairs of a unit with itself as equal, so the within
    part is too small by about 1 / n_g.

    Caveats: the net between part has no interval here, because it is folded at 0; use
    `permutation_test`. Where nearly all units of a country are in the sample, the interval speaks
    of the process behind them.

    References
    ----------
    Ogwang (2000), Oxford Bulletin of Economics and Statistics 62, 123-129.

    Examples
    --------
    >>> found = gini_intervals([[1.0], [2.0], [4.0], [3.0], [5.0], [9.0]], [0, 0, 0, 1, 1, 1])
    >>> float(found.gini.value.round(4)), float(found.gini.error.round(4))
    (0.3472, 0.1008)
    """
    sample = sample_of(parts, groups, weights)
    whole, inside = quantiles(confidence, sample.sizes)
    state = _state(sample)
    given = {name: value[0] for name, value in _statistics(*state.whole).items()}
    bias = {name: np.zeros_like(value) for name, value in given.items()}
    variance = {name: np.zeros_like(value) for name, value in given.items()}
    for g, size in enumerate(sample.sizes):
        if size < 2:
            continue
        sums, squares = _moments(state, g, given)
        for name in given:
            mean = sums[name] / size
            bias[name] += (size - 1) * mean
            variance[name] += (size - 1) / size * np.maximum(squares[name] - size * mean**2, 0.0)
    _blank_small_groups(variance, sample.sizes)
    return GiniIntervals(
        **{
            name: interval(
                value, bias[name], np.sqrt(variance[name]), inside if name == "own" else whole
            )
            for name, value in given.items()
        }
    )


@dataclass(frozen=True, eq=False)
class _State:
    """Sums over all units, and what each unit adds to them, by group."""

    sample: Sample
    added: FloatArray  # (n, k, q): gaps of the unit to each group
    gaps: FloatArray  # (k, k, q): over ordered pairs of units
    sums: FloatArray  # (k,): of values
    masses: FloatArray  # (k,): of weights

    @property
    def whole(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Give gaps, sums and weights with no unit left out, as one row each."""
        return self.gaps[None], self.sums[None], self.masses[None]


def _state(sample: Sample) -> _State:
    k, (n, q) = sample.k, sample.parts.shape
    member = sample.groups == np.arange(k)[:, None]
    weighted = sample.parts * sample.weights[:, None]
    added = np.empty((n, k, q))
    for h in range(k):
        mass = sample.weights * member[h]
        for m in range(q):
            beside = lead(sample, weighted[:, m] * member[h])
            added[:, h, m] = sample.parts[:, m] * lead(sample, mass) - beside
    added *= sample.weights[:, None, None]
    gaps = np.stack([added[member[j]].sum(axis=0) for j in range(k)])
    sums, masses = member @ (sample.weights * sample.total), member @ sample.weights
    return _State(sample, added, gaps, sums, masses)


def _statistics(gaps: FloatArray, sums: FloatArray, masses: FloatArray) -> dict[str, FloatArray]:
    """Compute every statistic of b samples: arrays of shape (b, ...)."""
    cells, own = cells_and_own(gaps, sums, masses)
    pairs, components = cells.sum(axis=3), sum_pairs(cells)
    gini, within = components.sum(axis=1), np.trace(pairs, axis1=1, axis2=2)
    found = {"within": within, "pairs": pairs, "components": components, "cells": cells}
    shares = {
        name.rstrip("s") + "_share" + "s" * name.endswith("s"): _share(value, gini)
        for name, value in found.items()
    }
    return {"gini": gini, "own": own, **found, **shares}


def _share(part: FloatArray, gini: FloatArray) -> FloatArray:
    whole = gini.reshape(-1, *[1] * (part.ndim - 1))
    blank = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=blank, where=whole > 0), dtype=np.float64)


def _moments(
    state: _State, g: int, given: dict[str, FloatArray]
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Sum the changes, and their squares, over the units of one group left out in turn."""
    sums = {name: np.zeros_like(value) for name, value in given.items()}
    squares = {name: np.zeros_like(value) for name, value in given.items()}
    for sample in _left_out(state, g):
        for name, value in _statistics(*sample).items():
            change = value - given[name]
            sums[name] += change.sum(axis=0)
            squares[name] += (change**2).sum(axis=0)
    return sums, squares


def _left_out(state: _State, g: int) -> Iterator[tuple[FloatArray, FloatArray, FloatArray]]:
    """Yield gaps, sums and masses, some units at a time, with one unit of group g left out."""
    members = np.flatnonzero(state.sample.groups == g)
    rise = members.size / (members.size - 1)
    for rows in batches(members.size, state.gaps.size):
        at = members[rows]
        added, weight = state.added[at], state.sample.weights[at]
        gaps = np.tile(state.gaps, (at.size, 1, 1, 1))
        gaps[:, g] = rise * (gaps[:, g] - added)
        gaps[:, :, g] = gaps[:, g]
        gaps[:, g, g] = rise**2 * (state.gaps[g, g] - 2.0 * added[:, g])
        sums, masses = np.tile(state.sums, (at.size, 1)), np.tile(state.masses, (at.size, 1))
        sums[:, g] = rise * (sums[:, g] - weight * state.sample.total[at])
        masses[:, g] = rise * (masses[:, g] - weight)
        yield gaps, sums, masses


def _blank_small_groups(variance: dict[str, FloatArray], sizes: IntArray) -> None:
    """Say nothing about the inside of groups that are too small to leave anyone out."""
    small = np.flatnonzero(sizes < FEWEST)
    variance["own"][small] = np.nan
    for name in ("pairs", "pair_shares", "cells", "cell_shares"):
        variance[name][small, small] = np.nan
