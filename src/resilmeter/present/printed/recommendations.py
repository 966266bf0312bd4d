"""Recommendations: levers for all units and for each group, none without what it would move."""

from __future__ import annotations

from typing import Any

import pandas as pd

from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import PrintTable, header, number, text
from resilmeter.present.words import fixed, group_title, indicator_title, percent, word
from resilmeter.result import Result
from resilmeter.rows import each_row

# Levers listed for all units, and for each group.
FOR_ALL, FOR_GROUP = 3, 2


def recommendations_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the levers that would move the mean index most, with what they do to the gap."""
    if result.levers is None or result.levers.groups.empty:
        return None
    levers = result.levers.groups
    shown = levers[levers["place"] <= levers["group"].eq("").map({True: FOR_ALL, False: FOR_GROUP})]
    titles = ("recommended-for", "lever", "units-behind", "mean-index-moves", "gini-moves")
    percentile = f"{result.provenance.study['obstacles']['percentile']:g}"
    return PrintTable(
        key="recommendations",
        caption=word("caption-recommendations", language, end=result.levers.period),
        header=header(
            [*(word(t, language) for t in titles), word("obstacle-degree-mean", language)]
        ),
        rows=tuple(_row(row, result, language) for row in each_row(shown)),
        note=word("note-recommendations", language, percentile=percentile),
    )


def _row(row: Any, result: Result, language: Language) -> tuple[Any, ...]:
    name = group_title(row.group, language) if row.group else word("all-units", language)
    return (
        text(name),
        text(indicator_title(result.panel.framework, row.indicator, language)),
        number(f"{row.behind}/{row.units}"),
        number(f"{fixed(row.mean, 4)} → {fixed(row.mean_after, 4)} (+{fixed(row.gain, 4)})"),
        number(f"{fixed(row.gini, 4)} → {fixed(row.gini_after, 4)}"),
        number(_degree(row, result)),
    )


def _degree(row: Any, result: Result) -> str:
    """Mean obstacle degree of the lever in the group, in per cent; blank without obstacles."""
    if result.obstacles is None:
        return ""
    means: pd.DataFrame = result.obstacles.means
    own = means[(means["period"] == row.period) & (means["group"] == row.group)]
    return percent(float(own.set_index("indicator")["obstacle"][row.indicator]), 1)
