"""Simulate what driver tests find on noise and on truth: size and power, in four tables.

Run with ``python benchmarks/drivers_simulated.py [runs]``. Seeded: the same number of runs prints
the same tables. Each share comes with sampling error ``sqrt(p (1 - p) / runs)``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from resilmeter.core.detector import (
    Factor,
    covariance_null,
    factor_detector,
    interaction_detector,
    moran_null,
    null_p,
    optimal_strata,
    published_factor,
    published_interaction,
)
from resilmeter.core.strata import Discretization, discretize
from resilmeter.errors import MethodError

RUNS = 100
LEVEL = 0.05


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table with right-aligned columns."""
    print(f"\n{title}")
    lines = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(line[j]) for line in lines) for j in range(len(head))]
    for cells in lines:
        print("  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)))


def share(values: Sequence[float]) -> str:
    """Write the share of p-values at or below the level."""
    return f"{np.mean(np.array(values) <= LEVEL):.3f}" if values else "-"


def size_and_power(runs: int) -> None:
    """Published p against ours: an outcome far from zero (mean .30, sd .08), n = 300, 5 strata."""
    rng = np.random.default_rng(1)
    rows = []
    for method in ("quantile", "equal", "natural"):
        found = [_studies(rng, method, truth, runs) for truth in (0.0, 0.3)]
        rows.append([method, *(share(p) for one in found for p in _columns(one))])
    head = ["strata", *(f"{what} {name}" for what in ("null", "r=.3")
                        for name in ("published", "F", "permutation"))]  # fmt: skip
    table(f"Rejections at {LEVEL} by published, F and permutation p, {runs} runs", head, rows)


def _studies(
    rng: np.random.Generator, method: Discretization, truth: float, runs: int
) -> list[Factor]:
    """Run studies of a skewed driver; those that the method cannot cut are left out."""
    found = []
    for seed in range(runs):
        driver, noise = rng.normal(size=(2, 300))
        y = 0.30 + 0.08 * (truth * driver + np.sqrt(1 - truth**2) * noise)
        try:
            codes = discretize(np.exp(0.5 * driver), method, 5).codes
        except MethodError:  # an empty class
            continue
        found.append(factor_detector(y, codes, permutations=199, seed=seed))
    return found


def _columns(found: list[Factor]) -> list[list[float]]:
    permuted = [one.p for one in found if one.p is not None]
    return [[one.p_wang for one in found], [one.p_f for one in found], permuted]


def interaction_classes(runs: int) -> None:
    """Two drivers of 5 strata: pure noise, and drivers that simply add up."""
    rng = np.random.default_rng(2)
    rows = []
    for n in (300, 2000):
        for truth in ("noise", "additive"):
            published: Counter[str] = Counter()
            ours: Counter[str] = Counter()
            p: list[float] = []
            for seed in range(runs):
                a, b = np.arange(n) % 5, rng.permutation(np.arange(n) // 5 % 5)
                y = rng.normal(size=n) + (0.3 * (a + b) if truth == "additive" else 0.0)
                published[published_interaction(y, a, b).kind] += 1
                found = interaction_detector(y, a, b, permutations=99, seed=seed)
                ours[found.kind or "blocked"] += 1
                p += [] if found.p is None else [found.p]
            rows.append([n, truth, _most(published, runs), _most(ours, runs), share(p), len(p)])
    head = ["n", "truth", "published classes", "ours (adjusted q)", "additivity rejected", "tested"]
    table(f"Interaction classes, {runs} runs", head, rows)


def _most(counts: Counter[str], runs: int) -> str:
    return ", ".join(f"{name} {100 * count / runs:.0f} %" for name, count in counts.most_common())


def searched_strata(runs: int) -> None:
    """The best of 30 cuts of a driver that means nothing."""
    rng = np.random.default_rng(3)
    rows = []
    for n in (30, 110, 277):
        q: list[float] = []
        naive, published, search, crossed = (list[float]() for _ in range(4))
        for seed in range(runs):
            y, x = rng.normal(size=(2, n))
            smallest = 2 if n < 100 else 5
            found = optimal_strata(y, x, rule="largest-q", smallest=smallest,
                                   permutations=99, seed=seed)  # fmt: skip
            codes = np.asarray(found.chosen.strata and found.chosen.strata.codes)
            fixed = factor_detector(y, codes, permutations=0)
            own = optimal_strata(y, x, smallest=smallest, permutations=99, seed=seed)
            q.append(fixed.q)
            naive.append(fixed.p_f)
            published.append(published_factor(y, codes, "gd").p)
            search += [] if found.p is None else [found.p]
            crossed += [] if own.p is None else [own.p]
        rows.append([n, f"{np.mean(q):.3f}",
                     *(share(p) for p in (naive, published, search, crossed))])  # fmt: skip
    head = ["n", "mean best q", "F, as if fixed", "published", "search repeated",
            "cross-validated, repeated"]  # fmt: skip
    table(f"Optimal strata of noise, rejections at {LEVEL}, {runs} runs", head, rows)


def spatial_size(runs: int) -> None:
    """Outcome and driver independent of each other, both alike among neighbours; n = 196."""
    rng = np.random.default_rng(4)
    places = np.stack(np.divmod(np.arange(196), 14), axis=1).astype(float)
    distance = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
    weights = (distance <= 1).astype(float)
    rows = []
    for scale in (0.01, 1.5, 5.0):
        root = np.linalg.cholesky(np.exp(-distance / scale))
        p: dict[str, list[float]] = {
            name: [] for name in ("F", "permutation", "Moran", "covariance")
        }
        for seed in range(runs):
            y, x = (root @ rng.normal(size=196) for _ in range(2))
            codes = discretize(x, "quantile", 5).codes
            plain = factor_detector(y, codes, permutations=99, seed=seed)
            by_place = covariance_null(y, places, simulations=99, seed=seed).simulated
            p["F"].append(plain.p_f)
            p["permutation"] += [] if plain.p is None else [plain.p]
            p["Moran"] += null_p(
                y, [codes], moran_null(y, weights, simulations=99, seed=seed)
            ).tolist()
            p["covariance"] += null_p(y, [codes], by_place).tolist()
        rows.append([scale, *(share(values) for values in p.values())])
    head = ["range", "F", "permutation", "Moran randomization", "simulated covariance"]
    table(f"Rejections at {LEVEL} of independent smooth drivers, {runs} runs", head, rows)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    size_and_power(number)
    interaction_classes(number)
    searched_strata(number)
    spatial_size(number)
