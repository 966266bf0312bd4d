"""q of the overlays of all pairs of drivers, for tables of any length."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.detector.sums import Stratified, explained, overlay, standardize, stratified


def overlay_q(y: npt.ArrayLike, strata: Sequence[npt.ArrayLike]) -> FloatArray:
    """Compute q of the overlay of every pair of drivers, without tests: (m, m), symmetric.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    strata : sequence of (n,) integer arrays
        Stratum codes of m drivers.

    Returns
    -------
    (m, m) float array
        q of each pair; the drivers' own q on the diagonal.

    Raises
    ------
    MethodError
        As `factor_detector`.

    Notes
    -----
    Couples of drivers are overlaid with couples where that gives fewer cells than rows: one count
    of four drivers holds, summed over the other two, the cells of all six pairs.

    Examples
    --------
    >>> overlay_q([1, 2, 8, 9], [[0, 0, 1, 1], [0, 1, 0, 1]]).round(2)
    array([[0.98, 1.  ],
           [1.  , 0.02]])
    """
    z = standardize(y)
    parts = [stratified(one, z.size) for one in strata]
    q = np.diag([explained(z, part) for part in parts])
    together = 2 if max(part.count for part in parts) ** 4 <= z.size else 1
    blocks = [range(i, min(i + together, len(parts))) for i in range(0, len(parts), together)]
    whole = [_joined([parts[j] for j in block]) for block in blocks]
    for a, b in combinations(range(len(blocks)), 2):
        members = [*blocks[a], *blocks[b]]
        _fill(q, z, members, parts, whole[a].codes * whole[b].count + whole[b].codes)
    if len(blocks) == 1:
        _fill(q, z, list(blocks[0]), parts, whole[0].codes)
    return q


def _joined(parts: list[Stratified]) -> Stratified:
    """Give the codes of a block of drivers, every combination counted, absent ones too."""
    count = int(np.prod([part.count for part in parts]))
    return Stratified(overlay(parts), np.zeros(count))


def _fill(
    q: FloatArray, z: FloatArray, members: list[int], parts: list[Stratified], cells: IntArray
) -> None:
    """Count the cells of several drivers once, and write q of each pair among them."""
    shape = tuple(parts[j].count for j in members)
    length = int(np.prod(shape))
    sizes = np.bincount(cells, minlength=length).reshape(shape)
    sums = np.bincount(cells, weights=z, minlength=length).reshape(shape)
    for one, other in combinations(range(len(members)), 2):
        rest = tuple(axis for axis in range(len(members)) if axis not in (one, other))
        total, size = sums.sum(axis=rest).ravel(), sizes.sum(axis=rest).ravel()
        i, j = members[one], members[other]
        q[i, j] = q[j, i] = min(1.0, float(total @ (total / np.maximum(size, 1))))
