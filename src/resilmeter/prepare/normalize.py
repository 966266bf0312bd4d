"""Orient and scale: from raw values to Scaled, where larger is better and units are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.core.scale import min_max, target_interval
from resilmeter.errors import DataError, Problem, StudyError, problem, refuse, refuse_unknown
from resilmeter.panel import Indicator, Panel
from resilmeter.prepare.missing import missing_problems
from resilmeter.rows import each_cell, each_row

Normalization = Literal["minmax"]
Scope = Literal["pooled", "per-period", "base-period", "fixed"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
Outside = Literal["refuse", "clip", "keep"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Scaled:
    """Oriented, scaled values.

    Attributes
    ----------
    panel : Panel
        The raw values they come from.
    values : DataFrame
        Float, same rows and columns as `panel.values`; larger is better; in [0, 1] unless values
        outside the goalposts were kept.
    goalposts : DataFrame
        indicator, period (blank when shared by all periods), low, high, in raw units.
    method, scope : str
        How they were scaled.
    """

    panel: Panel
    values: pd.DataFrame
    goalposts: pd.DataFrame
    method: str
    scope: Scope

    @property
    def comparable_over_time(self) -> bool:
        """False under per-period scaling, where every period has its own yardstick."""
        return self.scope != "per-period"

    def __repr__(self) -> str:
        return f"<Scaled: {self.method}, {self.scope}, of {self.panel!r}>"


def minmax(x: FloatArray, indicator: Indicator, low: FloatArray, high: FloatArray) -> FloatArray:
    """Scale by the range between two goalposts.

    Notes
    -----
    ``(x - low) / (high - low)`` where higher is better, ``(high - x) / (high - low)`` where lower
    is better; with a target interval [a, b], ``1 - max(a - x, x - b, 0) / max(a - low, high - b)``.
    Options: scope pooled (minimum and maximum over all units and periods), per-period, base-period,
    fixed (given goalposts). Caveats: one extreme value squeezes all others; under the pooled scope
    a new period can change old scores.
    """
    if indicator.direction == "target":
        ends = (float(indicator.target_low or 0), float(indicator.target_high or 0))
        return target_interval(x, low, high, inner=ends)
    return min_max(x, low, high, higher=indicator.direction == "higher")


NORMALIZATIONS: dict[str, Callable[..., Any]] = {"minmax": minmax}


def normalize(
    panel: Panel,
    *,
    method: Normalization = "minmax",
    scope: Scope = "pooled",
    base_period: int | None = None,
    goalposts: pd.DataFrame | None = None,
    outside: Outside = "refuse",
) -> Scaled:
    """Orient and scale every indicator.

    Parameters
    ----------
    panel : Panel
        Without missing cells.
    method : {"minmax"}
        Normalisation.
    scope : {"pooled", "per-period", "base-period", "fixed"}
        Where the goalposts come from: all periods; each period by itself (rules out every
        comparison over time); one period; or `goalposts`.
    base_period : int or None
        For scope "base-period".
    goalposts : DataFrame or None
        For scope "fixed": columns indicator, low, high, in raw units.
    outside : {"refuse", "clip", "keep"}
        What to do with values beyond the goalposts of a base period or given ones.

    Returns
    -------
    Scaled

    Raises
    ------
    DataError
        Missing cells, constant indicators, goalposts that do not fit, values outside them: all at
        once, by indicator, unit and period.
    StudyError
        An unknown method or scope, or a scope without what it needs.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> float(scaled.values.min().min()), float(scaled.values.max().max())
    (0.0, 1.0)
    """
    _refuse_options(panel, method, scope, base_period, goalposts)
    refuse_unknown(outside, get_args(Outside), "prepare.normalize.outside")
    posts = _goalposts(panel, scope, base_period, goalposts)
    found = [*_constant_problems(posts), *_target_problems(posts, panel)]
    refuse(DataError, [*found, *missing_problems(panel)])
    scaled = {
        i.code: NORMALIZATIONS[method](
            panel.values[i.code].to_numpy(), i, *_rows_of(posts, i.code, panel)
        )
        for i in panel.framework.indicators
    }
    values = pd.DataFrame(scaled, index=panel.values.index)
    if outside == "refuse":
        refuse(DataError, _outside_problems(values))
    clipped = values.clip(0.0, 1.0) if outside == "clip" else values
    refuse(DataError, _level_problems(clipped))
    count = int(((values < 0) | (values > 1)).to_numpy().sum())
    if count:
        step = Problem(f"outside-{outside}", values={"count": count}, level="doubt")
        panel = panel.with_steps(step)
    return Scaled(panel=panel, values=clipped, goalposts=posts, method=method, scope=scope)


def _refuse_options(
    panel: Panel,
    method: str,
    scope: str,
    base_period: int | None,
    goalposts: pd.DataFrame | None,
) -> None:
    found, key = [], "prepare.normalize"
    refuse_unknown(method, NORMALIZATIONS, f"{key}.method")
    refuse_unknown(scope, SCOPES, f"{key}.scope")
    if scope == "base-period" and base_period not in panel.periods:
        where = {"key": f"{key}.base_period"}
        found.append(problem("base-period", where, given=base_period, allowed=panel.periods))
    if scope == "fixed" and goalposts is None:
        found.append(problem("needs-goalposts", {"key": f"{key}.goalposts"}))
    refuse(StudyError, found)


def _goalposts(
    panel: Panel, scope: str, base_period: int | None, given: pd.DataFrame | None
) -> pd.DataFrame:
    """Find low and high of each indicator: rows indicator, period (blank if shared), low, high."""
    if scope == "fixed" and given is not None:
        return _fixed(panel, given)
    if scope == "per-period":
        by_period = panel.values.groupby(level="period")
        low, high = by_period.min().stack(), by_period.max().stack()
        keys = low.index.set_names(["period", "indicator"]).to_frame(index=False)
        frame = keys.assign(low=low.to_numpy(), high=high.to_numpy())
        return frame.astype({"period": "Int64"})[["indicator", "period", "low", "high"]]
    of_base = panel.values.index.get_level_values("period") == base_period
    rows = panel.values[of_base] if scope == "base-period" else panel.values
    frame = pd.DataFrame({"indicator": list(panel.framework.codes)})
    frame["period"] = _no_period(len(frame))
    return frame.assign(low=rows.min().to_numpy(), high=rows.max().to_numpy())


def _fixed(panel: Panel, given: pd.DataFrame) -> pd.DataFrame:
    codes = panel.framework.codes
    needed = [name for name in ("indicator", "low", "high") if name not in given.columns]
    refuse(DataError, [problem("goalposts-column", column=name) for name in needed])
    twice = given["indicator"][given["indicator"].duplicated()]
    refuse(DataError, [problem("listed-twice", {"indicator": code}) for code in twice])
    table = given.set_index("indicator")
    lacking = [code for code in codes if code not in table.index]
    refuse(DataError, [problem("goalposts-lack", {"indicator": code}) for code in lacking])
    frame = table.loc[list(codes), ["low", "high"]].astype(np.float64).reset_index()
    return frame.assign(period=_no_period(len(frame)))[["indicator", "period", "low", "high"]]


def _no_period(rows: int) -> pd.Series:
    """Blank periods: goalposts shared by all."""
    return pd.Series([pd.NA] * rows, dtype="Int64")


def _constant_problems(posts: pd.DataFrame) -> Iterator[Problem]:
    for row in each_row(posts[posts["high"] <= posts["low"]]):
        where: dict[str, object] = {"indicator": row.indicator}
        if not pd.isna(row.period):
            where["period"] = row.period
        yield problem("constant-indicator", where, value=row.low)


def _target_problems(posts: pd.DataFrame, panel: Panel) -> Iterator[Problem]:
    """Find target intervals that hold both goalposts: everything would score 1."""
    for row in each_row(posts[posts["high"] > posts["low"]]):
        indicator = panel.framework[row.indicator]
        ends = (indicator.target_low, indicator.target_high)
        if indicator.direction == "target" and ends[0] <= row.low and row.high <= ends[1]:
            where: dict[str, object] = {"indicator": row.indicator}
            if not pd.isna(row.period):
                where["period"] = row.period
            yield problem("goalposts-inside-target", where, low=ends[0], high=ends[1])


def _rows_of(posts: pd.DataFrame, code: str, panel: Panel) -> tuple[FloatArray, FloatArray]:
    """Goalposts of one indicator for every row of the panel (or shared by all)."""
    own = posts[posts["indicator"] == code]
    if own["period"].isna().all():
        return own["low"].to_numpy()[0], own["high"].to_numpy()[0]
    repeat = len(panel.units)
    return np.tile(own["low"].to_numpy(), repeat), np.tile(own["high"].to_numpy(), repeat)


def _level_problems(values: pd.DataFrame) -> Iterator[Problem]:
    """Find indicators that scale to one value everywhere, such as all inside their target."""
    flat = values.columns[np.ptp(values.to_numpy(), axis=0) == 0]
    for code in flat:
        yield problem("scaled-constant", {"indicator": code}, value=float(values[code].iloc[0]))


def _outside_problems(values: pd.DataFrame) -> Iterator[Problem]:
    for code in values.columns[((values < 0) | (values > 1)).any()]:
        column = values[code]
        for unit, period, value in each_cell(column[(column < 0) | (column > 1)]):
            where = {"indicator": code, "unit": unit, "period": period}
            yield problem("outside-goalposts", where, given=value)
