"""What a treatment of outliers changed: the cells, the note, the panel afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from resilmeter.core.arrays import constant
from resilmeter.core.skewness import LEAST_VALUES, dominated, skewness_kurtosis
from resilmeter.core.transforms import How, Treated
from resilmeter.errors import MethodError, Problem, doubt, note, problem, refuse
from resilmeter.framework import Framework, Indicator
from resilmeter.panel import Panel

TreatScope = Literal["pooled", "per-period"]
COLUMNS = ["unit", "period", "indicator", "before", "after", "how"]
STRENGTH: list[How] = ["untreated", "winsorized", "shifted_log", "log", "box_cox"]
TOLD = {
    "winsorized": "treated-winsorized",
    "shifted_log": "treated-shifted-log",
    "log": "treated-log",
    "box_cox": "treated-box-cox",
}


@dataclass(frozen=True, eq=False)
class Change:
    """One indicator, before and after.

    Attributes
    ----------
    code : str
        The indicator.
    before, after : Series
        Its known cells, indexed by (unit, period).
    how : str
        The strongest treatment that was applied.
    power : float or None
        Lambda of a Box-Cox transform.
    shapes : tuple of (float, float)
        Skewness and excess kurtosis before and after; empty if no cell changed, or if there are too
        few cells to tell.
    """

    code: str
    before: pd.Series
    after: pd.Series
    how: How
    power: float | None
    shapes: tuple[tuple[float, float], ...]


def change_of(
    column: pd.Series, indicator: Indicator, kernel: Callable[..., Treated], scope: TreatScope
) -> Change:
    """Treat the known cells of one indicator, all together or period by period."""
    before = column.dropna()
    times = before.index.get_level_values("period")
    blocks = [before] if scope == "pooled" else [before[times == t] for t in times.unique()]
    parts = [kernel(block.to_numpy()) for block in blocks]
    after = pd.concat(
        [pd.Series(part.values, block.index) for block, part in zip(blocks, parts, strict=True)]
    ).reindex(before.index)
    how = max((part.how for part in parts), key=STRENGTH.index)
    if scope == "per-period":
        hows = zip(times.unique(), parts, strict=True)
        logs = [{"period": int(t)} for t, part in hows if part.how == "shifted_log"]
        refuse(MethodError, [problem("log-in-one-period", where) for where in logs])
    if how not in {"untreated", "winsorized"} and indicator.direction == "target":
        raise MethodError(problem("log-of-target"))
    changed = bool((before != after).any())
    if changed and constant(after.min(), after.max()):
        raise MethodError(problem("treated-constant", value=float(after.iloc[0])))
    told = changed and before.size >= LEAST_VALUES
    shapes = tuple(skewness_kurtosis(v.to_numpy()) for v in (before, after)) if told else ()
    return Change(indicator.code, before, after, how, parts[0].power, shapes)


def with_changes(panel: Panel, changes: list[Change], method: str) -> Panel:
    """Put treated values into the panel, with the list of changed cells and a note for each."""
    values = panel.values.copy()
    for change in changes:
        values.loc[change.after.index, change.code] = change.after
    tables = [table for table in (panel.treated, *map(_cells, changes)) if table is not None]
    framework, dropped = _in_new_unit(panel.framework, changes)
    steps = [*map(_told, changes), *dropped, *_still_dominated(changes)]
    return replace(
        panel,
        values=values,
        framework=framework,
        treated=pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS),
        steps=(*panel.steps, *(steps or [note("treated-none", method=method)])),
    )


def _cells(change: Change) -> pd.DataFrame:
    """List the changed cells of an indicator."""
    changed = change.before != change.after
    before, after = change.before[changed], change.after[changed]
    return pd.DataFrame(
        {
            "unit": before.index.get_level_values("unit"),
            "period": before.index.get_level_values("period"),
            "indicator": change.code,
            "before": before.to_numpy(),
            "after": after.to_numpy(),
            "how": change.how,
        }
    )[COLUMNS]


def _told(change: Change) -> Problem:
    """Say how skewness, kurtosis and extremes of an indicator changed."""
    told: dict[str, object] = {
        "count": int((change.before != change.after).sum()),
        "low": change.before.min(), "low_after": change.after.min(),
        "high": change.before.max(), "high_after": change.after.max(),
    }  # fmt: skip
    if not change.shapes:
        return note("treated-few", {"indicator": change.code}, **told)
    (skew, kurtosis), (skew_after, kurtosis_after) = change.shapes
    told |= {"skew": skew, "skew_after": skew_after}
    told |= {"kurtosis": kurtosis, "kurtosis_after": kurtosis_after}
    if change.power is not None:
        told["power"] = change.power
    return note(TOLD[change.how], {"indicator": change.code}, **told)


def _still_dominated(changes: list[Change]) -> list[Problem]:
    """Find indicators that the JRC rule flags even after their treatment."""
    return [
        doubt(
            "treated-still-dominated",
            {"indicator": change.code},
            skew=change.shapes[1][0],
            kurtosis=change.shapes[1][1],
        )
        for change in changes
        if change.shapes and dominated(change.after.to_numpy())
    ]


def _in_new_unit(framework: Framework, changes: list[Change]) -> tuple[Framework, list[Problem]]:
    """Drop the theoretical bounds of indicators that a transform put into another unit."""
    transformed = {change.code for change in changes if change.how != "winsorized"}
    kept, dropped = [], []
    for indicator in framework.indicators:
        low, high = indicator.lower_bound, indicator.upper_bound
        if indicator.code in transformed and (low, high) != (None, None):
            shown = {"low": "-" if low is None else low, "high": "-" if high is None else high}
            dropped.append(note("bounds-out-of-use", {"indicator": indicator.code}, **shown))
            kept.append(replace(indicator, lower_bound=None, upper_bound=None))
        else:
            kept.append(indicator)
    return Framework(tuple(kept)), dropped
