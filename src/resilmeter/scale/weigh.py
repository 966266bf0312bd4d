"""Weigh a table: one pass of sums, finished by the kernels that weigh arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.core import weights as kernels
from resilmeter.core.arrays import FloatArray, constant
from resilmeter.core.columns import Moments
from resilmeter.errors import DataError, MethodError, StudyError, problem, refuse
from resilmeter.prepare.goalposts import (
    fixed_goalposts,
    goalpost_problems,
    target_problems,
    towards_targets,
)
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.engine import Engine
from resilmeter.scale.gate import Passed
from resilmeter.scale.totals import Asked, Values, about, about_means, powers, totals
from resilmeter.weighting.nested import block_weights
from resilmeter.weighting.sums import Sums


@dataclass(frozen=True, eq=False)
class Measured:
    """A scaled table and its sums.

    Attributes
    ----------
    table : LazyFrame
        As `Passed.table`, with the scaled values z0, z1, ...
    posts : DataFrame
        Goalposts: indicator, period (blank), low, high.
    sums : Sums
        What the weighting looks at.
    third : (q,) float array
        Third central moments.
    least, most : (q,) float array
        Extremes of the scaled values.
    zero_share : (q,) float array
        Share of the rows at the worst value.
    middles : dict of int to float
        Columns whose rows were counted about the middle of the interval, and this middle.
    pilot : (q,) float array
        Means of a period, which sums were taken about.
    row : dict
        The sums as they came.
    """

    table: plan.Table
    posts: pd.DataFrame
    sums: Sums
    third: FloatArray
    least: FloatArray
    most: FloatArray
    zero_share: FloatArray
    middles: dict[int, float]
    pilot: FloatArray
    row: dict[str, Any]


def goalposts(passed: Passed, ask: Ask) -> pd.DataFrame:
    """Take the goalposts from the extremes, or the given ones, as `normalize` does.

    Raises
    ------
    DataError
        Goalposts that leave nothing to measure, and values beyond them that are refused.
    StudyError
        A base period that no row has.
    """
    framework, how = ask.framework, ask.how
    if how.scope == "fixed" and ask.posts is not None:
        posts = fixed_goalposts(ask.posts, framework)
    else:
        own = slice(None)
        if how.scope == "base-period" and how.base_period not in passed.periods:
            where, values = {"key": "prepare.normalize.base_period"}, {"given": how.base_period}
            raise StudyError(problem("base-period", where, **values, allowed=passed.periods))
        if how.scope == "base-period":
            own = slice(*(passed.periods.index(how.base_period or 0) + step for step in (0, 1)))
        posts = posts_between(ask, passed.low[own].min(axis=0), passed.high[own].max(axis=0))
    found = [*goalpost_problems(posts, framework)]
    if how.method == "distance-to-target":
        found += target_problems(posts, framework)
        posts = towards_targets(posts, framework)
    refuse(DataError, found)
    return posts


def posts_between(ask: Ask, low: FloatArray, high: FloatArray) -> pd.DataFrame:
    """Lay goalposts out."""
    blank = pd.Series([pd.NA] * low.size, dtype="Int64")
    codes = list(ask.framework.codes)
    return pd.DataFrame({"indicator": codes, "period": blank, "low": low, "high": high})


def with_scaled(table: plan.Table, posts: pd.DataFrame, ask: Ask) -> plan.Table:
    """Add the scaled values z0, z1, ..."""
    ends = zip(ask.framework.indicators, posts["low"], posts["high"], strict=True)
    how, divide = ask.how, plan.division(table)
    return table.with_columns(**{
        f"z{j}": plan.scaled(plan.column("x", j), indicator, float(low), float(high), how, divide)
        for j, (indicator, low, high) in enumerate(ends)
    })  # fmt: skip


def measure(engine: Engine, passed: Passed, ask: Ask) -> Measured:
    """Scale a table and sum it up.

    Raises
    ------
    DataError
        Goalposts that leave nothing to measure, values beyond them, and indicators that scale to
        one value everywhere.
    """
    q = len(ask.framework.codes)
    posts = goalposts(passed, ask)
    table = with_scaled(passed.table, posts, ask)
    smallest = passed.periods[int(np.argmin(passed.rows))]
    pilot_rows = table.filter(nw.col("period") == smallest)
    first = engine.sums(pilot_rows, plan.pilot_means(q))
    pilot, middle = plan.pilot_of(first, "m", q), sum(ask.how.interval) / 2.0
    deviation = np.sqrt(np.maximum(plan.pilot_of(first, "v", q) - pilot**2, 0.0))
    likely = open_sides(np.full(q, middle), pilot, deviation)
    middles = dict.fromkeys(likely, middle)
    sums, row = summed(engine, table, pilot, ask, middles)
    least, most = plan.pilot_of(row, "least", q), plan.pilot_of(row, "most", q)
    codes = ask.framework.codes
    refuse(DataError, [problem("scaled-constant", {"indicator": codes[j]}, value=float(least[j]))
                       for j in range(q) if constant(least[j], most[j])])  # fmt: skip
    _refuse_outside(least, most, ask)
    third = third_moments(row, pilot)
    zeros = plan.pilot_of(row, "zeros", q) / sums.moments.rows
    return Measured(table, posts, sums, third, least, most, zeros, middles, pilot, row)


def open_sides(middles: FloatArray, mean: FloatArray, deviation: FloatArray) -> list[int]:
    """Find the columns whose median may lie on either side of a value.

    A median lies within one standard deviation of the mean.
    """
    far = np.abs(mean - middles) > deviation * (1.0 + plan.ROUNDING) + plan.ROUNDING
    return [int(j) for j in np.flatnonzero(~far)]


def summed(
    engine: Engine,
    table: plan.Table,
    pilot: FloatArray,
    ask: Ask,
    middles: Mapping[int, float] | None = None,
) -> tuple[Sums, dict[str, Any]]:
    """Sum scaled rows up about a pilot mean; also give the sums as they came."""
    q, shift, divide = pilot.size, ask.choices.shift, plan.division(table)

    def asked(z: Values) -> Asked:
        """Ask for everything that weights and diagnostics are made of."""
        return powers(z, pilot, ask.how.interval, shift, divide) | about(z, middles or {})

    row = totals(engine, table, range(q), asked)
    least, found = plan.pilot_of(row, "least", q), moments_of(row, pilot)
    return Sums(
        moments=found, codes=ask.framework.codes, choices=ask.choices,
        divergence=divergence(row, least, found, pilot, 0.0),
        shifted=divergence(row, least, found, pilot, shift),
    ), row  # fmt: skip


def moments_of(row: dict[str, Any], pilot: FloatArray) -> Moments:
    """Move sums about the pilot mean to the mean."""
    n, q = int(row["rows"]), pilot.size
    gap = plan.pilot_of(row, "s", q) / n
    products = np.empty((q, q))
    for j in range(q):
        for k in range(j, q):
            products[j, k] = products[k, j] = row[f"p{j}_{k}"]
    return Moments(n, pilot + gap, products - n * np.outer(gap, gap))


def third_moments(row: dict[str, Any], pilot: FloatArray) -> FloatArray:
    """Move third powers about the pilot mean to third central moments."""
    n, q = int(row["rows"]), pilot.size
    gap = plan.pilot_of(row, "s", q) / n
    variance = np.array([row[f"p{j}_{j}"] for j in range(q)]) / n - gap**2
    third = plan.pilot_of(row, "c", q) / n - 3.0 * gap * variance - gap**3
    return np.asarray(third, dtype=np.float64)


def divergence(
    row: dict[str, Any], least: FloatArray, moments: Moments, pilot: FloatArray, shift: float
) -> FloatArray:
    """Finish 1 - e of shifted values; NaN where some are negative, or all are 0."""
    mean = moments.mean + shift
    mean = np.where(least + shift >= 0.0, mean, np.nan)
    logs = plan.pilot_of(row, "k" if shift else "l", mean.size)
    return divergence_of(logs, mean, moments.rows, about_means(pilot, shift))


def divergence_of(logs: FloatArray, mean: FloatArray, rows: int, centre: FloatArray) -> FloatArray:
    """Finish 1 - e: mean(r ln r) / ln n, r = z / mean, from means and sums of z ln(z / centre)."""
    mean = np.where(mean > 0.0, mean, np.nan)
    found = (logs / rows / mean + np.log(centre / mean)) / np.log(rows)
    return np.asarray(found, dtype=np.float64)


def _refuse_outside(least: FloatArray, most: FloatArray, ask: Ask) -> None:
    """Refuse values beyond the goalposts, where they are neither clipped nor kept."""
    first, last = ask.how.interval
    if ask.outside != "refuse":
        return
    refuse(DataError, [
        problem("scale-outside", {"indicator": code}, least=float(low), most=float(high))
        for code, low, high in zip(ask.framework.codes, least, most, strict=True)
        if low < first - plan.ROUNDING or high > last + plan.ROUNDING
    ])  # fmt: skip


def diagnostics(measured: Measured) -> dict[str, FloatArray]:
    """Describe each column, as `resilmeter.weighting.diagnostics` does."""
    moments = measured.sums.moments
    q = moments.mean.size
    undefined = np.full(q, np.nan)
    of = measured.sums.divergence
    return {
        "std": moments.deviation,
        "conflict": kernels.conflict_of(moments.correlation) if q > 1 else undefined,
        "entropy": undefined if np.isnan(of).any() else kernels.entropies_of(of),
        "zero_share": measured.zero_share,
        "skewness": kernels.skewness_of(measured.third, moments.deviation**2),
    }


def weights_or_blank(sums: Sums, ask: Ask) -> FloatArray:
    """Weigh, or give blanks where too little is left to weigh."""
    try:
        return block_weights(sums, ask.method, ask.framework)
    except MethodError:
        return np.full(len(sums.codes), np.nan)
