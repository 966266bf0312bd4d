"""One plan for every engine: what is asked of a table, as expressions; each pass gives a few rows.

Columns are `unit`, `period`, `group`, and `x0`, `x1`, ... as 64-bit floats. Sums are `+` chains and
windows look backwards only: other forms are slow, or refused, on some engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import add, truediv
from typing import Any, Literal, NamedTuple

import narwhals.stable.v2 as nw
import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.core.interpolate import on_line
from resilmeter.core.scale import between, towards
from resilmeter.framework import Indicator
from resilmeter.prepare.yardstick import UNIT, How

SIDES: dict[str, Literal["forward", "backward"]] = {"a": "forward", "b": "backward"}
# Scaled values lie about 0 to 1, and rounding moves them by a few units of 1e-16.
ROUNDING = 1e-12
MOST_NUMBERED = 16  # values that are told apart one by one
Named = dict[str, nw.Expr]
Table = nw.LazyFrame[Any]
Divide = Callable[[Any, float], Any]


class Some(NamedTuple):
    """Questions about some of the rows: name, column, and what is asked of it."""

    where: nw.Expr
    asked: tuple[tuple[str, nw.Expr, Literal["min", "max", "count"]], ...]

    def of_these(self) -> Iterator[tuple[str, nw.Expr]]:
        """Put the questions to a table of these rows."""
        for name, value, how in self.asked:
            yield name, getattr(value, how)()

    def of_all(self) -> Iterator[tuple[str, nw.Expr]]:
        """Put the questions to a table of all rows."""
        for name, value, how in self.asked:
            yield name, getattr(nw.when(self.where).then(value), how)()


def column(stem: str, place: int) -> nw.Expr:
    """Name a numbered column."""
    return nw.col(f"{stem}{place}")


def counted(where: nw.Expr) -> nw.Expr:
    """Count rows, exactly up to 2^53: engines check every sum of integers for overflow."""
    return where.cast(nw.Float64).sum()


def chain(terms: Iterable[nw.Expr]) -> nw.Expr:
    """Add up, one after the other."""
    return reduce(add, terms)


def numbered(name: str, values: Sequence[str]) -> nw.Expr:
    """Turn texts into numbers, which take half the time to compare in groups."""
    return placed(name, values) if len(values) <= MOST_NUMBERED else nw.col(name)


def placed(name: str, values: Sequence[str]) -> nw.Expr:
    """Turn texts into their places among some values, as floats, as small whole numbers all are."""
    there = [(nw.col(name) == value).cast(nw.Float32) for value in values]
    return chain(one * place for place, one in enumerate(there) if place or len(there) == 1)


def extents(table: Table, q: int, more: Named | None = None) -> Table:
    """Count rows and finite values, and find extremes, by period."""
    finite = {j: nw.when(column("x", j).is_finite()).then(column("x", j)) for j in range(q)}
    asked: Named = {"rows": nw.len(), **(more or {})}
    for j, x in finite.items():
        asked |= {f"known{j}": x.count(), f"low{j}": x.min(), f"high{j}": x.max()}
    return table.group_by("period").agg(**asked)


def filled(table: Table, gaps: Sequence[int], max_gap: int | None) -> Table:
    """Fill the blanks of some columns by straight lines along each unit."""
    place = nw.col("period").cum_count().over("unit", order_by="period")
    table = table.with_columns(place=place)
    for j in gaps:
        x, ends = column("x", j), {}
        for name, of in (("x", x), ("t", nw.col("period")), ("p", nw.col("place"))):
            known = nw.when(~x.is_null()).then(of)
            for side, strategy in SIDES.items():
                filler = known.fill_null(strategy=strategy)
                ends[name + side] = filler.over("unit", order_by="period")
        wide = table.with_columns(**ends)
        line = on_line(nw.col("period"), (nw.col("ta"), nw.col("xa")), (nw.col("tb"), nw.col("xb")))
        allowed = x.is_null() & ~nw.col("xa").is_null() & ~nw.col("xb").is_null()
        if max_gap is not None:
            allowed &= nw.col("pb") - nw.col("pa") - 1 <= max_gap
        value = nw.when(allowed).then(line).otherwise(x)
        table = wide.with_columns(value.alias(f"x{j}")).drop(*ends)
    return table.drop("place")


def divided(x: Any, by: float) -> Any:
    """Divide exactly: by one number, Polars multiplies by its reciprocal, and 49/49 is not 1."""
    return x / (x * 0.0 + by)


def division(table: Table) -> Divide:
    """Choose how to divide the columns of a table by one number."""
    return divided if table.implementation.is_polars() else truediv


def scaled(
    x: Any, indicator: Indicator, low: float, high: float, how: How, divide: Divide = truediv
) -> Any:
    """Orient and scale one column, or an array, as `normalize` does."""
    if indicator.direction == "target":
        unit = towards(x, low, high, inner=indicator.target, divide=divide)
    else:
        higher = indicator.direction == "higher"
        unit = between(x, low, high, higher=higher, divide=divide)
    return how.finished(unit)


def beside(middle: float, j: int) -> Named:
    """Find the values of one column next to a value."""
    z = column("z", j)
    return {"last": nw.when(z < middle).then(z).max(), "next": nw.when(z >= middle).then(z).min()}


def scores(weights: FloatArray, dimensions: Sequence[int], names: Sequence[str]) -> Named:
    """Add weighted `z0`, `z1`, ... up to the parts of the dimensions and to the index."""
    own = {name: chain(column("z", j) * float(weights[j])
                       for j, place in enumerate(dimensions) if place == m)
           for m, name in enumerate(names)}  # fmt: skip
    return {"index": chain(own.values()), **own}


def pilot_means(q: int) -> Named:
    """Find means of `z0`, `z1`, ..., and of their squares."""
    z = [column("z", j) for j in range(q)]
    means = {f"m{j}": one.mean() for j, one in enumerate(z)}
    return means | {f"v{j}": (one * one).mean() for j, one in enumerate(z)}


def spreads(names: Mapping[str, float]) -> Named:
    """Count columns, sum them about their centres, and find their variances."""
    asked: Named = {"rows": nw.len()}
    for m, (name, centre) in enumerate(names.items()):
        y = nw.col(name) - centre
        # about the mean of each period and group: squares about another point leave 1e-9 where a
        # group does not vary
        asked |= {f"s{m}": y.sum(), f"v{m}": y.var(ddof=0)}
    return asked | {"least": nw.col("index").min(), "most": nw.col("index").max()}


def distances(weights: FloatArray, interval: tuple[float, float], divide: Divide) -> Named:
    """Weigh how far each of `z0`, `z1`, ... is from its best value."""
    worst, best = interval
    z = [column("z", j) for j in range(weights.size)]
    unit = z if interval == UNIT else [divide(one - worst, best - worst) for one in z]
    return {f"d{j}": (1.0 - unit[j]) * weight for j, weight in enumerate(weights.tolist())}


def obstacles(table: Table, weights: FloatArray, top: int) -> Table:
    """Sum degrees, and count how often each of `d0`, `d1`, ... is the largest, or one of them."""
    q = weights.size
    d = [column("d", j) for j in range(q)]
    # small whole numbers as floats: engines check every sum of integers for overflow, which takes
    # five times as long
    ahead = {f"a{j}_{k}": (d[j] >= d[k]).cast(nw.Float32) for j, k in combinations(range(q), 2)}
    whole = chain(d)
    inverse = nw.when(whole > ROUNDING).then(1.0 / whole).otherwise(0.0)
    wide = table.with_columns(**ahead, inverse=inverse)
    before = {}
    for j in range(q):
        above = [column(f"a{k}_", j) for k in range(j)]
        below = [-column(f"a{j}_", k) for k in range(j + 1, q)]
        before[f"b{j}"] = chain([*above, *below]) + len(below) if q > 1 else nw.lit(0)
    asked: Named = {"rows": nw.len()}
    for j in range(q):
        hinders, place = column("d", j) > ROUNDING * float(weights[j]), column("b", j)
        asked |= {f"degree{j}": (d[j] * nw.col("inverse")).sum(),
                  f"first{j}": counted((place == 0) & hinders),
                  f"among{j}": counted((place < top) & hinders)}  # fmt: skip
    return wide.with_columns(**before).group_by("period", "group").agg(**asked)


def running(table: Table, names: Sequence[str], origin: FloatArray, k: int) -> Table:
    """Sum up what a piece of the Gini coefficient needs, by windows over the ordered totals.

    The table has `key` (the rounded total) and `code` (the group's number).
    """
    count = {f"n{h}": (nw.col("code") == h).cast(nw.Int64) for h in range(k)}
    upto = {f"u{h}": column("n", h).cum_sum().over("period", order_by="key") for h in range(k)}
    peers = {f"u{h}": column("u", h).max().over("period", "key") for h in range(k)}
    peers |= {f"n{h}": column("n", h).sum().over("period", "key") for h in range(k)}
    asked: Named = {"rows": nw.len()}
    for m, (name, centre) in enumerate(zip(names, origin.tolist(), strict=True)):
        y = nw.col(name) - centre
        asked[f"s{m}"] = y.sum()
        for h in range(k):
            asked[f"w{m}_{h}"] = (y * (2 * column("u", h) - column("n", h))).sum()
    wide = table.with_columns(**count).with_columns(**upto).with_columns(**peers)
    return wide.group_by("period", "code").agg(**asked)


def pilot_of(row: Mapping[str, float], stem: str, q: int) -> FloatArray:
    """Take numbered columns out of one row of a result."""
    return np.array([float(row[f"{stem}{j}"]) for j in range(q)])
