"""The printed tables of obstacles and levers: what can come first, and what would move a unit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from resilmeter.analyze.obstacles.levers import NO_SINGLE, REACHED
from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import Cell, PrintTable, header, number, text
from resilmeter.present.words import (
    fixed,
    group_title,
    indicator_title,
    percent,
    significant,
    word,
)
from resilmeter.result import Result
from resilmeter.rows import each_row

SHOWN_UNITS = 30
FORMS = ("printed", "unweighted", "within-dimension", "attainable")


def obstacle_forms_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out how often each indicator is first by each form, beside its weight and its bound."""
    if result.obstacle_variants is None or result.obstacle_bounds is None:
        return None
    end = result.panel.periods[-1]
    forms, bounds = result.obstacle_variants, result.obstacle_bounds
    last = forms[forms["period"] == end].set_index(["variant", "indicator"])
    rows = tuple(
        (
            text(row.indicator),
            text(indicator_title(result.panel.framework, row.indicator, language)),
            number(fixed(row.weight, 4)),
            number(fixed(row.bound_first, 3)),
            text(word("yes" if row.can_be_first else "no", language)),
            *(number(str(last.loc[(form, row.indicator), "first"])) for form in FORMS),
        )
        for row in each_row(bounds[bounds["period"] == end])
    )
    highest = fixed(bounds.loc[bounds["period"] == end, "highest"].iloc[0], 4)
    titles = ("code", "indicator", "weight", "bound-first", "can-be-first")
    return PrintTable(
        key="obstacle-forms",
        caption=word("caption-obstacle-forms", language, end=end),
        header=header(word(t, language) for t in (*titles, *(f"variant-{f}" for f in FORMS))),
        rows=rows,
        note=word("note-obstacle-forms", language, highest=highest),
    )


def lever_goals_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the cheapest single change that lifts each unit to its goals."""
    if result.levers is None:
        return None
    goals = result.levers.goals
    wanted = goals[goals["note"] != REACHED]
    units = list(dict.fromkeys(wanted["unit"]))[:SHOWN_UNITS]
    rows = tuple(
        _goal_row(row, result, language) for row in each_row(wanted[wanted["unit"].isin(units)])
    )
    if not rows:
        return None
    unit = word(f"cost-{goals['cost_in'].iloc[0]}", language)
    titles = ("unit", "goal", "index", "goal-index", "cheapest", "raw-change", "cost")
    reached = int((goals["note"] == REACHED).sum())
    return PrintTable(
        key="lever-goals",
        caption=word("caption-lever-goals", language, end=result.levers.period),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-lever-goals", language, cost=unit, reached=reached, shown=len(units)),
    )


def _goal_row(row: Any, result: Result, language: Language) -> tuple[Cell, ...]:
    framework = result.panel.framework
    if row.note == NO_SINGLE:
        change = (text(word("no-single", language)), number(""), number(""))
    else:
        change = (
            text(indicator_title(framework, row.indicator, language)),
            number(_measured(row.change, framework[row.indicator].unit)),
            number(fixed(row.cost, 1)),
        )
    goal = text(word(f"goal-{row.goal}", language))
    scores = number(fixed(row.index, 4)), number(fixed(row.goal_index, 4))
    return (text(row.unit), goal, *scores, *change)


def _measured(change: float, unit: str) -> str:
    return f"{significant(change, 4, sign=True)} {unit}".strip()


def catch_up_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the three largest gains of each unit on the way to its better peers."""
    if result.levers is None or result.levers.catch_up.empty:
        return None
    table = result.levers.catch_up
    units = list(dict.fromkeys(table["unit"]))[:SHOWN_UNITS]
    rows = []
    for unit in units:
        own = table[table["unit"] == unit]
        listed = [_step(row, result, language) for row in each_row(own[own["place"] <= 3])]
        listed += [""] * (3 - len(listed))
        gain = number(fixed(own["gain"].sum(), 4))
        rows.append((text(unit), gain, number(str(len(own))), *map(text, listed)))
    titles = [word(t, language) for t in ("unit", "total-gain", "indicators-behind")]
    return PrintTable(
        key="catch-up",
        caption=word("caption-catch-up", language, end=result.levers.period),
        header=header([*titles, "1", "2", "3"]),
        rows=tuple(rows),
        note=word("note-catch-up", language,
                  percentile=f"{result.provenance.study['obstacles']['percentile']:g}",
                  shown=len(units)),
    )  # fmt: skip


def _step(row: Any, result: Result, language: Language) -> str:
    title = indicator_title(result.panel.framework, row.indicator, language)
    raw, goal = significant(row.raw, 4), significant(row.attainable, 4)
    return f"{title} {raw} → {goal} (+{fixed(row.gain, 4)})"


def what_if_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out scores and ranks before and after the changes that the study names."""
    table: pd.DataFrame | None = result.what_if
    if table is None:
        return None
    titles = (
        "unit", "indicator", "raw-before", "raw-after", "gain", "index-before", "index-after",
        "rank-before", "rank-after",
    )  # fmt: skip
    rows = tuple(
        (
            text(row.unit),
            text(indicator_title(result.panel.framework, row.indicator, language)),
            number(significant(row.before, 4)),
            number(significant(row.after, 4) + ("†" if row.beyond else "")),
            number(fixed(row.gain, 4)),
            number(fixed(row.index_before, 4)),
            number(fixed(row.index_after, 4)),
            number(str(row.rank_before)),
            number(str(row.rank_after)),
        )
        for row in each_row(table)
    )
    return PrintTable(
        key="what-if",
        caption=word("caption-what-if", language, end=table["period"].iloc[0]),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-what-if", language),
    )


def obstacle_groups_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the mean degree of each dimension, all units and group by group."""
    if result.obstacles is None:
        return None
    end, means = result.panel.periods[-1], result.obstacles.means
    last = means[means["period"] == end]
    wide = last.groupby(["group", "dimension"], sort=False)["obstacle"].sum()
    framework = result.panel.framework
    rows = tuple(
        (
            text(framework.dimension_title(d, language)),
            *(number(percent(wide[group, d], 2)) for group in ("", *result.panel.group_order)),
        )
        for d in framework.dimensions
    )
    names = [group_title(group, language) for group in result.panel.group_order]
    first = [word("dimension", language), word("all-units", language)]
    return PrintTable(
        key="obstacle-groups",
        caption=word("caption-obstacle-groups", language, end=end),
        header=header([*first, *names]),
        rows=rows,
        note=word(f"method-variant-{result.obstacles.variant}", language),
    )
