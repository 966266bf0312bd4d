"""Measure tables larger than memory: processor seconds and peak memory of the whole process tree.

Run with ``python benchmarks/scale.py``, or with numbers of rows: ``python benchmarks/scale.py
100000000``. It makes its data (0.08 kB a row, as pyarrow writes it) in a temporary folder and runs
the command as a user does, each run a new process. Before each run a bare sum of the indicators is
timed: machines that others share change their speed, the ratio to this sum does not.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

PERIODS, GROUPS, INDICATORS, DIMENSIONS = 20, 4, 12, 4
ROW_GROUP = 250_000
TARGETS = {
    ("duckdb", "slice", 10**7): (25, 0.6),
    ("duckdb", "slice", 10**8): (160, 2.0),
    ("duckdb", "bins", 10**8): (90, 0.7),
}
RUN = "from resilmeter.cli import main; main()"
SUM = """import sys, duckdb
duckdb.connect(config={"memory_limit": "350MB"}).sql(sys.argv[1]).fetchall()
"""
STUDY = """title = "Grid"
[data]
panel = "grid/*.parquet"
unit = "unit"
period = "year"
group = "region"
simulated = true
{indicators}
[prepare.interpolate]
method = "none"
[weigh]
method = "critic"
compare = []
[analyze]
diagnose = false
[scale]
engine = "{engine}"
gini = "{gini}"
memory_limit = "{limit}"
"""


def make(folder: Path, rows: int) -> None:
    """Write one part file a period, with skewed, zero-inflated, stepped and offset columns."""
    (folder / "grid").mkdir(parents=True)
    units = rows // PERIODS
    for period in range(PERIODS):
        rng = np.random.default_rng([rows, period])
        writer = None
        for start in range(0, units, ROW_GROUP):
            table = _rows(rng, np.arange(start, min(start + ROW_GROUP, units)), 2001 + period)
            path = folder / "grid" / f"{2001 + period}.parquet"
            writer = writer or pq.ParquetWriter(path, table.schema)
            writer.write_table(table, row_group_size=ROW_GROUP)
        if writer is not None:
            writer.close()


def _rows(rng: np.random.Generator, units: np.ndarray, year: int) -> pa.Table:
    n = units.size
    names = np.array(["East", "Central", "West", "Northeast"])
    columns: dict[str, object] = {
        "unit": units, "year": np.full(n, year, dtype=np.int32), "region": names[units % GROUPS],
    }  # fmt: skip
    for j in range(INDICATORS):
        x = rng.lognormal(size=n)
        kinds = (x, np.where(x > 1, x, 0.0), np.floor(4 * x), 101325 + 100 * x,
                 273.15 + 10 * rng.normal(size=n), np.minimum(x, 2.0))  # fmt: skip
        columns[f"i{j:02d}"] = kinds[j % len(kinds)]
    return pa.table(columns)


def study(folder: Path, engine: str, gini: str, limit: str) -> Path:
    """Write the study file."""
    entries = "\n".join(
        f'[[data.indicator]]\ncode = "i{j:02d}"\ndimension = "D{j % DIMENSIONS}"\n'
        f'direction = "{"lower" if j % 3 == 2 else "higher"}"'
        for j in range(INDICATORS)
    )
    path = folder / f"{engine}-{gini}-{limit}.toml"
    text = STUDY.format(indicators=entries, engine=engine, gini=gini, limit=limit)
    path.write_text(text, encoding="utf-8")
    return path


def peak(process: subprocess.Popen[bytes], found: list[float]) -> None:
    """Follow the memory of a process and its children, ten times a second, in GB."""
    while process.poll() is None:
        found.append(_tree(process.pid))
        time.sleep(0.1)


def _tree(pid: int) -> float:
    """Add up the memory of a process and of all that it started."""
    parents, pages = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            own = (entry / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
            pages[int(entry.name)] = int((entry / "statm").read_text(encoding="ascii").split()[1])
        except (OSError, IndexError):  # it ended while we looked
            continue
        parents[int(entry.name)] = int(own[1])
    tree = {pid}
    for child in sorted(parents):
        if parents[child] in tree:
            tree.add(child)
    return sum(pages.get(one, 0) for one in tree) * os.sysconf("SC_PAGE_SIZE") / 1e9


def measure(code: str, *given: str) -> tuple[float, float, float]:
    """Run code in a new process: processor seconds, seconds, peak GB."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, *given])
    found = [0.0]
    follower = threading.Thread(target=peak, args=(process, found))
    follower.start()
    status = process.wait()
    follower.join()
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        raise SystemExit(f"{given} failed")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, seconds, max(found)


def bare_sum(folder: Path) -> float:
    """Give the processor seconds of adding the indicators up, and nothing else."""
    columns = ", ".join(f"sum(i{j:02d})" for j in range(INDICATORS))
    return measure(SUM, f"select {columns} from '{folder}/grid/*.parquet'")[0]


def main() -> None:
    """Measure every configuration asked for, and say which target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[10**6, 10**7])
    parser.add_argument("--engines", default="duckdb,polars")
    parser.add_argument("--modes", default="slice,bins")
    parser.add_argument("--limits", default="350MB")
    asked = parser.parse_args()
    for rows in asked.rows:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make(folder, rows)
            for engine in asked.engines.split(","):
                for gini in asked.modes.split(","):
                    for limit in asked.limits.split(",") if engine == "duckdb" else ("-",):
                        given = study(folder, engine, gini, "2GB" if limit == "-" else limit)
                        bare = bare_sum(folder)
                        found = measure(RUN, "run", str(given), "-o", str(folder / "out"))
                        print(_line(rows, engine, gini, limit, bare, *found), flush=True)


def _line(rows: int, engine: str, gini: str, limit: str, *found: float) -> str:
    bare, cpu, wall, memory = found
    target = TARGETS.get((engine, gini, rows))
    verdict = ""
    if target:
        kept = cpu <= target[0] and memory <= target[1]
        verdict = f" target {target[0]} s, {target[1]} GB: {'kept' if kept else 'MISSED'}"
    return (f"{rows:>11,} rows {engine:6} {gini:6} limit {limit:5} {cpu:6.1f} CPU-s"
            f" = {cpu / bare:4.1f} x {bare:.2f} of a bare sum, {wall:6.1f} s"
            f" {memory:5.2f} GB{verdict}")  # fmt: skip


if __name__ == "__main__":
    main()
