"""Shares of the grades, moves between them, and who moved most."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from resilmeter.core.grades import shares
from resilmeter.core.markov import transitions
from resilmeter.panel import Panel

NO_MOVER = {"riser": "n/a: no unit rose", "decliner": "n/a: no unit declined"}
MOVER_COLUMNS = [
    "group", "kind", "unit", "start", "end", "first", "last", "change", "grade_before",
    "grade_after", "count", "units", "note",
]  # fmt: skip
MOVE_COLUMNS = ["start", "end", "grade_before", "grade_after", "units"]


def shares_of(units: pd.DataFrame, panel: Panel, count: int) -> pd.DataFrame:
    """Lay out how many units of each group are in each grade, period by period."""
    codes = _wide(units, "grade").to_numpy(dtype=np.int64) - 1
    pieces = []
    for name, rows in _members(panel):
        share = shares(codes[rows], count)
        pieces.append(pd.DataFrame({
            "period": np.repeat(panel.periods, count),
            "group": name,
            "grade": np.tile(np.arange(1, count + 1), len(panel.periods)),
            "units": np.rint(share * int(rows.sum())).astype(np.int64).ravel(),
            "share": share.ravel(),
        }))  # fmt: skip
    return pd.concat(pieces, ignore_index=True)


def moves(units: pd.DataFrame, count: int) -> pd.DataFrame:
    """Count moves between grades, between neighbouring periods and from first to last."""
    wide = _wide(units, "grade")
    periods = [int(t) for t in wide.columns]
    codes = wide.to_numpy(dtype=np.int64) - 1
    spans = list(pairwise(range(len(periods))))
    if len(periods) > 2:
        spans.append((0, len(periods) - 1))
    rows = []
    for a, b in spans:
        table = transitions(codes[:, [a, b]], count)[0]
        rows += [
            (periods[a], periods[b], i + 1, j + 1, int(table[i, j]))
            for i, j in np.argwhere(table > 0).tolist()
        ]
    return pd.DataFrame(rows, columns=MOVE_COLUMNS)


def movers(units: pd.DataFrame, panel: Panel) -> pd.DataFrame:
    """Name the unit of each group that gained most, and the one that lost most."""
    periods = panel.periods
    if len(periods) < 2:
        return pd.DataFrame(columns=MOVER_COLUMNS)
    index, grade = _wide(units, "index"), _wide(units, "grade")
    ends = [periods[0], periods[-1]]
    table = pd.DataFrame({
        "first": index[ends[0]], "last": index[ends[1]],
        "grade_before": grade[ends[0]], "grade_after": grade[ends[1]],
    })  # fmt: skip
    table["change"] = table["last"] - table["first"]
    rows = [
        {"group": name, "start": ends[0], "end": ends[1], "units": int(member.sum()), **row}
        for name, member in _members(panel)
        for row in _extremes(table[member])
    ]
    return pd.DataFrame(rows, columns=MOVER_COLUMNS).astype(
        {"grade_before": "Int64", "grade_after": "Int64"}
    )


def _extremes(own: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Give the largest gain and the largest loss, or say that there is none."""
    for kind, sign in (("riser", 1), ("decliner", -1)):
        moved = own[sign * own["change"] > 0]
        row: dict[str, object] = {"kind": kind, "count": len(moved), "note": ""}
        if moved.empty:
            yield row | {"unit": "", "note": NO_MOVER[kind]}
        else:
            place = int((sign * moved["change"].to_numpy()).argmax())
            values = {str(k): v for k, v in moved.iloc[place].items()}
            yield row | {"unit": moved.index[place], **values}


def _wide(units: pd.DataFrame, column: str) -> pd.DataFrame:
    """Lay a column out as units by periods, units in the order of the panel."""
    wide = units.pivot_table(index="unit", columns="period", values=column, sort=False)
    return wide[sorted(wide.columns)]


def _members(panel: Panel) -> Iterator[tuple[str, np.ndarray]]:
    """Give all units, then each group, as rows of the units."""
    yield "", np.ones(len(panel.units), dtype=bool)
    for code, name in enumerate(panel.group_order):
        yield name, panel.group_codes == code
