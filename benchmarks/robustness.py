"""Measure robustness: 2,000 variants of two panels, Sobol indices, and the pace beside COINr's.

Run with ``make bench``. Variants differ in weights (three methods with noise), normalisation,
aggregation and the indicator left out. COINr's vignette states 100 variants of the 51 x 49 index in
about 10 s, on another machine: the ratio is for orientation.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import resilmeter as rm
from resilmeter.study.robustness.evaluate import Job, evaluate, silent
from resilmeter.study.robustness.replay import Replay
from resilmeter.study.robustness.variant import chosen_at, factors

VARIANTS = 2000
COINR = 10.0 / 100  # seconds a variant
SPAN = rm.Span(
    over={
        "weigh.method": ["critic", "entropy", "equal"],
        "prepare.normalize.method": ["minmax", "rank"],
        "score.method": ["weighted-sum", "geometric-mean"],
    },
    drop_indicators=True,
    noise=0.25,
)
STUDY = """[data]
panel = "panel.csv"
indicators = "indicators.csv"
unit = "unit"
period = "period"
group = "group"
"""


def study(folder: Path, units: int, periods: int, indicators: int) -> rm.Study:
    """Write a simulated study."""
    rng = np.random.default_rng(1)
    codes = [f"x{place}" for place in range(1, indicators + 1)]
    index = pd.MultiIndex.from_product(
        [[f"u{i}" for i in range(units)], range(2000, 2000 + periods)]
    )
    keys = pd.DataFrame(index.to_list(), columns=["unit", "period"])
    keys["group"] = "g" + (np.arange(len(keys)) // periods % 4).astype(str)
    values = pd.DataFrame(rng.lognormal(size=(len(keys), indicators)), columns=codes)
    pd.concat([keys, values], axis=1).to_csv(folder / "panel.csv", index=False)
    parts = [f"D{place * 5 // indicators}" for place in range(indicators)]
    table = pd.DataFrame({"code": codes, "dimension": parts, "direction": "higher"})
    table.to_csv(folder / "indicators.csv", index=False)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    return rm.Study.load(folder / "study.toml")


def timed(name: str, function: Callable[[], object], variants: int = VARIANTS) -> None:
    """Print the time of one run."""
    start = time.perf_counter()
    function()
    seconds = time.perf_counter() - start
    pace = COINR / (seconds / variants)
    print(f"  {name:44} {seconds:7.2f} s  {pace:8.0f} x the pace of COINr")


def panel(units: int, periods: int, indicators: int) -> None:
    """Time the variants of one panel: ranks alone, then with tables and sentences."""
    print(f"{units} x {periods} x {indicators}, {VARIANTS} variants")
    with tempfile.TemporaryDirectory() as folder:
        own = study(Path(folder), units, periods, indicators)
        replay = Replay(own)
        scaled = replay.scaled(own)
        made = factors(SPAN, scaled.panel.framework)
        points = np.random.default_rng(1).random((VARIANTS, len(made)))
        job = Job(replay=replay, rows=scaled.values.index, seed=1, noise=SPAN.noise, wordy=False)
        timed("index and ranks of every variant",
              lambda: evaluate(job, made, chosen_at(made, points), silent))  # fmt: skip
        timed("from the file to intervals and sentences",
              lambda: rm.uncertainty(own, SPAN, samples=VARIANTS, sensitivity=False))  # fmt: skip
        timed("the same with Sobol indices",
              lambda: rm.uncertainty(own, SPAN, samples=VARIANTS), 2 * VARIANTS)  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"  most memory so far {peak:.0f} MB")


def main() -> int:
    """Time both panels."""
    panel(51, 1, 49)
    panel(277, 15, 12)
    return 0


if __name__ == "__main__":
    sys.exit(main())
