"""Spatial nulls: what q looks like for outcomes that resemble their neighbours and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, matrix
from resilmeter.core.detector.permutation import TIE, Seed
from resilmeter.core.detector.sums import (
    explained,
    explained_all,
    projector,
    standardize,
    stratified,
)
from resilmeter.errors import MethodError, problem

MOST_ROWS = 5000  # tables of n x n: 200 MB each


def moran_null(
    y: npt.ArrayLike, weights: npt.ArrayLike, *, simulations: int = 999, seed: Seed = 0
) -> FloatArray:
    """Simulate outcomes with the same spatial autocorrelation, whatever drives them.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    weights : (n, n) float array
        Spatial weights between rows, not negative; made symmetric, the diagonal is not used.
    simulations : int
        Number of simulated outcomes.
    seed : int or numpy Generator
        Where the random numbers start.

    Returns
    -------
    (n, simulations) float array
        Simulated outcomes, each with mean 0, sum of squares 1 and nearly the Moran's I of `y`.

    Raises
    ------
    MethodError
        A constant outcome, weights of another shape, negative or all zero, or more than 5000 rows.

    Notes
    -----
    Moran spectral randomization: the outcome's coordinates on the eigenvectors of the doubly
    centred weights are the amplitudes of its spatial patterns, from coarse to fine. Coordinates of
    neighbouring patterns are turned by random angles pair by pair, which keeps their joint
    amplitude and with it the spatial autocorrelation: ``a_j = r_j cos u_j, a_(j+1) = r_j sin u_j``.

    References
    ----------
    Wagner, Dray (2015), Methods in Ecology and Evolution 6(10), 1169-1178,
    doi:10.1111/2041-210X.12407.

    Examples
    --------
    >>> line = np.eye(6, k=1) + np.eye(6, k=-1)
    >>> moran_null([1, 2, 3, 4, 5, 6], line, simulations=3).shape
    (6, 3)
    """
    z = standardize(y)
    patterns = _patterns(weights, z.size)
    amplitude = patterns.T @ z
    random = np.random.default_rng(seed)
    pairs = amplitude.size // 2
    radius = np.hypot(amplitude[: 2 * pairs : 2], amplitude[1 : 2 * pairs : 2])
    angle = random.uniform(0.0, 2.0 * np.pi, (pairs, simulations))
    turned = np.empty((amplitude.size, simulations))
    turned[: 2 * pairs : 2] = radius[:, None] * np.cos(angle)
    turned[1 : 2 * pairs : 2] = radius[:, None] * np.sin(angle)
    if amplitude.size % 2:
        turned[-1] = amplitude[-1] * random.choice([-1.0, 1.0], simulations)
    return np.asarray(patterns @ turned, dtype=np.float64)


def null_p(
    y: npt.ArrayLike, strata: Sequence[npt.ArrayLike], simulated: npt.ArrayLike
) -> FloatArray:
    """Compare the q of drivers with their q on simulated outcomes.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    strata : sequence of (n,) integer arrays
        Stratum codes of m drivers.
    simulated : (n, b) float array
        Outcomes of the null, as from `moran_null` or `covariance_null`.

    Returns
    -------
    (m,) float array
        ``p = (1 + #{q_b >= q}) / (b + 1)`` of each driver.

    Raises
    ------
    MethodError
        As `factor_detector`, or simulated outcomes of another shape.
    """
    z = standardize(y)
    parts = [stratified(one, z.size) for one in strata]
    null = matrix(simulated)
    if null.shape[0] != z.size:
        raise MethodError(problem("permutation-shape", given=str(null.shape), rows=z.size))
    null = null - null.mean(axis=0)
    null /= np.sqrt(np.einsum("ib,ib->b", null, null))
    q = np.array([explained(z, part) for part in parts])
    above = (explained_all(null, *projector(parts)) >= q[:, None] - TIE).sum(axis=1)
    return np.asarray((1.0 + above) / (null.shape[1] + 1.0), dtype=np.float64)


def _patterns(weights: npt.ArrayLike, n: int) -> FloatArray:
    """Give the n - 1 spatial patterns that sum to 0, from the most to the least clustered."""
    w = matrix(weights)
    if w.shape != (n, n):
        raise MethodError(problem("spatial-weights-shape", given=str(w.shape), rows=n))
    if n > MOST_ROWS:
        raise MethodError(problem("spatial-too-many", given=n, allowed=MOST_ROWS))
    w = (w + w.T) / 2.0
    np.fill_diagonal(w, 0.0)
    if w.min() < 0 or w.max() <= 0:
        raise MethodError(problem("spatial-weights-sign"))
    # Rows of a basis orthogonal to the constant: its eigenvectors are those of the centred weights.
    basis = np.linalg.qr(np.column_stack([np.ones(n), np.eye(n)[:, : n - 1]]))[0][:, 1:]
    _, turned = np.linalg.eigh(basis.T @ w @ basis)
    return np.asarray(basis @ turned[:, ::-1], dtype=np.float64)
