"""Say what is still missing, where, and what can be done about it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import pandas as pd

from resilmeter.errors import Problem, problem
from resilmeter.panel import Panel


def missing_problems(panel: Panel) -> Iterator[Problem]:
    """List missing cells by indicator and unit, then the choices, worked out for this panel."""
    blank = panel.values.isna()
    if not blank.to_numpy().any():
        return
    empty = [code for code in panel.framework.codes if blank[code].all()]
    for code in empty:
        yield problem("indicator-all-missing", {"indicator": code})
    by_unit = blank.drop(columns=empty).groupby(level="unit", sort=False)
    for code in blank.columns.difference(empty, sort=False):
        for unit, count in by_unit[code].sum().items():
            if count:
                yield from _of_unit(panel, blank[code], unit)
    yield _choices(blank)


def _of_unit(panel: Panel, blank: pd.Series, unit: Hashable) -> Iterator[Problem]:
    """Say which periods of a unit are missing, and whether its denominator is the reason."""
    own = blank.xs(unit, level="unit")
    where = {"indicator": blank.name, "unit": unit}
    yield problem("still-missing", where, count=int(own.sum()), periods=_periods(own))
    denominator = panel.framework[str(blank.name)].denominator
    if denominator:
        below = panel.others[denominator].xs(unit, level="unit").isna()
        if below.any():
            shown = {"count": int(below.sum()), "periods": _periods(below)}
            yield problem("denominator-missing", where, denominator=denominator, **shown)


def _periods(blank: pd.Series) -> str:
    """Write missing periods as runs: 2003-2007, 2010."""
    runs: list[list[int]] = []
    positions = [place for place, gone in enumerate(blank) if gone]
    for place in positions:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    names = list(blank.index)
    return ", ".join(
        f"{names[run[0]]}-{names[run[-1]]}" if len(run) > 1 else str(names[run[0]]) for run in runs
    )


def _choices(blank: pd.DataFrame) -> Problem:
    whole = [str(code) for code in blank.columns if not blank[code].any()]
    worst = blank.sum().sort_values(ascending=False)
    holes = [f"{code} ({count} cells)" for code, count in worst[worst > 0].items()]
    per_unit = blank.groupby(level="unit", sort=False).sum().sum(axis=1)
    return problem(
        "missing-choices",
        whole=", ".join(whole) or "-",
        holes=", ".join(holes[:10]) + (" ..." if len(holes) > 10 else ""),
        units=int((per_unit == 0).sum()),
        of=len(per_unit),
        periods=_periods(~blank.any(axis=1).groupby(level="period").any()) or "-",
    )
