"""How often do the intervals hold the truth? 277 cities drawn again and again from one law.

Run with ``python benchmarks/jackknife_coverage.py [samples]``. Each region draws its cities from a
lognormal law with a mean and spread of its own, near those of S1. The truth is the split of a
sample of half a million cities in which every region has its share.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np

from resilmeter.core.inequality import (
    Estimates,
    change_intervals,
    dagum_of,
    draw_cities,
    gini_cells,
    gini_intervals,
)

SIZES = np.array([83, 80, 80, 34])
MEANS = np.array([[0.30, 0.03, 0.27], [0.28, 0.02, 0.26], [0.27, 0.02, 0.25], [0.26, 0.02, 0.26]])
SPREADS = np.array([0.12, 0.11, 0.14, 0.15])
CASES: dict[str, tuple[int, ...]] = {
    "gini": (), "within": (), "within_share": (), "own": (3,), "pairs": (0, 1),
    "pair_shares": (0, 1), "components": (0,), "component_shares": (0,), "cells": (0, 1, 2),
    "cell_shares": (0, 0, 0),
}  # fmt: skip


def cities(random: np.random.Generator, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Draw components of cities, and their regions."""
    groups = np.repeat(np.arange(sizes.size), sizes)
    noise = random.standard_normal((groups.size, 3)) * SPREADS[groups, None]
    return MEANS[groups] * np.exp(noise), groups


def truths() -> dict[str, np.ndarray | float]:
    """Split a sample so large that its own error does not show."""
    split = gini_cells(*cities(np.random.default_rng(0), SIZES * 2000))
    g = split.gini
    return {
        "gini": g, "within": split.within, "within_share": split.within / g,
        "own": dagum_of(split).own, "pairs": split.pairs, "pair_shares": split.pairs / g,
        "components": split.components, "component_shares": split.components / g,
        "cells": split.cells, "cell_shares": split.cells / g,
    }  # fmt: skip


def held(found: Estimates, at: tuple[int, ...], truth: object) -> bool:
    value = np.asarray(truth)[at]
    return bool(found.low[at] <= value <= found.high[at])


def jackknife(samples: int) -> Iterator[dict[str, bool]]:
    truth, random = truths(), np.random.default_rng(1)
    for _ in range(samples):
        found = gini_intervals(*cities(random, SIZES))
        yield {name: held(getattr(found, name), at, truth[name]) for name, at in CASES.items()}


def bootstrap_of_changes(samples: int) -> Iterator[dict[str, bool]]:
    """Changes between two years whose cities keep half of their luck; the truth is no change."""
    random = np.random.default_rng(2)
    names = ("gini", "within", "own", "pairs", "components", "cells")
    nothing = {name: np.zeros(np.shape(value)) for name, value in truths().items()}
    for _ in range(samples):
        first, groups = cities(random, SIZES)
        second = np.sqrt(first * cities(random, SIZES)[0])
        third = np.sqrt(first * cities(random, SIZES)[0])
        drawn = draw_cities(np.stack([second, third], axis=1), groups, draws=399, seed=random)
        found = change_intervals(drawn, 0, 1)
        yield {name: held(getattr(found, name), CASES[name], nothing[name]) for name in names}


def report(title: str, run: Callable[[int], Iterator[dict[str, bool]]], samples: int) -> None:
    found = list(run(samples))
    error = np.sqrt(0.95 * 0.05 / samples)
    print(f"{title}: {samples} samples, nominal 95 %, standard error {100 * error:.1f} %")
    for name in found[0]:
        print(f"  {name:18} {100 * np.mean([f[name] for f in found]):5.1f} %")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    report("stratified jackknife", jackknife, count)
    report("bootstrap of changes", bootstrap_of_changes, max(count // 4, 1))
