"""A checked sample, sorted once: what every way to draw it again starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, matrix, vector
from resilmeter.core.inequality.checks import group_codes, positive_mean, unit_weights
from resilmeter.core.inequality.ties import Positions, tie_blocks


@dataclass(frozen=True, eq=False)
class Sample:
    """Units in the order of their totals.

    Attributes
    ----------
    order : (n,) integer array
        Row of each unit in the input.
    parts : (n, q) float array
        Components, centred by their means.
    total : (n,) float array
        Totals, not centred.
    groups : (n,) integer array
        Group codes.
    k : int
        Number of groups.
    weights : (n,) float array
        Weights of the units.
    first, after : Positions
        Where each unit's block of equal totals begins and ends.
    """

    order: IntArray
    parts: FloatArray
    total: FloatArray
    groups: IntArray
    k: int
    weights: FloatArray
    first: Positions
    after: Positions

    @property
    def sizes(self) -> IntArray:
        """(k,): units in each group."""
        return np.bincount(self.groups, minlength=self.k)


def sample_of(
    parts: npt.ArrayLike, groups: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> Sample:
    """Check and sort a sample.

    Raises
    ------
    MethodError
        What `gini_cells` refuses.
    """
    array = matrix(parts)
    n = array.shape[0]
    group, k = group_codes(groups, n)
    weight = np.ones(n) if weights is None else unit_weights(weights, n)
    total = vector(np.einsum("ij->i", array))
    centre = weight @ array / weight.sum()
    positive_mean(float(centre.sum()))
    order, first, after = tie_blocks(total)
    return Sample(
        order, array[order] - centre, total[order], group[order], k, weight[order], first, after
    )


def running_sums(values: FloatArray) -> FloatArray:
    """Sum the last axis up to each place, beginning with 0: (..., n + 1)."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums


def lead(sample: Sample, masses: FloatArray) -> FloatArray:
    """Weigh what lies below each unit less what lies above it: (..., n), ties in the middle."""
    upto = running_sums(masses)
    balance = upto[..., sample.first] + upto[..., sample.after]
    balance -= upto[..., -1:]
    return np.asarray(balance, dtype=np.float64)
