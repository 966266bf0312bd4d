"""Cells of many samples drawn again from one, without sorting again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.inequality.checks import positive_mean
from resilmeter.core.inequality.sample import Sample, lead

# Multiplications at a time: arrays stay in the processor's cache, and a product of matrices stays
# below the size at which libraries start threads, which wait for each other on a busy machine.
BATCH = 1 << 18


def batches(draws: int, size: int) -> Iterator[slice]:
    """Cut `draws` rows of `size` multiplications each into pieces of limited size."""
    step = max(1, BATCH // size)
    return (slice(start, min(start + step, draws)) for start in range(0, draws, step))


def reweighted(sample: Sample, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Compute cells (b, k, k, q) and own Gini coefficients (b, k) under (b, n) other weights.

    Weights may be zero: such units are not in the sample. The own coefficient of a group without
    units or with a mean that is not positive is NaN.

    Raises
    ------
    MethodError
        A mean of the totals that is not positive under some of the weights.
    """
    k, q = sample.k, sample.parts.shape[1]
    member = (sample.groups[:, None] == np.arange(k)).astype(np.float64)
    blocks = (member[:, :, None] * sample.parts[:, None]).reshape(-1, k * q)
    sums, masses = (weights * sample.total) @ member, weights @ member
    balance = np.empty((weights.shape[0], k, k, q))
    for h in range(k):
        leads = lead(sample, weights * member[:, h])
        leads *= weights
        balance[:, :, h] = (leads @ blocks).reshape(-1, k, q)
    return cells_and_own(balance + balance.transpose(0, 2, 1, 3), sums, masses)


def relabelled(sample: Sample, groups: IntArray) -> tuple[FloatArray, FloatArray]:
    """Compute cells (b, k, k, q) and net between (b,) under (b, n) other group labels."""
    k = sample.k
    masses = [np.where(groups == j, sample.weights, 0.0) for j in range(k)]
    balance = np.empty((groups.shape[0], k, k, sample.parts.shape[1]))
    for h in range(k):
        leads = lead(sample, masses[h])
        for j in range(k):
            balance[:, j, h] = (leads * masses[j]) @ sample.parts
    sums = np.column_stack([mass @ sample.total for mass in masses])
    mass = np.column_stack([mass.sum(axis=1) for mass in masses])
    cells, _ = cells_and_own(balance + balance.transpose(0, 2, 1, 3), sums, mass)
    return cells, _net_between(sums, mass)


def cells_and_own(
    gaps: FloatArray, sums: FloatArray, masses: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Turn sums of gaps over ordered pairs of units into cells and own Gini coefficients.

    `gaps` is (b, k, k, q), `sums` of values and `masses` of groups are (b, k).

    Raises
    ------
    MethodError
        A mean of the totals that is not positive in some of the b samples.
    """
    total, mass = sums.sum(axis=1), masses.sum(axis=1)
    positive_mean(float((total / mass).min()))
    whole = total * mass
    cells = gaps / whole[:, None, None, None]
    diagonal = np.arange(gaps.shape[1])
    cells[:, diagonal, diagonal] /= 2.0
    inside = gaps[:, diagonal, diagonal].sum(axis=2) / 2.0
    product = sums * masses
    own = np.divide(inside, product, out=np.full(product.shape, np.nan), where=product > 0)
    return cells, own


def _net_between(sums: FloatArray, masses: FloatArray) -> FloatArray:
    """Compute sum p_j p_h |mu_j - mu_h| / mu over pairs: (b,)."""
    j, h = np.triu_indices(sums.shape[1], 1)
    gaps = np.abs(sums[:, j] * masses[:, h] - sums[:, h] * masses[:, j]).sum(axis=1)
    return np.asarray(gaps / (sums.sum(axis=1) * masses.sum(axis=1)), dtype=np.float64)
