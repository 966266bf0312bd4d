"""Orient and scale: from raw values to Scaled, where larger is better and units are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray, constant
from resilmeter.core.scale import min_max, target_interval
from resilmeter.errors import DataError, Problem, StudyError, problem, refuse, refuse_unknown
from resilmeter.panel import Framework, Indicator, Panel
from resilmeter.prepare.goalposts import (
    fixed_goalposts,
    goalpost_problems,
    goalposts_by_row,
    goalposts_of,
)
from resilmeter.prepare.missing import missing_problems
from resilmeter.rows import each_cell

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
    base_period : int or None
        The base period, for scope "base-period".
    clipped : bool
        True if values beyond the goalposts were clipped.
    """

    panel: Panel
    values: pd.DataFrame
    goalposts: pd.DataFrame
    method: str
    scope: Scope
    base_period: int | None = None
    clipped: bool = False

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
    raw, periods = panel.values.to_numpy(), _periods(panel)
    posts = (
        fixed_goalposts(goalposts, panel.framework)
        if scope == "fixed" and goalposts is not None
        else goalposts_of(raw, periods, panel.framework.codes, scope, base_period)
    )
    found = [*_undivided(panel), *goalpost_problems(posts, panel.framework)]
    refuse(DataError, [*found, *missing_problems(panel)])
    scaled = _scaled(raw, periods, panel.framework, posts, method)
    values = pd.DataFrame(scaled, panel.values.index, panel.values.columns)
    if outside == "refuse":
        refuse(DataError, _outside_problems(values))
    count = int(((values < 0) | (values > 1)).to_numpy().sum())
    if count:
        step = Problem(f"outside-{outside}", values={"count": count}, level="doubt")
        panel = panel.with_steps(step)
    if outside == "clip":
        values = values.clip(0.0, 1.0)
    refuse(DataError, _level_problems(values))
    return Scaled(
        panel=panel,
        values=values,
        goalposts=posts,
        method=method,
        scope=scope,
        base_period=base_period if scope == "base-period" else None,
        clipped=outside == "clip",
    )


def scaled_without(scaled: Scaled, row: int) -> FloatArray | None:
    """Scale again as if one row had never been there.

    Parameters
    ----------
    scaled : Scaled
        The scaled values.
    row : int
        Position of the row to leave out.

    Returns
    -------
    (n - 1, q) float array or None
        With the goalposts found again where the data set them; None if some indicator is constant
        without the row.
    """
    framework, posts = scaled.panel.framework, scaled.goalposts
    raw, periods = scaled.panel.values.to_numpy(), _periods(scaled.panel)
    rest, when = np.delete(raw, row, axis=0), np.delete(periods, row)
    if scaled.scope != "fixed":
        posts = goalposts_of(rest, when, framework.codes, scaled.scope, scaled.base_period)
    if any(True for _ in goalpost_problems(posts, framework)):
        return None
    values = _scaled(rest, when, framework, posts, scaled.method)
    return np.clip(values, 0.0, 1.0) if scaled.clipped else values


def _periods(panel: Panel) -> np.ndarray:
    return panel.values.index.get_level_values("period").to_numpy()


def _scaled(
    raw: FloatArray, periods: np.ndarray, framework: Framework, posts: pd.DataFrame, method: str
) -> FloatArray:
    low, high = goalposts_by_row(posts, framework.codes, periods)
    columns = [
        NORMALIZATIONS[method](raw[:, j], indicator, low[:, j], high[:, j])
        for j, indicator in enumerate(framework.indicators)
    ]
    return np.column_stack(columns)


def _undivided(panel: Panel) -> list[Problem]:
    """Find indicators that name a denominator by which they were not divided."""
    waiting = [i for i in panel.framework.indicators if i.denominator and not panel.divided]
    return [
        problem("not-divided", {"indicator": i.code}, denominator=i.denominator) for i in waiting
    ]


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


def _level_problems(values: pd.DataFrame) -> Iterator[Problem]:
    """Find indicators that scale to one value everywhere, such as all inside their target."""
    flat = [c for c in values.columns if constant(values[c].min(), values[c].max())]
    for code in flat:
        yield problem("scaled-constant", {"indicator": code}, value=float(values[code].iloc[0]))


def _outside_problems(values: pd.DataFrame) -> Iterator[Problem]:
    for code in values.columns[((values < 0) | (values > 1)).any()]:
        column = values[code]
        for unit, period, value in each_cell(column[(column < 0) | (column > 1)]):
            where = {"indicator": code, "unit": unit, "period": period}
            yield problem("outside-goalposts", where, given=value)
