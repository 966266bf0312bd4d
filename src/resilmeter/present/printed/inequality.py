"""The printed tables of inequality beside the cells: other measures, three decompositions."""

from __future__ import annotations

import pandas as pd

from resilmeter.analyze import compare_decompositions
from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import Cell, PrintTable, header, number, text
from resilmeter.present.words import NOT_AVAILABLE, fixed, percent, word
from resilmeter.result import Result
from resilmeter.rows import each_row

# Columns of the table, with their decimals: entropies of nearly equal scores are small.
MEASURES = {
    "gini": 4, "absolute_gini": 4, "shortfall_gini": 4, "cv": 4, "std": 4, "range": 4,
    "theil_t": 5, "theil_l": 5, "entropy_2": 5, "atkinson_0_5": 5, "atkinson_1": 5,
}  # fmt: skip


def inequality_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out every measure by period: the Gini coefficient with its interval first."""
    if result.inequality is None:
        return None
    total = result.inequality.total
    rows = tuple(
        (
            text(row.period),
            *(number(fixed(getattr(row, name), digits)) for name, digits in MEASURES.items()),
        )
        for row in each_row(total)
    )
    if result.gap_evidence is not None:
        gini = result.gap_evidence.parts
        gini = gini[gini["statistic"] == "gini"]
        bounds = [number(interval(row.low, row.high)) for row in each_row(gini)]
        rows = tuple((*row[:2], bound, *row[2:]) for row, bound in zip(rows, bounds, strict=True))
    titles = [word(f"measure-{name}", language) for name in MEASURES]
    if result.gap_evidence is not None:
        titles.insert(1, _interval_title(result, language))
    reasons = "; ".join(dict.fromkeys(filter(None, _blanks(total, language))))
    return PrintTable(
        key="inequality",
        caption=word("caption-inequality", language),
        header=header([word("period", language), *titles]),
        rows=rows,
        note=f"{word('note-inequality', language)} {reasons}".strip(),
    )


def _blanks(total: pd.DataFrame, language: Language) -> list[str]:
    """Say that blank measures have their reason in the file."""
    blank = total[list(MEASURES)].isna().any(axis=None)
    return [word("blanks-inequality", language)] if blank else []


def _interval_title(result: Result, language: Language) -> str:
    level = result.gap_evidence.chance.confidence if result.gap_evidence is not None else 0.0
    return word("interval-title", language, level=f"{100 * level:g}")


def interval(low: float, high: float, digits: int = 4) -> str:
    """Write an interval; an en dash would be lost beside minus signs.

    >>> interval(0.01, 0.02)
    '[0.0100, 0.0200]'
    """
    if low != low or high != high:  # noqa: PLR0124
        return NOT_AVAILABLE
    return f"[{fixed(low, digits)}, {fixed(high, digits)}]"


def decompositions_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the same data under three decompositions, shares in per cent by period."""
    if result.gaps is None or result.dagum is None:
        return None
    table = compare_decompositions(result.gaps, result.dagum)
    first = table[table["period"] == table["period"].iloc[0]]
    columns = [(row.decomposition, row.part, row.dimension) for row in each_row(first)]
    blocks = [f"{name}-{part}" if dimension else name for name, part, dimension in columns]
    top = tuple(
        Cell(word(f"decomposition-{block}", language), span=blocks.count(block))
        for block in dict.fromkeys(blocks)
    )
    share = table.set_index(["period", "decomposition", "part", "dimension"])
    periods = list(dict.fromkeys(table["period"]))
    rows = [
        (text(t), *(number(percent(share["share"][(t, *key)])) for key in columns)) for t in periods
    ]
    null = (number(percent(share["null_share"][(periods[-1], *key)])) for key in columns)
    rows.append((text(word("random-labels", language)), *null))
    titles = [_part_title(result, part, dimension, language) for _, part, dimension in columns]
    return PrintTable(
        key="decompositions",
        caption=word("caption-decompositions", language),
        header=((Cell(""), *top), (Cell(word("period", language)), *map(Cell, titles))),
        rows=tuple(rows),
        note=word("note-decompositions", language, end=periods[-1]),
    )


def _part_title(result: Result, part: str, dimension: str, language: Language) -> str:
    if not dimension:
        return word(f"part-{part}", language)
    return result.panel.framework.dimension_title(dimension, language)
