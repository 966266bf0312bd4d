"""The printed tables of inequality: Tables 4, 5 and 6 of S1, with their null benchmarks."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from resilmeter.analyze import GiniDecomposition
from resilmeter.catalogue import Language
from resilmeter.present.layout import (
    LARGEST,
    STAR,
    TOTAL,
    Cell,
    PrintTable,
    header,
    mark_largest,
    number,
    text,
)
from resilmeter.present.origins import ALL, BETWEEN, WITHIN, Pair, gap_origin, mean_origin
from resilmeter.present.printed import ends
from resilmeter.present.words import fixed, group_title, percent, word
from resilmeter.result import Result
from resilmeter.rows import each_row


def gap_total_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the Gini coefficient with relative and absolute companions by period."""
    if result.gaps is None:
        return None
    titles = ("period", "mean", "axis-gini", "within-total", "between-total")
    columns = {"gini": ALL, "within": WITHIN, "between": BETWEEN}
    null = float(result.gaps.total["null_within_share"].iloc[-1])
    note = "note-gap-total" if result.panel.group_order else "note-gap-total-no-groups"
    rows = []
    for row in each_row(result.gaps.total):
        # the mean of weighted units is not that of the table of means
        mean = "" if result.gaps.weights else mean_origin(result, row.period)
        gaps = (
            number(fixed(getattr(row, name), 4), gap_origin(result, row.period, pairs))
            for name, pairs in columns.items()
        )
        rows.append((text(row.period), number(fixed(row.mean, 4), mean), *gaps))
    return PrintTable(
        key="gap-total",
        caption=word("caption-gap-total", language),
        header=header(word(t, language) for t in titles),
        rows=tuple(rows),
        note=word(note, language, null=percent(null)),
    )


def gap_groups_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out Table 4: contribution of groups and pairs of groups by period, in per cent."""
    if result.gaps is None or result.gaps.groups.empty:
        return None
    gaps, names = result.gaps, result.panel.group_order
    inside, across = group_pairs(names)
    shares = gaps.groups.set_index(["period", "group_a", "group_b"])
    rows = []
    for total in each_row(gaps.total):
        share = shares["share"][total.period]
        summary = (total.within_share, total.between_share)
        found = _group_row(str(total.period), share, (inside, across), summary)
        rows.append(_traced(result, total.period, found, (inside, across)))
    last = gaps.total.iloc[-1]
    null = shares["null_share"][gaps.total["period"].iloc[-1]]
    summary = (last["null_within_share"], last["null_between_share"])
    rows.append(_group_row(word("random-labels", language), null, (inside, across), summary))
    titles = [pair_label(names, pair) for pair in inside] + [word("within-total", language)]
    titles += [pair_label(names, pair) for pair in across] + [word("between-total", language)]
    return PrintTable(
        key="gap-groups",
        caption=word("caption-gap-groups", language),
        header=header([word("period", language), *titles]),
        rows=tuple(rows),
        note=word("note-gap-groups", language, legend=group_legend(names, language)),
    )


def _group_row(
    title: str,
    share: pd.Series,
    pairs: tuple[list[Pair], list[Pair]],
    totals: tuple[float, float],
) -> tuple[Cell, ...]:
    cells = [text(title)]
    for block, total in zip(pairs, totals, strict=True):
        cells += [number(percent(share[pair])) for pair in block]
        cells.append(number(percent(total)).marked(TOTAL))
    return tuple(cells)


def _traced(
    result: Result, period: int, row: tuple[Cell, ...], pairs: tuple[list[Pair], list[Pair]]
) -> tuple[Cell, ...]:
    """Name where the shares of a row come from."""
    inside, across = pairs
    named: list[str | Pair] = [*inside, WITHIN, *across, BETWEEN]
    shares = (
        replace(cell, origin=gap_origin(result, period, pair, share=True))
        for cell, pair in zip(row[1:], named, strict=True)
    )
    return (row[0], *shares)


def gap_dimensions_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out Table 5: contribution of the dimensions by period, beside their share in the mean."""
    if result.gaps is None or not result.scores.dimensions:
        return None
    framework = result.panel.framework
    table = result.gaps.dimensions.set_index(["period", "dimension"])
    rows = tuple(
        (
            text(period),
            *(
                number(_beside(table, (period, d)), gap_origin(result, period, ALL, d, share=True))
                for d in result.scores.parts.columns
            ),
        )
        for period in result.panel.periods
    )
    if len(rows) > 1 and result.scores.comparable_over_time:
        mean = table.groupby(level="dimension").mean()
        means = (number(_beside(mean, d)).marked(TOTAL) for d in result.scores.parts.columns)
        rows = (*rows, (text(word("period-mean", language)), *means))
    titles = [framework.dimension_title(d, language) for d in result.scores.parts.columns]
    return PrintTable(
        key="gap-dimensions",
        caption=word("caption-gap-dimensions", language),
        header=header([word("period", language), *titles]),
        rows=rows,
        note=word("note-gap-dimensions", language),
    )


def _beside(table: pd.DataFrame, key: tuple[int, str] | str) -> str:
    """Write the share of the gap with the share of the mean in brackets."""
    share, mean_share = table["share"][key], table["mean_share"][key]
    return percent(share) if pd.isna(mean_share) else f"{percent(share)} ({percent(mean_share)})"


def gap_cells_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out Table 6: cells of first and last period, maxima marked as S1 marks them."""
    if result.gaps is None or result.gaps.groups.empty or not result.scores.dimensions:
        return None
    names, dimensions = result.panel.group_order, tuple(result.scores.parts.columns)
    shown = ends(result)
    inside, across = group_pairs(names)
    columns = [
        column
        for period in shown
        for column in _traced_cells(result, result.gaps, period, (inside, across))
    ]
    labels = [text(pair_label(names, pair)) for pair in (*inside, *across)]
    titles = [result.panel.framework.dimension_title(d, language) for d in dimensions]
    top = (Cell(""), *(Cell(str(period), span=len(dimensions)) for period in shown))
    key = "caption-gap-cells" + ("" if len(shown) > 1 else "-one")
    return PrintTable(
        key="gap-cells",
        caption=word(key, language, start=shown[0], end=shown[-1]),
        header=(top, (Cell(""), *(Cell(title) for _ in shown for title in titles))),
        rows=_headed(list(zip(labels, *columns, strict=True)), len(inside), language),
        note=word("note-gap-cells", language, legend=group_legend(names, language)),
    )


def _traced_cells(
    result: Result, gaps: GiniDecomposition, period: int, pairs: tuple[list[Pair], list[Pair]]
) -> list[list[Cell]]:
    """Build the columns of one period, and name where their numbers come from."""
    dimensions = tuple(result.scores.parts.columns)
    columns = marked_cells(gaps, period, dimensions, pairs)
    return [
        [
            replace(cell, origin=gap_origin(result, period, pair, dimension))
            for cell, pair in zip(column, (*pairs[0], *pairs[1]), strict=True)
        ]
        for column, dimension in zip(columns, dimensions, strict=True)
    ]


def _headed(
    rows: list[tuple[Cell, ...]], inside: int, language: Language
) -> tuple[tuple[Cell, ...], ...]:
    """Put a heading above the rows of groups and above those of pairs."""
    width = len(rows[0])
    within = (Cell(word("within-total", language), frozenset({TOTAL}), width),)
    between = (Cell(word("between-total", language), frozenset({TOTAL}), width),)
    return (within, *rows[:inside], between, *rows[inside:])


def marked_cells(
    gaps: GiniDecomposition,
    period: int,
    dimensions: tuple[str, ...],
    blocks: tuple[list[Pair], list[Pair]],
) -> list[list[Cell]]:
    """Build the columns (one a dimension) of one period with the maxima marked.

    Double underline: largest of the block of groups, and of the block of pairs. Star: largest of
    the dimension. Values that print the same are all marked.
    """
    table = gaps.cells[gaps.cells["period"] == period]
    values = table.set_index(["group_a", "group_b", "dimension"])["contribution"]
    marked: list[list[Cell]] = [[] for _ in dimensions]
    for block in blocks:
        if not block:
            continue
        numbers = [float(values[(*pair, d)]) for d in dimensions for pair in block]
        cells = mark_largest([number(fixed(v, 4)) for v in numbers], numbers, LARGEST)
        for m in range(len(dimensions)):
            marked[m] += cells[m * len(block) : (m + 1) * len(block)]
    pairs = [*blocks[0], *blocks[1]]
    return [
        mark_largest(column, [float(values[(*pair, d)]) for pair in pairs], STAR)
        for column, d in zip(marked, dimensions, strict=True)
    ]


def group_pairs(names: tuple[str, ...]) -> tuple[list[Pair], list[Pair]]:
    """List groups with themselves, and unordered pairs, in the order of the paper's tables."""
    across = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    return [(name, name) for name in names], across


def pair_label(names: tuple[str, ...], pair: Pair) -> str:
    """Write G1, G12; with ten groups or more G1-12, so that digits cannot run together."""
    first, second = names.index(pair[0]) + 1, names.index(pair[1]) + 1
    if first == second:
        return f"G{first}"
    return f"G{first}{second}" if len(names) < 10 else f"G{first}-{second}"


def group_legend(names: tuple[str, ...], language: Language) -> str:
    """Say which number stands for which group."""
    return ", ".join(
        f"{i} = {group_title(name, language)}" for i, name in enumerate(names, start=1)
    )
