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
        What `beside_ends` asked for in an earlier pass: counts of all ends.
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
    at_end = [
        [side for side in _at_end(row, ends, ask) if known[f"c{side.end}{side.column}"] == 1]
        for row in rows
    ]  # no other row lies there
    lacking = {side for own in at_end for side in own if f"n{side.end}{side.column}" not in known}
    if lacking:
        more = beside_ends(sorted(lacking), passed, ask)
        known = known | engine.sums(measured.table, more)
    out = []
    for own in at_end:
        moved = ends.copy()
        for column, end in own:
            moved[PLACE[end], column] = known[f"n{end}{column}"]
        posts = posts_between(ask, *moved)
        out.append(towards_targets(posts, ask.framework) if ask.how.method != "minmax" else posts)
    return out


def counted_ends(passed: Passed, ask: Ask) -> plan.Named:
    """Ask how many rows lie at each end."""
    if ask.how.scope == "fixed":
        return {}
    ends = _ends(passed, ask)
    return {
        f"c{end}{j}": _among(plan.column("x", j) == float(last), ask).cast(nw.Int64).sum()
        for end, place in PLACE.items() for j, last in enumerate(ends[place])
    }  # fmt: skip


def beside_ends(sides: Iterable[Side], passed: Passed, ask: Ask) -> plan.Named:
    """Ask for the values next to some ends."""
    if ask.how.scope == "fixed":
        return {}
    ends, asked = _ends(passed, ask), dict[str, nw.Expr]()
    for column, end in sides:
        x, last = plan.column("x", column), float(ends[PLACE[end], column])
        inside = nw.when(_among(x > last if end == "low" else x < last, ask)).then(x)
        asked[f"n{end}{column}"] = inside.min() if end == "low" else inside.max()
    return asked


def _among(where: nw.Expr, ask: Ask) -> nw.Expr:
    """Look only at the rows that set the goalposts."""
    if ask.how.scope != "base-period":
        return where
    return where & (nw.col("period") == ask.how.base_period)


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
