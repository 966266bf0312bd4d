"""Peers' tests of differences, exactly as their programs decide them, for comparison only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from resilmeter.core.arrays import BoolArray, FloatArray, vector
from resilmeter.core.detector.published import (
    Compat,
    published_factor,
    refuse_unknown_convention,
)
from resilmeter.core.detector.risk import welch
from resilmeter.core.detector.sums import stratified

LEVEL = 0.05  # of every published decision
ECOLOGICAL_SHARE = 0.9  # of the F distribution, against which two programs hold q1/q2


@dataclass(frozen=True)
class PublishedRisk:
    """Differences between strata by a peer's rule.

    Attributes
    ----------
    t, p : (L, L) float arrays
        Welch's t and its p-value; 0 and 1 for a pair that is not tested, and on the diagonal.
    significant : (L, L) bool array
        Whether the program calls the pair different at 0.05, without correction for many pairs.
    """

    t: FloatArray
    p: FloatArray
    significant: BoolArray


def published_risk(
    y: npt.ArrayLike, strata: npt.ArrayLike, compat: Compat = "wang"
) -> PublishedRisk:
    """Compare the means of all pairs of strata as a peer's program does.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    strata : (n,) integer array
        Stratum code of each row.
    compat : {"wang", "gd", "gdverse"}
        Whose convention: "wang" rounds the degrees of freedom, the others do not.

    Returns
    -------
    PublishedRisk
        t, p and decisions.

    Raises
    ------
    MethodError
        As `factor_detector`, or an unknown convention.
    """
    refuse_unknown_convention(compat)
    outcome = vector(y)
    part = stratified(strata, outcome.size)
    t, df = welch(outcome, part)
    testable = np.isfinite(t) & (df > 0)
    np.fill_diagonal(testable, val=False)
    t = np.where(testable, t, 0.0)
    df = np.where(testable, np.rint(df) if compat == "wang" else df, 1.0)
    p = np.where(testable, 2.0 * special.stdtr(df, -np.abs(t)), 1.0)
    return PublishedRisk(t, p, testable & (p < LEVEL))


def published_ecological(
    y: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike, compat: Compat = "wang"
) -> bool:
    """Tell whether a peer's program calls two drivers different at 0.05.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    first, second : (n,) integer arrays
        Stratum codes of the two drivers.
    compat : {"wang", "gd", "gdverse"}
        Whose rule.

    Returns
    -------
    bool
        The program's decision.

    Raises
    ------
    MethodError
        As `published_factor`.

    Notes
    -----
    "wang" and "gd": ``max(q1/q2, q2/q1)`` above the 0.9 quantile of F(N-1, N-1), which calls half
    of all pairs of equally strong drivers different. "gdverse": ``(1-q1)/(1-q2)`` against the upper
    tail only, so that the answer depends on the order of the two. Use `ecological_detector`.
    """
    n = np.asarray(y).size
    q1, q2 = (published_factor(y, one, compat).q for one in (first, second))
    if compat == "gdverse":
        return bool(special.fdtrc(n - 1, n - 1, (1.0 - q1) / (1.0 - q2)) < LEVEL)
    return bool(max(q1, q2) > min(q1, q2) * special.fdtri(n - 1, n - 1, ECOLOGICAL_SHARE))
