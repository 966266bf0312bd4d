"""One plan for every engine: what is asked of a table, as expressions; each pass gives a few rows.

Columns are `unit`, `period`, `group`, and `x0`, `x1`, ... as 64-bit floats. Sums are `+` chains and
windows look backwards only: other forms are slow, or refused, on some engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import add
from typing import Any, Literal

import narwhals.stable.v2 as nw
import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.core.interpolate import on_line
from resilmeter.core.scale import between, towards
from resilmeter.framework import Indicator
from resilmeter.prepare.yardstick import How

SIDES: dict[str, Literal["forward", "backward"]] = {"a": "forward", "b": "backward"}
# Scaled values lie about 0 to 1, and rounding moves them by a few units of 1e-16.
ROUNDING = 1e-12
MOST_NUMBERED = 16  # values that are told apart one by one
Named = dict[str, nw.Expr]
Table = nw.LazyFrame[Any]


def column(stem: str, place: int) -> nw.Expr:
    """Name a numbered column."""
    return nw.col(f"{stem}{place}")


def chain(terms: Iterable[nw.Expr]) -> nw.Expr:
    """Add up, one after the other."""
    return reduce(add, terms)


def numbered(name: str, values: Sequence[str]) -> nw.Expr:
    """Turn texts into numbers, which take half the time to compare in groups."""
    if len(values) > MOST_NUMBERED:
        return nw.col(name)
    places = enumerate(values)
    return chain((nw.col(name) == value).cast(nw.Float32) * place for place, value in places)


def extents(table: Table, q: int) -> Table:
    """Count rows and finite values, and find extremes, by period."""
    finite = {j: nw.when(column("x", j).is_finite()).then(column("x", j)) for j in range(q)}
    asked: Named = {"rows": nw.len()}
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


def scaled(x: Any, indicator: Indicator, low: float, high: float, how: How) -> Any:
    """Orient and scale one column, or an array, as `normalize` does."""
    if indicator.direction == "target":
        unit = towards(x, low, high, inner=indicator.target, divide=divided)
    else:
        higher = indicator.direction == "higher"
        unit = between(x, low, high, higher=higher, divide=divided)
    return how.finished(unit)


def about_means(pilot: FloatArray, shift: float) -> FloatArray:
    """Give what logarithms are taken about: the pilot mean, which has to be positive."""
    centre = pilot + shift
    return np.where(centre > 0.0, centre, 1.0)


def moments(pilot: FloatArray, span: tuple[float, float], shift: float) -> Named:
    """Sum powers and products of `z0`, `z1`, ... about a pilot mean, and what entropies need."""
    plain, moved = about_means(pilot, 0.0).tolist(), about_means(pilot, shift).tolist()
    asked: Named = {"rows": nw.len()}
    for j, centre in enumerate(pilot.tolist()):
        z, y = column("z", j), column("z", j) - centre
        asked |= {f"s{j}": y.sum(), f"c{j}": (y * y * y).sum(), f"p{j}_{j}": (y * y).sum(),
                  f"least{j}": z.min(), f"most{j}": z.max(),
                  f"zeros{j}": (z == span[0]).cast(nw.Int64).sum(),
                  f"l{j}": logarithms(z, plain[j])}  # fmt: skip
        if shift:
            asked[f"k{j}"] = logarithms(z + shift, moved[j])
    for j, k in combinations(range(pilot.size), 2):
        product = (column("z", j) - float(pilot[j])) * (column("z", k) - float(pilot[k]))
        asked[f"p{j}_{k}"] = product.sum()
    return asked


def about(middles: FloatArray) -> Named:
    """Count the rows of `z0`, `z1`, ... below some values, and up to them."""
    asked: Named = {}
    for j, middle in enumerate(middles.tolist()):
        z = column("z", j)
        asked |= {f"below{j}": (z < middle).cast(nw.Int64).sum(),
                  f"upto{j}": (z <= middle).cast(nw.Int64).sum()}  # fmt: skip
    return asked


def beside(middle: float, j: int) -> Named:
    """Find the values of one column next to a value."""
    z = column("z", j)
    return {"last": nw.when(z < middle).then(z).max(), "next": nw.when(z >= middle).then(z).min()}


def logarithms(z: nw.Expr, centre: float) -> nw.Expr:
    """Sum z ln (z / centre), which is 0 at 0.

    About a mean, since sums of z ln z cancel where values differ little for their size.
    """
    return nw.when(z > 0.0).then(z * (z / centre).log()).otherwise(0.0).sum()


def scores(weights: FloatArray, dimensions: Sequence[int], names: Sequence[str]) -> Named:
    """Add weighted `z0`, `z1`, ... up to the parts of the dimensions and to the index."""
    own = {name: chain(column("z", j) * float(weights[j])
                       for j, place in enumerate(dimensions) if place == m)
           for m, name in enumerate(names)}  # fmt: skip
    return {"index": chain(own.values()), **own}


def spreads(names: Mapping[str, float]) -> Named:
    """Count columns, sum them about their centres, and find their variances."""
    asked: Named = {"rows": nw.len()}
    for m, (name, centre) in enumerate(names.items()):
        y = nw.col(name) - centre
        # about the mean of each period and group: squares about another point leave 1e-9 where a
        # group does not vary
        asked |= {f"s{m}": y.sum(), f"v{m}": y.var(ddof=0)}
    return asked | {"least": nw.col("index").min(), "most": nw.col("index").max()}


def distances(weights: FloatArray, worst: float, best: float) -> Named:
    """Weigh how far each of `z0`, `z1`, ... is from its best value."""
    return {
        f"d{j}": (1.0 - divided(column("z", j) - worst, best - worst)) * weight
        for j, weight in enumerate(weights.tolist())
    }


def obstacles(table: Table, weights: FloatArray, top: int) -> Table:
    """Sum degrees, and count how often each of `d0`, `d1`, ... is the largest, or one of them."""
    q = weights.size
    d = [column("d", j) for j in range(q)]
    # small whole numbers as floats: engines check every sum of integers for overflow, which takes
    # five times as long
    ahead = {f"a{j}_{k}": (d[j] >= d[k]).cast(nw.Float32) for j, k in combinations(range(q), 2)}
    wide = table.with_columns(**ahead, whole=chain(d))
    before = {}
    for j in range(q):
        above = [column(f"a{k}_", j) for k in range(j)]
        below = [-column(f"a{j}_", k) for k in range(j + 1, q)]
        before[f"b{j}"] = chain([*above, *below]) + len(below) if q > 1 else nw.lit(0)
    asked: Named = {"rows": nw.len()}
    for j in range(q):
        hinders, place = column("d", j) > ROUNDING * float(weights[j]), column("b", j)
        degree = nw.when(nw.col("whole") > ROUNDING).then(d[j] / nw.col("whole")).otherwise(0.0)
        asked |= {f"degree{j}": degree.sum(),
                  f"first{j}": ((place == 0) & hinders).cast(nw.Int64).sum(),
                  f"among{j}": ((place < top) & hinders).cast(nw.Int64).sum()}  # fmt: skip
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
