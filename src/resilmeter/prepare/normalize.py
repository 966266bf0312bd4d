"""Orient and scale: from raw values to Scaled, where larger is better and units are gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray, constant
from resilmeter.errors import (
    DataError,
    Problem,
    StudyError,
    doubt,
    note,
    problem,
    refuse,
    refuse_unknown,
)
from resilmeter.framework import Framework
from resilmeter.panel import Panel
from resilmeter.prepare.goalposts import (
    fixed_goalposts,
    goalpost_problems,
    goalposts_of,
    target_problems,
    towards_targets,
)
from resilmeter.prepare.missing import missing_problems
from resilmeter.prepare.normalizations import NORMALIZATIONS, Normalization
from resilmeter.prepare.per_capita import undivided
from resilmeter.prepare.scaled import SCOPES, Scaled, Scope
from resilmeter.prepare.yardstick import UNIT, How, unit_values
from resilmeter.rows import each_cell

Outside = Literal["refuse", "clip", "keep"]
KEY = "prepare.normalize"


def normalize(
    panel: Panel,
    *,
    method: Normalization = "minmax",
    scope: Scope = "pooled",
    base_period: int | None = None,
    goalposts: pd.DataFrame | None = None,
    outside: Outside = "refuse",
    interval: tuple[float, float] = UNIT,
) -> Scaled:
    """Orient and scale every indicator.

    Parameters
    ----------
    panel : Panel
        Without missing cells.
    method : {"minmax", "distance-to-target", "z-score", "vector", "rank", "percentile"}
        Normalisation.
    scope : {"pooled", "per-period", "base-period", "fixed"}
        Where the goalposts come from: all periods; each period by itself (rules out every
        comparison over time); one period; or `goalposts`.
    base_period : int or None
        For scope "base-period".
    goalposts : DataFrame or None
        For scope "fixed": columns indicator, low, high, in raw units.
    outside : {"refuse", "clip", "keep"}
        What to do with values beyond the goalposts of a base period, given ones, or targets.
    interval : (float, float)
        Scaled values of the worst and the best goalpost, for minmax and distance-to-target.

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
    refuse_unknown(outside, get_args(Outside), f"{KEY}.outside")
    how = How(
        method=method, scope=scope, base_period=base_period, interval=interval,
        clip=outside == "clip",
    )  # fmt: skip
    refuse(StudyError, interval_problems(how))
    posts, raw = _posts(panel, how, goalposts), panel.values.to_numpy()
    unit = _frame(panel, unit_values(raw, _periods(panel), panel.framework, posts, how))
    if outside == "refuse" and how.normalizer.goalposts:
        refuse(DataError, _outside_problems(unit))
    values = _frame(panel, how.finished(unit.to_numpy()))
    beyond = how.normalizer.goalposts and bool(((unit < 0) | (unit > 1)).to_numpy().any())
    refuse(DataError, _level_problems(values))
    span = how.span(len(panel.units) * (1 if scope == "per-period" else len(panel.periods)))
    return Scaled(
        panel=panel.with_steps(*_steps(unit, how), *_unknown_posts(goalposts, panel.framework)),
        values=values,
        goalposts=posts,
        method=method,
        scope=scope,
        base_period=base_period if scope == "base-period" else None,
        clipped=how.clip and beyond,
        clip=how.clip,
        interval=interval,
        worst=span[0] if span else None,
        best=span[1] if span else None,
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
    if scaled.method == "distance-to-target":
        posts = towards_targets(posts, framework)
    if any(True for _ in goalpost_problems(posts, framework)):
        return None
    how = _how(scaled)
    return np.asarray(how.finished(unit_values(rest, when, framework, posts, how)))


def rescaled(scaled: Scaled) -> Scaled:
    """Scale again with goalposts that this panel sets itself, over all its periods.

    Parameters
    ----------
    scaled : Scaled
        Scaled with given goalposts.

    Returns
    -------
    Scaled
    """
    return normalize(
        scaled.panel,
        method="distance-to-target" if scaled.method == "distance-to-target" else "minmax",
        interval=scaled.interval,
        outside="clip" if scaled.clipped else "keep",
    )


def _how(scaled: Scaled) -> How:
    return How(
        method=scaled.method,
        scope=scaled.scope,
        base_period=scaled.base_period,
        interval=scaled.interval,
        clip=scaled.clip,
    )


def _posts(panel: Panel, how: How, given: pd.DataFrame | None) -> pd.DataFrame:
    """Find goalposts, refusing those that leave nothing to measure, and missing cells."""
    framework = panel.framework
    posts = (
        fixed_goalposts(given, framework)
        if how.scope == "fixed" and given is not None
        else goalposts_of(
            panel.values.to_numpy(), _periods(panel), framework.codes, how.scope, how.base_period
        )
    )
    found = [*undivided(panel), *goalpost_problems(posts, framework), *missing_problems(panel)]
    if how.method == "distance-to-target":
        found += target_problems(posts, framework)
        posts = towards_targets(posts, framework)
    refuse(DataError, found)
    return posts


def _frame(panel: Panel, values: FloatArray) -> pd.DataFrame:
    return pd.DataFrame(values, panel.values.index, panel.values.columns)


def _periods(panel: Panel) -> np.ndarray:
    return panel.values.index.get_level_values("period").to_numpy()


def _refuse_options(
    panel: Panel,
    method: str,
    scope: str,
    base_period: int | None,
    goalposts: pd.DataFrame | None,
) -> None:
    found: list[Problem] = []
    refuse_unknown(method, NORMALIZATIONS, f"{KEY}.method")
    refuse_unknown(scope, SCOPES, f"{KEY}.scope")
    known = NORMALIZATIONS[method].scopes
    if scope not in known:
        where = {"key": f"{KEY}.scope"}
        found.append(problem("scope-of-method", where, given=scope, method=method, allowed=known))
    if scope == "base-period" and base_period not in panel.periods:
        where = {"key": f"{KEY}.base_period"}
        found.append(problem("base-period", where, given=base_period, allowed=panel.periods))
    if scope == "fixed" and goalposts is None:
        found.append(problem("needs-goalposts", {"key": f"{KEY}.goalposts"}))
    refuse(StudyError, found)


def interval_problems(how: How) -> Iterator[Problem]:
    """Find an interval that is none, or that the method has no use for."""
    first, last = how.interval
    where = {"key": f"{KEY}.interval"}
    if not (np.isfinite(how.interval).all() and 0 <= first < last):
        yield problem("scaled-interval", where, given=list(how.interval))
    elif how.interval != UNIT and not NORMALIZATIONS[how.method].goalposts:
        yield problem("interval-of-method", where, method=how.method)


def _level_problems(values: pd.DataFrame) -> Iterator[Problem]:
    """Find indicators that scale to one value everywhere, such as all inside their target."""
    flat = [c for c in values.columns if constant(values[c].min(), values[c].max())]
    for code in flat:
        yield problem("scaled-constant", {"indicator": code}, value=float(values[code].iloc[0]))


def _outside_problems(unit: pd.DataFrame) -> Iterator[Problem]:
    for code in unit.columns[((unit < 0) | (unit > 1)).any()]:
        column = unit[code]
        for name, period, value in each_cell(column[(column < 0) | (column > 1)]):
            where = {"indicator": code, "unit": name, "period": period}
            yield problem("outside-goalposts", where, given=value)


def _unknown_posts(given: pd.DataFrame | None, framework: Framework) -> list[Problem]:
    """Say which given goalposts are not used."""
    codes = [] if given is None else [c for c in given["indicator"] if c not in framework.codes]
    return [note("goalposts-unknown", count=len(codes), codes=codes)] if codes else []


def _steps(unit: pd.DataFrame, how: How) -> Iterator[Problem]:
    """Say what the normalisation rules out, and how many values lie beyond its goalposts."""
    if how.normalizer.doubt:
        yield doubt(how.normalizer.doubt, {"key": f"{KEY}.method"}, method=how.method)
    count = int(((unit < 0) | (unit > 1)).to_numpy().sum())
    if how.normalizer.goalposts and count:
        key = f"outside-{'clip' if how.clip else 'keep'}"
        yield Problem(key, values={"count": count}, level="doubt")
