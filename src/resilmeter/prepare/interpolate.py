"""Fill gaps by interpolation: inside known values only, every filled cell flagged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from resilmeter.checking import outside_bounds
from resilmeter.core.interpolate import fill_gaps
from resilmeter.errors import DataError, Problem, StudyError, note, problem, refuse
from resilmeter.panel import Panel, Status
from resilmeter.prepare.line_draws import draw_line_errors

FILLED = {
    Status.INTERPOLATED: "cells-interpolated",
    Status.EXTRAPOLATED: "cells-extrapolated",
}


def interpolate(
    panel: Panel,
    *,
    max_gap: int | None = None,
    extrapolate: bool = False,
    errors: bool = False,
    seed: int = 1,
) -> Panel:
    """Fill gaps in each unit's series by straight lines between known values.

    Parameters
    ----------
    panel : Panel
        With missing cells. Denominators are filled as well, before any division, so that a ratio
        is never interpolated where its parts could be.
    max_gap : int or None
        Longest run of missing periods to fill; None for any length.
    extrapolate : bool
        True to carry lines past the first and last known value; such cells are flagged apart.
    errors : bool
        True to add to each interpolated cell an error that lines make on known values: one
        imputation of many; see `resilmeter.core.line_errors.line_errors`.
    seed : int
        Seed of the errors.

    Returns
    -------
    Panel
        With fewer missing cells; `status` says which cells were filled and how.

    Raises
    ------
    StudyError
        A `max_gap` below 1.
    DataError
        An extrapolated value outside the indicator's theoretical bounds, or a denominator that an
        error would make negative.

    Notes
    -----
    ``x_t = x_a + (x_b - x_a) (t - a) / (b - a)`` for the nearest known periods a < t < b.
    Caveats: filled cells understate variation unless `errors` vary; ends are not filled unless
    asked.

    Examples
    --------
    >>> import resilmeter as rm
    >>> rm.interpolate(rm.example("seed-002")).missing
    0
    """
    if max_gap is not None and max_gap < 1:
        raise StudyError(problem("max-gap", {"key": "prepare.interpolate.max_gap"}, given=max_gap))
    values, how = _fill(panel, panel.values, max_gap=max_gap, extrapolate=extrapolate)
    names, others = list(panel.framework.denominators), panel.others.copy()
    others[names], others_how = _fill(
        panel, others[names], max_gap=max_gap, extrapolate=extrapolate
    )
    status = panel.status.mask(how > 0, how)
    for indicator in panel.framework.indicators:
        if indicator.denominator:
            filled = np.maximum(how[indicator.code], others_how[indicator.denominator])
            flagged = (filled > 0) & values[indicator.code].notna()
            status[indicator.code] = status[indicator.code].mask(flagged, filled)
    steps = [
        note(FILLED[kind], {"indicator": code}, count=count)
        for kind in (Status.INTERPOLATED, Status.EXTRAPOLATED)
        for code, count in pd.concat([how, others_how], axis=1).eq(kind).sum().items() if count
    ]  # fmt: skip
    filled_panel = replace(
        panel, values=values, others=others, status=status, steps=(*panel.steps, *steps)
    )
    _refuse_impossible(filled_panel)
    return draw_line_errors(panel, filled_panel, seed=seed) if errors else filled_panel


def imputed_cells(panel: Panel) -> pd.DataFrame:
    """List the filled cells.

    Parameters
    ----------
    panel : Panel
        After `interpolate` or `impute`.

    Returns
    -------
    DataFrame
        unit, period, indicator, value, how; one row a filled cell.
    """
    status = panel.status.to_numpy()
    rows, columns = np.nonzero(status >= Status.INTERPOLATED)
    index, codes = panel.values.index, np.array(panel.framework.codes, dtype=object)
    return pd.DataFrame(
        {
            "unit": index.get_level_values("unit")[rows],
            "period": index.get_level_values("period")[rows],
            "indicator": codes[columns],
            "value": panel.values.to_numpy()[rows, columns],
            "how": [Status(kind).name.lower() for kind in status[rows, columns]],
        }
    )


def _fill(
    panel: Panel, frame: pd.DataFrame, *, max_gap: int | None, extrapolate: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill every (unit, column) series that has blanks; return values and how cells were filled."""
    times = np.array(panel.periods, dtype=np.float64)
    cube = frame.to_numpy().reshape(len(panel.units), times.size, frame.shape[1]).copy()
    how = np.zeros(cube.shape, dtype=np.int8)
    for i, j in np.argwhere(np.isnan(cube).any(axis=1)):
        cube[i, :, j], inside, outside = fill_gaps(
            cube[i, :, j], times, max_gap=max_gap, extrapolate=extrapolate
        )
        how[i, inside, j], how[i, outside, j] = Status.INTERPOLATED, Status.EXTRAPOLATED
    shape = frame.shape
    return (
        pd.DataFrame(cube.reshape(shape), frame.index, frame.columns),
        pd.DataFrame(how.reshape(shape), frame.index, frame.columns),
    )


def _refuse_impossible(panel: Panel) -> None:
    """Refuse extrapolated values that no unit could have."""
    found = [
        problem("extrapolated-out-of-bounds", p.where, given=p.values["given"])
        for indicator in panel.framework.indicators
        for p in outside_bounds(panel, indicator)
        if _status(panel, p) == Status.EXTRAPOLATED
    ]
    refuse(DataError, found)


def _status(panel: Panel, cell: Problem) -> int:
    row = panel.values.index.get_loc((cell.where["unit"], cell.where["period"]))
    return int(panel.status[str(cell.where["indicator"])].to_numpy()[row])
