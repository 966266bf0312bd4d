"""How wrong are straight lines? Errors drawn from gaps that are no gaps: multiple imputation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import BoolArray, FloatArray, increasing
from resilmeter.errors import MethodError, problem

# Fewer windows than this say too little about the errors of a line.
LEAST_DONORS = 5


def line_errors(
    series: npt.ArrayLike, times: npt.ArrayLike, generator: np.random.Generator
) -> tuple[FloatArray, BoolArray]:
    """Draw the error of the straight line in every gap between known values.

    Parameters
    ----------
    series : (n, t) float array
        One indicator by unit and period; NaN where unknown.
    times : (t,) float array
        Increasing times.
    generator : numpy Generator
        Source of the draws.

    Returns
    -------
    errors : (n, t) float array
        What to add to the lines, in the unit of the series; 0 where the value is known, no line
        passes, or nothing is known about its error.
    unknown : (n, t) bool array
        Cells in gaps about whose errors fewer than 5 windows tell.

    Raises
    ------
    MethodError
        A series that is no table, infinite values, or times that do not increase or do not fit.

    Notes
    -----
    A gap from a to b in unit i is compared with every stretch of the same lengths of time, in any
    unit r, in which all values are known: what a line between its ends would have missed there is
    ``e_rt = (x_rt - line_rt) / s_r`` with ``s_r^2 = mean of (x_t - x_u)^2 / (t - u)`` over the
    unit's neighbouring known values u < t. The gap gets ``s_i e_r.`` of one stretch drawn at
    random, as a whole, so that cells of one gap err together. Stretches are drawn from a sample of
    themselves with replacement, one for each length and call (approximate Bayesian bootstrap), so
    that calls differ by what is not known about the errors too. Caveats: gaps are taken to err as
    known stretches do, which fails where years are missing because they were unusual; stretches of
    one indicator only; a unit that never changes does not err.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, doi:10.1002/9780470316696. Rubin,
    Schenker (1986), Journal of the American Statistical Association 81(394), 366-374,
    doi:10.1080/01621459.1986.10478280.

    Examples
    --------
    >>> series = [[0.0, 3.0, 0.0, 3.0, 0.0, 3.0, 0.0], [0.0, np.nan, 0.0, 1.0, 0.0, 1.0, 0.0]]
    >>> errors, unknown = line_errors(series, np.arange(7.0), np.random.default_rng(1))
    >>> abs(errors[1]).round(3), unknown.any()
    (array([0.   , 0.894, 0.   , 0.   , 0.   , 0.   , 0.   ]), np.False_)
    """
    array = np.asarray(series, dtype=np.float64)
    if array.ndim != 2:
        raise MethodError(problem("not-a-matrix", shape=str(array.shape)))
    if np.isinf(array).any():
        raise MethodError(problem("values-not-finite", count=int(np.isinf(array).sum())))
    moments = increasing(times, array.shape[1])
    errors, unknown = np.zeros(array.shape), np.zeros(array.shape, dtype=np.bool_)
    scales = _scales(array, moments)
    pools: dict[tuple[float, ...], FloatArray] = {}
    for unit, first, last in _gaps(array):
        inside = slice(first + 1, last)
        span = tuple((moments[first : last + 1] - moments[first]).tolist())
        if span not in pools:
            found = _donors(array, scales, moments, np.array(span))
            pools[span] = found[generator.integers(len(found), size=len(found))]
        if len(pools[span]) < LEAST_DONORS:
            unknown[unit, inside] = True
        else:
            drawn = pools[span][generator.integers(len(pools[span]))]
            errors[unit, inside] = scales[unit] * drawn
    return errors, unknown


def _gaps(series: FloatArray) -> Iterator[tuple[int, int, int]]:
    """Find gaps: the unit, and the known values before and after."""
    for unit, row in enumerate(series):
        known = np.flatnonzero(~np.isnan(row))
        for place in np.flatnonzero(np.diff(known) > 1).tolist():
            yield unit, int(known[place]), int(known[place + 1])


def _scales(series: FloatArray, times: FloatArray) -> FloatArray:
    """(n,): root of the mean squared step, by the root of its time; 0 without two known values."""
    out = np.zeros(len(series))
    for unit, row in enumerate(series):
        known = np.flatnonzero(~np.isnan(row))
        if known.size > 1:
            out[unit] = np.sqrt((np.diff(row[known]) ** 2 / np.diff(times[known])).mean())
    return out


def _donors(
    series: FloatArray, scales: FloatArray, times: FloatArray, span: FloatArray
) -> FloatArray:
    """(stretches, cells): errors of lines over known stretches as long as a gap, by the scale."""
    size, found = span.size, [np.empty((0, span.size - 2))]
    for start in range(times.size - size + 1):
        if not np.allclose(times[start : start + size] - times[start], span):
            continue
        own = series[:, start : start + size]
        whole = ~np.isnan(own).any(axis=1) & (scales > 0)
        ends = own[whole]
        lines = ends[:, :1] + (ends[:, -1:] - ends[:, :1]) * (span / span[-1])
        found.append(((ends - lines) / scales[whole, None])[:, 1:-1])
    return np.concatenate(found)
