"""The weight of each indicator without the row of its most extreme value."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray, constant
from resilmeter.core.columns import Moments
from resilmeter.prepare.goalposts import goalpost_problems
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.ends import posts_without
from resilmeter.scale.engine import Engine
from resilmeter.scale.gate import Passed
from resilmeter.scale.totals import Asked, Values, about, about_means, logarithms, totals
from resilmeter.scale.weigh import (
    Measured,
    divergence_of,
    open_sides,
    summed,
    weights_or_blank,
    with_scaled,
)
from resilmeter.weighting.sums import Sums

# Share of a variance that has to be left without a row: each digit less is lost to rounding.
LEFT = 1e-5


def without_extreme(
    engine: Engine, passed: Passed, measured: Measured, ask: Ask
) -> dict[str, pd.Series]:
    """Weigh again without the row of each indicator's most extreme value.

    The row farthest from the median is one with the least or the most value. Among equals the first
    is taken by unit and period.
    """
    rows = _extreme_rows(engine, passed, measured, _sides(engine, measured), ask)
    keys = [(row["unit"], row["period"]) for row in rows]
    single = dict(zip(keys, rows, strict=True))
    posts = posts_without(engine, passed, measured, list(single.values()), ask)
    weights = {
        key: _weights_without(engine, measured, row, own, ask)
        for (key, row), own in zip(single.items(), posts, strict=True)
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
    of, middles = measured.sums.moments, (measured.least + measured.most) / 2.0
    row, unsure = measured.row, open_sides(middles, of.mean, of.deviation)
    again = {j: float(middles[j]) for j in unsure if measured.middles.get(j) != middles[j]}
    if again:
        row = row | totals(engine, measured.table, list(again), lambda z: about(z, again))
    ends = zip(measured.least.tolist(), measured.most.tolist(), strict=True)
    out = []
    for j, (least, most) in enumerate(ends):
        side = float(of.mean[j] - middles[j])
        if j in unsure:
            side = _median_side(engine, measured, row, j, float(middles[j]))
        out.append([end for end, far in ((least, side >= 0), (most, side <= 0)) if far])
    return out


def _median_side(
    engine: Engine, measured: Measured, row: dict[str, Any], j: int, middle: float
) -> float:
    """Negative if the median lies below the middle, positive if above, 0 if upon it."""
    n, below, upto = int(row["rows"]), int(row[f"below{j}"]), int(row[f"upto{j}"])
    if n % 2 == 0 and below == n // 2:
        ends = engine.sums(measured.table, plan.beside(middle, j))
        return float((ends["last"] + ends["next"]) / 2.0 - middle)
    if below > n // 2:
        return -1.0
    return 1.0 if upto <= n // 2 else 0.0


def _extreme_rows(
    engine: Engine, passed: Passed, measured: Measured, ends: list[list[float]], ask: Ask
) -> list[dict[str, Any]]:
    """Fetch the first row with an extreme value of each column."""
    asked = {f"u{j}_{side}": _where(passed, measured, j, end, ask)
             for j, own in enumerate(ends) for side, end in enumerate(own)}  # fmt: skip
    first = engine.among(measured.table, [
        plan.Some(where, ((name, nw.col("unit"), "min"),)) for name, where in asked.items()
    ])  # fmt: skip
    units = [min(first[f"u{j}_{side}"] for side in range(len(own))) for j, own in enumerate(ends)]
    found = engine.rows_among(measured.table, [
        (nw.col("unit") == units[j],
         reduce(or_, (asked[f"u{j}_{side}"] for side in range(len(own)))))
        for j, own in enumerate(ends)
    ]).sort_values("period")  # fmt: skip
    out = []
    for j, own in enumerate(ends):
        at = (found["unit"] == units[j]) & found[f"z{j}"].isin(own)
        row = found[at].iloc[0].to_dict()
        out.append({str(name): value for name, value in row.items()})
    return out


def _where(passed: Passed, measured: Measured, j: int, end: float, ask: Ask) -> nw.Expr:
    """Tell the rows with an extreme scaled value.

    These lie at an end of the values as given, or beyond a goalpost that they are clipped to, give
    or take the rounding of what is scaled. That files know, and it spares reading most of them.
    """
    there, direction = plan.column("z", j) == end, ask.framework.indicators[j].direction
    if direction == "target":
        return there
    x, (first, last) = plan.column("x", j), ask.how.interval
    low, high = float(passed.low[:, j].min()), float(passed.high[:, j].max())
    posts = float(measured.posts["low"][j]), float(measured.posts["high"][j])
    size = max(abs(value) for value in (low, high, *posts))
    slack = plan.ROUNDING * size * max(1.0, abs(first), abs(last)) / (last - first)
    if ask.how.clip:
        low, high = max(low, posts[0]), min(high, posts[1])
    if (direction == "higher") == (end == measured.least[j]):
        return (x <= low + slack) & there
    return (x >= high - slack) & there


def _weights_without(
    engine: Engine, measured: Measured, row: dict[str, Any], posts: pd.DataFrame, ask: Ask
) -> FloatArray:
    """Take one row off the sums, scaled by the goalposts that the others set, and weigh."""
    few = measured.sums.moments.rows < 3
    if few or any(True for _ in goalpost_problems(posts, ask.framework)):
        return np.full(len(posts), np.nan)
    ends = ["low", "high"]
    moved = (posts[ends].to_numpy() != measured.posts[ends].to_numpy()).any()
    # what is clipped at one goalpost may lie inside another: no line leads from old to new values
    looks = ask.method not in {"equal", "given"}
    if (moved and ask.how.clip) or (looks and _swamped(measured, row)):
        return _weights_of_rest(engine, measured, row, posts, ask)
    return weights_or_blank(_sums_without(engine, measured, row, posts, ask), ask)


def _swamped(measured: Measured, row: dict[str, Any]) -> bool:
    """Tell whether a row makes up so much of a variance that taking it off leaves few digits."""
    of = measured.sums.moments
    whole, gap = np.diag(of.products), plan.pilot_of(row, "z", of.mean.size) - of.mean
    return bool((whole - gap**2 * of.rows / (of.rows - 1) < LEFT * whole).any())


def _weights_of_rest(
    engine: Engine, measured: Measured, row: dict[str, Any], posts: pd.DataFrame, ask: Ask
) -> FloatArray:
    """Scale and sum up all other rows again; blanks where they are all alike in one column."""
    q, of = len(posts), measured.sums.moments
    plain = measured.table.drop([f"z{j}" for j in range(q)])
    rest = with_scaled(plain.filter(~_same(row)), posts, ask)
    pilot = of.mean - (plan.pilot_of(row, "z", q) - of.mean) / (of.rows - 1)
    sums, found = summed(engine, rest, pilot, ask)
    alike = any(constant(found[f"least{j}"], found[f"most{j}"]) for j in range(q))
    if alike and ask.method not in {"equal", "given"}:
        return np.full(q, np.nan)
    return weights_or_blank(sums, ask)


def _same(row: dict[str, Any]) -> nw.Expr:
    """Tell the row apart from all others."""
    unit: nw.Expr = nw.col("unit") == row["unit"]
    return unit & (nw.col("period") == int(row["period"]))


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
    used = ask.choices.combine.methods if ask.method == "combined" else (ask.method,)
    if "entropy" in used:
        plain = Moments(n - 1, mean, products)
        shifted = _same_shape(measured, row, plain, ask)
        moved = np.flatnonzero((start != 0.0) | ((gain != 1.0) & (ask.choices.shift != 0.0)))
        if moved.size:
            mean = (moments.mean + ask.choices.shift)[moved]
            fresh = _divergence(engine, measured, row, posts, ask, moved.tolist(), mean)
            shifted[moved] = divergence_of(fresh, mean, n - 1, mean)
    return Sums(moments=moments, divergence=measured.sums.divergence, shifted=shifted,
                codes=measured.sums.codes, choices=ask.choices)  # fmt: skip


def _same_shape(measured: Measured, row: dict[str, Any], plain: Moments, ask: Ask) -> FloatArray:
    """Take one row off the sums of z ln z; a factor does not change the divergence."""
    shift, q = ask.choices.shift, plain.mean.size
    z, centre = plan.pilot_of(row, "z", q) + shift, about_means(measured.pilot, shift)
    own = z * np.log(z / centre, out=np.zeros(q), where=z > 0)
    logs = plan.pilot_of(measured.row, "k" if shift else "l", q) - own
    mean = np.where(np.isnan(measured.sums.shifted), np.nan, plain.mean + shift)
    return divergence_of(logs, mean, plain.rows, centre)


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
    centres: FloatArray,
) -> FloatArray:
    """Sum z ln z of some columns again, over all other rows."""
    plain = measured.table.drop([f"z{j}" for j in range(len(ask.framework.codes))])
    rest = with_scaled(plain.filter(~_same(row)), posts, ask)
    shift, divide = ask.choices.shift, plan.division(rest)
    means = dict(zip(columns, centres.tolist(), strict=True))

    def asked(z: Values) -> Asked:
        """Ask for z ln z of the columns."""
        return {f"l{j}": logarithms(z[j] + shift, mean, divide) for j, mean in means.items()}

    found = totals(engine, rest, columns, asked)
    return np.array([found[f"l{j}"] for j in columns])
