"""The goalposts that all rows but one set: the ends of the values, and what lies next to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.prepare.goalposts import towards_targets
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.gate import Passed
from resilmeter.scale.sources import Engine
from resilmeter.scale.weigh import Measured, posts_between

# Where an end lies in the pair of arrays that holds the lows and the highs.
PLACE = {"low": 0, "high": 1}


class Side(NamedTuple):
    """One end of one column: its place, and "low" or "high"."""

    column: int
    end: str


def posts_without(
    engine: Engine,
    passed: Passed,
    measured: Measured,
    rows: list[dict[str, Any]],
    known: dict[str, Any],
    ask: Ask,
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
    known : dict
        What `beside_ends` asked for in an earlier pass.
    ask : Ask
        Where goalposts come from.

    Returns
    -------
    list of DataFrame
        As many as rows. One more pass is made only for a row that lies at ends of other columns.
    """
    if ask.how.scope == "fixed":
        return [measured.posts] * len(rows)
    ends = _ends(passed, ask)
    at_end = [_at_end(row, ends, ask) for row in rows]
    lacking = {side for own in at_end for side in own if f"n{side.end}{side.column}" not in known}
    if lacking:
        more = beside_ends(sorted(lacking), passed, ask)
        known = known | engine.sums(measured.table, more)
    out = []
    for own in at_end:
        moved = ends.copy()
        for column, end in own:
            if known[f"c{end}{column}"] == 1:  # no other row lies there
                moved[PLACE[end], column] = known[f"n{end}{column}"]
        posts = posts_between(ask, *moved)
        out.append(towards_targets(posts, ask.framework) if ask.how.method != "minmax" else posts)
    return out


def beside_ends(sides: Iterable[Side], passed: Passed, ask: Ask) -> plan.Named:
    """Ask how many rows lie at some ends, and for the value next to each."""
    if ask.how.scope == "fixed":
        return {}
    ends, asked = _ends(passed, ask), dict[str, nw.Expr]()
    for column, end in sides:
        x, last = plan.column("x", column), float(ends[PLACE[end], column])
        at, inside = x == last, x > last if end == "low" else x < last
        if ask.how.scope == "base-period":
            own = nw.col("period") == ask.how.base_period
            at, inside = at & own, inside & own
        beside = nw.when(inside).then(x)
        asked[f"c{end}{column}"] = at.cast(nw.Int64).sum()
        asked[f"n{end}{column}"] = beside.min() if end == "low" else beside.max()
    return asked


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
