"""The Gini coefficient of every period, split, from the scored table: slices, windows or bins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.inequality import Piece, bin_gap, piece, piece_of_counts
from resilmeter.core.inequality.ties import tie_scale
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.engine import Engine

# Rows that are sorted at once: a row takes a third of a kilobyte with all that is made of it.
SLICE = 2_500_000
# Bins that a larger period is cut by: a slice then holds too many rows by a thousandth at most.
CUTS = 4096


@dataclass(frozen=True, eq=False)
class Scored:
    """The scored table.

    Attributes
    ----------
    table : LazyFrame
        unit, period, group, index, p0, p1, ... of the dimensions.
    of_period : callable
        Opens the rows of one period.
    periods : tuple of int
        The periods.
    rows : (T,) integer array
        Rows of each.
    groups : tuple of str
        The groups in order.
    origin : (d,) float array
        Means of the parts.
    least, most : (T,) float array
        Extremes of the index.
    """

    table: plan.Table
    of_period: Callable[[int], plan.Table]
    periods: tuple[int, ...]
    rows: IntArray
    groups: tuple[str, ...]
    origin: FloatArray
    least: FloatArray
    most: FloatArray

    @property
    def parts(self) -> tuple[str, ...]:
        """Columns of the parts."""
        return tuple(f"p{m}" for m in range(self.origin.size))

    def period(self, place: int) -> plan.Table:
        """Rows of one period, with the group's number and the rounded total, which sets the order.

        Totals that are equal on paper differ by a few ulps when they are added in another order.
        """
        own = self.of_period(self.periods[place])
        size = max(abs(float(self.least[place])), abs(float(self.most[place])))
        total = plan.chain(nw.col(name) for name in self.parts)
        return own.with_columns(
            code=plan.placed("group", self.groups),
            # DuckDB's rounding takes a power of ten for every row
            key=(total * tie_scale(size) + 0.5).floor(),
        )  # fmt: skip


def pieces(engine: Engine, scored: Scored, ask: Ask) -> tuple[list[Piece], FloatArray]:
    """Sum every period up; also how much each coefficient may be too low (0 where exact)."""
    ways = {"slice": _sliced, "window": _windowed, "bins": _binned}
    found = [ways[ask.gini](engine, scored, t, ask) for t in range(len(scored.periods))]
    return [own for own, _ in found], np.array([gap for _, gap in found])


def _sliced(engine: Engine, scored: Scored, t: int, ask: Ask) -> tuple[Piece, float]:
    """Sort slices of the totals here: exact, and the same kernel as in memory."""
    del ask
    own = scored.period(t)
    if scored.rows[t] <= SLICE:
        return _sorted(engine, own, scored), 0.0
    own = own.with_columns(bin=_bins(scored, t, CUTS))
    counts = engine.rows(own.group_by("bin").agg(rows=nw.len())).sort_values("bin")
    edges = _edges(counts["bin"].to_numpy(), counts["rows"].to_numpy())
    slices = [_sorted(engine, own.filter((nw.col("bin") >= a) & (nw.col("bin") < b)), scored)
              for a, b in pairwise(edges)]  # fmt: skip
    whole = slices[0]
    for upper in slices[1:]:
        whole = whole.below(upper)
    return whole, 0.0


def _edges(bins: np.ndarray, rows: np.ndarray) -> list[int]:
    """Group bins so that each group holds about `SLICE` rows, or one bin."""
    edges, held = [int(bins[0])], 0
    for place, count in zip(bins.tolist(), rows.tolist(), strict=True):
        if held and held + count > SLICE:
            edges.append(int(place))
            held = 0
        held += count
    return [*edges, int(bins[-1]) + 1]


def _sorted(engine: Engine, own: plan.Table, scored: Scored) -> Piece:
    rows = engine.rows(own.select("code", *scored.parts))
    parts = np.column_stack([rows[name].to_numpy(np.float64) for name in scored.parts])
    return piece(parts, rows["code"].to_numpy(np.int64), len(scored.groups), scored.origin)


def _bins(scored: Scored, t: int, bins: int) -> nw.Expr:
    """Give each rounded total the number of its bin; bins are equally wide."""
    scale = tie_scale(max(abs(float(scored.least[t])), abs(float(scored.most[t]))))
    low, high = (float(np.rint(end * scale)) for end in (scored.least[t], scored.most[t]))
    place = (nw.col("key") - low) / max(high - low, 1.0) * bins
    return place.floor().clip(0, bins - 1).cast(nw.Int64)


def _binned(engine: Engine, scored: Scored, t: int, ask: Ask) -> tuple[Piece, float]:
    """Count bins: rows of one bin count as ties, so that the coefficient is a little too low."""
    own = scored.period(t).with_columns(bin=_bins(scored, t, ask.bins))
    asked = {name: nw.col(name).sum() for name in scored.parts}
    found = engine.rows(own.group_by("bin", "code").agg(rows=nw.len(), **asked))
    counts, sums = _by_bin(found, scored)
    made = piece_of_counts(counts, sums, scored.origin)
    mean = float(sums.sum() / counts.sum())
    width = float(scored.most[t] - scored.least[t]) / ask.bins
    return made, bin_gap(counts.sum(axis=1), width, mean)


def _by_bin(found: pd.DataFrame, scored: Scored) -> tuple[IntArray, FloatArray]:
    """Lay counts out by (bins, groups) and sums by (bins, groups, parts), in rising order."""
    _, place = np.unique(found["bin"].to_numpy(), return_inverse=True)
    code, k = found["code"].to_numpy(np.int64), len(scored.groups)
    counts = np.zeros((int(place.max()) + 1, k), dtype=np.int64)
    sums = np.zeros((*counts.shape, len(scored.parts)))
    counts[place, code] = found["rows"].to_numpy(np.int64)
    sums[place, code] = found[list(scored.parts)].to_numpy(np.float64)
    return counts, sums


def _windowed(engine: Engine, scored: Scored, t: int, ask: Ask) -> tuple[Piece, float]:
    """Let the engine order the rows: exact, and no row leaves it."""
    del ask
    k = len(scored.groups)
    table = plan.running(scored.period(t), scored.parts, scored.origin, k)
    return _piece_of_running(engine.rows(table), scored.parts, k, scored.origin), 0.0


def _piece_of_running(
    found: pd.DataFrame, names: Sequence[str], k: int, origin: FloatArray
) -> Piece:
    sizes, sums = np.zeros(k, dtype=np.int64), np.zeros((k, len(names)))
    balance = np.zeros((k, k, len(names)))
    for row in found.to_dict("records"):
        j = int(row["code"])
        sizes[j] = int(row["rows"])
        sums[j] = [row[f"s{m}"] for m in range(len(names))]
        balance[j] = [[row[f"w{m}_{h}"] for m in range(len(names))] for h in range(k)]
    balance -= sums[:, None, :] * sizes[None, :, None]
    return Piece(sizes, sums, balance, origin)
