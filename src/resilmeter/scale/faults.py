"""What can be wrong with the rows of a table, counted and named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.errors import Problem, note, problem
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.engine import Engine


def _keys(ask: Ask) -> dict[str, str]:
    """Name the columns that say what a row is about, under their names here."""
    strata = {f"s{f}": driver.column for f, driver in enumerate(ask.drivers)}
    return {"unit": ask.unit, "period": ask.period, **strata}


def blank_keys(table: plan.Table, ask: Ask) -> plan.Named:
    """Count blank units, periods and strata."""
    kinds = table.collect_schema()
    return {f"blank_{name}": plan.counted(_blank(name, kinds[name])) for name in _keys(ask)}


def key_problems(found: pd.DataFrame, ask: Ask) -> Iterator[Problem]:
    """Find a table without rows, and blank units, periods and strata, in what was counted."""
    if not found["rows"].sum():
        yield problem("scale-no-rows")
        return
    for name, column in _keys(ask).items():
        count = int(found[f"blank_{name}"].sum())
        if count:
            yield problem("scale-blank-key", {"column": column}, count=count)


def _blank(name: str, kind: nw.dtypes.DType) -> nw.Expr:
    """Tell which rows say nothing: null, not a finite number, or blank text."""
    column = nw.col(name)
    if kind.is_float():
        # not by is_nan: DuckDB answers it from the statistics of Parquet files, which skip NaN
        return column.is_null() | ~column.is_finite()
    if kind == nw.String:
        return column.is_null() | (column.str.strip_chars() == "")
    return column.is_null()


def blanks(found: pd.DataFrame, q: int) -> np.ndarray:
    """(q,): missing values of each column."""
    known = found[[f"known{j}" for j in range(q)]].to_numpy(np.int64)
    blank = found["rows"].to_numpy(np.int64)[:, None] - known
    return np.asarray(blank.sum(axis=0))


def infinities(
    engine: Engine, table: plan.Table, raw: Sequence[str], found: pd.DataFrame
) -> Iterator[Problem]:
    """Find infinite values, where not all are known."""
    short = [j for j, count in enumerate(blanks(found, len(raw))) if count]
    if not short:
        return
    asked = {f"i{j}": (~plan.column("x", j).is_finite()).cast(nw.Int64).sum() for j in short}
    counts = engine.sums(table, asked | {"rows": nw.len()})
    for j in short:
        count = counts[f"i{j}"]
        if count and not np.isnan(count):
            yield problem("scale-infinite", {"column": raw[j]}, count=int(count))


def single_rows(found: pd.DataFrame, ask: Ask) -> Iterator[Problem]:
    """Find periods of one row, which has no gap to another."""
    for period in found.loc[found["rows"] < 2, "period"].dropna() if ask.gaps else ():
        yield problem("scale-one-row", {"period": int(period)})


def out_of_bounds(found: pd.DataFrame, ask: Ask) -> Iterator[Problem]:
    """Find indicators with values outside their theoretical bounds, where these are refused."""
    for j, indicator in enumerate(ask.framework.indicators if ask.bounds == "refuse" else ()):
        low, high = float(found[f"low{j}"].min()), float(found[f"high{j}"].max())
        lower, upper = indicator.lower_bound, indicator.upper_bound
        if (lower is not None and low < lower) or (upper is not None and high > upper):
            yield problem("scale-out-of-bounds", {"indicator": indicator.code},
                          least=low, most=high, lower=lower, upper=upper)  # fmt: skip


def missing(raw: Sequence[str], blank: np.ndarray, absent: int) -> Iterator[Problem]:
    """Find rows that are absent and values that nothing filled."""
    if absent:
        yield problem("scale-rows-absent", count=absent)
    for j in np.flatnonzero(blank).tolist():
        yield problem("scale-missing", {"column": raw[j]}, count=int(blank[j]))


def filled_notes(
    raw: Sequence[str], before: pd.DataFrame, after: pd.DataFrame, absent: int
) -> Iterator[Problem]:
    """Say how many rows were added and how many blanks of each column were filled."""
    if absent:
        yield note("scale-rows-added", count=absent)
    for j, name in enumerate(raw):
        count = int(after[f"known{j}"].sum() - before[f"known{j}"].sum())
        if count:
            yield note("scale-filled", {"column": name}, count=count)


def needs(periods: Sequence[int], groups: Sequence[str], ask: Ask) -> Iterator[Problem]:
    """Find questions that so few periods or groups do not answer, as an ordinary run does."""
    if ask.growth and len(periods) < 2:
        yield problem("needs-periods", {"key": "analyze.growth"}, period=periods[0])
    if ask.gaps and ask.group and len(groups) == 1:
        yield problem("needs-groups", {"key": "data.group"}, group=groups[0])
    if len(ask.framework.codes) == 1 and ask.method not in {"equal", "given"}:
        code = ask.framework.codes[0]
        yield problem("needs-indicators", {"key": "weigh.method"}, indicator=code)
