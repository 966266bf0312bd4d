"""The additive model of two or more drivers, and the test against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.core.detector.permutation import TIE, Permutations, Seed, batches
from resilmeter.core.detector.sums import Stratified, projector


@dataclass(frozen=True)
class Additive:
    """The additive model of an overlay, at the level of its cells.

    `basis` (cells, r) spans the additive model in coordinates ``sum / sqrt(size)``; `free` is the
    number of cells that it does not fit, `spare` the rows left for the error.
    """

    cells: Stratified
    basis: FloatArray
    free: int
    spare: int

    def ratio(self, between: FloatArray, total: FloatArray) -> FloatArray:
        """Give the F ratio of interaction for columns of cell coordinates."""
        whole = np.einsum("cb,cb->b", between, between)
        fitted = self.basis.T @ between
        gap = np.maximum(whole - np.einsum("rb,rb->b", fitted, fitted), 0.0)
        error = np.maximum(total - whole, np.finfo(np.float64).tiny)
        return np.asarray(gap / self.free / (error / self.spare), dtype=np.float64)


def additive(cells: Stratified, parts: Sequence[Stratified]) -> Additive | None:
    """Span the additive model at the level of cells; None where it fits every cell."""
    first = np.empty(cells.count, dtype=np.int64)
    first[cells.codes] = np.arange(cells.codes.size)
    dummies = [np.eye(part.count)[part.codes[first]] for part in parts]
    left, spread, _ = np.linalg.svd(
        np.hstack(dummies) * np.sqrt(cells.sizes)[:, None], full_matrices=False
    )
    basis = left[:, spread > spread[0] * 1e-10]
    free, spare = cells.count - basis.shape[1], cells.codes.size - cells.count
    return Additive(cells, basis, free, spare) if free > 0 else None


def _coordinates(z: FloatArray, cells: Stratified) -> FloatArray:
    sums = np.bincount(cells.codes, weights=z, minlength=cells.count)
    return np.asarray(sums / np.sqrt(cells.sizes), dtype=np.float64)


def observed(z: FloatArray, model: Additive) -> float:
    """Compute the F ratio of interaction of the outcome as it is."""
    return float(model.ratio(_coordinates(z, model.cells)[:, None], np.array([z @ z]))[0])


def additive_p(
    z: FloatArray, model: Additive, f: float, permutations: Permutations, seed: Seed
) -> float | None:
    """Permute the residuals of the additive model and count F ratios as large."""
    own = _coordinates(z, model.cells)
    fitted = (model.basis @ (model.basis.T @ own)) / np.sqrt(model.cells.sizes)
    residual = z - fitted[model.cells.codes]
    project, _ = projector([model.cells])
    total = np.array([residual @ residual])
    above = count = 0
    for rows in batches(z.size, permutations, seed):
        between = np.asarray(project @ np.ascontiguousarray(residual[rows.T]))
        above += int((model.ratio(between, total) >= f * (1.0 - TIE)).sum())
        count += rows.shape[0]
    return (1 + above) / (count + 1) if count else None
