"""What the ranking owes to the weights and to doubtful directions: the index told otherwise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.analyze.diagnosis.sample import Sample
from resilmeter.core.arrays import FloatArray
from resilmeter.core.ranks import agreement, ranks
from resilmeter.scoring import rescored

ONE_UNIT = "n/a: one unit has no ranking"
ALL_TIE = "n/a: all units tie"
SHIFT_COLUMNS = ["period", "rank_correlation", "largest_shift", "unit", "note"]


def twin_tables(sample: Sample) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score with equal weights; see `Diagnosis.twin` and `Diagnosis.twin_periods`."""
    scores, q = sample.scores, sample.x.shape[1]
    equal = np.full(q, 1.0 / q)
    twin = rescored(scores, weights=equal)
    own_ranks, twin_ranks = _ranks(sample, sample.index), _ranks(sample, twin)
    keys = scores.index.index
    table = pd.DataFrame(
        {
            "unit": keys.get_level_values("unit"),
            "period": keys.get_level_values("period"),
            "index": sample.index,
            "twin_index": twin,
            "rank": own_ranks,
            "twin_rank": twin_ranks,
            "shift": twin_ranks - own_ranks,
        }
    )
    return table, _shifts(sample, twin)


def flip_table(sample: Sample) -> pd.DataFrame:
    """Turn each contested direction; see `Diagnosis.flips`."""
    scores, codes = sample.scores, sample.framework.codes
    tables = []
    for j in np.flatnonzero(sample.contested).tolist():
        shifts = _shifts(sample, rescored(scores, mirrored=j))
        shifts.insert(0, "indicator", codes[j])
        shifts.insert(1, "dimension", sample.framework[codes[j]].dimension)
        shifts.insert(2, "item_rest", sample.item_rest[j])
        tables.append(shifts)
    columns = ["indicator", "dimension", "item_rest", *SHIFT_COLUMNS]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def _by_period(sample: Sample, values: FloatArray) -> FloatArray:
    """Lay values out as (periods, units)."""
    return values.reshape(len(sample.units), len(sample.periods)).T


def _ranks(sample: Sample, index: FloatArray) -> np.ndarray:
    """Rank within each period, in the order of the rows."""
    return np.column_stack([ranks(own) for own in _by_period(sample, index)]).ravel()


def _shifts(sample: Sample, other: FloatArray) -> pd.DataFrame:
    """Compare the ranking by the index with that by another one, period by period."""
    rows = []
    for period, before, after in zip(
        sample.periods, _by_period(sample, sample.index), _by_period(sample, other), strict=True
    ):
        found = agreement(before, after)
        correlation = float("nan") if found.correlation is None else found.correlation
        reason = ONE_UNIT if len(sample.units) == 1 else ALL_TIE
        moved = sample.units[found.place] if found.shift else ""
        note = reason if found.correlation is None else ""
        rows.append((period, correlation, found.shift, moved, note))
    return pd.DataFrame(rows, columns=SHIFT_COLUMNS)
