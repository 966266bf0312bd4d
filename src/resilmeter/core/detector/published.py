"""Peers' conventions, exactly as their programs compute them, for comparison only.

Three programs agree on q unless a stratum has one row, and differ in nearly all else:

==========  ====================  =============================  ==============================
convention  program               strata of one row              variance in the non-centrality
==========  ====================  =============================  ==============================
wang        geodetector (R)       kept                           sample
gd          GD (R)                removed; N and L stay in F     population
gdverse     gdverse (R)           removed; N and L recounted     population
==========  ====================  =============================  ==============================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, vector
from resilmeter.core.detector.noncentral import upper_tail
from resilmeter.core.detector.sums import Stratified, explained, overlay, standardize, stratified
from resilmeter.errors import MethodError, problem

Compat = Literal["wang", "gd", "gdverse"]
COMPATS: tuple[Compat, ...] = ("wang", "gd", "gdverse")

PublishedKind = Literal[
    "weaken-nonlinear", "weaken-single", "enhance-both", "independent", "enhance-nonlinear"
]
# The programs add up cells in one order, so that nested drivers give equal bits there.
TIE = 1e-12


@dataclass(frozen=True)
class PublishedFactor:
    """q and p of one driver by a peer's convention.

    Attributes
    ----------
    q : float
        Share of the variance between strata, in [0, 1].
    p : float
        P-value from the non-central F distribution.
    """

    q: float
    p: float


@dataclass(frozen=True)
class PublishedInteraction:
    """q of two drivers and of their overlay by a peer's convention.

    Attributes
    ----------
    q_first, q_second, q : float
        q of the drivers and of the overlay.
    kind : str
        One of the five published classes, by comparison of the numbers as they are.
    """

    q_first: float
    q_second: float
    q: float
    kind: PublishedKind


def published_factor(
    y: npt.ArrayLike, strata: npt.ArrayLike, compat: Compat = "wang"
) -> PublishedFactor:
    """Compute q and the published p-value as a peer's program does.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    strata : (n,) integer array
        Stratum code of each row.
    compat : {"wang", "gd", "gdverse"}
        Whose convention.

    Returns
    -------
    PublishedFactor
        q and p.

    Raises
    ------
    MethodError
        As `factor_detector`; an unknown convention; or too few strata of two rows and more.

    Notes
    -----
    ``F = (N-L)/(L-1) q/(1-q)`` against the non-central F distribution with ``lambda =
    [sum m_h^2 - (sum sqrt(N_h) m_h)^2 / N] / s^2``. The observed means stand in the distribution of
    the null hypothesis, and a constant added to the outcome changes lambda: the p-value depends on
    the zero of the scale. Use `factor_detector` for a p-value.

    References
    ----------
    Wang et al. (2016), Ecological Indicators 67, 250-256, doi:10.1016/j.ecolind.2016.02.052.

    Examples
    --------
    >>> x = [0, 1, 1, 1, 2, 2, 2]
    >>> found = published_factor([1, 2, 3, 4, 5, 6, 7], x, "gdverse")
    >>> round(found.q, 6), round(found.p, 6)
    (0.771429, 0.079365)
    """
    refuse_unknown_convention(compat)
    kept_y, kept = _rows_kept(vector(y), strata, compat)
    q = explained(standardize(kept_y), kept)
    if compat == "wang":
        return PublishedFactor(q, p_wang(kept_y, kept, q))
    rows, strata_count = kept_y.size, kept.count
    if compat == "gd":
        whole = stratified(strata, np.asarray(y).size)
        rows, strata_count = whole.codes.size, whole.count
    variance = kept_y.var(ddof=1) * (rows - 1) / rows
    return PublishedFactor(q, _noncentral(kept_y, kept, q, (rows, strata_count, float(variance))))


def published_interaction(
    y: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike, compat: Compat = "wang"
) -> PublishedInteraction:
    """Compute q of an overlay and its published class as a peer's program does.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    first, second : (n,) integer arrays
        Stratum codes of the two drivers.
    compat : {"wang", "gd", "gdverse"}
        Whose convention.

    Returns
    -------
    PublishedInteraction
        q of both drivers and of the overlay, and the class.

    Raises
    ------
    MethodError
        As `published_factor`.

    Notes
    -----
    The classes compare q of the overlay with the two q and their sum, to the last bit. "Enhance"
    is a theorem and not a finding, since an overlay refines both stratifications; "weaken" arises
    only where strata of one row are removed. Use `interaction_detector` to test.
    """
    outcome = vector(y)
    parts = [stratified(one, outcome.size) for one in (first, second)]
    q1, q2, q12 = (
        published_factor(outcome, one, compat).q for one in (first, second, overlay(parts))
    )
    return PublishedInteraction(q1, q2, q12, _kind(q1, q2, q12, compat))


def p_wang(y: FloatArray, part: Stratified, q: float) -> float:
    """Compute the published p-value of a known q, strata of one row kept."""
    scaled = y / np.abs(y).max()  # the unit does not matter; squares of 1e200 would overflow
    return _noncentral(scaled, part, q, (y.size, part.count, float(scaled.var(ddof=1))))


def refuse_unknown_convention(compat: Compat) -> None:
    """Refuse a convention that is none of the three."""
    if compat not in COMPATS:
        raise MethodError(problem("unknown-method", given=compat, allowed=list(COMPATS)))


def _rows_kept(
    y: FloatArray, strata: npt.ArrayLike, compat: Compat
) -> tuple[FloatArray, Stratified]:
    """Leave out strata of one row where the convention does."""
    part = stratified(strata, y.size)
    if compat == "wang":
        return y, part
    kept = (part.sizes > 1)[part.codes]
    return y[kept], stratified(part.codes[kept], int(kept.sum()))


def _noncentral(y: FloatArray, part: Stratified, q: float, of: tuple[int, int, float]) -> float:
    """Compute p for rows, strata and variance as the convention counts them."""
    rows, strata, variance = of
    means = np.bincount(part.codes, weights=y) / part.sizes
    shift = float(np.sqrt(part.sizes) @ means)
    ncp = max(0.0, float(means @ means) - shift**2 / rows) / variance
    f = np.inf if q >= 1.0 else (rows - strata) / (strata - 1) * q / (1.0 - q)
    return upper_tail(f, strata - 1, rows - strata, ncp)


def _kind(q1: float, q2: float, q12: float, compat: Compat) -> PublishedKind:
    """Compare in the order of the programs; a nested driver counts as enhanced in "wang" only."""
    low, high = min(q1, q2), max(q1, q2)
    nested = abs(q12 - high) <= TIE
    if q12 < low - TIE:
        return "weaken-nonlinear"
    if (q12 < high and not nested) or (nested and compat != "wang"):
        return "weaken-single"
    if q12 < q1 + q2:
        return "enhance-both"
    return "independent" if q12 == q1 + q2 else "enhance-nonlinear"
