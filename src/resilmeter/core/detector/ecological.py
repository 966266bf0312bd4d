"""The ecological detector: is one driver stronger than another?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from resilmeter.core.arrays import FloatArray
from resilmeter.core.detector.bootstrap import pivot, resampled, resampled_q
from resilmeter.core.detector.permutation import Seed
from resilmeter.core.detector.sums import adjusted, explained, standardize, stratified


@dataclass(frozen=True)
class Ecological:
    """How much stronger one driver is than another.

    Attributes
    ----------
    difference : float
        Adjusted q of the first minus adjusted q of the second.
    interval : (2,) float array or None
        Interval of the difference at 95 %, by paired bootstrap; None without samples.
    p : float or None
        Two-sided p-value by paired bootstrap; None without samples.
    f : float
        ``(1 - q1)/(1 - q2)``; infinite where the second driver explains all.
    p_f : float
        Two-sided p-value of `f`, the same in either order.
    """

    difference: float
    interval: FloatArray | None
    p: float | None
    f: float
    p_f: float

    def __repr__(self) -> str:
        p = f"F p {self.p_f:.3g}" if self.p is None else f"p {self.p:.3g}"
        return f"Ecological(difference {self.difference:+.3f}, {p})"


def ecological_detector(
    y: npt.ArrayLike,
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    *,
    samples: int = 999,
    seed: Seed = 0,
) -> Ecological:
    """Test whether two drivers explain different shares of the same outcome.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    first, second : (n,) integer arrays
        Stratum codes of the two drivers.
    samples : int
        Bootstrap samples, 0 for none.
    seed : int or numpy Generator
        Where the random numbers start.

    Returns
    -------
    Ecological
        Difference of adjusted q with its interval, and both tests.

    Raises
    ------
    MethodError
        As `factor_detector`.

    Notes
    -----
    The published test: ``F = [N(N-1)SSW_1]/[N(N-1)SSW_2] ~ F(N-1, N-1)``, here two-sided, so that
    the order of the drivers does not matter. It takes the two sums of squares for independent,
    though they share one outcome, and is conservative. The paired bootstrap draws rows, so that
    both drivers meet the same outcome in every sample; distances from the plain difference are laid
    around the adjusted one. Below some 60 rows it finds too much: 10 % instead of 5 % at 30.

    References
    ----------
    Wang et al. (2010), International Journal of Geographical Information Science 24(1), 107-127,
    doi:10.1080/13658810802443457.

    Examples
    --------
    >>> strong, weak = [0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1]
    >>> found = ecological_detector([1, 2, 3, 11, 12, 13], strong, weak, samples=0)
    >>> bool(found.difference > 0)
    True
    """
    z = standardize(y)
    parts = [stratified(one, z.size) for one in (first, second)]
    q = [explained(z, part) for part in parts]
    own = [adjusted(one, z.size, part.count) for one, part in zip(q, parts, strict=True)]
    drawn = [
        resampled_q(z, parts[0], weights) - resampled_q(z, parts[1], weights)
        for weights in resampled(z.size, samples, seed)
    ]
    difference = own[0] - own[1]
    interval, p = pivot(difference, q[0] - q[1], np.concatenate(drawn)) if drawn else (None, None)
    f, p_f = _ratio(q[0], q[1], z.size - 1)
    return Ecological(difference, interval, p, f, p_f)


def _ratio(q1: float, q2: float, df: int) -> tuple[float, float]:
    """Give the ratio of unexplained shares and its two-sided p-value."""
    if q2 >= 1.0:
        return (1.0, 1.0) if q1 >= 1.0 else (np.inf, 0.0)
    f = (1.0 - q1) / (1.0 - q2)
    tails = special.fdtr(df, df, f), special.fdtrc(df, df, f)
    return f, float(min(1.0, 2.0 * min(tails)))
