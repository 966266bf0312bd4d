"""The factor detector: what share of the outcome's variance lies between the strata of a driver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from resilmeter.core.arrays import FloatArray, IntArray, vector
from resilmeter.core.detector.guards import doubts, noise_q
from resilmeter.core.detector.noncentral import ncp_interval
from resilmeter.core.detector.permutation import Permutations, Seed, exceedance
from resilmeter.core.detector.published import p_wang
from resilmeter.core.detector.sums import (
    Stratified,
    adjusted,
    explained,
    standardize,
    stratified,
)
from resilmeter.errors import Problem

LEVEL = 0.95  # of intervals
MOVES = 10.0  # centring must not change a p-value; ten times is no rounding


@dataclass(frozen=True)
class Factor:
    """What one driver's strata explain, beside what strata of noise would.

    Attributes
    ----------
    q : float
        Share of the outcome's variance between strata, in [0, 1].
    q_adjusted : float
        q corrected for the number of strata; 0 on average on noise, and may be negative.
    q_noise : float
        Expected q of strata that mean nothing, ``(L - 1)/(N - 1)``.
    interval : (2,) float array
        Interval of q at 95 %, from the non-central F distribution (normal, equally spread errors).
    p : float or None
        Share of permuted outcomes with as large a q; None without permutations.
    p_f : float
        P-value of the one-way analysis of variance, for independent rows.
    p_wang : float
        The published p-value; see `published_factor`.
    p_wang_moves : bool
        Whether `p_wang` changes more than tenfold when the mean is taken off the outcome: then it
        says nothing.
    sizes : (L,) integer array
        Rows in each stratum.
    means : (L,) float array
        Mean outcome of each stratum.
    doubts : tuple of Problem
        What the numbers of rows and strata do not allow to conclude.
    """

    q: float
    q_adjusted: float
    q_noise: float
    interval: FloatArray
    p: float | None
    p_f: float
    p_wang: float
    p_wang_moves: bool
    sizes: IntArray
    means: FloatArray
    doubts: tuple[Problem, ...]

    def __repr__(self) -> str:
        p = "no permutations" if self.p is None else f"p {self.p:.3g}"
        return f"Factor(q {self.q:.3f}, of noise {self.q_noise:.3f}, {p}, {self.sizes.size} strata)"


def factor_detector(
    y: npt.ArrayLike, strata: npt.ArrayLike, *, permutations: Permutations = 999, seed: Seed = 0
) -> Factor:
    """Measure how much of the outcome the strata of one driver explain.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    strata : (n,) integer array
        Stratum code of each row.
    permutations : int or (b, n) integer array
        How many times the outcome is reshuffled, 0 for none, or the reshuffled rows themselves.
    seed : int or numpy Generator
        Where the random numbers start.

    Returns
    -------
    Factor
        q, its correction, interval and p-values.

    Raises
    ------
    MethodError
        A constant outcome, a single stratum, as many strata as rows, or arrays that do not fit.

    Notes
    -----
    ``q = 1 - sum_h N_h s_h^2 / (N s^2) = 1 - SSW/SST`` (Wang et al.), equal to R^2 of a regression
    on the strata. Strata of one row are kept (their variance is 0) and counted. The p-value is by
    permutation, which neither the shape of the outcome nor a constant added to it can move; like
    `p_f` it takes rows for independent. For outcomes that resemble their neighbours, see
    `moran_null` and `covariance_null`; for panels, `panel_detector`.

    References
    ----------
    Wang et al. (2010), International Journal of Geographical Information Science 24(1), 107-127,
    doi:10.1080/13658810802443457. Wang et al. (2016), Ecological Indicators 67, 250-256,
    doi:10.1016/j.ecolind.2016.02.052.

    Examples
    --------
    >>> found = factor_detector([1, 2, 3, 4, 5, 6, 7], [0, 1, 1, 1, 2, 2, 2])
    >>> round(found.q, 4), round(found.q_noise, 4)
    (0.8571, 0.3333)
    """
    return factor_detectors(y, [strata], permutations=permutations, seed=seed)[0]


def factor_detectors(
    y: npt.ArrayLike,
    strata: Sequence[npt.ArrayLike],
    *,
    permutations: Permutations = 999,
    seed: Seed = 0,
) -> tuple[Factor, ...]:
    """Run `factor_detector` for many drivers with the same permutations, in one product.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    strata : sequence of (n,) integer arrays
        Stratum codes of each driver.
    permutations : int or (b, n) integer array
        How many times the outcome is reshuffled, 0 for none, or the reshuffled rows themselves.
    seed : int or numpy Generator
        Where the random numbers start.

    Returns
    -------
    tuple of Factor
        One for each driver.

    Raises
    ------
    MethodError
        As `factor_detector`.

    Examples
    --------
    >>> found = factor_detectors([1, 2, 8, 9], [[0, 0, 1, 1], [0, 1, 0, 1]], permutations=0)
    >>> [round(one.q, 2) for one in found]
    [0.98, 0.02]
    """
    outcome = vector(y)
    z = standardize(outcome)
    parts = [stratified(one, z.size) for one in strata]
    q = np.array([explained(z, part) for part in parts])
    p = exceedance(z, parts, q, permutations, seed)
    return tuple(
        _factor(outcome, part, float(q[f]), None if p is None else float(p[f]))
        for f, part in enumerate(parts)
    )


def f_ratio(q: float, rows: int, strata: int) -> float:
    """Turn q into the F ratio of the analysis of variance; infinite where q is 1."""
    if q >= 1.0:
        return np.inf
    return (rows - strata) / (strata - 1) * q / (1.0 - q)


def p_of(f: float, rows: int, strata: int) -> float:
    """Give the p-value of the one-way analysis of variance."""
    return float(special.fdtrc(strata - 1, rows - strata, f))


def _factor(y: FloatArray, part: Stratified, q: float, p: float | None) -> Factor:
    n, count = y.size, part.count
    f = f_ratio(q, n, count)
    wang, centred = p_wang(y, part, q), p_wang(y - y.mean(), part, q)
    return Factor(
        q=q,
        q_adjusted=adjusted(q, n, count),
        q_noise=noise_q(part),
        interval=q_interval(f, n, count),
        p=p,
        p_f=p_of(f, n, count),
        p_wang=wang,
        p_wang_moves=bool(max(wang, centred) > MOVES * min(wang, centred)),
        sizes=part.sizes.astype(np.int64),
        means=np.bincount(part.codes, weights=y) / part.sizes,
        doubts=doubts(part),
    )


def q_interval(f: float, rows: int, strata: int) -> FloatArray:
    """Invert the non-central F distribution: ``q = ncp / (ncp + N)`` at both ends."""
    if not np.isfinite(f):
        return np.array([1.0, 1.0])
    ncp = ncp_interval(f, strata - 1, rows - strata, LEVEL)
    return np.asarray(ncp / (ncp + rows), dtype=np.float64)
