"""Grades of a table: boundaries that all periods share, and the units in each grade."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.analyze.grading.classes import OWN_MEAN, breaks_table
from resilmeter.analyze.means import ALL, Averages
from resilmeter.core.grades import CUTS, deviation, lower_ends
from resilmeter.errors import MethodError, Problem, note, problem
from resilmeter.scale import plan
from resilmeter.scale.ask import TableGrades
from resilmeter.scale.engine import Engine
from resilmeter.scale.gini import Scored


def grade_tables(
    engine: Engine, scored: Scored, whole: Averages, ask: TableGrades, steps: list[Problem]
) -> dict[str, pd.DataFrame]:
    """Grade every row by its deviation from a reference, or by given boundaries.

    Parameters
    ----------
    engine : Engine
        Who computes.
    scored : Scored
        The scored rows.
    whole : Averages
        Means of the index, for a reference that is not given.
    ask : TableGrades
        How boundaries are set.
    steps : list of Problem
        Takes a note where there are no grades.

    Returns
    -------
    dict of str to DataFrame
        grade_breaks and grade_shares; empty where the reference is not positive.

    Raises
    ------
    MethodError
        Given boundaries between which no row lies.
    """
    cuts = np.array(ask.cuts or CUTS)
    index = nw.col("index")
    if ask.scheme == "given":
        above, ends, reference, source = (index > cut for cut in cuts.tolist()), cuts, None, ""
    else:
        own_mean = float(whole.mean[ALL] @ whole.units / whole.units.sum())
        reference = own_mean if ask.reference is None else ask.reference
        source = OWN_MEAN if ask.reference is None else ask.source
        if reference <= 0:
            steps.append(note("na-reference", {"key": "analyze.grades"}, reference=reference))
            return {}
        above = (deviation(index, reference) >= end for end in lower_ends(cuts).tolist())
        ends = reference * (1.0 + cuts)
    grade = plan.chain(one.cast(nw.Int16) for one in above)
    table = scored.table.with_columns(grade=grade)
    found = engine.rows(table.group_by("period", "group", "grade").agg(rows=nw.len()))
    empty = cuts.size + 1 - found["grade"].nunique()
    if empty and ask.scheme == "given":  # as where classes of a city panel are made
        raise MethodError(
            problem("strata-empty-class", method="manual", given=cuts.size + 1, empty=empty)
        )
    return {"grade_breaks": breaks_table(ends, reference, source),
            "grade_shares": _shares(found, scored, cuts.size + 1)}  # fmt: skip


def _shares(found: pd.DataFrame, scored: Scored, count: int) -> pd.DataFrame:
    """Lay out one row a period, group and grade."""
    pieces = []
    named = scored.groups if scored.groups != ("",) else ()
    for name in ("", *named):
        own = found if not name else found[found["group"] == name]
        units = own.pivot_table(index="period", columns="grade", values="rows", aggfunc="sum",
                                fill_value=0)  # fmt: skip
        units = units.reindex(index=list(scored.periods), columns=range(count), fill_value=0)
        cells = units.to_numpy(np.int64)
        pieces.append(pd.DataFrame({
            "period": np.repeat(scored.periods, count),
            "group": name,
            "grade": np.tile(np.arange(1, count + 1), len(cells)),
            "units": cells.ravel(),
            "share": (cells / cells.sum(axis=1, keepdims=True)).ravel(),
        }))  # fmt: skip
    return pd.concat(pieces, ignore_index=True)
