"""How many humps a distribution has, and whether that many may be chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, vector
from resilmeter.core.density import TAIL, hindrance, humps
from resilmeter.errors import MethodError, Problem, problem

STEP = 8  # grid points for a bandwidth
MOST_POINTS = 4096
HALVINGS = 40


@dataclass(frozen=True)
class ModesTest:
    """Silverman's bootstrap test of the number of humps.

    Attributes
    ----------
    modes : int
        The hypothesis: at most so many humps.
    critical : float or None
        Smallest bandwidth that leaves at most so many; None where `reason` says why.
    p : float or None
        Share of the draws with more humps at that bandwidth; small values speak for more humps.
    draws : int
        Number of draws.
    reason : Problem or None
        Why there is no test.
    """

    modes: int
    critical: float | None
    p: float | None
    draws: int
    reason: Problem | None


def modes_test(
    values: npt.ArrayLike, modes: int = 1, *, draws: int = 999, seed: int | np.random.Generator = 0
) -> ModesTest:
    """Test whether values come from a density with at most so many humps.

    Parameters
    ----------
    values : (n,) float array
        Values of the units in one period.
    modes : int
        Humps that the hypothesis allows.
    draws : int
        Bootstrap draws.
    seed : int or Generator
        Same seed, same draws.

    Returns
    -------
    ModesTest

    Raises
    ------
    MethodError
        Values that are not finite, fewer than one hump or draw.

    Notes
    -----
    h is the smallest bandwidth whose density has at most k humps. Draws
    ``y = mean + (x* - mean + h e) / sqrt(1 + h^2 / s^2)`` keep the variance s^2; p is the share of
    draws whose density at h has more than k humps, with ``(1 + hits) / (1 + draws)``. Caveats: the
    test is conservative for one hump; bounds of the support are not reflected, since reflection
    makes humps of its own.

    References
    ----------
    Silverman (1981), Journal of the Royal Statistical Society B 43,
    doi:10.1111/j.2517-6161.1981.tb01155.x.

    Examples
    --------
    >>> two = np.concatenate([np.linspace(0, 1, 20), np.linspace(9, 10, 20)])
    >>> modes_test(two, 1, draws=99).p, modes_test(two, 2, draws=99).p > 0.05
    (0.01, True)
    """
    array = vector(values)
    for given in (modes, draws):
        if given < 1:
            raise MethodError(problem("least-count", given=given, least=1))
    reason = hindrance(array)
    if reason is not None:
        return ModesTest(modes, None, None, draws, reason)
    rng = np.random.default_rng(seed)
    h = _critical(array, modes)
    n, mean, variance = array.size, array.mean(), array.var()
    picked = array[rng.integers(0, n, (draws, n))]
    smeared = picked - mean + h * rng.standard_normal((draws, n))
    drawn = mean + smeared / sqrt(1 + h * h / variance)
    hits = sum(_count_modes(sample, h) > modes for sample in drawn)
    return ModesTest(modes, h, (1 + hits) / (1 + draws), draws, None)


def _count_modes(values: FloatArray, h: float) -> int:
    """Count the humps of the density at bandwidth h, values shared out to a fine grid."""
    first, last = values.min() - TAIL * h, values.max() + TAIL * h
    size = min(ceil(STEP * (last - first) / h), MOST_POINTS)
    step = (last - first) / size
    place = (values - first) / step
    left = np.floor(place).astype(np.int64)
    share = place - left
    mass = np.bincount(left, 1 - share, size + 2) + np.bincount(left + 1, share, size + 2)
    reach = min(ceil(8 * h / step), size)
    kernel = np.exp(-((np.arange(-reach, reach + 1) * step / h) ** 2) / 2)
    return int(humps(np.convolve(mass, kernel)).size)


def _critical(values: FloatArray, modes: int) -> float:
    """Smallest bandwidth with at most so many humps, by halving; their number falls with h."""
    high = float(np.ptp(values))  # wide enough for one hump: no kernel bends up within the range
    low = high
    while low > high * 1e-6 and _count_modes(values, low) <= modes:
        low /= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _count_modes(values, middle) > modes:
            low = middle
        else:
            high = middle
    return high
