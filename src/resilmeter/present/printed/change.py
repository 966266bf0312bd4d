"""The printed tables and sentences of change and trend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import Paragraph, PrintTable, header, number, text
from resilmeter.present.sentences.held import held
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

SHOWN_INDICATORS = 10


def change_dimensions_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out what each dimension added: share in the change beside share in the level."""
    if result.change is None:
        return None
    table, title = result.change.dimensions, result.panel.framework.dimension_title
    rows = tuple(
        (
            text(word("all-units", language) if row.level == "total"
                 else group_title(row.name, language)),
            text(title(row.dimension, language)),
            number(fixed(row.before, 4)),
            number(fixed(row.after, 4)),
            number(fixed(row.change, 4)),
            number(percent(row.change_share, 1)),
            number(percent(row.level_share, 1)),
        )
        for row in each_row(table[table["level"] != "unit"])
    )  # fmt: skip
    titles = ("group", "dimension", "first-value", "last-value", "change", "share-in-change",
              "share-in-level")  # fmt: skip
    return PrintTable(
        key="change",
        caption=word("caption-change", language, start=result.change.start, end=result.change.end),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-change", language),
    )


def change_indicators_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the indicators that moved the mean index most."""
    if result.change is None or result.change.indicators.empty:
        return None
    table = result.change.indicators
    total = table[table["level"] == "total"]
    order = total["change"].abs().sort_values(ascending=False, kind="stable").index
    framework = result.panel.framework
    rows = tuple(
        (
            text(indicator_title(framework, row.indicator, language)),
            text(framework.dimension_title(row.dimension, language)),
            number(fixed(row.change, 4)),
            number(percent(row.share, 1)),
        )
        for row in each_row(total.loc[order[:SHOWN_INDICATORS]])
    )
    return PrintTable(
        key="change-indicators",
        caption=word("caption-change-indicators", language, shown=len(rows), all=len(total)),
        header=header(
            word(t, language) for t in ("indicator", "dimension", "change", "share-in-change")
        ),
        rows=rows,
    )


def trends_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the trends of index, groups and dimensions, with what their verdicts rest on."""
    if result.change is None:
        return None
    table = result.change.trends
    rows = tuple(
        (
            text(_name(row, result, language)),
            number(str(row.periods)),
            number(fixed(row.change, 4)),
            number(f"{row.rises}/{row.falls}"),
            number(str(row.turns)),
            number(fixed(row.tau, 3)),
            number(_p_value(row.p)),
            number(significant(row.slope, 3, sign=True)),
            text(word(f"verdict-{row.verdict}", language)),
        )
        for row in each_row(table[table["level"] != "unit"])
    )
    titles = ("series", "periods-count", "change", "rises-falls", "turns", "tau", "p", "slope",
              "verdict")  # fmt: skip
    return PrintTable(
        key="trends",
        caption=word("caption-trends", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-trends", language),
    )


def trend_sentence(result: Result, language: Language) -> Paragraph | None:
    """Word the trend of the mean index as its verdict allows, and no stronger."""
    if result.change is None:
        return None
    row: Any = next(each_row(result.change.trends))
    return Paragraph("".join(_trend_words(result, row, language)))


def _trend_words(result: Result, row: Any, language: Language) -> Iterator[str]:
    line = word(f"trend-{row.verdict}", language, n=row.periods, p=_p_value(row.p),
                slope=significant(row.slope, 3, sign=True))  # fmt: skip
    yield held(result, "trend", line, language)
    yield "" if language == "zh" else " "
    yield word(f"shape-{row.shape}", language, rises=row.rises, falls=row.falls, turns=row.turns)


def _name(row: Any, result: Result, language: Language) -> str:
    if row.level == "total":
        return word("all-units", language)
    if row.level == "group":
        return group_title(row.name, language)
    return result.panel.framework.dimension_title(row.name, language)


def _p_value(p: float) -> str:
    return "< 0.001" if p < 0.001 else fixed(p, 3)
