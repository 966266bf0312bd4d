"""A spatial null from coordinates: fit how likeness fades with distance, then simulate it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg

from resilmeter.core.arrays import FloatArray, matrix
from resilmeter.core.detector.permutation import Seed
from resilmeter.core.detector.spatial import MOST_ROWS
from resilmeter.core.detector.sums import standardize
from resilmeter.errors import MethodError, problem

RANGE_STEPS = 12
NUGGETS = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
JITTER = 1e-8  # keeps places at the same coordinates from making the covariance singular


@dataclass(frozen=True)
class CovarianceNull:
    """Outcomes simulated from a fitted covariance.

    Attributes
    ----------
    simulated : (n, b) float array
        Simulated outcomes.
    scale : float
        Distance at which the likeness has faded to 1/e, in the unit of the coordinates.
    nugget : float
        Share of the variance without spatial structure, in [0, 1].
    """

    simulated: FloatArray
    scale: float
    nugget: float


def covariance_null(
    y: npt.ArrayLike, coordinates: npt.ArrayLike, *, simulations: int = 999, seed: Seed = 0
) -> CovarianceNull:
    """Simulate outcomes with the covariance by distance that the outcome shows.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    coordinates : (n, 2) float array
        Places of the rows in a plane: projected, not degrees.
    simulations : int
        Number of simulated outcomes.
    seed : int or numpy Generator
        Where the random numbers start.

    Returns
    -------
    CovarianceNull
        Simulated outcomes and the fitted covariance.

    Raises
    ------
    MethodError
        A constant outcome, coordinates of another length or all at one place, or more than 5000
        rows.

    Notes
    -----
    ``cov(d) = (1 - nugget) exp(-d / scale)``, plus the nugget at the place itself; restricted
    maximum likelihood over a grid of 12 scales (from the median distance of nearest neighbours to
    half the largest distance) and 8 nuggets. Outcomes are simulated normal. The outcome's
    likeness is fitted whole, the part that a driver explains included, which makes the test
    cautious.

    Examples
    --------
    >>> places = [[0, 0], [0, 1], [1, 0], [1, 1], [5, 5], [5, 6]]
    >>> covariance_null([1, 2, 2, 3, 8, 9], places, simulations=4).simulated.shape
    (6, 4)
    """
    z = standardize(y)
    distance = _distances(coordinates, z.size)
    fits = []
    for scale in _scales(distance):
        decay = np.exp(-distance / scale)
        fits += [(_likelihood(z, _covariance(decay, nugget)), float(scale), nugget)
                 for nugget in NUGGETS]  # fmt: skip
    _, scale, nugget = max(fits)
    root = linalg.cholesky(_covariance(np.exp(-distance / scale), nugget), lower=True)
    random = np.random.default_rng(seed)
    return CovarianceNull(root @ random.standard_normal((z.size, simulations)), scale, nugget)


def _distances(coordinates: npt.ArrayLike, n: int) -> FloatArray:
    places = matrix(coordinates)
    if places.shape != (n, 2):
        raise MethodError(problem("spatial-coordinates-shape", given=str(places.shape), rows=n))
    if n > MOST_ROWS:
        raise MethodError(problem("spatial-too-many", given=n, allowed=MOST_ROWS))
    if (places == places[0]).all():
        raise MethodError(problem("spatial-one-place"))
    x, y = places.T
    return np.asarray(np.hypot(x[:, None] - x, y[:, None] - y), dtype=np.float64)


def _scales(distance: FloatArray) -> FloatArray:
    """Give the scales to try, from nearest neighbours to half the extent, evenly in ratio."""
    apart = np.where(distance > 0, distance, np.inf)
    nearest = apart.min(axis=1)
    low, high = float(np.median(nearest)), float(distance.max()) / 2.0
    return np.geomspace(min(low, high), high, RANGE_STEPS)


def _covariance(decay: FloatArray, nugget: float) -> FloatArray:
    covariance = (1.0 - nugget) * decay
    covariance[np.diag_indices_from(covariance)] = 1.0 + JITTER
    return np.asarray(covariance, dtype=np.float64)


def _likelihood(z: FloatArray, covariance: FloatArray) -> float:
    """Compute the restricted log-likelihood, mean and variance profiled out, up to a constant."""
    root = linalg.cholesky(covariance, lower=True)
    white = linalg.solve_triangular(root, np.column_stack([z, np.ones(z.size)]), lower=True)
    level = float(white[:, 1] @ white[:, 1])
    rest = white[:, 0] - white[:, 1] * (white[:, 1] @ white[:, 0]) / level
    spread = float(rest @ rest)
    free = z.size - 1
    size = 2.0 * np.log(np.diag(root)).sum()
    return float(-0.5 * (free * np.log(spread) + size + np.log(level)))
