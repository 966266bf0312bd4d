"""Impute what interpolation leaves, from other units or indicators; every cell is flagged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import pandas as pd

from resilmeter.checking import outside_bounds
from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.core.impute import group_median
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
from resilmeter.panel import Panel, Status
from resilmeter.prepare.learned import chained_equations, nearest_neighbours

Imputation = Literal["none", "group-median", "nearest-neighbours", "chained-equations"]

IMPUTATIONS: dict[str, Callable[..., FloatArray]] = {
    "group-median": group_median,
    "nearest-neighbours": nearest_neighbours,
    "chained-equations": chained_equations,
}
STATUS = {
    "group-median": Status.GROUP_MEDIAN,
    "nearest-neighbours": Status.NEAREST_NEIGHBOURS,
    "chained-equations": Status.CHAINED_EQUATIONS,
}
TOLD = {
    "group-median": "cells-group-median",
    "nearest-neighbours": "cells-nearest-neighbours",
    "chained-equations": "cells-chained-equations",
}


def impute(panel: Panel, *, method: Imputation, neighbours: int = 5, seed: int = 1) -> Panel:
    """Fill missing cells from other units or indicators.

    Parameters
    ----------
    panel : Panel
        After `interpolate`, before `per_capita`.
    method : {"none", "group-median", "nearest-neighbours", "chained-equations"}
        Median of the unit's group in the period (of all units without groups); mean of the most
        similar city-years; draws from regressions on all other indicators. The last two need the
        extra `impute`.
    neighbours : int
        For nearest-neighbours: how many city-years to average.
    seed : int
        For chained-equations: seed of the draws.

    Returns
    -------
    Panel
        With fewer missing cells; `status` says which cells were filled and how. Cells from which
        nothing can be learned (no known peer, nothing known of the city-year) stay missing, and so
        do denominators.

    Raises
    ------
    StudyError
        An unknown method, `neighbours` below 1, or the extra is not installed.
    DataError
        An imputed value outside the indicator's theoretical bounds.

    Notes
    -----
    Each missing ``x_it = f(other units, other indicators)``; nothing observed is changed. Caveats:
    imputed totals know nothing of the size of the unit, which is said where a denominator divides
    them afterwards; read weights and ranks beside the share of imputed cells.

    Examples
    --------
    >>> import resilmeter as rm
    >>> panel = rm.interpolate(rm.example("seed-002"), max_gap=1)
    >>> rm.impute(panel, method="group-median").missing
    0
    """
    refuse_unknown(method, get_args(Imputation), "prepare.impute.method")
    if neighbours < 1:
        raise StudyError(
            problem("neighbours", {"key": "prepare.impute.neighbours"}, given=neighbours)
        )
    if method == "none":
        return panel
    filled = panel
    blank = panel.values.isna().to_numpy()
    if blank.any():
        values = _filled(panel, method, neighbours, seed)
        filled = _with_values(panel, values, method)
        refuse(DataError, _impossible(filled, blank))
    steps = [*_told(filled, method, blank), *_denominators(panel)]
    return filled.with_steps(*steps)


def _filled(panel: Panel, method: Imputation, neighbours: int, seed: int) -> FloatArray:
    """Call the kernel of the method with what it needs."""
    x = panel.values.to_numpy(dtype=np.float64)
    if method == "nearest-neighbours":
        return nearest_neighbours(x, neighbours)
    if method == "chained-equations":
        return chained_equations(x, *_bounds(panel), seed)
    periods = len(panel.periods)
    peers = np.repeat(panel.group_codes, periods) * periods
    return group_median(x, peers + np.tile(np.arange(periods), len(panel.units)))


def _with_values(panel: Panel, values: FloatArray, method: Imputation) -> Panel:
    frame = pd.DataFrame(values, panel.values.index, panel.values.columns)
    new = panel.values.isna() & frame.notna()
    return replace(panel, values=frame, status=panel.status.mask(new, int(STATUS[method])))


def _bounds(panel: Panel) -> tuple[FloatArray, FloatArray]:
    """(q,) theoretical bounds; infinite for none."""
    ends = [(i.lower_bound, i.upper_bound) for i in panel.framework.indicators]
    low = [-np.inf if first is None else first for first, _ in ends]
    high = [np.inf if last is None else last for _, last in ends]
    return np.array(low), np.array(high)


def _impossible(panel: Panel, blank: BoolArray) -> Iterator[Problem]:
    """Find imputed values that no unit could have."""
    keys = panel.values.index
    for j, indicator in enumerate(panel.framework.indicators):
        was_blank = set(keys[blank[:, j]])
        for p in outside_bounds(panel, indicator):
            if (p.where["unit"], p.where["period"]) in was_blank:
                yield problem("imputed-out-of-bounds", p.where, given=p.values["given"])


def _told(panel: Panel, method: Imputation, blank: BoolArray) -> Iterator[Problem]:
    """Say by indicator how many cells were filled, and what is doubtful in them."""
    low, high = _bounds(panel)
    values = panel.values.to_numpy()
    new = blank & ~np.isnan(values)
    for j, indicator in enumerate(panel.framework.indicators):
        count, where = int(new[:, j].sum()), {"indicator": indicator.code}
        if not count:
            continue
        yield note(TOLD[method], where, count=count)
        if indicator.denominator:
            yield doubt("imputed-total", where, count=count, denominator=indicator.denominator)
        ends = new[:, j] & np.isin(values[:, j], [low[j], high[j]])
        if method == "chained-equations" and ends.any():
            yield doubt("imputed-at-bound", where, count=int(ends.sum()))


def _denominators(panel: Panel) -> Iterator[Problem]:
    """Say which denominators are still missing: they are not imputed."""
    for name in panel.framework.denominators:
        count = int(panel.others[name].isna().sum())
        if count:
            yield note("denominator-not-imputed", {"column": name}, count=count)
