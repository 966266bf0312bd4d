"""What the number of rows and strata allows to conclude: doubts that stand beside the results."""

from __future__ import annotations

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.core.detector.sums import Stratified
from resilmeter.errors import Problem, doubt

FEWEST_PER_STRATUM = 5  # rows for each stratum on average (E-11)
SMALLEST_CELL = (
    3  # rows in each cell of an overlay (E-11; the authors of the method ask for it too)
)


def doubts(part: Stratified) -> tuple[Problem, ...]:
    """Name what weakens the q of one stratification: too many strata, or strata of one row."""
    rows, strata = part.codes.size, part.count
    found = []
    if 2 * strata >= rows:
        found.append(doubt("detector-half", strata=strata, rows=rows, noise=noise_q(part)))
    elif FEWEST_PER_STRATUM * strata > rows:
        found.append(doubt("detector-few-per-stratum", strata=strata, rows=rows,
                           noise=noise_q(part)))  # fmt: skip
    if part.singletons:
        found.append(doubt("detector-singletons", count=part.singletons, strata=strata))
    return tuple(found)


def blocks(part: Stratified) -> tuple[Problem, ...]:
    """Name what forbids to read an interaction: small cells, or too many of them (E-11)."""
    return blocks_of(part.sizes)


def blocks_of(sizes: FloatArray) -> tuple[Problem, ...]:
    """Finish `blocks`: from the rows in each cell."""
    rows, cells = int(sizes.sum()), sizes.size
    small = int((sizes < SMALLEST_CELL).sum())
    found = []
    if small:
        found.append(doubt("interaction-small-cells", count=small, cells=cells,
                           allowed=SMALLEST_CELL))  # fmt: skip
    if FEWEST_PER_STRATUM * cells > rows:
        found.append(doubt("interaction-many-cells", cells=cells, rows=rows,
                           allowed=FEWEST_PER_STRATUM))  # fmt: skip
    return tuple(found)


def noise_q(part: Stratified) -> float:
    """Give the q expected of strata that mean nothing: ``(L - 1)/(N - 1)``."""
    return noise_of(part.codes.size, part.count)


def noise_of(rows: int, strata: int) -> float:
    """Finish `noise_q`: from the number of rows and of strata."""
    return float(np.divide(strata - 1, rows - 1))
