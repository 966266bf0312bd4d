"""Where every number comes from: what the page needs to tell the story of any cell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.panel import Panel, Status
from resilmeter.prepare import NORMALIZATIONS
from resilmeter.prepare.yardstick import How, unit_values
from resilmeter.present.explorer.packed import DIGITS, packed, unpacked
from resilmeter.result import Result

# Characters that cells may take: with the libraries and figures a report stays below 2 MB.
# Two languages carry every table and figure twice, and have half of that room each.
MOST_CHARACTERS = 700_000
FEWEST_DIGITS = 4
TREATED = 16  # added to the status of a cell that the treatment of outliers changed


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of the panel, indicator by indicator, (indicators, units, periods) each.

    Attributes
    ----------
    digits : int
        Significant digits that values are rounded to.
    block : dict
        "values" (as scaled), "status", "contributions" or None; by indicator "raw" and "scaled"
        where these do not follow from the values.
    """

    digits: int
    block: dict[str, Any]


def cells(result: Result, most: int = MOST_CHARACTERS) -> Cells | None:
    """Gather the cells, with fewer digits where there are many; None where even these are too many.

    An index that was computed elsewhere is not made of cells: None as well.
    """
    if result.scores.method == "imported":
        return None
    for digits in (DIGITS, FEWEST_DIGITS):
        found = _gathered(result, digits)
        if len(json.dumps(found)) <= most:
            return Cells(digits, found)
    return None


def _gathered(result: Result, digits: int) -> dict[str, Any]:
    panel, raw = result.scaled.panel, _layers(result.panel, result.panel.values)
    status = _layers(panel, panel.status)
    values = packed(_layers(panel, panel.values), digits)
    shown = unpacked(values)
    scaled = _layers(panel, result.scaled.values)
    printed = 0.5 * 10.0 ** (1 - digits)  # half a unit of the last decimal that the page prints
    again = scaled_again(result, shown)
    as_read = np.where(status == Status.OBSERVED, shown, np.nan)
    read = unpacked(packed(raw, digits))
    return {
        "contributions": _contributions(result, digits),
        "values": values,
        "status": packed(status + TREATED * _treated(panel), 3),
        "raw": {
            str(j): packed(raw[j], digits) for j in range(len(raw))
            if not np.array_equal(read[j], as_read[j], equal_nan=True)
        },
        "scaled": {
            str(j): packed(scaled[j], 4) for j in range(len(raw))
            if again is None or not np.allclose(again[j], scaled[j], rtol=0, atol=printed)
        },
    }  # fmt: skip


def _contributions(result: Result, digits: int) -> dict[str, Any] | None:
    """Send what indicators add to the index where it is not weight times scaled value."""
    added = result.scores.by_indicator
    if added is None or result.scores.method == "weighted-sum":
        return None
    return packed(_layers(result.panel, added), digits)


def scaled_again(result: Result, values: FloatArray) -> FloatArray | None:
    """Scale rounded values by the formula that the page shows; None where it shows none."""
    scaled, framework = result.scaled, result.panel.framework
    if not NORMALIZATIONS[scaled.method].goalposts:
        return None
    how = How(
        method=scaled.method, scope=scaled.scope, base_period=scaled.base_period,
        interval=scaled.interval, clip=scaled.clipped,
    )  # fmt: skip
    rows = values.reshape(len(values), -1).T
    periods = scaled.values.index.get_level_values("period").to_numpy()
    unit = unit_values(rows, periods, framework, scaled.goalposts, how)
    scored: FloatArray = how.finished(unit).T.reshape(values.shape)
    return scored


def _layers(panel: Panel, table: pd.DataFrame) -> FloatArray:
    """Turn rows by (unit, period) into one layer an indicator."""
    shape = (len(panel.units), len(panel.periods), len(panel.framework.codes))
    return np.moveaxis(table.to_numpy(dtype=np.float64).reshape(shape), 2, 0)


def _treated(panel: Panel) -> FloatArray:
    """Mark the cells that were treated with 1."""
    marks = pd.DataFrame(0.0, panel.values.index, panel.values.columns)
    if panel.treated is not None and len(panel.treated):
        rows = marks.index.get_indexer(pd.MultiIndex.from_frame(panel.treated[["unit", "period"]]))
        columns = marks.columns.get_indexer(pd.Index(panel.treated["indicator"]))
        table = marks.to_numpy(copy=True)
        table[rows, columns] = 1.0
        marks = pd.DataFrame(table, marks.index, marks.columns)
    return _layers(panel, marks)
