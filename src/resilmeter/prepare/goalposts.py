"""Goalposts: the lowest and highest raw value that scaling reckons with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.core.arrays import ROUNDING, FloatArray, constant
from resilmeter.errors import DataError, Problem, problem, refuse
from resilmeter.framework import Framework, Indicator
from resilmeter.rows import each_row

COLUMNS = ["indicator", "period", "low", "high"]


def goalposts_of(
    values: FloatArray,
    periods: np.ndarray,
    codes: tuple[str, ...],
    scope: str,
    base_period: int | None,
) -> pd.DataFrame:
    """Find the goalposts that the data themselves set.

    Parameters
    ----------
    values : (n, q) float array
        Raw values; missing ones (NaN) set no goalpost.
    periods : (n,) integer array
        Period of each row.
    codes : tuple of str
        Indicator of each column.
    scope : {"pooled", "per-period", "base-period"}
        All periods, each by itself, or one.
    base_period : int or None
        For scope "base-period".

    Returns
    -------
    DataFrame
        indicator, period (blank when shared by all periods), low, high.
    """
    times: list[Any] = [pd.NA]
    blocks = [values if scope == "pooled" else values[periods == base_period]]
    if scope == "per-period":
        times = np.unique(periods).tolist()
        blocks = [values[periods == time] for time in times]
    return pd.DataFrame(
        {
            "indicator": list(codes) * len(blocks),
            "period": pd.Series([time for time in times for _ in codes], dtype="Int64"),
            "low": np.concatenate([np.fmin.reduce(block, axis=0) for block in blocks]),
            "high": np.concatenate([np.fmax.reduce(block, axis=0) for block in blocks]),
        }
    )


def fixed_goalposts(given: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Take goalposts from a table, refusing what does not fit the framework."""
    needed = [name for name in ("indicator", "low", "high") if name not in given.columns]
    refuse(DataError, [problem("goalposts-column", column=name) for name in needed])
    twice = given["indicator"][given["indicator"].duplicated()]
    refuse(DataError, [problem("listed-twice", {"indicator": code}) for code in twice])
    table = given.set_index("indicator")
    lacking = [code for code in framework.codes if code not in table.index]
    refuse(DataError, [problem("goalposts-lack", {"indicator": code}) for code in lacking])
    frame = table.loc[list(framework.codes), ["low", "high"]].astype(np.float64).reset_index()
    sound = np.isfinite(frame["low"]) & np.isfinite(frame["high"]) & (frame["low"] < frame["high"])
    wrong = frame[~sound.to_numpy(dtype=bool)]
    refuse(
        DataError,
        [
            problem("goalposts-order", {"indicator": row.indicator}, low=row.low, high=row.high)
            for row in each_row(wrong)
        ],
    )
    return frame.assign(period=_no_period(len(frame)))[COLUMNS]


def goalpost_problems(posts: pd.DataFrame, framework: Framework) -> Iterator[Problem]:
    """Find goalposts that coincide, and those inside a target interval."""
    targets = {i.code: i for i in framework.indicators if i.direction == "target"}
    low, high = posts["low"].to_numpy(), posts["high"].to_numpy()
    flat = high - low <= ROUNDING * np.maximum(np.abs(low), np.abs(high))
    looked_at = flat | posts["indicator"].isin(targets).to_numpy() if targets else flat
    if not looked_at.any():  # as a rule; cutting an empty table takes longer than all the rest
        return
    for row in each_row(posts[looked_at]):
        where: dict[str, object] = {"indicator": row.indicator}
        if not pd.isna(row.period):
            where["period"] = row.period
        if constant(row.low, row.high):
            yield problem("constant-indicator", where, value=row.low)
        elif row.indicator in targets and _inside(targets[row.indicator], row.low, row.high):
            ends = targets[row.indicator]
            interval = {"low": ends.target_low, "high": ends.target_high}
            yield problem("goalposts-inside-target", where, **interval)


def _inside(indicator: Indicator, low: float, high: float) -> bool:
    first, last = indicator.target_low, indicator.target_high
    return first is not None and last is not None and first <= low and high <= last


def towards_targets(posts: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Put the target of each indicator in the place of its better goalpost."""
    ends = posts["indicator"].map({i.code: i.target for i in framework.indicators})
    direction = posts["indicator"].map({i.code: i.direction for i in framework.indicators})
    low, high = ends.str[0].astype(np.float64), ends.str[1].astype(np.float64)
    return posts.assign(
        high=posts["high"].mask(direction == "higher", low),
        low=posts["low"].mask(direction == "lower", high),
    )


def target_problems(posts: pd.DataFrame, framework: Framework) -> Iterator[Problem]:
    """Find indicators without a target, and targets that all rows have reached."""
    for indicator in framework.indicators:
        first, last = indicator.target
        own = posts[posts["indicator"] == indicator.code]
        where = {"indicator": indicator.code}
        field = {"higher": "target_low", "lower": "target_high"}.get(indicator.direction)
        goal = first if field == "target_low" else last
        if field and not np.isfinite(goal):
            yield problem("distance-needs-target", where, field=field)
        elif field == "target_low" and (own["low"] >= goal).any():
            yield problem("target-reached", where, target=goal, worst=float(own["low"].max()))
        elif field == "target_high" and (own["high"] <= goal).any():
            yield problem("target-reached", where, target=goal, worst=float(own["high"].min()))


def _no_period(rows: int) -> pd.Series:
    """Blank periods: goalposts shared by all."""
    return pd.Series([pd.NA] * rows, dtype="Int64")
