"""The gate: everything wrong with the rows is counted by name before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import DataError, Problem, StudyError, note, problem, refuse
from resilmeter.framework import Indicator
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.engine import Engine
from resilmeter.scale.faults import (
    blank_keys,
    blanks,
    filled_notes,
    infinities,
    key_problems,
    missing,
    needs,
    out_of_bounds,
    single_rows,
)
from resilmeter.scale.selection import distinct, kept, unmatched
from resilmeter.scale.units import units_of


@dataclass(frozen=True, eq=False)
class Passed:
    """A table that can be computed on, and what was learnt on the way.

    Attributes
    ----------
    table : LazyFrame
        unit, period, group, x0, x1, ... without blanks, and s0, s1, ... of the drivers.
    periods : tuple of int
        The periods, increasing.
    rows : (T,) integer array
        Rows of each period.
    groups : tuple of str
        The groups in order; one blank name without groups.
    low, high : (T, q) float array
        Extremes of each period.
    steps : tuple of Problem
        What was done to the rows.
    """

    table: plan.Table
    periods: tuple[int, ...]
    rows: np.ndarray
    groups: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    steps: tuple[Problem, ...] = ()


def gate(engine: Engine, given: plan.Table, ask: Ask) -> Passed:
    """Look at every row once, refuse what cannot be computed, and fill the gaps that may be filled.

    Raises
    ------
    DataError
        First missing and text columns; then blank units, periods and groups, groups that are not
        known, infinite values, values out of bounds and periods of one row, all at once; then
        repeated rows and units that change group, which need these; then missing values that
        nothing fills.
    StudyError
        Questions that one period, one group or one indicator does not answer.
    """
    table = chosen(given, ask)
    refuse(DataError, [*unmatched(engine, given, ask)])
    sources = [i.source_column for i in ask.framework.indicators]
    raw = [*sources, *ask.framework.denominators]
    q = len(raw)
    # what is no finite number is left out there in any case
    found = extents(engine, chosen(given, ask, nan=True), q, blank_keys(table, ask))
    problems = [*key_problems(found, ask), *infinities(engine, table, raw, found)]
    problems += [*single_rows(found, ask), *out_of_bounds(found, ask)]
    groups = _groups(engine, table, ask, problems)
    refuse(DataError, problems)
    refuse(StudyError, needs(found["period"].tolist(), groups, ask))
    units = units_of(engine, table, found, groups)
    steps: list[Problem] = []
    rows, blank = int(found["rows"].sum()), blanks(found, q)
    absent = units * len(found) - rows
    complete = absent and not ask.drivers  # a new row has no stratum
    if ask.fill and (blank.any() or complete):
        table = _complete(table) if complete else table
        gaps = [j for j in range(q) if blank[j] or complete]
        table = engine.read(engine.write(plan.filled(table, gaps, ask.max_gap), "filled"))
        before, found = found, extents(engine, table, q)
        steps += filled_notes(raw, before, found, absent if complete else 0)
        blank, absent = blanks(found, q), 0 if complete else absent
    elif not blank.any():
        table = chosen(given, ask, whole=True)
    refuse(DataError, missing(raw, blank, absent))
    return _divided(engine, table, ask, found, groups, steps)


def chosen(given: plan.Table, ask: Ask, *, whole: bool = False, nan: bool = False) -> plan.Table:
    """Keep the rows and columns asked for, under their names here.

    `whole` if no value is blank, `nan` if what is no number may stay.

    Raises
    ------
    DataError
        Columns that are not there, or that hold text where numbers are needed.
    """
    schema, framework = given.collect_schema(), ask.framework
    raw = [*(i.source_column for i in framework.indicators), *framework.denominators]
    keys = [ask.unit, ask.period, *([ask.group] if ask.group else [])]
    strata = [driver.column for driver in ask.drivers]
    have, needed = list(schema.names()), [*keys, *raw, *strata, *(k.column for k in ask.keep)]
    lacking = [n for n in dict.fromkeys(needed) if n not in have]
    refuse(DataError, [problem("scale-no-column", {"column": n}, have=have) for n in lacking])
    numeric = [*raw, *(driver.column for driver in ask.drivers if driver.cuts)]
    text = [n for n in numeric if not schema[n].is_numeric()]
    text += [] if schema[ask.period].is_integer() else [ask.period]
    refuse(DataError, [problem("scale-not-numbers", {"column": n}, given=str(schema[n]))
                       for n in dict.fromkeys(text)])  # fmt: skip
    for rule in ask.keep:
        given = given.filter(kept(rule, schema[rule.column]))
    group = nw.col(ask.group).cast(nw.String) if ask.group else nw.lit("")
    numbers = [nw.col(name).cast(nw.Float64) for name in raw]
    if not (whole or nan):
        numbers = [_number(x) for x in numbers]
    values = {f"x{j}": x if whole else _known(x, ask) for j, x in enumerate(numbers)}
    if ask.bounds == "blank" and not whole:
        for j, i in enumerate(framework.indicators):
            values[f"x{j}"] = nw.when(_within(values[f"x{j}"], i)).then(values[f"x{j}"])
    return given.select(
        unit=nw.col(ask.unit), period=nw.col(ask.period).cast(nw.Int64), group=group, **values,
        **{f"s{f}": nw.col(name) for f, name in enumerate(strata)},
    )  # fmt: skip


def _number(x: nw.Expr) -> nw.Expr:
    """Blank what is no number; not by is_nan, as DuckDB's statistics of Parquet files skip NaN."""
    return nw.when(x.is_finite() | (x.abs() == np.inf)).then(x)


def _known(x: nw.Expr, ask: Ask) -> nw.Expr:
    """Blank numbers that mean "no value"."""
    return nw.when(~x.is_in(ask.missing)).then(x) if ask.missing else x


def _within(x: nw.Expr, indicator: Indicator) -> nw.Expr:
    """Tell which values lie inside the indicator's theoretical bounds."""
    low, high = indicator.lower_bound, indicator.upper_bound
    inside = x >= (-np.inf if low is None else low)
    return inside & (x <= (np.inf if high is None else high))


def extents(
    engine: Engine, table: plan.Table, q: int, more: plan.Named | None = None
) -> pd.DataFrame:
    """Give rows, known values and extremes by period, in the order of time."""
    found = engine.rows(plan.extents(table, q, more))
    return found.sort_values("period", ignore_index=True)


def _groups(
    engine: Engine, table: plan.Table, ask: Ask, problems: list[Problem]
) -> tuple[str, ...]:
    """Find the groups, in the order asked for, else alphabetical."""
    if not ask.group:
        return ("",)
    rows = engine.rows(table.group_by("group").agg(count=nw.len()))
    names = rows["group"].where(rows["group"].notna(), "").astype(str)
    blank = int(rows.loc[names.str.strip() == "", "count"].sum())
    problems += [problem("scale-blank-key", {"column": ask.group}, count=blank)] if blank else []
    present = set(names[names.str.strip() != ""])
    unknown = sorted(present - set(ask.group_order)) if ask.group_order else []
    problems += [problem("scale-unknown-group", {"group": name}, allowed=ask.group_order)
                 for name in unknown]  # fmt: skip
    order = [name for name in ask.group_order if name in present]
    return tuple(order or sorted(present))


def _complete(table: plan.Table) -> plan.Table:
    """Give every unit a row in every period; new rows have no values."""
    units, periods = distinct(table, "unit", "group"), distinct(table, "period")
    full = units.join(periods, how="cross")
    return full.join(table.drop("group"), on=["unit", "period"], how="left")


def _divided(
    engine: Engine,
    table: plan.Table,
    ask: Ask,
    found: pd.DataFrame,
    groups: tuple[str, ...],
    steps: list[Problem],
) -> Passed:
    """Divide by the denominators, and check what is left."""
    framework = ask.framework
    names, q = framework.denominators, len(framework.codes)
    low = [found[f"low{q + d}"].min() for d in range(len(names))]
    refuse(DataError, [problem("scale-denominator", {"column": name}, least=float(least))
                       for name, least in zip(names, low, strict=True) if least <= 0])  # fmt: skip
    ratios = {
        f"x{j}": plan.column("x", j) / plan.column("x", q + names.index(i.denominator)) * i.per
        for j, i in enumerate(framework.indicators) if i.denominator
    }  # fmt: skip
    if ratios:
        table = table.with_columns(**ratios)
        found = extents(engine, table, q)
        steps += [note("divided", {"indicator": i.code}, denominator=i.denominator, per=i.per)
                  for i in framework.indicators if i.denominator]  # fmt: skip
    return Passed(
        table=table.drop([f"x{q + d}" for d in range(len(names))]),
        periods=tuple(int(t) for t in found["period"]),
        rows=found["rows"].to_numpy(np.int64),
        groups=groups,
        low=found[[f"low{j}" for j in range(q)]].to_numpy(np.float64),
        high=found[[f"high{j}" for j in range(q)]].to_numpy(np.float64),
        steps=tuple(steps),
    )
