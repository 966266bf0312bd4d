"""The risk detector: which strata of a driver differ in their mean outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from resilmeter.core.arrays import BoolArray, FloatArray, IntArray, vector
from resilmeter.core.detector.letters import compact_letters
from resilmeter.core.detector.multiplicity import benjamini_hochberg, holm
from resilmeter.core.detector.sums import Stratified, standardize, stratified
from resilmeter.errors import MethodError, problem

Correction = Literal["holm", "benjamini-hochberg", "none"]
CORRECTIONS: dict[Correction, Callable[[npt.ArrayLike], FloatArray]] = {
    "holm": holm,
    "benjamini-hochberg": benjamini_hochberg,
    "none": lambda p: np.asarray(p, dtype=np.float64),
}


@dataclass(frozen=True)
class Risk:
    """Mean outcomes of strata, and which of them differ.

    Attributes
    ----------
    means : (L,) float array
        Mean outcome of each stratum.
    sizes : (L,) integer array
        Rows in each stratum.
    pairs : (m, 2) integer array
        Pairs of strata that were compared, the lower code first.
    difference : (m,) float array
        Mean of the first minus mean of the second.
    t, df, p, p_adjusted : (m,) float arrays
        Welch's t, its degrees of freedom, two-sided p-value, and p-value corrected for m pairs.
    untested : (u, 2) integer array
        Pairs without a test: a stratum of one row, or no variance in either.
    letters : tuple of str
        One for each stratum; strata that share a letter do not differ at `alpha`.
    alpha : float
        Level of the letters.
    """

    means: FloatArray
    sizes: IntArray
    pairs: IntArray
    difference: FloatArray
    t: FloatArray
    df: FloatArray
    p: FloatArray
    p_adjusted: FloatArray
    untested: IntArray
    letters: tuple[str, ...]
    alpha: float

    @property
    def significant(self) -> BoolArray:
        """(m,): whether each pair differs at `alpha` after correction."""
        return np.asarray(self.p_adjusted < self.alpha, dtype=np.bool_)

    def __repr__(self) -> str:
        told = int(self.significant.sum())
        return f"Risk({self.means.size} strata, {told} of {self.p.size} pairs differ)"


def risk_detector(
    y: npt.ArrayLike,
    strata: npt.ArrayLike,
    *,
    correction: Correction = "holm",
    alpha: float = 0.05,
) -> Risk:
    """Compare the mean outcomes of all pairs of strata.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    strata : (n,) integer array
        Stratum code of each row.
    correction : {"holm", "benjamini-hochberg", "none"}
        How p-values are corrected for the number of pairs.
    alpha : float
        Level at which strata are called different, in (0, 1).

    Returns
    -------
    Risk
        Means, tests and letters.

    Raises
    ------
    MethodError
        An unknown correction, a level outside (0, 1), or what `factor_detector` refuses.

    Notes
    -----
    ``t = (m_i - m_j)/sqrt(S_i^2/n_i + S_j^2/n_j)`` with Welch's degrees of freedom, unrounded. Nine
    strata make 36 pairs: without correction two of them differ by chance.

    References
    ----------
    Welch (1947), Biometrika 34(1-2), 28-35, doi:10.1093/biomet/34.1-2.28.

    Examples
    --------
    >>> risk_detector([1.0, 2.0, 3.0, 11.0, 12.0, 13.0], [0, 0, 0, 1, 1, 1]).letters
    ('b', 'a')
    """
    if correction not in CORRECTIONS:
        raise MethodError(problem("unknown-method", given=correction, allowed=list(CORRECTIONS)))
    if not 0 < alpha < 1:
        raise MethodError(problem("detector-level", given=alpha))
    outcome = vector(y)
    standardize(outcome)  # refuses what cannot be compared
    part = stratified(strata, outcome.size)
    means = np.bincount(part.codes, weights=outcome) / part.sizes
    t, df = welch(outcome, part)
    first, second = np.triu_indices(part.count, 1)
    tested = np.isfinite(t[first, second]) & (df[first, second] > 0)
    i, j = first[tested], second[tested]
    p = 2.0 * special.stdtr(df[i, j], -np.abs(t[i, j]))
    corrected = CORRECTIONS[correction](p)
    different = np.zeros(t.shape, dtype=np.bool_)
    different[i, j] = different[j, i] = corrected < alpha
    return Risk(
        means, part.sizes.astype(np.int64), np.column_stack([i, j]), means[i] - means[j], t[i, j],
        df[i, j], p, corrected, np.column_stack([first[~tested], second[~tested]]),
        compact_letters(different, means), alpha,
    )  # fmt: skip


def welch(y: FloatArray, part: Stratified) -> tuple[FloatArray, FloatArray]:
    """Compute Welch's t (row minus column) and degrees of freedom of all pairs of strata.

    Where one stratum has a single row or neither varies, t is not finite.
    """
    n = part.sizes
    centred = y - y.mean()
    means = np.bincount(part.codes, weights=centred) / n
    squares = np.bincount(part.codes, weights=(centred - means[part.codes]) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = squares / (n - 1.0) / n
        both = error[:, None] + error
        t = (means[:, None] - means) / np.sqrt(both)
        df = both**2 / ((error**2 / (n - 1.0))[:, None] + error**2 / (n - 1.0))
    return t, np.where(np.isfinite(df), df, 0.0)
