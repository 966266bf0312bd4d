"""Measure the spine: kernels on a city panel, a cold run, cells at a million rows.

Run with ``make bench``. Every figure is a ratio to something measured in the same run, so that it
means the same on another machine; seconds are printed beside it for orientation.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from timing import best

import resilmeter as rm
from resilmeter.core.aggregate import parts, weighted_sum
from resilmeter.core.compromise import topsis
from resilmeter.core.inequality import gini_cells
from resilmeter.core.means import power_mean
from resilmeter.core.obstacles import obstacle_degree
from resilmeter.core.scale import min_max
from resilmeter.core.shapley import shapley_parts
from resilmeter.core.weights import critic, entropy

CITIES, YEARS, INDICATORS, DIMENSIONS = 277, 15, 12, 3


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


def attribution() -> None:
    """Exact Shapley parts of scores that are no sums: 5 dimensions, 4,155 city-years."""
    rng = np.random.default_rng(3)
    x = rng.random((CITIES * YEARS, 20))
    weights, dimensions = np.full(20, 1 / 20), np.repeat(np.arange(5), 4)
    for name, score in (
        ("TOPSIS", lambda rows: topsis(rows, weights, reference=x)),
        ("geometric mean", lambda rows: power_mean(rows, weights, 0.0)),
    ):
        once = best(lambda score=score: score(x))
        seconds = best(lambda score=score: shapley_parts(x, dimensions, score, x.mean(axis=0)))
        print(
            f"4155 x 5 dimensions, Shapley {name:14} {seconds:6.3f} s  {seconds / once:6.1f} x one"
        )


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
    attribution()
    cold_run()
