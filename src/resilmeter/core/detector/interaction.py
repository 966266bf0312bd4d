"""The interaction detector: do two drivers explain more together than they add up to?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.detector.additive import additive, additive_p, observed
from resilmeter.core.detector.guards import blocks, noise_q
from resilmeter.core.detector.permutation import Permutations, Seed, drawn
from resilmeter.core.detector.sums import (
    Stratified,
    adjusted,
    explained,
    overlay,
    standardize,
    stratified,
)
from resilmeter.errors import MethodError, Problem, problem

Kind = Literal["no-gain", "enhance-both", "independent", "enhance-nonlinear"]
TOLERANCE = 0.01  # of q: a hundredth of the outcome's variance is no difference


@dataclass(frozen=True)
class Interaction:
    """What two or more drivers explain together, and whether that is more than their sum.

    Attributes
    ----------
    q_parts : (d,) float array
        q of each driver.
    q : float
        q of the overlay, never below any of `q_parts`: a theorem, not a finding.
    q_adjusted : float
        q of the overlay corrected for its number of cells; 0 on average on noise.
    q_noise : float
        Expected q of as many cells that mean nothing.
    kind : str or None
        Class by the adjusted q; None where the reading is blocked or d > 2.
    f : float or None
        F ratio of the interaction: cell means against the additive model.
    p_f : float or None
        Its p-value for independent, normal errors.
    p : float or None
        Its p-value by permutation of the additive model's residuals. All three are None where the
        reading is blocked or no cell is free to differ, `p` also without permutations.
    sizes : (L1, ..., Ld) integer array
        Rows in each cell of the overlay, 0 for combinations that do not occur.
    sums : (L1, ..., Ld) float array
        Sum of the centred outcome in each cell, in units of its standard deviation.
    blocked : tuple of Problem
        Why the interaction must not be read (E-11); empty where it may.
    """

    q_parts: FloatArray
    q: float
    q_adjusted: float
    q_noise: float
    kind: Kind | None
    f: float | None
    p_f: float | None
    p: float | None
    sizes: IntArray
    sums: FloatArray
    blocked: tuple[Problem, ...]

    def __repr__(self) -> str:
        kind = self.kind or ("blocked" if self.blocked else "not classed")
        p = "no permutations" if self.p is None else f"additivity p {self.p:.3g}"
        return f"Interaction(q {self.q:.3f}, of noise {self.q_noise:.3f}, {kind}, {p})"


def interaction_detector(
    y: npt.ArrayLike,
    *strata: npt.ArrayLike,
    permutations: Permutations = 999,
    seed: Seed = 0,
    tolerance: float = TOLERANCE,
) -> Interaction:
    """Overlay two or more drivers and test whether they do more than add up.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    *strata : (n,) integer arrays
        Stratum codes of two or more drivers.
    permutations : int or (b, n) integer array
        How many times residuals are reshuffled, 0 for none, or the reshuffled rows themselves, such
        as rows within periods.
    seed : int or numpy Generator
        Where the random numbers start.
    tolerance : float
        Difference of q up to which two count as equal when classing.

    Returns
    -------
    Interaction
        q of parts and overlay, class, test of additivity and cells.

    Raises
    ------
    MethodError
        Fewer than two drivers, as many cells as rows, or what `factor_detector` refuses.

    Notes
    -----
    The class compares adjusted q (below 0 taken as 0): "no-gain" up to the larger one, as always
    for nested drivers; "independent" at the sum; "enhance-both" between the two;
    "enhance-nonlinear" above the sum. The two published classes of weakening cannot occur, since
    an overlay refines both stratifications, and the published class on plain q calls nearly every
    pair of noise enhanced. Whether a surplus is more than noise is what the test says:
    ``F = [(SSW_additive - SSW_cells)/df] / [SSW_cells/(N - cells)]``, with the residuals of the
    additive model permuted. Correlated drivers explain less than their sum even where they simply
    add up, so read the test before the class. Blocked where a cell holds fewer than 3 rows or
    there are more cells than N/5.

    References
    ----------
    Wang et al. (2010), International Journal of Geographical Information Science 24(1), 107-127,
    doi:10.1080/13658810802443457. Freedman, Lane (1983), Journal of Business & Economic Statistics
    1(4), 292-298, doi:10.1080/07350015.1983.10509354.

    Examples
    --------
    >>> a = np.repeat([0, 0, 1, 1], 5)
    >>> b = np.repeat([0, 1, 0, 1], 5)
    >>> y = np.tile([1.0, 2.0, 3.0, 4.0, 5.0], 4) + 10 * a * b
    >>> interaction_detector(y, a, b, permutations=99).kind
    'enhance-nonlinear'
    """
    z = standardize(y)
    parts = [stratified(one, z.size) for one in strata]
    if len(parts) < 2:
        raise MethodError(problem("interaction-one-driver"))
    return _interaction(z, parts, (permutations, seed, tolerance))


def interaction_detectors(
    y: npt.ArrayLike,
    strata: Sequence[npt.ArrayLike],
    pairs: Sequence[tuple[int, ...]],
    *,
    permutations: Permutations = 999,
    seed: Seed = 0,
    tolerance: float = TOLERANCE,
) -> tuple[Interaction, ...]:
    """Run `interaction_detector` for many combinations of drivers.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    strata : sequence of (n,) integer arrays
        Stratum codes of each driver.
    pairs : sequence of tuples of int
        Places of the drivers to overlay: pairs, triples or more.
    permutations, seed, tolerance
        As for `interaction_detector`; every combination is reshuffled by the same seed.

    Returns
    -------
    tuple of Interaction
        One for each combination.

    Raises
    ------
    MethodError
        As `interaction_detector`.
    """
    z = standardize(y)
    parts = [stratified(one, z.size) for one in strata]
    how = (drawn(z.size, permutations, seed), seed, tolerance)
    return tuple(_interaction(z, [parts[j] for j in pair], how) for pair in pairs)


def _interaction(
    z: FloatArray, parts: list[Stratified], how: tuple[Permutations, Seed, float]
) -> Interaction:
    permutations, seed, tolerance = how
    shape = tuple(part.count for part in parts)
    cells = stratified(overlay(parts), z.size)
    q_parts, q = np.array([explained(z, part) for part in parts]), explained(z, cells)
    reasons = blocks(cells)
    model = None if reasons else additive(cells, parts)
    f = None if model is None else observed(z, model)
    own = [adjusted(float(one), z.size, part.count)
           for one, part in zip(q_parts, parts, strict=True)]  # fmt: skip
    q_adjusted = adjusted(q, z.size, cells.count)
    place = np.ravel_multi_index(tuple(part.codes for part in parts), shape)
    size = int(np.prod(shape))
    sums = np.bincount(place, weights=z * np.sqrt(z.size), minlength=size)
    return Interaction(
        q_parts=q_parts,
        q=q,
        q_adjusted=q_adjusted,
        q_noise=noise_q(cells),
        kind=None if reasons or len(parts) > 2 else classify(own[0], own[1], q_adjusted, tolerance),
        f=f,
        p_f=None
        if model is None or f is None
        else float(special.fdtrc(model.free, model.spare, f)),
        p=None if model is None or f is None else additive_p(z, model, f, permutations, seed),
        sizes=np.bincount(place, minlength=size).reshape(shape),
        sums=np.asarray(sums, dtype=np.float64).reshape(shape),
        blocked=reasons,
    )


def classify(q_first: float, q_second: float, q: float, tolerance: float = TOLERANCE) -> Kind:
    """Class an overlay's q against its drivers', all three adjusted.

    >>> classify(0.2, 0.3, 0.305), classify(0.2, 0.3, 0.4), classify(0.2, 0.3, 0.505)
    ('no-gain', 'enhance-both', 'independent')
    """
    first, second = max(q_first, 0.0), max(q_second, 0.0)
    if q <= max(first, second) + tolerance:
        return "no-gain"
    if abs(q - first - second) <= tolerance:
        return "independent"
    return "enhance-both" if q < first + second else "enhance-nonlinear"
