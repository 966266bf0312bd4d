"""The printed tables of grades and standing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.analyze.grading.classes import OWN_MEAN, GradeTables
from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import PrintTable, header, number, text
from resilmeter.present.words import fixed, group_title, joined, percent, word
from resilmeter.result import Result
from resilmeter.rows import each_row

MOST_NAMED = 40


def grades_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out Table 2 of S2: each grade with its interval and its units in the last period."""
    graded = result.grades
    if graded is None or graded.reason is not None:
        return None
    end = result.panel.periods[-1]
    last = graded.units[graded.units["period"] == end]
    count = len(graded.breaks)
    rows = []
    for row in each_row(graded.breaks.iloc[::-1]):
        own = last[last["grade"] == row.grade].sort_values("index", ascending=False, kind="stable")
        names = own["unit"].tolist()[:MOST_NAMED] + ["…"] * (len(own) > MOST_NAMED)
        rows.append((
            text(f"{row.grade}/{count}"),
            text(_interval(row.low, row.high, graded)),
            text(_interval(row.low_deviation, row.high_deviation, graded, relative=True)),
            number(str(len(own))),
            text(joined(names, language)),
        ))  # fmt: skip
    titles = ("grade", "interval", "deviation", "units-count", "units-named")
    return PrintTable(
        key="grades",
        caption=word("caption-grades", language, end=end),
        header=header(word(t, language) for t in titles),
        rows=tuple(rows),
        note=grade_rule(graded, language) + _nearest(last, language),
    )


def grade_rule(graded: GradeTables, language: Language) -> str:
    """Say how boundaries were set, and where the reference comes from."""
    if graded.scheme != "deviation" or graded.reference is None:
        return word("grades-pooled", language, scheme=word(f"scheme-{graded.scheme}", language))
    shown = fixed(graded.reference, 4)
    if graded.source == OWN_MEAN:
        return word("reference-own", language, reference=shown)
    source = graded.source or word("reference-unnamed", language)
    return word("reference-given", language, reference=shown, source=source)


def _interval(low: float, high: float, graded: GradeTables, *, relative: bool = False) -> str:
    """Write a half-open interval; deviations in per cent, blank where there are none."""
    if np.isnan(low) and np.isnan(high):
        return ""
    first, last = (
        end if np.isnan(x) else (percent(x, 0) if relative else fixed(x, 4))
        for x, end in ((low, "−∞"), (high, "∞"))
    )
    if graded.scheme == "deviation":
        return f"{'(' if np.isnan(low) else '['}{first}, {last})"
    return f"({first}, {last}{')' if np.isnan(high) else ']'}"


def _nearest(last: pd.DataFrame, language: Language) -> str:
    """Name the unit that lies nearest to a boundary."""
    row = last.iloc[int(last["margin"].argmin())]
    shown = {"unit": row["unit"], "margin": fixed(row["margin"], 4)}
    shown |= {"boundary": fixed(row["boundary"], 4)}
    return ("" if language == "zh" else " ") + word("nearest-boundary", language, **shown)


def movers_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out who gained and lost most in each group, and how many declined."""
    if result.grades is None or result.grades.reason is not None or result.grades.movers.empty:
        return None
    table = result.grades.movers
    rows = []
    for group, own in table.groupby("group", sort=False):
        riser, decliner = (own[own["kind"] == kind].iloc[0] for kind in ("riser", "decliner"))
        rows.append((
            text(group_title(str(group), language) if group else word("all-units", language)),
            *(cell for row in (riser, decliner) for cell in (
                text(row["unit"] or word("none", language)), number(fixed(row["change"], 4)),
            )),
            number(f"{decliner['count']}/{decliner['units']}"),
        ))  # fmt: skip
    first = table.iloc[0]
    titles = ("group", "biggest-riser", "gain", "biggest-decliner", "loss", "declined")
    return PrintTable(
        key="grade-movers",
        caption=word("caption-movers", language, start=first["start"], end=first["end"]),
        header=header(word(t, language) for t in titles),
        rows=tuple(rows),
    )


def standing_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out primacy and type of each group in the last period."""
    if result.standing is None:
        return None
    end = result.panel.periods[-1]
    primacy = result.standing.primacy
    types = result.standing.types.set_index(["period", "group"])
    rows = []
    for row in each_row(primacy[primacy["period"] == end]):
        known = (end, row.group) in types.index and row.group
        own = types.loc[(end, row.group)] if known else None
        kinds = ["", "", ""] if own is None else [
            word(f"tercile-{own[k]}", language) if own[k] else ""
            for k in ("level", "balance", "relative_balance")
        ]  # fmt: skip
        rows.append((
            text(group_title(row.group, language) if row.group else word("all-units", language)),
            text(f"{row.first_unit} ({fixed(row.first, 4)})"),
            text(f"{row.second_unit} ({fixed(row.second, 4)})" if row.second_unit else ""),
            number(fixed(row.ratio, 3)),
            *map(text, kinds),
        ))  # fmt: skip
    titles = ("group", "first-unit", "second-unit", "primacy", "group-level", "balance-tercile",
              "relative-balance")  # fmt: skip
    return PrintTable(
        key="primacy",
        caption=word("caption-primacy", language, end=end),
        header=header(word(t, language) for t in titles),
        rows=tuple(rows),
        note=word("note-primacy", language),
    )


def growth_sets_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out growth of the mean beside the mean growth of units, set by set."""
    if result.standing is None or not result.scores.comparable_over_time:
        return None
    if len(result.panel.periods) < 2:
        return None
    table = result.standing.growth_sets
    rows = tuple(
        (
            text(_set_title(row.set, row.group, language)),
            number(str(row.units)),
            number(fixed(row.first, 4)),
            number(fixed(row.last, 4)),
            number(percent(row.rate_of_means)),
            number(percent(row.mean_of_rates)),
        )
        for row in each_row(table[table["dimension"] == ""])
    )
    titles = (
        "set",
        "units-count",
        "first-value",
        "last-value",
        "rate-of-means",
        "mean-of-rates-units",
    )
    return PrintTable(
        key="growth-sets",
        caption=word("caption-growth-sets", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-growth-sets", language),
    )


def _set_title(kind: str, group: str, language: Language) -> str:
    if kind == "group":
        return group_title(group, language)
    return word(f"set-{kind}", language)


def lead_changes_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out every change at the top: who overtook whom, and when."""
    if result.standing is None or not result.scores.comparable_over_time:
        return None
    table = result.standing.leaders
    changes = table[table["before"] != ""]
    title = result.panel.framework.dimension_title
    rows = []
    for row in each_row(changes):
        names = [title(n, language) if row.of == "dimensions" else group_title(n, language)
                 for n in (row.before, row.leader)]  # fmt: skip
        rows.append((
            text(word(f"race-{row.of}", language)),
            text(title(row.dimension, language) if row.dimension else word("index", language)),
            number(str(row.period)), text(names[0]), text(names[1]), number(fixed(row.value, 4)),
        ))  # fmt: skip
    if not rows:
        return None
    titles = ("race", "criterion", "period", "leader-before", "leader-after", "value")
    return PrintTable(
        key="lead-changes",
        caption=word("caption-lead-changes", language),
        header=header(word(t, language) for t in titles),
        rows=tuple(rows[:MOST_NAMED]),
        note=word("note-lead-changes", language, shown=min(len(rows), MOST_NAMED), all=len(rows)),
    )
