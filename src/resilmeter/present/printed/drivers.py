"""The printed tables of the drivers: shares, changes, groups, overlays, strata, cuts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers import DriverAnalysis
from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import STAR, Cell, PrintTable, header, number, text
from resilmeter.present.tables.drivers import last_rows, pairs_of
from resilmeter.present.words import NOT_AVAILABLE, fixed, word
from resilmeter.result import Result
from resilmeter.rows import each_row

SHOWN_PAIRS = 15


def factors_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out what each driver explains in the last period; a star where p is below the level."""
    found = result.drivers
    if found is None:
        return None
    spatial = found.factors.table["p_spatial"].notna().any()
    program = found.given.choices.compat
    keys = ["driver", "driver-group", "strata-count", "q", "q-adjusted", "q-noise", "interval-95"]
    keys += ["p", "p-corrected", "p-f", *(["p-spatial"] if spatial else []), "p-published"]
    titles = [word(key, language) for key in keys]
    titles += [word("q-compat", language, program=program),
               word("p-compat", language, program=program)] if program else []  # fmt: skip
    rows = tuple(
        _factor_cells(found, row, language, spatial=bool(spatial))
        for row in each_row(last_rows(found))
    )
    table = found.factors.table
    tests = int((table["p"].notna() & table["period"].notna()).sum())
    return PrintTable(
        key="drivers",
        caption=word("caption-drivers", language, period=found.given.periods[-1]),
        header=header(titles),
        rows=rows,
        note=word("note-drivers", language, alpha=alpha_of(found), tests=tests),
    )


def _factor_cells(
    found: DriverAnalysis, row: Any, language: Language, *, spatial: bool
) -> tuple[Cell, ...]:
    q = number(fixed(row.q, 3))
    wang = p_value(row.p_wang)
    moves = not pd.isna(row.p_wang_moves) and bool(row.p_wang_moves)
    cells = [
        text(found.given.driver(row.driver).title(language)),
        text(found.given.group_title(row.group, language)),
        number(count(row.strata)), q.marked(STAR) if row.p_adjusted < alpha_of(found) else q,
        number(fixed(row.q_adjusted, 3)), number(fixed(row.q_noise, 3)),
        number(interval(row.low, row.high)), number(p_value(row.p)),
        number(p_value(row.p_adjusted)), number(p_value(row.p_f)),
    ]  # fmt: skip
    cells += [number(p_value(row.p_spatial))] if spatial else []
    cells.append(number(f"({wang})" if moves else wang))
    if found.given.choices.compat:
        cells += [number(fixed(row.q_compat, 4)), number(p_value(row.p_compat))]
    return tuple(cells)


def changes_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out q over all periods, and its change from the first to the last."""
    found = result.drivers
    if found is None or found.factors.changes.empty:
        return None
    pooled = found.factors.table[found.factors.table["period"].isna()].set_index("driver")
    titles = ("driver", "q-pooled", "q-noise", "p-corrected", "q-first", "q-last", "change",
              "interval-95", "p-corrected")  # fmt: skip
    rows = tuple(
        (
            text(found.given.driver(row.driver).title(language)),
            number(fixed(pooled["q"][row.driver], 3)),
            number(fixed(pooled["q_noise"][row.driver], 3)),
            number(p_value(pooled["p_adjusted"][row.driver])),
            number(fixed(row.first, 3)),
            number(fixed(row.last, 3)),
            number(fixed(row.change, 3)),
            number(interval(row.low, row.high)),
            number(p_value(row.p_adjusted)),
        )
        for row in each_row(found.factors.changes)
    )
    start, end = found.given.periods[0], found.given.periods[-1]
    return PrintTable(
        key="drivers-changes",
        caption=word("caption-drivers-changes", language, start=start, end=end),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-drivers-changes", language),
    )


def groups_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the Shapley shares of groups of drivers, in the periods looked at."""
    found = result.drivers
    if found is None or found.shapley.groups["shapley"].isna().all():
        return None
    groups = found.shapley.groups
    wide = groups.pivot_table(index="group", columns="period", values="shapley", sort=False)
    share = groups.pivot_table(index="group", columns="period", values="share", sort=False)
    titles = [word("driver-group", language)]
    rows = []
    for period in wide.columns:
        titles += [f"{word('shapley', language)} {period}", f"{word('share', language)} {period}"]
    for group in wide.index:
        cells = [
            number(fixed(value, digits))
            for period in wide.columns
            for value, digits in ((wide[period][group], 3), (100 * share[period][group], 1))
        ]
        rows.append((text(found.given.group_title(str(group), language)), *cells))
    return PrintTable(
        key="drivers-groups",
        caption=word("caption-drivers-groups", language),
        header=header(titles),
        rows=tuple(rows),
        note=word("note-drivers-groups", language),
    )


def interactions_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the overlays of the last period that may be read, by the test of additivity."""
    found = result.drivers
    if found is None or found.interactions is None:
        return None
    pairs = pairs_of(found)
    order = pairs.sort_values(["readable", "p", "q_adjusted"], ascending=[False, True, False],
                              kind="stable")  # fmt: skip
    titles = ("driver", "driver", "cells-count", "smallest-cell", "q", "q-adjusted", "q-noise",
              "interaction-class", "p", "p-corrected", "remark")  # fmt: skip
    rows = tuple(_pair_row(found, row, language) for row in each_row(order.head(SHOWN_PAIRS)))
    blocked = int((~pairs["readable"].fillna(value=False)).sum())
    return PrintTable(
        key="interactions",
        caption=word("caption-interactions", language, period=found.given.periods[-1]),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-interactions", language, shown=len(rows), pairs=len(pairs),
                  blocked=blocked),
    )  # fmt: skip


def _pair_row(found: DriverAnalysis, row: Any, language: Language) -> tuple[Cell, ...]:
    title = found.given.driver
    return (
        text(title(row.driver_a).title(language)),
        text(title(row.driver_b).title(language)),
        number(count(row.cells)),
        number(count(row.smallest)),
        number(fixed(row.q, 3)),
        number(fixed(row.q_adjusted, 3)),
        number(fixed(row.q_noise, 3)),
        text(word(f"kind-{row.kind}", language) if row.kind else NOT_AVAILABLE),
        number(p_value(row.p)),
        number(p_value(row.p_adjusted)),
        text("" if row.readable else word("not-readable", language)),
    )


def risk_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the mean outcome of each stratum in the last period, with letters."""
    found = result.drivers
    if found is None:
        return None
    strata = found.risk.strata
    own = strata[strata["period"] == found.given.periods[-1]]
    titles = ("driver", "stratum", "stratum-values", "rows", "mean-index", "letters")
    rows, seen = [], set()
    for row in each_row(own):
        lead = "" if row.driver in seen else found.given.driver(row.driver).title(language)
        seen.add(row.driver)
        rows.append((
            text(lead), number(count(row.stratum)), text(row.label or NOT_AVAILABLE),
            number(count(row.rows)), number(fixed(row.mean, 4)), text(row.letters or NOT_AVAILABLE),
        ))  # fmt: skip
    return PrintTable(
        key="risk",
        caption=word("caption-risk", language, period=found.given.periods[-1]),
        header=header(word(t, language) for t in titles),
        rows=tuple(rows),
        note=word("note-risk", language, alpha=alpha_of(found)),
    )


def ecological_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the differences between drivers in the last period, largest first."""
    found = result.drivers
    if found is None or found.ecological is None:
        return None
    table = found.ecological.table
    own = table[table["period"] == found.given.periods[-1]]
    order = np.argsort(-own["difference"].abs().to_numpy(), kind="stable")[:SHOWN_PAIRS]
    titles = ("driver", "driver", "q-difference", "interval-95", "p", "p-f", "p-corrected",
              "differs")  # fmt: skip
    title = found.given.driver
    rows = tuple(
        (
            text(title(row.driver_a).title(language)),
            text(title(row.driver_b).title(language)),
            number(fixed(row.difference, 3)),
            number(interval(row.low, row.high)),
            number(p_value(row.p)),
            number(p_value(row.p_f)),
            number(p_value(row.p_adjusted)),
            text(_decided(row.differs, language)),
        )
        for row in each_row(own.iloc[order])
    )
    return PrintTable(
        key="ecological",
        caption=word("caption-ecological", language, period=found.given.periods[-1]),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-ecological", language, shown=len(rows), pairs=len(own)),
    )


def search_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the cut that a search would choose for each driver, beside the one that is used."""
    found = result.drivers
    if found is None or found.search.table["q"].isna().all():
        return None
    table = found.search.table
    titles = ("driver", "search-choice", "strata-count", "q", "q-out", "p-search", "q-used")
    rows = []
    for name, own in table.groupby("driver", sort=False):
        chosen, used = (own[own[key].fillna(value=False)] for key in ("chosen", "used"))
        lead = text(found.given.driver(str(name)).title(language))
        shown = fixed(used["q"].iloc[0], 3) if len(used) else NOT_AVAILABLE
        if chosen.empty:
            rows.append((lead, text(NOT_AVAILABLE), *(number(NOT_AVAILABLE),) * 4, number(shown)))
            continue
        row = chosen.iloc[0]
        rows.append((
            lead, text(word(f"cut-{row['method']}", language)), number(count(row["classes"])),
            number(fixed(row["q"], 3)), number(fixed(row["q_out"], 3)), number(p_value(row["p"])),
            number(shown),
        ))  # fmt: skip
    return PrintTable(
        key="discretization",
        caption=word("caption-search", language),
        header=header(word(t, language) for t in titles),
        rows=tuple(rows),
        note=word("note-search", language),
    )


def alpha_of(found: DriverAnalysis) -> float:
    """Level of decisions."""
    return found.given.choices.alpha


def p_value(p: float) -> str:
    """Write a p-value: three decimals, never 0.

    >>> p_value(0.0004), p_value(0.0312), p_value(float("nan"))
    ('< 0.001', '0.031', 'n/a')
    """
    return "< 0.001" if p < 0.001 else fixed(p, 3)


def interval(low: float, high: float) -> str:
    """Write both ends of an interval.

    >>> interval(-0.1, 0.25), interval(float("nan"), 1.0)
    ('[−0.100, 0.250]', 'n/a')
    """
    if np.isnan(low) or np.isnan(high):
        return NOT_AVAILABLE
    return f"[{fixed(low, 3)}, {fixed(high, 3)}]"


def count(value: object) -> str:
    """Write a whole number, or that there is none."""
    return NOT_AVAILABLE if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _decided(value: object, language: Language) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return NOT_AVAILABLE
    return word("yes" if value else "no", language)
