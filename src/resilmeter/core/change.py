"""What moved the score: an exact split of its change over indicators and dimensions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.aggregate import parts
from resilmeter.core.arrays import ROUNDING, FloatArray, codes, matrix
from resilmeter.errors import MethodError, Problem, doubt, problem


@dataclass(frozen=True)
class Change:
    """The change of each row's score, split over indicators and dimensions.

    Attributes
    ----------
    total : (n,) float array
        Score after minus score before.
    indicators : (n, q) float array
        What each indicator adds; a row sums to `total`.
    dimensions : (n, d) float array
        What each dimension adds; a row sums to `total`.
    change_shares : (n, d) float array
        ``dimensions / total``; a row sums to 1, or is all 0 where there is a reason in `no_change`.
        Shares below 0 and above 1 stand for dimensions that moved against each other.
    level_shares : (n, d) float array
        Share of each dimension in the score after; a row sums to 1, or is all 0 where there is a
        reason in `no_level`.
    no_change, no_level : tuple of Problem or None
        One a row: why it has no shares; None where it has.
    """

    total: FloatArray
    indicators: FloatArray
    dimensions: FloatArray
    change_shares: FloatArray
    level_shares: FloatArray
    no_change: tuple[Problem | None, ...]
    no_level: tuple[Problem | None, ...]


def attribute(before: npt.ArrayLike, after: npt.ArrayLike, dimensions: npt.ArrayLike) -> Change:
    """Split the change of additive scores.

    Parameters
    ----------
    before, after : (n, q) float arrays
        Contributions of the indicators (weight times scaled value) in two periods under one
        yardstick; each row adds up to its score.
    dimensions : (q,) integer array
        Code 0..d-1 of each indicator's dimension.

    Returns
    -------
    Change

    Raises
    ------
    MethodError
        Arrays of different shape, codes that do not fit, values that are not finite.

    Notes
    -----
    ``y_after - y_before = sum_j w_j (x'_j,after - x'_j,before)``: exact, with no residual. The
    share in the level says what the score consists of, the share in the change what moved it: in
    S1 resistance makes up more than half of the level and less than a third of the rise.

    Examples
    --------
    >>> moved = attribute([[0.3, 0.1]], [[0.3, 0.3]], [0, 1])
    >>> moved.change_shares, moved.level_shares
    (array([[0., 1.]]), array([[0.5, 0.5]]))
    """
    old, new = matrix(before), matrix(after)
    if old.shape != new.shape:
        raise MethodError(problem("same-shape", given=str(new.shape), expected=str(old.shape)))
    member, _ = codes(dimensions, old.shape[1])
    moved = new - old
    by_dimension, level = parts(moved, member), parts(new, member)
    total, score = moved.sum(axis=1), new.sum(axis=1)
    still = np.abs(total) <= ROUNDING * (np.abs(old) + np.abs(new)).sum(axis=1)
    return Change(
        total=total,
        indicators=moved,
        dimensions=by_dimension,
        change_shares=_shares(by_dimension, total, ~still),
        level_shares=_shares(level, score, score > 0),
        no_change=tuple(doubt("na-no-change") if flat else None for flat in still),
        no_level=tuple(None if y > 0 else doubt("na-no-level", score=float(y)) for y in score),
    )


def _shares(values: FloatArray, total: FloatArray, where: npt.NDArray[np.bool_]) -> FloatArray:
    out = np.zeros_like(values)
    out[where] = values[where] / total[where, None]
    return out
