"""Sums over scaled rows, asked of an engine as columns, or of blocks of rows as arrays.

Each sum is written once: columns and arrays know the same arithmetic. Where an engine hands rows
over as they are, arrays take half the time, and add up more exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import add
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.scale import plan
from resilmeter.scale.engine import Engine

# Rows of a block: a dozen columns of it fit a core's own cache, and calls cost little beside it.
BLOCK = 2**14
NOTHING = 1e-300  # has a logarithm, and changes no other number
MERGED: dict[str, Callable[[Any, Any], Any]] = {"least": min, "most": max}
# Columns of a table or arrays, by the places of their indicators; and what is asked of them.
Values = Mapping[int, Any]
Asked = dict[str, Any]


def totals(
    engine: Engine, table: plan.Table, columns: Sequence[int], asked: Callable[[Values], Asked]
) -> dict[str, Any]:
    """Sum scaled rows up.

    Parameters
    ----------
    engine : Engine
        Who computes.
    table : LazyFrame
        z0, z1, ...
    columns : sequence of int
        Which of these are asked about.
    asked : callable
        Takes columns or arrays by their places, and names sums of them; what is called least0 or
        most0 is an extreme.

    Returns
    -------
    dict
        A number for each name.
    """
    z = {j: plan.column("z", j) for j in columns}
    if not engine.streams:
        return engine.sums(table, asked(z))
    out: dict[str, Any] = {}
    for block in _blocks(engine, table.select(*z.values())):
        for name, value in asked(dict(zip(columns, block, strict=True))).items():
            merged = MERGED.get(name.rstrip("0123456789"), add)
            out[name] = merged(out[name], value) if name in out else value
    return out


def _blocks(engine: Engine, table: plan.Table) -> Iterator[list[FloatArray]]:
    for batch in engine.batches(table):
        for start in range(0, batch[0].size, BLOCK):
            yield [column[start : start + BLOCK] for column in batch]


def powers(
    z: Values, pilot: FloatArray, span: tuple[float, float], shift: float, divide: plan.Divide
) -> Asked:
    """Ask for powers and products about a pilot mean, extremes, and z ln (z / mean)."""
    y = {j: z[j] - centre for j, centre in enumerate(pilot.tolist())}
    plain, moved = about_means(pilot, 0.0).tolist(), about_means(pilot, shift).tolist()
    asked: Asked = {"rows": _length(z[0])}
    for j, own in y.items():
        square = own * own
        asked |= {f"s{j}": own.sum(), f"c{j}": (square * own).sum(), f"p{j}_{j}": square.sum(),
                  f"least{j}": z[j].min(), f"most{j}": z[j].max(),
                  f"zeros{j}": _count(z[j] == span[0]),
                  f"l{j}": logarithms(z[j], plain[j], divide)}  # fmt: skip
        if shift:
            asked[f"k{j}"] = logarithms(z[j] + shift, moved[j], divide)
    return asked | {f"p{j}_{k}": (y[j] * y[k]).sum() for j, k in combinations(y, 2)}


def about(z: Values, middles: Mapping[int, float]) -> Asked:
    """Ask how many rows of some columns lie below a value, and up to it."""
    asked: Asked = {}
    for j, middle in middles.items():
        asked |= {f"below{j}": _count(z[j] < middle), f"upto{j}": _count(z[j] <= middle)}
    return asked


def about_means(pilot: FloatArray, shift: float) -> FloatArray:
    """Give what logarithms are taken about: the pilot mean, which has to be positive."""
    centre = pilot + shift
    return np.where(centre > 0.0, centre, 1.0)


def logarithms(z: Any, mean: float, divide: plan.Divide) -> Any:
    """Sum z ln (z / mean), which is 0 at 0; what is below 0 has no entropy.

    About a mean, since sums of z ln z cancel where values differ little for their size.
    """
    ratio = divide(z, mean)
    if isinstance(ratio, np.ndarray):
        return (z * np.log(np.abs(ratio) + NOTHING)).sum()
    return (z * (ratio.abs() + NOTHING).log()).sum()


def _length(column: Any) -> Any:
    return column.size if isinstance(column, np.ndarray) else nw.len()


def _count(where: Any) -> Any:
    return np.count_nonzero(where) if isinstance(where, np.ndarray) else plan.counted(where)
