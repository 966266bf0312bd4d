"""Units: each once in a period, and in one group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, problem, refuse
from resilmeter.scale import plan
from resilmeter.scale.engine import Engine
from resilmeter.scale.selection import distinct

SHOWN = 12
# Whole numbers of so many binary digits are exact as floats, with one to spare.
DIGITS = 52
# So many numbers may stand for one unit, where units are numbers, and so many in all: a list takes
# two bytes for each, beside the engine's own memory.
SPARSE = 8
LONGEST = 2**26


def units_of(engine: Engine, table: plan.Table, found: pd.DataFrame, groups: Sequence[str]) -> int:
    """Refuse repeated rows and units that change group; give the number of units.

    Parameters
    ----------
    engine : Engine
        Who computes.
    table : LazyFrame
        unit, period, group.
    found : DataFrame
        Rows of each period, in the order of time.
    groups : sequence of str
        The groups.

    Raises
    ------
    DataError
        Such units by name.
    """
    count = _seen(engine, table, found, groups)
    if count is None:
        periods = found["period"].tolist()
        count = _marked(engine, table, periods, int(found["rows"].sum()), groups)
    return _looked_up(engine, table, found, groups) if count is None else count


def _seen(
    engine: Engine, table: plan.Table, found: pd.DataFrame, groups: Sequence[str]
) -> int | None:
    """Count units with whole numbers for names by a list of all numbers, period by period.

    None where something is wrong with one, and where there is no such list, or too long a one, or
    one of numbers past those with a sign.
    """
    whole = table.collect_schema()["unit"].is_integer() and len(groups) <= plan.MOST_NUMBERED
    if not (engine.streams and engine.apart and whole):
        return None
    ends = engine.sums(table, {"low": nw.col("unit").min(), "high": nw.col("unit").max()})
    low, size = int(ends["low"]), int(ends["high"]) - int(ends["low"]) + 1
    too_long = size > min(SPARSE * int(found["rows"].max()), LONGEST)
    if too_long or low + size > np.iinfo(np.int64).max:
        return None
    group_of = np.full(size, -1, dtype=np.int8)
    rows = table.select("unit", "period", group=plan.placed("group", groups))
    for period, count in zip(found["period"].tolist(), found["rows"].tolist(), strict=True):
        here = np.zeros(size, dtype=bool)
        own = rows.filter(nw.col("period") == int(period)).drop("period")
        for unit, group in engine.batches(own):
            place = unit.astype(np.int64) - low
            known, here[place] = group_of[place], True
            if ((known >= 0) & (known != group)).any():
                return None
            group_of[place] = group
        if np.count_nonzero(here) < count:
            return None
    return int(np.count_nonzero(group_of >= 0))


def _marked(
    engine: Engine, table: plan.Table, periods: list[int], rows: int, groups: Sequence[str]
) -> int | None:
    """Count the units, if one sum over each shows that nothing is wrong with any.

    A row adds a binary digit for its period, and one to the count of its group further up. Added
    up, rows have as many digits set as there are rows only where no two share a period; then the
    counts of groups do not run over, and a unit in one group has all its rows there.
    """
    bits, size = int(periods[-1] - periods[0]) + 1, len(periods).bit_length()
    if bits + size * len(groups) > DIGITS:
        return None
    in_period = nw.lit(2.0) ** (nw.col("period") - int(periods[0])).cast(nw.Float64)
    in_group = plan.chain(
        (nw.col("group") == name).cast(nw.Float64) * 2.0 ** (bits + size * h)
        for h, name in enumerate(groups)
    )
    units = table.group_by("unit").agg(mark=(in_period + in_group).sum())
    units = units.with_columns(count=(nw.col("mark") * 0.5**bits).floor())
    units = units.with_columns(times=nw.col("mark") - nw.col("count") * 2.0**bits)
    halves = ((nw.col("times") * 0.5**place).floor() for place in range(1, bits))
    units = units.with_columns(rows=nw.col("times") - plan.chain([nw.lit(0.0), *halves]))
    alone = plan.chain(
        (nw.col("count") == nw.col("rows") * 2.0 ** (size * h)).cast(nw.Float64)
        for h in range(len(groups))
    )
    asked = {"units": nw.len(), "rows": nw.col("rows").sum(), "alone": alone.sum()}
    sums = engine.sums(units, asked)
    clean = sums["rows"] == rows and sums["alone"] == sums["units"]
    return int(sums["units"]) if clean else None


def _looked_up(
    engine: Engine, table: plan.Table, found: pd.DataFrame, groups: Sequence[str]
) -> int:
    """Look for both period by period and group by group, and name what is found.

    Units are counted by grouping, which engines do on disk; distinct counts they hold in memory.
    """
    problems: list[Problem] = []
    for period, rows in zip(found["period"].tolist(), found["rows"].tolist(), strict=True):
        own = table.filter(nw.col("period") == period)
        if engine.sums(distinct(own, "unit"), {"units": nw.len()})["units"] < rows:
            problems += _repeated(engine, own, int(period))
    group = plan.numbered("group", groups)
    units = table.group_by("unit").agg(first=group.min(), last=group.max())
    changed = nw.col("first") != nw.col("last")
    asked = {"units": nw.len(), "changed": changed.cast(nw.Int64).sum()}
    counts = engine.sums(units, asked)
    if counts["changed"]:
        named = engine.rows(units.filter(changed).sort("unit").head(SHOWN))["unit"]
        problems += [problem("scale-changing-group", {"unit": unit}) for unit in named]
    refuse(DataError, problems)
    return int(counts["units"])


def _repeated(engine: Engine, own: plan.Table, period: int) -> Iterator[Problem]:
    """Name units that have more than one row in a period."""
    twice = own.group_by("unit").agg(n=nw.len()).filter(nw.col("n") > 1)
    for unit, n in engine.rows(twice.sort("unit").head(SHOWN)).itertuples(index=False):
        yield problem("scale-repeated", {"unit": unit, "period": period}, count=int(n))
