"""Resampled rows: how far a q, or the difference of two, would move in another sample."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.detector.permutation import CELLS_AT_ONCE, Seed
from resilmeter.core.detector.sums import Stratified

LEVEL = 0.95


def resampled(n: int, samples: int, seed: Seed) -> Iterator[FloatArray]:
    """Draw how often each of n rows (or units) enters each bootstrap sample, (n, b) at a time."""
    random = np.random.default_rng(seed)
    portion = max(1, CELLS_AT_ONCE // n)
    even = np.full(n, 1.0 / n)
    for done in range(0, samples, portion):
        drawn = random.multinomial(n, even, size=min(portion, samples - done))
        yield np.ascontiguousarray(drawn.T, dtype=np.float64)


def resampled_q(z: FloatArray, part: Stratified, weights: FloatArray) -> FloatArray:
    """Compute q in samples that hold each row `weights` times, less the noise of drawing.

    (n, b) to (b,). A sample stands to the data as the data to the world: its q is too large by
    its own noise, which the correction for L takes off, so that it scatters around the plain q.

    A sample whose outcome does not vary has nothing to explain; its q is 0.
    """
    member = sparse.csr_array(
        (np.ones(z.size), (part.codes, np.arange(z.size))), shape=(part.count, z.size)
    )
    sums = np.asarray(member @ (z[:, None] * weights), dtype=np.float64)
    sizes = np.asarray(member @ weights, dtype=np.float64)
    between = np.divide(sums**2, sizes, out=np.zeros_like(sums), where=sizes > 0).sum(axis=0)
    size, total = weights.sum(axis=0), z @ weights
    squares = (z * z) @ weights
    offset = np.divide(total**2, size, out=np.zeros_like(total), where=size > 0)
    whole = squares - offset
    varies = whole > squares * 1e-12
    q = np.divide(between - offset, whole, out=np.zeros_like(whole), where=varies)
    rows = np.maximum(size, part.count + 1.0)
    return np.asarray(1.0 - (1.0 - q) * (rows - 1.0) / (rows - part.count), dtype=np.float64)


def pivot(estimate: float, at_sample: float, drawn: FloatArray) -> tuple[FloatArray, float]:
    """Give interval and two-sided p-value by how far resampled values lie from the sample's own.

    `estimate` is the corrected value to report, `at_sample` the plain one that the resampled values
    scatter around; only their distances are used.
    """
    distance = drawn - at_sample
    tail = (1.0 - LEVEL) / 2.0
    interval = estimate - np.quantile(distance, [1.0 - tail, tail])
    beyond = int((np.abs(distance) >= abs(estimate)).sum())
    return np.asarray(interval, dtype=np.float64), (1 + beyond) / (1 + drawn.size)


def member_weights(drawn: FloatArray, units: IntArray) -> FloatArray:
    """Give every row the weight of its unit: whole histories enter a sample together."""
    return np.asarray(drawn[units], dtype=np.float64)
