"""Fill gaps in time series by straight lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from resilmeter.core.arrays import BoolArray, FloatArray


def fill_gaps(
    series: FloatArray, times: FloatArray, *, max_gap: int | None, extrapolate: bool
) -> tuple[FloatArray, BoolArray, BoolArray]:
    """Fill the blanks (NaN) of one unit's series by straight lines between known values.

    Parameters
    ----------
    series : (t,) float array
        Values in time order; NaN where unknown.
    times : (t,) float array
        Increasing times; lines follow time, not position.
    max_gap : int or None
        Longest run of blanks to fill; None for any length.
    extrapolate : bool
        True to carry the line through the two nearest known values past the ends.

    Returns
    -------
    filled : (t,) float array
        The series with the gaps filled; NaN where nothing could be filled.
    inside, outside : (t,) bool arrays
        Cells filled between known values, and cells filled beyond them.

    Notes
    -----
    ``x_t = x_a + (x_b - x_a) (t - a) / (b - a)`` for known a < t < b.

    Examples
    --------
    >>> fill_gaps(np.array([1.0, np.nan, 3.0, np.nan]), np.arange(4.0),
    ...           max_gap=1, extrapolate=False)[0]
    array([ 1.,  2.,  3., nan])
    """
    known = np.flatnonzero(~np.isnan(series))
    filled = series.copy()
    inside, outside = np.zeros(series.size, bool), np.zeros(series.size, bool)
    if known.size == series.size or known.size < 2:
        return filled, inside, outside
    for run in _runs(np.isnan(series)):
        if max_gap is not None and run.size > max_gap:
            continue
        interior = known[0] < run[0] and run[-1] < known[-1]
        if interior or extrapolate:
            a, b = _neighbours(known, run, interior=interior)
            ends = (times[a], series[a]), (times[b], series[b])
            filled[run] = on_line(times[run], *ends)
            (inside if interior else outside)[run] = True
    return filled, inside, outside


def on_line(time: Any, first: tuple[Any, Any], last: tuple[Any, Any]) -> Any:
    """Finish `fill_gaps`: the value at a time on the line through two points (time, value).

    For whatever knows arithmetic: arrays, or columns of a table.
    """
    slope = (last[1] - first[1]) / (last[0] - first[0])
    return first[1] + slope * (time - first[0])


def _runs(blank: BoolArray) -> list[np.ndarray]:
    positions = np.flatnonzero(blank)
    return np.split(positions, np.flatnonzero(np.diff(positions) > 1) + 1)


def _neighbours(known: np.ndarray, run: np.ndarray, *, interior: bool) -> tuple[int, int]:
    """Positions of the two known values whose line serves the run."""
    if interior:
        after = int(np.searchsorted(known, run[0]))
        return int(known[after - 1]), int(known[after])
    pair = known[:2] if run[0] < known[0] else known[-2:]
    return int(pair[0]), int(pair[1])
