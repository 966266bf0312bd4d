"""Measure the spine: kernels on a city panel, a cold run, cells at a million rows.

Run with ``make bench``. Every figure is a ratio to something measured in the same run, so that it
means the same on another machine; seconds are printed beside it for orientation.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

import resilmeter as rm
from resilmeter.core.aggregate import parts, weighted_sum
from resilmeter.core.inequality import gini_cells
from resilmeter.core.obstacles import obstacle_degree
from resilmeter.core.scale import min_max
from resilmeter.core.weights import critic, entropy

CITIES, YEARS, INDICATORS, DIMENSIONS = 277, 15, 12, 3


def best(function: Callable[[], object], repeats: int = 7) -> float:
    """Fastest of several runs, in seconds: the one least disturbed by the machine."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def city_panel() -> None:
    """Scale, weigh, score, split the Gini of every year, diagnose: kernels, then verbs."""
    rng = np.random.default_rng(1)
    raw = rng.lognormal(size=(CITIES * YEARS, INDICATORS))
    groups = rng.integers(0, 4, CITIES)
    dimensions = np.repeat(np.arange(DIMENSIONS), INDICATORS // DIMENSIONS)

    def kernels() -> None:
        low, high = raw.min(axis=0), raw.max(axis=0)
        x = min_max(raw, low, high, higher=True)
        weights = critic(x)
        entropy(x)
        cube = parts(weighted_sum(x, weights), dimensions).reshape(CITIES, YEARS, DIMENSIONS)
        for year in range(YEARS):
            gini_cells(cube[:, year], groups)
        obstacle_degree(x, weights)

    panel = rm.interpolate(rm.example("seed-001"))

    def verbs() -> None:
        scaled = rm.normalize(panel)
        weights = rm.weigh(scaled, method="critic")
        rm.gini_cells(rm.score(scaled, weights))
        rm.obstacle_degree(scaled, weights)

    sort = best(lambda: np.sort(raw, axis=0))
    for name, function in (("kernels", kernels), ("verbs with tables", verbs)):
        seconds = best(function)
        print(f"277 x 15 x 12, {name:18} {1e3 * seconds:7.1f} ms  {seconds / sort:7.1f} x one sort")


def million_rows() -> None:
    """Thirty cells at a million rows against a bare argsort of the totals, and the memory added."""
    rng = np.random.default_rng(2)
    values, groups = rng.lognormal(size=(10**6, 3)), rng.integers(0, 4, 10**6)
    total = values.sum(axis=1)
    sort = best(lambda: np.argsort(total))
    for name, given in (("no ties", values), ("many ties", values.round(1))):
        seconds = best(lambda given=given: gini_cells(given, groups))
        print(
            f"1e6 x 3, 4 groups, {name:11} {1e3 * seconds:8.1f} ms  {seconds / sort:7.1f} x argsort"
        )
    tracemalloc.start()
    gini_cells(values, groups)
    print(f"1e6 x 3, 4 groups, added memory {tracemalloc.get_traced_memory()[1] / 1e6:7.1f} MB")
    tracemalloc.stop()


def cold_run() -> None:
    """`resilmeter run` with tables, workbook and figures, each time in a new process."""
    command = Path(sys.executable).with_name("resilmeter")
    with tempfile.TemporaryDirectory() as folder:
        study, out = Path(folder) / "study", Path(folder) / "out"
        subprocess.run([command, "new", study], check=True, stdout=subprocess.DEVNULL)
        run = [str(command), "run", str(study / "study.toml"), "-o", str(out)]
        bare = [sys.executable, "-c", "import pandas, pydantic, matplotlib.figure"]
        base = best(lambda: _quiet(bare), 3)
        for name, words in (("run", run), ("--help", [str(command), "--help"])):
            seconds = best(lambda words=words: _quiet(words), 3)
            print(
                f"resilmeter {name:8} cold {seconds:7.2f} s   {seconds / base:7.2f} x bare imports"
            )


def _quiet(words: list[str]) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    city_panel()
    million_rows()
    cold_run()
