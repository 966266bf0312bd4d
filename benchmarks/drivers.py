"""Measure the driver kernels against the speed goals, in one run, beside a bare numpy reference.

Run with ``python benchmarks/drivers.py``. Each line gives seconds, the goal, and the ratio to a
reference measured in the same run: one argsort or one weighted count of the same rows.
"""

from __future__ import annotations

from functools import partial
from itertools import combinations

import numpy as np
from timing import best

from resilmeter.core.detector import (
    factor_detectors,
    interaction_detectors,
    optimal_strata,
    overlay_q,
    panel_detector,
    robust_strata,
)
from resilmeter.core.strata import natural_breaks

DRIVERS, STRATA = 10, 3


def line(name: str, seconds: float, goal: float | None, reference: float, of: str) -> None:
    """Print one measurement."""
    target = "no goal" if goal is None else f"goal {goal:5.2f} s"
    print(f"{name:58} {seconds:8.3f} s  {target:13} {seconds / reference:9.1f} x {of}")


def city_study() -> None:
    """Ten factors, 45 pairs with tests of additivity, 999 permutations each, 300 rows."""
    rng = np.random.default_rng(1)
    y, strata = rng.normal(size=300), [rng.integers(0, STRATA, 300) for _ in range(DRIVERS)]
    pairs = list(combinations(range(DRIVERS), 2))
    shuffle = best(lambda: rng.permuted(np.tile(y, (999, 1)), axis=1))

    def both() -> None:
        factor_detectors(y, strata, permutations=999, seed=1)
        interaction_detectors(y, strata, pairs, permutations=999, seed=1)

    line("10 factors + 45 interactions, 999 permutations, n = 300", best(both, 5), 0.15,
         shuffle, "999 shuffles")  # fmt: skip


def million_rows() -> None:
    """All overlays of ten drivers, and natural breaks for 2 to 8 classes, at a million rows."""
    rng = np.random.default_rng(2)
    y, strata = rng.normal(size=10**6), [rng.integers(0, 6, 10**6) for _ in range(DRIVERS)]
    count = best(lambda: np.bincount(strata[0], weights=y))
    line("q of 10 drivers and 45 overlays, 1e6 rows", best(lambda: overlay_q(y, strata)), 1.0,
         count, "weighted count")  # fmt: skip
    sort = best(lambda: np.argsort(y))
    for name, values in (("no ties", y), ("ties", y.round(3))):
        seconds = best(partial(natural_breaks, values, 8), 1)
        line(f"natural breaks, all k <= 8, 1e6 rows, {name}", seconds, 5.0, sort, "argsort")


def searches() -> None:
    """Optimal and robust strata of ten drivers with the search repeated 199 times, and a panel."""
    rng = np.random.default_rng(3)
    y, x = rng.normal(size=277), rng.normal(size=(DRIVERS, 277))
    once = best(lambda: [optimal_strata(y, one, permutations=0) for one in x], 1)
    seconds = best(lambda: [optimal_strata(y, one, permutations=199) for one in x], 1)
    line("optimal strata, 30 candidates, 199 searches, 10 drivers, n = 277", seconds, 10.0,
         once, "one search")  # fmt: skip
    once = best(lambda: [robust_strata(y, one, permutations=0) for one in x], 1)
    seconds = best(lambda: [robust_strata(y, one, permutations=199) for one in x], 1)
    line("robust strata, k <= 8, 199 searches, 10 drivers, n = 277", seconds, None,
         once, "one search")  # fmt: skip
    unit, period = np.repeat(np.arange(278), 5), np.tile(np.arange(5), 278)
    wide = rng.normal(size=1390)
    strata = [rng.integers(0, 5, 1390) for _ in range(5)]
    shuffle = best(lambda: rng.permuted(np.tile(wide, (999, 1)), axis=1))
    seconds = best(lambda: panel_detector(wide, strata, unit, period), 1)
    line("panel 278 x 5, 5 drivers, 999 permutations and samples", seconds, None,
         shuffle, "999 shuffles")  # fmt: skip


if __name__ == "__main__":
    city_study()
    million_rows()
    searches()
