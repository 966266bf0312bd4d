"""The yardstick of an index in one period: goalposts, directions, weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.core.yardstick import Yardstick
from resilmeter.errors import MethodError, problem
from resilmeter.scoring import Scores

# Scores are sums of weighted, scaled values; another order of the sums changes the last digits.
SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Ruler:
    """Raw values of one period and what they are measured with.

    Attributes
    ----------
    period : int
        The period.
    raw : (n, q) float array
        Raw values as scaled: after filling, division and treatment.
    yardstick : Yardstick
        Goalposts, directions, weights times the width of the scale.
    floor : float
        Score of a unit that is at the worst everywhere.
    index : (n,) float array
        Scores of the units.
    """

    period: int
    raw: FloatArray
    yardstick: Yardstick
    floor: float
    index: FloatArray


def ruler(scores: Scores, period: int | None = None) -> Ruler:
    """Take the yardstick of an additive index between goalposts, in one period.

    Raises
    ------
    MethodError
        Scores that are no weighted sum, values without goalposts or kept beyond them, a period that
        was not scored.
    """
    scaled = scores.scaled
    chosen = _period(scores, period)
    _refuse(scores)
    framework = scaled.panel.framework
    posts = scaled.goalposts
    if scaled.scope == "per-period":
        posts = posts[posts["period"] == chosen]
    posts = posts.set_index("indicator").loc[list(framework.codes)]
    weights = np.broadcast_to(scores.weights.for_periods([chosen]), (1, len(framework.codes)))[0]
    first, last = scaled.interval
    made = Yardstick(
        low=posts["low"].to_numpy(dtype=np.float64),
        high=posts["high"].to_numpy(dtype=np.float64),
        directions=tuple(i.direction for i in framework.indicators),
        inner=np.array([i.target for i in framework.indicators], dtype=np.float64),
        weights=weights * (last - first),
    )
    raw = scaled.panel.values.xs(chosen, level="period").to_numpy(dtype=np.float64)
    index = scores.index.xs(chosen, level="period").to_numpy(dtype=np.float64)
    floor = first * float(weights.sum())
    if np.abs(floor + made.scaled(raw) @ made.weights - index).max() > SAME * max(abs(last), 1.0):
        raise MethodError(problem("levers-beyond", {"key": "prepare.normalize.outside"}))
    return Ruler(chosen, raw, made, floor, index)


def _period(scores: Scores, period: int | None) -> int:
    periods = scores.scaled.panel.periods
    if period is not None and period not in periods:
        raise MethodError(problem("no-such-period", given=period, allowed=periods))
    return periods[-1] if period is None else period


def _refuse(scores: Scores) -> None:
    """Refuse scores that raw values do not lead to by goalposts and weights."""
    if scores.method != "weighted-sum":
        where = {"key": "score.method"}
        raise MethodError(problem("levers-need-sum", where, method=scores.method))
    if scores.scaled.method not in {"minmax", "distance-to-target"}:
        where = {"key": "prepare.normalize.method"}
        raise MethodError(problem("levers-need-goalposts", where, method=scores.scaled.method))
