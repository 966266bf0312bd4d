"""The printed tables of the diagnosis: indicators, pairs, dimensions, turned directions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import (
    STAR,
    Cell,
    Paragraph,
    PrintTable,
    header,
    number,
    text,
)
from resilmeter.present.words import NOT_AVAILABLE, fixed, indicator_title, percent, word
from resilmeter.result import Result
from resilmeter.rows import each_row

SHOWN_PAIRS = 12
INFINITE = "∞"


def diagnosed_indicators_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out what each indicator does to the index, beside its weight."""
    if result.diagnosis is None:
        return None
    titles = (
        "code", "weight", "importance", "importance-ratio", "index-r2", "index-correlation",
        "item-rest", "same-partners", "opposed-partners", "vif", "floor", "ceiling", "fill",
    )  # fmt: skip
    rows = tuple(
        (text(row.indicator), *_indicator_cells(row))
        for row in each_row(result.diagnosis.indicators)
    )
    return PrintTable(
        key="diagnosis-indicators",
        caption=word("caption-diagnosis-indicators", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-diagnosis-indicators", language)
        + _blank("note-diagnosis-indicators-blank", rows, language),
    )


def _indicator_cells(row: Any) -> Iterable[Cell]:
    """Print the numbers of one indicator; a star marks one that runs against its dimension."""
    ratio = row.importance / row.weight if row.weight > 0 else np.nan
    rest = number(fixed(row.item_rest, 2))
    return (
        number(fixed(row.weight, 4)),
        number(fixed(row.importance, 4)),
        number(fixed(ratio, 2)),
        number(fixed(row.index_r2, 2)),
        number(fixed(row.index_correlation, 2)),
        rest.marked(STAR) if row.contested else rest,
        number(str(row.same)),
        number(str(row.opposed)),
        number(INFINITE if np.isinf(row.vif) else fixed(row.vif, 1)),
        number(fixed(row.floor, 0)),
        number(fixed(row.ceiling, 0)),
        number(percent(row.fill, 1)),
    )


def diagnosed_dimensions_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out whether the indicators of each dimension measure one thing."""
    if result.diagnosis is None:
        return None
    titles = (
        "dimension", "indicators", "weight", "alpha", "first-component", "kmo", "bartlett-p",
    )  # fmt: skip
    title = result.panel.framework.dimension_title
    rows = tuple(
        (
            text(title(row.dimension, language) if row.dimension else word("together", language)),
            number(str(row.indicators)),
            number(fixed(row.weight, 4)),
            number(fixed(row.alpha, 3)),
            number(percent(row.first_component, 1)),
            number(fixed(row.kmo, 2)),
            number(_p_value(row.bartlett_p)),
        )
        for row in each_row(result.diagnosis.dimensions)
    )
    return PrintTable(
        key="diagnosis-dimensions",
        caption=word("caption-diagnosis-dimensions", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-diagnosis-dimensions", language)
        + _blank("note-diagnosis-dimensions-blank", rows, language),
    )


def pairs_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the pairs of indicators that correlate most, either way."""
    if result.diagnosis is None or result.diagnosis.correlations["pearson"].isna().all():
        return None
    pairs, framework = result.diagnosis.correlations, result.panel.framework
    strongest = pairs["pearson"].abs().sort_values(ascending=False, kind="stable").index
    titles = ("indicator", "indicator", "same-dimension", "pearson", "spearman", "remark")
    rows = tuple(
        (
            text(indicator_title(framework, row.indicator_a, language)),
            text(indicator_title(framework, row.indicator_b, language)),
            text(word("yes" if row.same_dimension else "no", language)),
            number(fixed(row.pearson, 3)),
            number(fixed(row.spearman, 3)),
            text(_remark(row, language)),
        )
        for row in each_row(pairs.loc[strongest[:SHOWN_PAIRS]])
    )
    counts = {"shown": len(rows), "pairs": len(pairs)}
    counts |= {"same": int(pairs["double_counting"].sum()), "opposed": int(pairs["opposed"].sum())}
    return PrintTable(
        key="diagnosis-pairs",
        caption=word("caption-pairs", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-pairs", language, **counts),
    )


def _remark(row: Any, language: Language) -> str:
    """Say what is doubtful about a pair."""
    if row.double_counting:
        return word("counts-twice", language)
    return word("opposed-pair", language) if row.opposed else ""


def flips_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out what turning each contested direction does to the ranking; None without any."""
    if result.diagnosis is None or result.diagnosis.flips.empty:
        return None
    framework = result.panel.framework
    titles = ("indicator", "dimension", "item-rest", "lowest-rank-correlation", "largest-shift")
    rows = tuple(
        (
            text(indicator_title(framework, str(code), language)),
            text(framework.dimension_title(own["dimension"].iloc[0], language)),
            number(fixed(own["item_rest"].iloc[0], 2)),
            number(fixed(own["rank_correlation"].min(), 3)),
            number(str(own["largest_shift"].max())),
        )
        for code, own in result.diagnosis.flips.groupby("indicator", sort=False)
    )
    return PrintTable(
        key="diagnosis-flips",
        caption=word("caption-flips", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-flips", language, units=len(result.panel.units)),
    )


def twin_sentence(result: Result, language: Language) -> Paragraph | None:
    """Say how far the ranking with equal weights agrees."""
    if result.diagnosis is None:
        return None
    periods = result.diagnosis.twin_periods
    correlation = periods["rank_correlation"].dropna()
    if correlation.empty:
        return Paragraph(word("twin-none", language))
    row = periods.iloc[int(periods["largest_shift"].argmax())]
    if row["largest_shift"] == 0:
        return Paragraph(word("twin-same", language))
    shown = {"low": fixed(correlation.min(), 3), "high": fixed(correlation.max(), 3)}
    shown |= {"shift": row["largest_shift"], "unit": row["unit"], "period": row["period"]}
    return Paragraph(word("twin-moves", language, units=len(result.panel.units), **shown))


def _blank(key: str, rows: Iterable[tuple[Cell, ...]], language: Language) -> str:
    """Say why cells are blank, if there are any."""
    if not any(cell.text == NOT_AVAILABLE for row in rows for cell in row):
        return ""
    return ("" if language == "zh" else " ") + word(key, language)


def _p_value(p: float) -> str:
    return "< 0.001" if p < 0.001 else fixed(p, 3)
