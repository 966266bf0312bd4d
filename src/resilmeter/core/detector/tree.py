"""Regression trees: strata of several drivers at once, as many as the data bear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resilmeter.core.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Growth:
    """When a tree stops.

    Attributes
    ----------
    to_split : int
        Fewest rows of a node that is split.
    smallest : int
        Fewest rows of a leaf.
    gain : float
        Share of the outcome's variance that each split must be worth.
    """

    to_split: int = 20
    smallest: int = 7
    gain: float = 0.01


def tree_q(z: FloatArray, x: FloatArray, categorical: BoolArray, growth: Growth) -> float:
    """Compute q of the strata that a regression tree makes: (n,) standardised and (n, m) drivers.

    The tree is grown by the split that leaves the least variance, then pruned from below: a branch
    stays where it is worth `growth.gain` a split. Categories are ordered by their mean outcome in
    the node, which finds their best split in two.
    """
    if x.shape[1] == 0:
        return 0.0
    whole = _squares(z)
    risk, _ = _branch(z, x, categorical, growth, 30)
    return float(min(1.0, max(0.0, 1.0 - risk / whole)))


def _branch(
    z: FloatArray, x: FloatArray, categorical: BoolArray, growth: Growth, depth: int
) -> tuple[float, int]:
    """Give squares left and splits of the best pruned branch."""
    risk = _squares(z)
    if depth == 0 or z.size < growth.to_split or risk <= growth.gain:
        return risk, 0
    left = _split(z, _ordered(z, x, categorical), growth.smallest)
    if left is None:
        return risk, 0
    parts = [_branch(z[side], x[side], categorical, growth, depth - 1) for side in (left, ~left)]
    rest, splits = sum(part[0] for part in parts), 1 + sum(part[1] for part in parts)
    return (rest, splits) if risk - rest > growth.gain * splits else (risk, 0)


def _ordered(z: FloatArray, x: FloatArray, categorical: BoolArray) -> FloatArray:
    """Replace categories by their mean outcome in the node."""
    if not categorical.any():
        return x
    ordered = x.copy()
    for j in np.flatnonzero(categorical):
        place: IntArray = np.unique(x[:, j], return_inverse=True)[1]
        ordered[:, j] = (np.bincount(place, weights=z) / np.bincount(place))[place]
    return ordered


def _split(z: FloatArray, x: FloatArray, smallest: int) -> BoolArray | None:
    """Give the rows of the lower side of the best split; None where there is none."""
    n = z.size
    order = np.argsort(x, axis=0, kind="stable")
    sums = np.cumsum(z[order] - z.mean(), axis=0)[:-1]
    size = np.arange(1.0, n)[:, None]
    gain = sums * sums * n / (size * (n - size))
    ordered = np.take_along_axis(x, order, axis=0)
    gain[ordered[1:] == ordered[:-1]] = 0.0
    gain[: smallest - 1] = gain[n - smallest :] = 0.0
    row, column = np.unravel_index(int(gain.argmax()), gain.shape)
    if gain[row, column] <= 0.0:
        return None
    return np.asarray(x[:, column] <= ordered[row, column], dtype=np.bool_)


def _squares(z: FloatArray) -> float:
    centred = z - z.mean()
    return float(centred @ centred)
