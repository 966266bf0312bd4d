"""The printed tables: indicator system, levels and growth, obstacles, ranking."""

from __future__ import annotations

import pandas as pd

from resilmeter.catalogue import Language
from resilmeter.checking import coverage
from resilmeter.present.layout import Cell, PrintTable, header, number, text
from resilmeter.present.origins import mean_origin, obstacle_origin, score_origin, weight_origin
from resilmeter.present.printed_robustness import interval_cells, interval_titles
from resilmeter.present.words import fixed, group_title, indicator_title, percent, word
from resilmeter.result import Result
from resilmeter.rows import each_row

SHOWN_UNITS = 30
GROWTH_RATES = (
    "total_growth", "mean_of_yearly_rates", "compound_yearly_growth", "simple_yearly_growth",
)  # fmt: skip
GROWTH_TITLES = (
    "first-value", "last-value", "total-growth", "mean-of-rates", "compound", "simple",
)  # fmt: skip


def coverage_table(result: Result, language: Language) -> PrintTable:
    """Lay out observed, filled and all cells of every indicator."""
    titles = ("code", "indicator", "cells", "observed", "filled", "observed-share")
    rows = tuple(
        (
            text(row.indicator),
            text(indicator_title(result.panel.framework, row.indicator, language)),
            number(str(row.cells)),
            number(str(row.observed)),
            number(str(row.imputed)),
            number(percent(row.observed_share, 1)),
        )
        for row in each_row(coverage(result.scaled.panel))
    )
    return PrintTable(
        key="coverage",
        caption=word("caption-coverage", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
    )


def weights_table(result: Result, language: Language) -> PrintTable:
    """Lay out Table 1: dimensions with their weights, indicators, directions, sources."""
    titles = (
        "dimension", "code", "indicator", "unit-of-measurement", "direction", "weight", "source",
    )  # fmt: skip
    framework, seen = result.panel.framework, set()
    body = []
    for row in each_row(result.weights.table):
        indicator = framework[row.indicator]
        title = framework.dimension_title(row.dimension, language)
        lead = "" if row.dimension in seen else f"{title} ({fixed(row.dimension_weight, 4)})"
        seen.add(row.dimension)
        measure = indicator.unit_zh or indicator.unit if language == "zh" else indicator.unit
        names = (lead, indicator.code, indicator.title(language), measure)
        direction = word(f"direction-{indicator.direction}", language)
        origin = weight_origin(result.panel, indicator.code)
        weight, source = number(fixed(row.weight, 4), origin), text(indicator.source)
        body.append((*map(text, names), text(direction), weight, source))
    return PrintTable(
        key="weights",
        caption=word("caption-weights", language),
        header=header(word(t, language) for t in titles),
        rows=tuple(body),
    )


def diagnostics_table(result: Result, language: Language) -> PrintTable:
    """Lay out what stands beside each weight."""
    titles = (
        "code", "weight", "std", "conflict", "entropy-value", "zeros", "skewness",
        "without-extreme", "extreme-cell",
    )  # fmt: skip
    rows = tuple(
        (
            text(row.indicator),
            number(fixed(row.weight, 4)),
            number(fixed(row.std, 4)),
            number(fixed(row.conflict, 3)),
            number(fixed(row.entropy, 4)),
            number(percent(row.zero_share, 1)),
            number(fixed(row.skewness, 2)),
            number(fixed(row.weight_without_extreme, 4)),
            text(f"{row.extreme_unit}, {row.extreme_period}"),
        )
        for row in each_row(result.weights.table)
    )
    return PrintTable(
        key="weight-diagnostics",
        caption=word("caption-diagnostics", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-weights", language),
    )


def means_table(result: Result, language: Language) -> PrintTable:
    """Lay out Table 3: period by (all units, groups, dimensions)."""
    framework, means = result.panel.framework, result.means
    keys = [("", "")] + [(group, "") for group in result.panel.group_order]
    dimensions = result.scores.dimensions
    keys += [("", dimension) for dimension in dimensions]
    wide = means.set_index(["period", "group", "dimension"])["mean"]
    titles = [word("period", language), word("all-units", language)]
    titles += [group_title(group, language) for group in result.panel.group_order]
    titles += [framework.dimension_title(d, language) for d in dimensions]
    rows = tuple(
        (
            text(period),
            *(
                number(fixed(wide[period, group, d], 4), mean_origin(result, period, group, d))
                for group, d in keys
            ),
        )
        for period in result.panel.periods
    )
    return PrintTable(
        key="means", caption=word("caption-means", language), header=header(titles), rows=rows
    )


def growth_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out growth in its three forms, each under its name."""
    if result.growth is None:
        return None
    total = result.growth.total
    table = total[total["level"] != "group-dimension"]
    rows = tuple(_growth_row(result, row, language) for _, row in table.iterrows())
    first = table.iloc[0]
    return PrintTable(
        key="growth",
        caption=word("caption-growth", language, start=first["start"], end=first["end"]),
        header=header(["", *(word(title, language) for title in GROWTH_TITLES)]),
        rows=rows,
        note=word("note-growth", language),
    )


def _growth_row(result: Result, row: pd.Series, language: Language) -> tuple[Cell, ...]:
    series = (row["group"], row["dimension"])
    return (
        text(_series_title(result, row, language)),
        number(fixed(row["first"], 4), mean_origin(result, row["start"], *series)),
        number(fixed(row["last"], 4), mean_origin(result, row["end"], *series)),
        *(number(percent(row[rate])) for rate in GROWTH_RATES),
    )


def _series_title(result: Result, row: pd.Series, language: Language) -> str:
    if row["group"]:
        return group_title(row["group"], language)
    if row["dimension"]:
        return result.panel.framework.dimension_title(row["dimension"], language)
    return word("all-units", language)


def obstacle_counts_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out how often each indicator is first and among the largest, first and last period."""
    if result.obstacles is None:
        return None
    obstacles, periods = result.obstacles, ends(result)
    counts = obstacles.counts.set_index(["period", "indicator"])
    weights = result.weights.table.set_index("indicator")["weight"]
    titles = [word("code", language), word("indicator", language), word("weight", language)]
    for period in periods:
        titles.append(word("times-first", language, period=period))
        titles.append(word("times-top", language, period=period, k=obstacles.k))
    rows = tuple(
        (
            text(code),
            text(indicator_title(result.panel.framework, code, language)),
            number(fixed(weights[code], 4)),
            *_count_cells(counts, code, periods),
        )
        for code in result.panel.framework.codes
    )
    key = "caption-obstacle-counts" + ("" if len(periods) > 1 else "-one")
    shown = {"k": obstacles.k, "start": periods[0], "end": periods[-1]}
    return PrintTable(
        key="obstacle-counts",
        caption=word(key, language, **shown),
        header=header(titles),
        rows=rows,
        note=word("note-obstacle-counts", language),
    )


def _count_cells(counts: pd.DataFrame, code: str, periods: tuple[int, ...]) -> list[Cell]:
    return [
        number(str(counts.loc[(period, code), column]))
        for period in periods
        for column in ("first", "among_top")
    ]


def obstacle_top_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the largest obstacles of the units in the last period, best unit first."""
    if result.obstacles is None:
        return None
    end, framework = result.panel.periods[-1], result.panel.framework
    top = result.obstacles.top
    by_unit = dict(list(top[top["period"] == end].groupby("unit", sort=False)))
    order = result.scores.index.xs(end, level="period").sort_values(ascending=False, kind="stable")
    units = [unit for unit in order.index if unit in by_unit][:SHOWN_UNITS]
    rows = []
    for unit in units:
        listed = [
            Cell(
                f"{indicator_title(framework, r.indicator, language)} ({percent(r.obstacle, 1)})",
                origin=obstacle_origin(result, r.indicator, unit, end),
            )
            for r in each_row(by_unit[unit])
        ]
        listed += [text("")] * (result.obstacles.k - len(listed))
        index = number(fixed(order[unit], 4), score_origin(result.panel, unit, end))
        rows.append((text(unit), index, *listed))
    titles = [word("unit", language), word("index", language)]
    titles += [str(place) for place in range(1, result.obstacles.k + 1)]
    return PrintTable(
        key="obstacle-top",
        caption=word("caption-obstacle-top", language, k=result.obstacles.k, end=end),
        header=header(titles),
        rows=tuple(rows),
        note=word("note-obstacle-top", language, shown=len(units), units=len(order)),
    )


def ranking_table(result: Result, language: Language) -> PrintTable:
    """Lay out index and rank in the last period: all units, or the best and the last."""
    end = result.panel.periods[-1]
    index = result.scores.index.xs(end, level="period").sort_values(ascending=False, kind="stable")
    ranks = result.scores.ranks.xs(end, level="period")
    half = SHOWN_UNITS // 2
    units = list(index.index)
    shown = units if len(units) <= SHOWN_UNITS else units[:half] + units[-half:]
    groups, more = result.panel.groups, interval_cells(result, end)
    rows = tuple(
        (
            number(str(ranks[unit])),
            text(unit),
            text(group_title(groups[unit], language) if groups is not None else ""),
            number(fixed(index[unit], 4), score_origin(result.panel, unit, end)),
            *more.get(unit, ()),
        )
        for unit in shown
    )
    titles = [word(t, language) for t in ("rank", "unit", "group", "index")]
    titles += interval_titles(result, language)
    key = "note-ranking-intervals" if more else "note-ranking"
    return PrintTable(
        key="ranking",
        caption=word("caption-ranking", language, end=end),
        header=header(titles),
        rows=rows,
        note=word(key, language, shown=len(shown), units=len(units)),
    )


def ends(result: Result) -> tuple[int, ...]:
    """First and last period; only the last where periods cannot be compared."""
    if not result.scores.comparable_over_time:
        return (result.panel.periods[-1],)
    return tuple(dict.fromkeys((result.panel.periods[0], result.panel.periods[-1])))
