"""The printed tables of evidence: how sure is each cell, and where does the change come from?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from resilmeter.analyze import GapChange
from resilmeter.catalogue import Language
from resilmeter.present.printed.inequality import interval
from resilmeter.present.printed.layout import TOTAL, Cell, PrintTable, header, name, number
from resilmeter.present.words import fixed, group_title, pair_title, percent, word
from resilmeter.result import Result
from resilmeter.rows import each_row

SHOWN_CELLS = 30
HEADINGS = {"dimension": "change-dimension", "pair": "change-pair", "cell": "change-cell"}


def evidence_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the cells of the last period, the largest first, each with what may be said of it."""
    if result.gap_evidence is None or result.gaps is None or not result.panel.group_order:
        return None
    end, evidence = result.panel.periods[-1], result.gap_evidence
    keys = ["group_a", "group_b", "dimension"]
    cells = evidence.of("cell", end).set_index(keys)
    shares = evidence.of("cell_share", end).set_index(keys)
    parts = result.gaps.cells[result.gaps.cells["period"] == end].set_index(keys)
    table = cells.assign(
        share=shares["value"],
        ratio=parts["ratio_to_null"], net=parts["net_between"], overlap=parts["transvariation"],
    ).sort_values("value", ascending=False, kind="stable")  # fmt: skip
    shown = table.head(SHOWN_CELLS).reset_index()
    titles = (
        "cell", "contribution", "interval-title", "share-percent", "ratio-title",
        "p-title", "p-adjusted", "part-net_between", "part-transvariation", "first-place",
    )  # fmt: skip
    level = f"{100 * evidence.chance.confidence:g}"
    return PrintTable(
        key="gap-evidence",
        caption=word("caption-gap-evidence", language, end=end),
        header=header(word(title, language, level=level) for title in titles),
        rows=tuple(_cell_row(result, row, language) for row in each_row(shown)),
        note=word(
            "note-gap-evidence", language, shown=len(shown), cells=len(table),
            shuffles=evidence.chance.shuffles, draws=evidence.chance.draws, level=level,
        ),
    )  # fmt: skip


def _cell_row(result: Result, row: Any, language: Language) -> tuple[Cell, ...]:
    inside = row.group_a == row.group_b
    net, overlap = (number("" if inside else fixed(part, 4)) for part in (row.net, row.overlap))
    return (
        name(part_title(result, row, language)),
        number(fixed(row.value, 4)),
        number(interval(row.low, row.high)),
        number(percent(row.share)),
        number(fixed(row.ratio, 2)),
        number(fixed(row.p, 3)),
        number(fixed(row.p_adjusted, 3)),
        net,
        overlap,
        number(percent(row.first_place, 1)),
    )


def part_title(result: Result, row: Any, language: Language) -> str:
    """Name a pair of groups, a dimension, or a cell of both."""
    pair = pair_title(row.group_a, row.group_b, language) if row.group_a else ""
    framework = result.panel.framework
    title = framework.dimension_title(row.dimension, language) if row.dimension else ""
    return word("comma", language).join(part for part in (pair, title) if part)


def change_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the change of the Gini coefficient over groups, dimensions and the largest cells."""
    if result.gap_change is None:
        return None
    change = result.gap_change
    titles = (
        "part", "first-value", "last-value", "change", "interval-title", "first-share",
        "last-share", "change-share", "share-effect", "concentration-effect",
    )  # fmt: skip
    level = f"{100 * change.chance.confidence:g}"
    rows = list[tuple[Cell, ...]]()
    for level_name, table in _blocks(change):
        if level_name != "total":
            heading = word(HEADINGS[level_name], language)
            rows.append((Cell(heading, frozenset({TOTAL}), len(titles)),))
        rows += [_change_row(result, row, language) for row in each_row(table)]
    return PrintTable(
        key="gap-change",
        caption=word("caption-gap-change", language, start=change.start, end=change.end),
        header=header(word(title, language, level=level) for title in titles),
        rows=tuple(rows),
        note=word("note-gap-change", language, draws=change.chance.draws, shown=SHOWN_CELLS),
    )


def _blocks(change: GapChange) -> list[tuple[str, pd.DataFrame]]:
    """Rows by level, of cells those that changed most."""
    parts = change.parts
    by_level = {level: parts[parts["level"] == level] for level in parts["level"].unique()}
    blocks = [("total", parts[parts["level"].isin(["total", "within", "between"])])]
    blocks += [(level, by_level[level]) for level in ("dimension", "pair") if level in by_level]
    if "pair" in by_level:
        cells = by_level["cell"]
        order = cells["change"].abs().sort_values(ascending=False, kind="stable").index
        blocks.append(("cell", cells.loc[order[:SHOWN_CELLS]]))
    return blocks


def _change_row(result: Result, row: Any, language: Language) -> tuple[Cell, ...]:
    named = row.level in {"total", "within", "between"}
    title = word(f"part-{row.level}", language) if named else part_title(result, row, language)
    shares = (row.first_share, row.last_share, row.change_share)
    return (
        name(title),
        *(number(fixed(value, 4)) for value in (row.first, row.last, row.change)),
        number(interval(row.low, row.high)),
        *(number(percent(share, 1)) for share in shares),
        *(number(fixed(effect, 4)) for effect in (row.share_effect, row.concentration_effect)),
    )


def own_change_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the change of each group's own Gini coefficient, apart from contributions."""
    if result.gap_change is None or result.gap_change.own.empty:
        return None
    change = result.gap_change
    level = f"{100 * change.chance.confidence:g}"
    titles = ("group", "first-value", "last-value", "change", "interval-title")
    rows = tuple(
        (
            name(group_title(row.group, language)),
            *(number(fixed(value, 4)) for value in (row.first, row.last, row.change)),
            number(interval(row.low, row.high)),
        )
        for row in each_row(change.own)
    )
    return PrintTable(
        key="gap-change-own",
        caption=word("caption-gap-change-own", language, start=change.start, end=change.end),
        header=header(word(title, language, level=level) for title in titles),
        rows=rows,
        note=word("note-gap-change-own", language),
    )
