"""Let interpolated cells vary by the error of their lines: multiple imputation."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import numpy as np
import pandas as pd

from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.core.line_errors import LEAST_DONORS, line_errors
from resilmeter.errors import DataError, Problem, doubt, note, problem, refuse
from resilmeter.panel import Panel, Status


def draw_line_errors(before: Panel, after: Panel, *, seed: int) -> Panel:
    """Add to each interpolated cell an error that straight lines make on known values.

    Parameters
    ----------
    before : Panel
        With missing cells.
    after : Panel
        The same panel after `interpolate`.
    seed : int
        Seed of the draws; an indicator has the same draws whatever others there are.

    Returns
    -------
    Panel
        One imputation: interpolated cells off their lines, everything else as it is. Denominators
        vary in the same way. Cells whose errors are not known stay on their lines, which is
        doubted; extrapolated cells stay as they are.

    Raises
    ------
    DataError
        An error larger than a denominator, which would be zero or negative.

    Notes
    -----
    ``x_t = line_t + s_i e_t``; see `resilmeter.core.line_errors.line_errors`. Where a draw lies
    beyond a theoretical bound the bound is taken, and said so. Caveats: one imputation shows no
    uncertainty; let `seed` vary.

    Examples
    --------
    >>> import resilmeter as rm
    >>> panel = rm.example("seed-002")
    >>> one, two = (rm.interpolate(panel, errors=True, seed=seed) for seed in (1, 2))
    >>> changed = (one.values != two.values).to_numpy()
    >>> bool(changed.any()), bool((changed <= (one.status == 2).to_numpy()).all())
    (True, True)
    """
    values, names = after.values.copy(), list(after.framework.denominators)
    others, steps = after.others.copy(), list[Problem]()
    for indicator in after.framework.indicators:
        code = indicator.code
        filled = (before.values[code].isna() & values[code].notna()).to_numpy()
        inside = filled & (after.status[code] == Status.INTERPOLATED).to_numpy()
        if not inside.any():
            continue
        drawn, unknown = _drawn(before, before.values[code], inside, seed)
        moved = values[code].to_numpy() + drawn
        low, high = indicator.lower_bound, indicator.upper_bound
        kept = np.clip(moved, low, high) if (low, high) != (None, None) else moved
        values[code] = kept
        steps += _told(code, inside, unknown, int((kept != moved).sum()))
    for name in names:
        blank = (before.others[name].isna() & others[name].notna()).to_numpy()
        others[name] += _drawn(before, before.others[name], blank, seed)[0]
        bad = int((others[name] <= 0).sum()) - int((after.others[name] <= 0).sum())
        refuse(DataError, [problem("drawn-denominator", {"column": name})] if bad else [])
    return replace(after, values=values, others=others, steps=(*after.steps, *steps))


def _drawn(
    panel: Panel, series: pd.Series, cells: BoolArray, seed: int
) -> tuple[FloatArray, BoolArray]:
    """Draw the errors of these cells of a column; also which of them are not known."""
    shape = (len(panel.units), len(panel.periods))
    generator = np.random.default_rng([seed, crc32(str(series.name).encode())])
    errors, unknown = line_errors(series.to_numpy().reshape(shape), panel.periods, generator)
    return np.where(cells, errors.ravel(), 0.0), cells & unknown.ravel()


def _told(code: str, inside: BoolArray, unknown: BoolArray, clipped: int) -> list[Problem]:
    """Say of an indicator how many cells vary, stay, and lie at a bound."""
    where = {"indicator": code}
    count = int(inside.sum() - unknown.sum())
    steps = [note("line-errors-drawn", where, count=count)] if count else []
    if unknown.any():
        steps.append(doubt("line-errors-unknown", where, count=int(unknown.sum()),
                           least=LEAST_DONORS))  # fmt: skip
    return [*steps, doubt("line-error-at-bound", where, count=clipped)] if clipped else steps
