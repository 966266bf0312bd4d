"""Noise on weights: draws from a Dirichlet distribution around the weights themselves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, vector
from resilmeter.errors import MethodError, problem


def dirichlet_weights(
    weights: npt.ArrayLike, noise: float, draws: int, generator: np.random.Generator
) -> FloatArray:
    """Draw sets of weights around given ones.

    Parameters
    ----------
    weights : (q,) float array
        Weights that sum to 1; q of them positive, two or more.
    noise : float
        Standard deviation of an average weight as a share of that weight, above 0 and below
        ``sqrt(q - 1)``; 0.25 lets a weight of 0.10 vary by about 0.025.
    draws : int
        Number of sets.
    generator : Generator
        Source of the random numbers.

    Returns
    -------
    (draws, q) float array
        Each row sums to 1; weights of 0 stay 0; the mean over draws tends to `weights`.

    Raises
    ------
    MethodError
        A noise out of its range.

    Notes
    -----
    ``w ~ Dirichlet(c w)`` has mean w and variance ``w_j (1 - w_j) / (c + 1)``; for a weight of 1/q
    that is `noise` squared over q squared if ``c = (q - 1) / noise^2 - 1``. Caveats: relative to
    its size a small weight varies more than a large one.

    Examples
    --------
    >>> drawn = dirichlet_weights([0.2, 0.3, 0.5], 0.25, 4, np.random.default_rng(1))
    >>> drawn.shape, drawn.sum(axis=1).round(12).tolist()
    ((4, 3), [1.0, 1.0, 1.0, 1.0])
    """
    centre = vector(weights)
    q = int((centre > 0).sum())
    if not 0 < noise < np.sqrt(max(q - 1, 0)):
        raise MethodError(problem("noise-range", given=noise, most=np.sqrt(max(q - 1, 0))))
    concentration = (q - 1) / noise**2 - 1.0
    gammas = generator.standard_gamma(concentration * centre, (draws, centre.size))
    return np.asarray(gammas / gammas.sum(axis=1, keepdims=True), dtype=np.float64)
