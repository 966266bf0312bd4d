"""Weigh a million rows: CRITIC and entropy beside other packages and beside bare numpy.

Run with ``make bench``, or with ``python benchmarks/weighting.py`` where the extra `bench` is
installed; packages that are not there are named and left out. Everybody weighs the same matrix,
already oriented and scaled, in turns, so that a busy moment of the machine hits all. Figures are
ratios within one run; milliseconds stand beside them for orientation. The entropy is taken twice:
of values in [0, 1], and of values in [0.01, 1] for those who refuse the zeros of min-max scaling.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from statistics import median
from types import ModuleType
from typing import Any

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.core.weights import critic, entropy

ROWS, COLUMNS, REPEATS = 10**6, 12, 7
SLOW = 3.0  # seconds: what takes longer in the first round (a Python loop over cells) runs once

Weigh = Callable[[FloatArray], Any]

# package -> module, functions for CRITIC and entropy, further arguments of each
PEERS: dict[str, tuple[str, tuple[str, str], tuple[dict[str, Any], dict[str, Any]]]] = {
    "pymcdm": ("pymcdm.weights", ("critic_weights", "entropy_weights"), ({}, {})),
    "scikit-criteria": (
        "skcriteria.preprocessing.weighters",
        ("critic_weights", "entropy_weights"),
        ({"objectives": np.ones(COLUMNS), "scale": False}, {}),
    ),
    "pyDecision": (
        "pyDecision.algorithm",
        ("critic_method", "entropy_method"),
        ({"criterion_type": ["max"] * COLUMNS}, {"criterion_type": ["max"] * COLUMNS}),
    ),
    "objective-weighting": (
        "objective_weighting.weighting_methods",
        ("critic_weighting", "entropy_weighting"),
        ({}, {}),
    ),
}

# Read in the packages' sources, where the printed difference is more than rounding.
REASONS = {
    "pyDecision": "takes ln(p + 1e-9) where p is near 1e-6",
}
EXPLAINED = 1e-12  # a difference beyond the rounding of a sum over a million rows


def scaled_matrix() -> FloatArray:
    """Correlated, skewed columns between their smallest value, 0, and their largest, 1."""
    rng = np.random.default_rng(3)
    shared = rng.normal(size=(ROWS, 1))
    raw = np.exp(0.5 * rng.normal(size=(ROWS, COLUMNS)) + 0.3 * shared)
    return np.asarray((raw - raw.min(axis=0)) / np.ptp(raw, axis=0), dtype=np.float64)


def critic_passes(x: FloatArray) -> FloatArray:
    """Do what no CRITIC can do without: means, deviations, one product.

    The diagonal of the product holds the variances, so that a pass for the standard deviations is
    not counted; neither are checks of the input.
    """
    centred = x - x.mean(axis=0)
    return np.asarray(centred.T @ centred, dtype=np.float64)


def entropy_passes(x: FloatArray) -> FloatArray:
    """Do what no entropy can do without: sums, and one pass of x ln x.

    Dividing by the sum can be put off until the end (at the price of cancellation), so that it is
    not counted; neither is adding x ln x up, treating zeros, or checks of the input.
    """
    x.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(x * np.log(x), dtype=np.float64)


def installed() -> dict[str, ModuleType]:
    """Import the peers, naming those that are not installed."""
    found = {}
    for name, (module, *_) in PEERS.items():
        try:
            found[name] = import_module(module)
        except ImportError as error:
            print(f"{name}: not measured, absent here ({error})")
    return found


def contestants(modules: dict[str, ModuleType], place: int) -> dict[str, Weigh]:
    """Give the peers' functions for CRITIC (0) or entropy (1)."""
    found: dict[str, Weigh] = {}
    for name, module in modules.items():
        _, names, options = PEERS[name]
        found[name] = partial(getattr(module, names[place]), **options[place])
    return found


def race(runners: dict[str, Weigh], x: FloatArray) -> tuple[dict[str, float], dict[str, Any]]:
    """Let all run in turns; return median seconds and results of those who accept the matrix."""
    times: dict[str, list[float]] = {name: [] for name in runners}
    results: dict[str, Any] = {}
    for _ in range(REPEATS):
        for name in [n for n, taken in times.items() if not taken or taken[0] < SLOW]:
            start = time.perf_counter()
            try:
                results[name] = runners[name](x)
            except ValueError as error:
                print(f"{name}: refuses the matrix ({error})")
                del times[name]
                continue
            times[name].append(time.perf_counter() - start)
    return {name: median(taken) for name, taken in times.items()}, results


def compare(title: str, runners: dict[str, Weigh], x: FloatArray) -> None:
    """Print one table: time, ratios, and how far each set of weights is from ours."""
    print(f"\n{title}")
    seconds, results = race(runners, x)
    floor, *_ = seconds.values()
    peers = [name for name in seconds if name in PEERS]
    fastest = min((seconds[name] for name in peers), default=float("nan"))
    print(f"{'':24} {'ms':>9} {'x passes':>9} {'x fastest peer':>15}  max |w - ours|")
    for name, taken in seconds.items():
        line = f"{name:24} {1e3 * taken:9.1f} {taken / floor:9.2f} {taken / fastest:15.2f}"
        if name in peers:
            gap = float(np.abs(np.asarray(results[name]) - results["resilmeter"]).max())
            reason = REASONS.get(name, "unexplained") if gap > EXPLAINED else ""
            line += f"  {gap:.1e}  {reason}"
        print(line.rstrip())


def main() -> None:
    """Weigh by CRITIC, and by entropy with and without zeros in the matrix."""
    x, modules = scaled_matrix(), installed()
    print(f"{ROWS} x {COLUMNS}, scaled; medians of {REPEATS} rounds, loops over cells run once")
    critics = {"numpy passes": critic_passes, "resilmeter": critic, **contestants(modules, 0)}
    compare("CRITIC, values in [0, 1]", critics, x)
    entropies = {"numpy passes": entropy_passes, "resilmeter": entropy, **contestants(modules, 1)}
    compare("entropy, values in [0, 1]", entropies, x)
    compare("entropy, values in [0.01, 1]", entropies, 0.01 + 0.99 * x)


if __name__ == "__main__":
    main()
