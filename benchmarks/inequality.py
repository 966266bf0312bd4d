"""Measure the kernels of inequality beside a sort, and beside other packages.

Run with ``python benchmarks/inequality.py``. Every figure is a ratio to something measured in the
same run. The packages `inequality` and `libpysal` are optional: what needs them is left out, by
name, where they are absent.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from timing import best

from resilmeter.core.inequality import (
    dagum,
    draw_cities,
    gini,
    gini_cells,
    gini_intervals,
    permutation_test,
)

MILLION = 10**6
GROUPS, PARTS = 4, 3
SIZES = [83, 80, 80, 34]  # cities in the regions of S1
YEARS, DRAWS = 15, 999


def show(name: str, seconds: float, ratio: float, beside: str) -> None:
    print(f"{name:44} {1e3 * seconds:10.2f} ms {ratio:10.1f} x {beside}")


def cells_at_a_million() -> None:
    """Thirty cells against a bare argsort of the totals, and the memory added."""
    rng = np.random.default_rng(2)
    values, groups = rng.lognormal(size=(MILLION, PARTS)), rng.integers(0, GROUPS, MILLION)
    weights, total = rng.random(MILLION) + 0.5, values.sum(axis=1)
    sort = best(lambda: np.argsort(total))
    tied = values.round(1)
    tasks: dict[str, Callable[[], object]] = {
        "30 cells, 1e6": lambda: gini_cells(values, groups),
        "30 cells, 1e6, many ties": lambda: gini_cells(tied, groups),
        "30 cells, 1e6, weights": lambda: gini_cells(values, groups, weights),
        "30 cells with intervals, 1e6": lambda: gini_intervals(values, groups),
    }
    for name, task in tasks.items():
        seconds = best(task, 3)
        show(name, seconds, seconds / sort, "argsort")
    tracemalloc.start()
    gini_cells(values, groups)
    print(f"30 cells, 1e6: added memory {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB")
    tracemalloc.stop()


def inference_on_the_panel() -> None:
    """Replicates of all cells of 15 years of 277 cities, against one decomposition each."""
    rng = np.random.default_rng(3)
    panel, groups = rng.random((sum(SIZES), YEARS, PARTS)), np.repeat(range(GROUPS), SIZES)
    year = panel[:, 0]
    one = best(lambda: gini_cells(year, groups))
    show("30 cells, 277 cities", one, 1.0, "itself")
    seconds = best(lambda: draw_cities(panel, groups, draws=DRAWS, seed=1), 3)
    show(f"{DRAWS} draws x {YEARS} years", seconds, seconds / (one * DRAWS * YEARS), "one by one")
    seconds = best(lambda: permutation_test(year, groups, shuffles=DRAWS, seed=1))
    show(f"{DRAWS} shuffles of one year", seconds, seconds / (one * DRAWS), "one by one")
    seconds = best(lambda: gini_intervals(year, groups))
    show("jackknife of one year", seconds, seconds / (one * sum(SIZES)), "one by one")


def dagum_by_differences(values: np.ndarray, groups: np.ndarray) -> float:
    """Sum Dagum's parts over outer differences of two groups at a time: most public scripts."""
    n, mean, total = values.size, values.mean(), 0.0
    k = int(groups.max()) + 1
    for j in range(k):
        for h in range(j + 1):
            a, b = values[groups == j], values[groups == h]
            gap = np.subtract.outer(a, b)
            up, down = gap.clip(min=0).sum(), (-gap).clip(min=0).sum()
            total += (up + down) * (0.5 if j == h else 1.0) / (n * n * mean)
    return total


def beside_others() -> None:
    """Against PySAL where it is installed, and against outer differences."""
    rng = np.random.default_rng(4)
    big = rng.lognormal(size=MILLION)
    values, groups = rng.lognormal(size=10**4), rng.integers(0, GROUPS, 10**4)
    ours = best(lambda: dagum(values, groups))
    outer = best(lambda: dagum_by_differences(values, groups), 2)
    assert abs(dagum_by_differences(values, groups) - dagum(values, groups).gini) < 1e-9
    show("outer differences, Dagum, 1e4", outer, outer / ours, "dagum")
    # this file has the name of the package: look past its own folder
    sys.path[:] = [p for p in sys.path if Path(p).resolve() != Path(__file__).resolve().parent]
    if find_spec("inequality") is None or find_spec("libpysal") is None:
        print("PySAL is left out: it needs the packages inequality and libpysal")
        return
    peer = import_module("inequality.gini")
    block_weights = import_module("libpysal.weights").block_weights
    plain = best(lambda: gini(big))
    theirs = best(lambda: peer.Gini(big))
    show("PySAL Gini, 1e6", theirs, theirs / plain, "gini")
    regimes = block_weights(groups)
    theirs = best(lambda: peer.Gini_Spatial(values, regimes, permutations=0), 1)
    show("PySAL Gini_Spatial, 1e4, no permutation", theirs, theirs / ours, "dagum")


def ten_million() -> None:
    """Thirty cells at ten million rows in a new process, and the most memory it held."""
    code = (
        "import numpy as np; from resilmeter.core.inequality import gini_cells;"
        "rng = np.random.default_rng(5);"
        "gini_cells(rng.random((10**7, 3)), rng.integers(0, 4, 10**7))"
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    seconds = time.perf_counter() - start
    held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"30 cells, 1e7, new process: {seconds:.1f} s, {held:.2f} GB held at most")


if __name__ == "__main__":
    ten_million()
    cells_at_a_million()
    inference_on_the_panel()
    beside_others()
