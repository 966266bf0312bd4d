"""What stands beside a weight: dispersion, conflict, and the weight without the extreme row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from resilmeter.core import weights as kernels
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError
from resilmeter.prepare import Scaled, scaled_without
from resilmeter.weighting.choices import Rows
from resilmeter.weighting.nested import weights_by_block


def diagnostics(rows: Rows, worst: float | None) -> dict[str, FloatArray]:
    """Describe each column: std, conflict, entropy, zero_share (at the worst value), skewness."""
    x, codes = rows.x, rows.codes
    undefined = np.full(x.shape[1], np.nan)
    evenness = x.shape[0] > 1 and (x >= 0).all()
    return {
        "std": x.std(axis=0),
        "conflict": kernels.conflict(x, codes) if x.shape[1] > 1 else undefined,
        "entropy": kernels.entropies(x, codes) if evenness else undefined,
        "zero_share": (x == (worst or 0.0)).mean(axis=0),
        "skewness": kernels.skewness(x, codes),
    }


def without_extreme(scaled: Scaled, rows: Rows, method: str) -> dict[str, pd.Series]:
    """Weigh again without the row of each indicator's most extreme value."""
    extreme = np.abs(rows.x - np.median(rows.x, axis=0)).argmax(axis=0)
    index = scaled.values.index
    without = {
        row: _weights_without(scaled, rows, row, method) for row in np.unique(extreme).tolist()
    }
    weights = [without[row][column] for column, row in enumerate(extreme.tolist())]
    return {
        "weight_without_extreme": pd.Series(weights),
        "extreme_unit": pd.Series(index.get_level_values("unit")[extreme]),
        "extreme_period": pd.Series(index.get_level_values("period")[extreme]),
    }


def _weights_without(scaled: Scaled, rows: Rows, row: int, method: str) -> FloatArray:
    """Weigh without one row, scaled again; NaN where too little is left to weigh."""
    nothing = np.full(len(rows.codes), np.nan)
    x = scaled_without(scaled, row)
    if x is None:
        return nothing
    try:
        rest = replace(
            rows, x=x, raw=np.delete(rows.raw, row, axis=0), periods=np.delete(rows.periods, row)
        )
        return np.asarray(weights_by_block(rest, method, scaled.panel.framework).mean(axis=0))
    except MethodError:
        return nothing
