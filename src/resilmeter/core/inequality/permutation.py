"""Would random group labels give gaps like these? A permutation test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import ROUNDING, FloatArray
from resilmeter.core.inequality.null import null_shares
from resilmeter.core.inequality.replicates import batches, relabelled
from resilmeter.core.inequality.sample import sample_of
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True, eq=False)
class GroupTest:
    """Permutation p values; each is at least 1 / (shuffles + 1).

    Attributes
    ----------
    within : float
        p of the within part, two-sided.
    net_between : float
        p of the net between part, one-sided: it is never negative and 0 for equal means.
    pairs : (k, k) float array
        p of the contribution of each pair of groups, two-sided, symmetric.
    cells : (k, k, q) float array
        p of each cell, two-sided, symmetric. Many are tested at once: correct for that.
    shuffles : int
        How often labels were shuffled.
    """

    within: float
    net_between: float
    pairs: FloatArray
    cells: FloatArray
    shuffles: int


def permutation_test(
    parts: npt.ArrayLike,
    groups: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    shuffles: int = 999,
    seed: int | np.random.Generator,
) -> GroupTest:
    """Compare the split of the Gini coefficient with that under shuffled group labels.

    Parameters
    ----------
    parts : (n, q) float array
        Components of each unit, n >= 2.
    groups : (n,) integer array
        Group code 0..k-1 of each unit.
    weights : (n,) float array, optional
        Positive weights, which stay with their units when labels are shuffled.
    shuffles : int
        How often to shuffle; 1 or more.
    seed : int or Generator
        Source of the shuffles: the same seed gives the same p values.

    Returns
    -------
    GroupTest

    Raises
    ------
    MethodError
        What `gini_cells` refuses, fewer than two units, or fewer than one shuffle.

    Notes
    -----
    ``p = (1 + number of shuffles at least as far out) / (shuffles + 1)``. "Far" is the distance
    from the mean over all labellings, which is known exactly (`null_shares`). Sorting is done
    once; a shuffle only recounts labels.

    References
    ----------
    Phipson, Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9,
    doi:10.2202/1544-6115.1585.

    Examples
    --------
    >>> apart = permutation_test([[1.0], [1.1], [1.2], [9.0], [9.1], [9.2]], [0, 0, 0, 1, 1, 1],
    ...                          shuffles=199, seed=1)
    >>> apart.net_between < 0.2, apart.shuffles
    (True, 199)
    """
    if shuffles < 1:
        raise MethodError(problem("draws-positive", given=shuffles))
    sample = sample_of(parts, groups, weights)
    expected = null_shares(sample.sizes)
    random = np.random.default_rng(seed)
    cells, net = relabelled(sample, sample.groups[None])
    upper = np.triu(np.ones((sample.k, sample.k)))
    centre = expected[:, :, None] * np.einsum("jh,jhm->m", upper, cells[0])
    given = _distances(cells, centre)
    further = [np.zeros(distance.shape[1:]) for distance in given]
    beyond = 0
    for rows in batches(shuffles, sample.parts.size):
        labels = np.tile(sample.groups, (rows.stop - rows.start, 1))
        drawn, drawn_net = relabelled(sample, random.permuted(labels, axis=1, out=labels))
        for place, distance in enumerate(_distances(drawn, centre)):
            further[place] += (distance >= given[place] - ROUNDING).sum(axis=0)
        beyond += int((drawn_net >= net[0] - ROUNDING).sum())
    within, pairs, each = ((1.0 + count) / (shuffles + 1.0) for count in further)
    return GroupTest(float(within), (1.0 + beyond) / (shuffles + 1.0), pairs, each, shuffles)


def _distances(cells: FloatArray, centre: FloatArray) -> list[FloatArray]:
    """Measure how far within part, pairs and cells lie from their means under random labels."""
    gap = cells - centre
    pairs = gap.sum(axis=3)
    within = np.trace(pairs, axis1=1, axis2=2)
    return [np.abs(within), np.abs(pairs), np.abs(gap)]
