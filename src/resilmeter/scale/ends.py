"""The goalposts that all rows but one set: the ends of the values, and what lies next to them."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.prepare.goalposts import towards_targets
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.engine import Engine
from resilmeter.scale.gate import Passed
from resilmeter.scale.weigh import Measured, posts_between

# Where an end lies in the pair of arrays that holds the lows and the highs, and how it is found.
PLACE = {"low": 0, "high": 1}
HOW: dict[str, Literal["min", "max"]] = {"low": "min", "high": "max"}


class Side(NamedTuple):
    """One end of one column: its place, and "low" or "high"."""

    column: int
    end: str


def posts_without(
    engine: Engine, passed: Passed, measured: Measured, rows: list[dict[str, Any]], ask: Ask
) -> list[pd.DataFrame]:
    """Find the goalposts that all other rows set, for each of some rows.

    Parameters
    ----------
    engine : Engine
        Who computes.
    passed, measured : Passed, Measured
        Extremes, and the scaled rows.
    rows : list of dict
        The rows to leave out, one at a time.
    ask : Ask
        Where goalposts come from.

    Returns
    -------
    list of DataFrame
        As many as rows.
    """
    if ask.how.scope == "fixed":
        return [measured.posts] * len(rows)
    own = [_at_end(row, _ends(passed, ask), ask) for row in rows]
    sides = list(dict.fromkeys(side for at_end in own for side in at_end))
    moved = _next_values(engine, passed, measured, sides, ask)
    out = []
    for at_end in own:
        ends = _ends(passed, ask)
        for side in at_end:
            ends[PLACE[side.end], side.column] = moved[side]
        posts = posts_between(ask, *ends)
        out.append(towards_targets(posts, ask.framework) if ask.how.method != "minmax" else posts)
    return out


def _next_values(
    engine: Engine, passed: Passed, measured: Measured, sides: list[Side], ask: Ask
) -> dict[Side, float]:
    """Find the end that is left without one of its rows: the same, if another row lies there.

    Only the period that holds the end has to be looked at: the ends of all others are known.
    """
    out, asked = {}, []
    for place, side in enumerate(sides):
        ends = _by_period(passed, side, ask)
        outermost = float(getattr(ends, HOW[side.end])())
        out[side] = outermost
        if (ends == outermost).sum() == 1:
            period = int(ends.index[ends == outermost][0])
            asked.append((place, side, ends.drop(period), _beside(place, side, period, outermost)))
    found = engine.among(measured.table, [some for *_, some in asked]) if asked else {}
    for place, side, others, _ in asked:
        if found[f"c{place}"] == 1:
            left = [*others, found[f"n{place}"]]
            out[side] = float(getattr(pd.Series(left, dtype=np.float64), HOW[side.end])())
    return out


def _beside(place: int, side: Side, period: int, end: float) -> plan.Some:
    """Ask how many rows of a period lie at an end, and what comes next to it."""
    x = plan.column("x", side.column)
    inside = x > end if side.end == "low" else x < end
    return plan.Some(nw.col("period") == period, (
        (f"c{place}", nw.when(x == end).then(x), "count"),
        (f"n{place}", nw.when(inside).then(x), HOW[side.end]),
    ))  # fmt: skip


def _by_period(passed: Passed, side: Side, ask: Ask) -> pd.Series:
    """One end of one column in every period that sets the goalposts."""
    ends = (passed.low, passed.high)[PLACE[side.end]][:, side.column]
    found = pd.Series(ends, index=list(passed.periods))
    return found if ask.how.scope != "base-period" else found[found.index == ask.how.base_period]


def _ends(passed: Passed, ask: Ask) -> FloatArray:
    """(2, q): least and largest values among the rows that set the goalposts."""
    own = slice(None)
    if ask.how.scope == "base-period":
        place = passed.periods.index(ask.how.base_period or 0)
        own = slice(place, place + 1)
    return np.array([passed.low[own].min(axis=0), passed.high[own].max(axis=0)])


def _at_end(row: dict[str, Any], ends: FloatArray, ask: Ask) -> list[Side]:
    """List the ends that a row lies at, if it is one of those that set the goalposts."""
    if ask.how.scope == "base-period" and int(row["period"]) != ask.how.base_period:
        return []
    x = plan.pilot_of(row, "x", ends.shape[1])
    return [Side(int(j), end) for end, place in PLACE.items()
            for j in np.flatnonzero(x == ends[place])]  # fmt: skip
