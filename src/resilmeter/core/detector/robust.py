"""Robust strata with a p-value: the segmentation is repeated on every reshuffled outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray
from resilmeter.core.detector.optimal import SMALLEST, elbow
from resilmeter.core.detector.permutation import TIE, Permutations, Seed, batches
from resilmeter.core.detector.sums import standardize
from resilmeter.core.strata import Strata, robust
from resilmeter.core.strata.segments import segment


@dataclass(frozen=True)
class RobustStrata:
    """Cuts that explain most of the outcome, and how often noise is explained as well.

    Attributes
    ----------
    strata : tuple of Strata
        Best classes for k = 2..largest.
    q : (largest - 1,) float array
        Their q, too large by the search.
    q_noise : (largest - 1,) float array or None
        Mean q of the same search on reshuffled outcomes; None without permutations.
    chosen : int
        Place of the choice by the elbow rule.
    p : float or None
        Share of reshuffled outcomes whose own choice has as large a q, corrected for its number of
        classes; None without permutations.
    """

    strata: tuple[Strata, ...]
    q: FloatArray
    q_noise: FloatArray | None
    chosen: int
    p: float | None

    def __repr__(self) -> str:
        p = "no permutations" if self.p is None else f"p of the search {self.p:.3g}"
        classes = self.strata[self.chosen].count
        return f"RobustStrata({classes} classes, q {self.q[self.chosen]:.3f}, {p})"


def robust_strata(
    y: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    largest: int = 8,
    smallest: int = SMALLEST,
    permutations: Permutations = 199,
    seed: Seed = 0,
) -> RobustStrata:
    """Cut a driver where the outcome changes most, and test with the search repeated.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    values : (n,) float array
        Values of the driver.
    largest : int
        Largest number of classes.
    smallest : int
        Fewest rows a class may hold.
    permutations : int or (b, n) integer array
        How many times the search is repeated on a reshuffled outcome, 0 for none, or the
        reshuffled rows themselves.
    seed : int or numpy Generator
        Where the random numbers start.

    Returns
    -------
    RobustStrata
        Cuts, q, q of noise, choice and p-value.

    Raises
    ------
    MethodError
        As `robust` of `core.strata`, or a constant outcome.

    Notes
    -----
    See `resilmeter.core.strata.robust`. Because the cuts follow the outcome, q of a driver that
    means nothing is far above ``(L - 1)/(N - 1)``: compare with `q_noise` instead.

    References
    ----------
    Zhang et al. (2022), International Journal of Applied Earth Observation and Geoinformation 109,
    102782, doi:10.1016/j.jag.2022.102782.

    Examples
    --------
    >>> x = np.arange(30.0)
    >>> robust_strata(np.where(x < 11, 0.0, 1.0), x, largest=3, permutations=19).strata[0].sizes
    array([11, 19])
    """
    z = standardize(y)
    made = robust(values, z, largest, smallest=smallest)
    place = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True)[1]
    count = np.concatenate(([0.0], np.cumsum(np.bincount(place), dtype=np.float64)))

    def search(outcome: FloatArray) -> FloatArray:
        """Find the largest q for each number of strata."""
        total = np.concatenate(([0.0], np.cumsum(np.bincount(place, weights=outcome))))
        return segment(count, total, largest, smallest)[0]

    q = search(z)
    null = [search(z[row]) for rows in batches(z.size, permutations, seed) for row in rows]
    ks = np.arange(2, largest + 1)
    chosen = int(elbow(q[:, None], ks)[0])
    p = _p(q, np.array(null).T, chosen, z.size) if null else None
    return RobustStrata(made, q, np.mean(null, axis=0) if null else None, chosen, p)


def _p(q: FloatArray, null: FloatArray, chosen: int, n: int) -> float:
    """Compare corrected q of the choices."""
    ks = np.arange(2, q.size + 2)
    own = elbow(null, ks)
    rest = (1.0 - null[own, np.arange(own.size)]) / (n - ks[own])
    above = int((rest <= (1.0 - q[chosen]) / (n - ks[chosen]) + TIE).sum())
    return float((1 + above) / (null.shape[1] + 1))
