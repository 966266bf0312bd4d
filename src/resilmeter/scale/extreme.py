"""The weight of each indicator without the row of its most extreme value."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.core.columns import Moments
from resilmeter.prepare.goalposts import goalpost_problems, towards_targets
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.gate import Passed
from resilmeter.scale.sources import Engine
from resilmeter.scale.weigh import (
    Measured,
    divergence_of,
    posts_between,
    weights_or_blank,
    with_scaled,
)
from resilmeter.weighting.sums import Sums


def without_extreme(
    engine: Engine, passed: Passed, measured: Measured, ask: Ask
) -> dict[str, pd.Series]:
    """Weigh again without the row of each indicator's most extreme value.

    The row farthest from the median is one with the least or the most value. Among equals the first
    is taken by unit and period.
    """
    rows = [_row(engine, measured, j, ends) for j, ends in enumerate(_sides(engine, measured))]
    keys = [(row["unit"], row["period"]) for row in rows]
    weights = {
        key: _weights_without(engine, passed, measured, row, ask)
        for key, row in dict(zip(keys, rows, strict=True)).items()
    }
    return {
        "weight_without_extreme": pd.Series([weights[key][j] for j, key in enumerate(keys)]),
        "extreme_unit": pd.Series([unit for unit, _ in keys]),
        "extreme_period": pd.Series([int(period) for _, period in keys]),
    }


def _sides(engine: Engine, measured: Measured) -> list[list[float]]:
    """Find which end of each column lies farther from the median, or that both do.

    The median need not be known: only whether it lies below the middle of the range.
    """
    middles, row = (measured.least + measured.most) / 2.0, measured.row
    if (middles != measured.middles).any():
        row = engine.sums(measured.table, plan.about(middles) | {"rows": nw.len()})
    ends = zip(measured.least.tolist(), measured.most.tolist(), strict=True)
    out = []
    for j, (least, most) in enumerate(ends):
        side = _median_side(row, j, float(middles[j]))
        out.append([end for end, far in ((least, side >= 0), (most, side <= 0)) if far])
    return out


def _median_side(row: dict[str, Any], j: int, middle: float) -> float:
    """Negative if the median lies below the middle, positive if above, 0 if upon it."""
    n, below, upto = int(row["rows"]), int(row[f"below{j}"]), int(row[f"upto{j}"])
    if n % 2 == 0 and below == n // 2:
        return float((row[f"last{j}"] + row[f"next{j}"]) / 2.0 - middle)
    if below > n // 2:
        return -1.0
    return 1.0 if upto <= n // 2 else 0.0


def _row(engine: Engine, measured: Measured, j: int, ends: list[float]) -> dict[str, Any]:
    """Fetch the first row with one of the extreme values."""
    z = plan.column("z", j)
    there = z == ends[0]
    for end in ends[1:]:
        there = there | (z == end)
    found = engine.rows(measured.table.filter(there).sort("unit", "period").head(1))
    return {str(name): value for name, value in found.iloc[0].to_dict().items()}


def _weights_without(
    engine: Engine, passed: Passed, measured: Measured, row: dict[str, Any], ask: Ask
) -> FloatArray:
    """Take one row off the sums, scale again where it set a goalpost, and weigh."""
    q = len(ask.framework.codes)
    blank = np.full(q, np.nan)
    if ask.how.clip or measured.sums.moments.rows < 3:
        return blank
    posts = measured.posts
    if ask.how.scope != "fixed":
        posts = _posts_without(engine, passed, measured, row, ask)
        if any(True for _ in goalpost_problems(posts, ask.framework)):
            return blank
    return weights_or_blank(_sums_without(engine, measured, row, posts, ask), ask)


def _others(table: plan.Table, row: dict[str, Any]) -> plan.Table:
    same = (nw.col("unit") == row["unit"]) & (nw.col("period") == int(row["period"]))
    return table.filter(~same)


def _posts_without(
    engine: Engine, passed: Passed, measured: Measured, row: dict[str, Any], ask: Ask
) -> pd.DataFrame:
    """Find the goalposts that all other rows set; only those that the row may have set are new."""
    x, base = plan.pilot_of(row, "x", passed.low.shape[1]), ask.how.base_period
    own = slice(None)
    if ask.how.scope == "base-period":
        own = slice(*(passed.periods.index(base or 0) + step for step in (0, 1)))
    low, high = passed.low[own].min(axis=0), passed.high[own].max(axis=0)
    held = np.flatnonzero((x == low) | (x == high)).tolist()
    if held and (ask.how.scope != "base-period" or int(row["period"]) == base):
        rest = _others(measured.table, row)
        rest = rest.filter(nw.col("period") == base) if ask.how.scope == "base-period" else rest
        ends: plan.Named = {}
        for j in held:
            ends |= {f"a{j}": plan.column("x", j).min(), f"b{j}": plan.column("x", j).max()}
        found = engine.sums(rest, ends)
        low[held] = [found[f"a{j}"] for j in held]
        high[held] = [found[f"b{j}"] for j in held]
    posts = posts_between(ask, low, high)
    return towards_targets(posts, ask.framework) if ask.how.method != "minmax" else posts


def _sums_without(
    engine: Engine, measured: Measured, row: dict[str, Any], posts: pd.DataFrame, ask: Ask
) -> Sums:
    """Take a row off; values scaled by other goalposts are a line in the old ones."""
    q, of = len(ask.framework.codes), measured.sums.moments
    gain, start = _line(measured, posts, ask)
    gap, n = plan.pilot_of(row, "z", q) - of.mean, of.rows
    mean = of.mean - gap / (n - 1)
    products = of.products - np.outer(gap, gap) * n / (n - 1)
    moments = Moments(n - 1, start + gain * mean, products * np.outer(gain, gain))
    shifted = measured.sums.shifted
    if shifted is not None and "entropy" in {ask.method, *ask.choices.combine.methods}:
        plain = Moments(n - 1, mean, products)
        shifted = _same_shape(measured, row, plain, ask)
        moved = np.flatnonzero((start != 0.0) | ((gain != 1.0) & (ask.choices.shift != 0.0)))
        if moved.size:
            fresh = _divergence(engine, measured, row, posts, ask, moved.tolist())
            shifted[moved] = divergence_of(fresh, moments.mean[moved] + ask.choices.shift, n - 1)
    return Sums(moments=moments, divergence=None, shifted=shifted,
                codes=measured.sums.codes, choices=ask.choices)  # fmt: skip


def _same_shape(measured: Measured, row: dict[str, Any], plain: Moments, ask: Ask) -> FloatArray:
    """Take one row off the sums of z ln z; a factor does not change the divergence."""
    shift, q = ask.choices.shift, plain.mean.size
    z = plan.pilot_of(row, "z", q) + shift
    own = z * np.log(z, out=np.zeros(q), where=z > 0)
    logs = plan.pilot_of(measured.row, "k" if shift else "l", q) - own
    return divergence_of(logs, plain.mean + shift, plain.rows)


def _line(measured: Measured, posts: pd.DataFrame, ask: Ask) -> tuple[FloatArray, FloatArray]:
    """Gain and start of the line from old to new scaled values, from where they put the ends."""
    old, new = (_ends_scaled(measured.posts, by, ask) for by in (measured.posts, posts))
    gain = (new[1] - new[0]) / (old[1] - old[0])
    return gain, new[0] - gain * old[0]


def _ends_scaled(of: pd.DataFrame, by: pd.DataFrame, ask: Ask) -> FloatArray:
    """(2, q): two values on one slope of each indicator, scaled by some goalposts."""
    out = np.empty((2, len(of)))
    for j, i in enumerate(ask.framework.indicators):
        low, high = float(of["low"].iloc[j]), float(of["high"].iloc[j])
        near = i.target[0] if low < i.target[0] < np.inf else i.target[1]
        far = low if low < i.target[0] < np.inf else high
        pair = np.array([far, near] if i.direction == "target" else [low, high])
        goal = (float(by["low"].iloc[j]), float(by["high"].iloc[j]))
        out[:, j] = plan.scaled(pair, i, *goal, ask.how)
    return out


def _divergence(
    engine: Engine,
    measured: Measured,
    row: dict[str, Any],
    posts: pd.DataFrame,
    ask: Ask,
    columns: list[int],
) -> FloatArray:
    """Sum z ln z of some columns again, over all other rows."""
    plain = measured.table.drop([f"z{j}" for j in range(len(ask.framework.codes))])
    rest = with_scaled(_others(plain, row), posts, ask)
    asked = {f"l{j}": plan.logarithms(plan.column("z", j) + ask.choices.shift) for j in columns}
    found = engine.sums(rest, asked)
    return np.array([found[f"l{j}"] for j in columns])
