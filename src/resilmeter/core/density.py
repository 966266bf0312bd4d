"""How the units spread: kernel density."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, constant, vector
from resilmeter.core.bandwidth import sheather_jones, silverman
from resilmeter.errors import MethodError, Problem, doubt, problem

Rule = Literal["silverman", "sheather-jones", "given"]
RULES = {"silverman": silverman, "sheather-jones": sheather_jones}
POINTS = 512  # on which a density is laid out
TAIL = 3.0  # bandwidths drawn beyond the outermost values
# Differences below this share of the highest point are rounding, not a slope.
FLAT = 1e-10


@dataclass(frozen=True)
class Density:
    """A Gaussian kernel density.

    Attributes
    ----------
    points : (m,) float array
        Equally spaced, inside the support; empty where `reason` says why.
    density : (m,) float array
        Per unit of the values; integrates to 1 over the support.
    bandwidth : float or None
        The h that was used.
    rule : {"silverman", "sheather-jones", "given"}
        Where it comes from.
    modes : (k,) float array
        Points of the humps, from the lowest up.
    reason : Problem or None
        Why there is no density.
    """

    points: FloatArray
    density: FloatArray
    bandwidth: float | None
    rule: Rule
    modes: FloatArray
    reason: Problem | None


def kernel_density(
    values: npt.ArrayLike,
    *,
    bandwidth: Rule | float = "sheather-jones",
    low: float | None = None,
    high: float | None = None,
    points: int = POINTS,
) -> Density:
    """Estimate the density of values by Gaussian kernels.

    Parameters
    ----------
    values : (n,) float array
        Values of the units in one period.
    bandwidth : {"silverman", "sheather-jones"} or float
        Rule, or the bandwidth itself.
    low, high : float, optional
        Ends of the support, such as 0 and 1 for scores. What would be smeared beyond an end is
        reflected back.
    points : int
        Points to lay the density out on, at least 2.

    Returns
    -------
    Density

    Raises
    ------
    MethodError
        Values outside the support or not finite, a bandwidth that is not positive, an unknown rule,
        fewer than 2 points.

    Notes
    -----
    ``f(x) = 1 / (n h) sum_i K((x - x_i) / h)``; with reflection the values mirrored in each end are
    added. Caveats: with reflection a density is level at its ends, and a hump may stand there.

    Examples
    --------
    >>> found = kernel_density([0.1, 0.2, 0.8, 0.9], bandwidth=0.1, low=0, high=1)
    >>> found.modes.round(2)
    array([0.14, 0.86])
    """
    array = vector(values)
    _refuse_outside(array, low, high)
    if points < 2:
        raise MethodError(problem("least-count", given=points, least=2))
    h, rule = _bandwidth(array, bandwidth)
    if h is None:
        return Density(np.empty(0), np.empty(0), None, rule, np.empty(0), hindrance(array))
    first = array.min() - TAIL * h if low is None else low
    last = array.max() + TAIL * h if high is None else high
    grid = np.linspace(first, last, points)
    mirrored = [2 * end - array for end in (low, high) if end is not None]
    density = _heights(grid, np.concatenate([array, *mirrored]), h) / array.size
    return Density(grid, density, h, rule, grid[humps(density)], None)


def _refuse_outside(values: FloatArray, low: float | None, high: float | None) -> None:
    first = -np.inf if low is None else low
    last = np.inf if high is None else high
    count = int(((values < first) | (values > last)).sum())
    if count:
        raise MethodError(problem("support-range", count=count, low=first, high=last))


def hindrance(values: FloatArray) -> Problem | None:
    """Say why values have no density; None where they have.

    >>> hindrance(np.array([1.0, 1.0])).key
    'na-all-equal'
    """
    if values.size < 2:
        return doubt("na-few-units", count=values.size, least=2)
    if constant(float(values.min()), float(values.max())):
        return doubt("na-all-equal")
    return None


def _bandwidth(values: FloatArray, bandwidth: Rule | float) -> tuple[float | None, Rule]:
    """Find the bandwidth and its rule; None where the values set none."""
    if isinstance(bandwidth, (int, float)):
        if not (bandwidth > 0 and np.isfinite(bandwidth)):
            raise MethodError(problem("bandwidth-positive", given=bandwidth))
        return float(bandwidth), "given"
    if bandwidth not in RULES:
        allowed = [*RULES, "a positive number"]
        raise MethodError(problem("unknown-choice", given=bandwidth, allowed=allowed))
    return (None if hindrance(values) else RULES[bandwidth](values)), bandwidth


def _heights(grid: FloatArray, values: FloatArray, h: float) -> FloatArray:
    """Sum the kernels of the values at each point of a grid."""
    total = np.zeros(grid.size)
    for start in range(0, values.size, POINTS):
        gaps = (grid[:, None] - values[None, start : start + POINTS]) / h
        total += np.exp(-(gaps**2) / 2).sum(axis=1)
    return np.asarray(total / (h * sqrt(2 * pi)), dtype=np.float64)


def humps(density: FloatArray) -> npt.NDArray[np.intp]:
    """Positions where a density stops rising and falls, an end of the support included.

    >>> humps(np.array([0.0, 2.0, 1.0, 1.0, 3.0]))
    array([1, 4])
    """
    steps = np.diff(density, prepend=0.0, append=0.0)
    steps[np.abs(steps) <= FLAT * density.max()] = 0.0
    moving = np.flatnonzero(steps)
    signs = np.sign(steps[moving])
    tops = np.flatnonzero((signs[:-1] > 0) & (signs[1:] < 0))
    return np.asarray((moving[tops] + moving[tops + 1] - 1) // 2, dtype=np.intp)
