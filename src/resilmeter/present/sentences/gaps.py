"""The sentences about gaps, chosen by what was computed, each with its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from resilmeter.analyze import GiniDecomposition
from resilmeter.catalogue import Language
from resilmeter.framework import Framework
from resilmeter.present.printed.layout import Paragraph
from resilmeter.present.sentences.held import held
from resilmeter.present.words import (
    NOT_AVAILABLE,
    direction,
    fixed,
    joined,
    pair_title,
    percent,
    word,
)
from resilmeter.result import Result
from resilmeter.rows import each_row


def gap_sentences(result: Result, language: Language) -> Iterator[str]:
    """Say how large the gap is, whether groups tell anything of it, and where it is largest."""
    if result.gaps is None:
        return
    total = result.gaps.total
    first, last = total.iloc[0], total.iloc[-1]
    end = int(last["period"])
    shown: dict[str, Any] = {"end": end, "last": fixed(last["gini"], 4)}
    shown["cv_last"] = fixed(last["cv"], 4)
    if len(total) == 1 or first["gini"] == 0 or not result.scores.comparable_over_time:
        yield word("gap-one-period", language, **shown)
    else:
        line = word(
            direction("gap", fixed(first["gini"], 4), shown["last"]),
            language,
            **shown,
            start=int(first["period"]),
            first=fixed(first["gini"], 4),
            total=percent(abs(last["gini"] / first["gini"] - 1)),
            cv_first=fixed(first["cv"], 4),
            sd_first=fixed(first["std"], 4),
            sd_last=fixed(last["std"], 4),
        )
        yield held(result, "gap", line, language)
    if last["gini"] > 0:
        yield from _gap_sources(result, result.gaps, language)


def _gap_sources(result: Result, gaps: GiniDecomposition, language: Language) -> Iterator[str]:
    framework, end = result.panel.framework, result.panel.periods[-1]
    if not result.scores.dimensions:
        yield from _between(result, gaps, language)
        return
    rows = gaps.dimensions[gaps.dimensions["period"] == end]
    row = rows.iloc[int(rows["contribution"].argmax())]
    titles = [framework.dimension_title(d, language) for d in _tied(rows, row)["dimension"]]
    shown: dict[str, object] = {"end": end, "dimension": joined(titles, language)}
    # Shapley parts have no level, so their share of the mean says nothing.
    beside = "" if pd.isna(row["mean_share"]) else word(
        "beside-mean-share", language, mean_share=percent(row["mean_share"])
    )  # fmt: skip
    shown |= {"share": percent(row["share"]), "beside": beside}
    if gaps.groups.empty:
        yield held(result, "gap-dimension", word("gap-dimension", language, **shown), language)
        return
    yield from _between(result, gaps, language)
    cells = gaps.cells[gaps.cells["period"] == end]
    largest = word("gap-dimension-cell", language, **shown, **_cell(cells, framework, language))
    yield apart(
        [held(result, "gap-cell", largest, language), *_settled(result, language)], language
    )


def _between(result: Result, gaps: GiniDecomposition, language: Language) -> Iterator[str]:
    """Say what share of the gap lies between groups, beside the share of random labels."""
    if gaps.groups.empty:
        return
    last = gaps.total.iloc[-1]
    share, null = float(last["between_share"]), float(last["null_between_share"])
    ratio = fixed(share / null, 2) if null else NOT_AVAILABLE
    shares = {"share": percent(share), "null": percent(null), "ratio": ratio}
    end = result.panel.periods[-1]
    said = [word("between-share", language, end=end, **shares), *_like_chance(result, language)]
    yield apart(said, language)


def _cell(cells: pd.DataFrame, framework: Framework, language: Language) -> dict[str, str]:
    """Name the largest cell, all that tie as printed, with its size, share and ratio."""
    cell = cells.iloc[int(cells["contribution"].argmax())]
    names = [cell_title(row, framework, language) for row in each_row(_tied(cells, cell))]
    return {
        "cell": "; ".join(names),
        "value": fixed(cell["contribution"], 4),
        "cell_share": percent(cell["share"]),
        "ratio": fixed(cell["ratio_to_null"], 2),
    }


def _tied(rows: pd.DataFrame, largest: pd.Series) -> pd.DataFrame:
    """Pick the rows whose contribution prints the same as the largest."""
    shown = fixed(largest["contribution"], 4)
    return rows[[fixed(value, 4) == shown for value in rows["contribution"]]]


def apart(sentences: list[str], language: Language) -> str:
    """Write sentences one after the other."""
    return ("" if language == "zh" else " ").join(sentences)


def _like_chance(result: Result, language: Language) -> Iterator[str]:
    """Say whether random labels give such a share of gaps between groups."""
    if result.gap_evidence is None:
        return
    p = float(result.gap_evidence.of("within", result.panel.periods[-1])["p"].iloc[0])
    if p == p:  # noqa: PLR0124
        alike = p > 1 - result.gap_evidence.chance.confidence
        yield word("share-like-chance" if alike else "share-unlike-chance", language, p=fixed(p, 3))


def _settled(result: Result, language: Language) -> Iterator[str]:
    """Call the largest cell the main source where nearly all draws agree, else say they do not."""
    if result.gap_evidence is None:
        return
    evidence, end = result.gap_evidence, result.panel.periods[-1]
    ranked = evidence.of("cell", end).sort_values("first_place", ascending=False, kind="stable")
    if ranked["first_place"].isna().any():
        return
    key = "main-source" if len(evidence.main_source(end)) else "main-source-open"
    often = [
        word(
            "cell-often",
            language,
            share=percent(row.first_place, 1),
            cell=cell_title(row, result.panel.framework, language),
        )
        for row in each_row(ranked.head(2))
    ]
    shown = often[:1] if key == "main-source" else often
    yield word(key, language, cells=joined(shown, language), draws=evidence.chance.draws)


def cell_title(row: Any, framework: Framework, language: Language) -> str:
    """Name a cell of groups and dimensions."""
    title = framework.dimension_title(row.dimension, language)
    return word("comma", language).join((pair_title(row.group_a, row.group_b, language), title))


def net_between_paragraph(result: Result, language: Language) -> Paragraph | None:
    """Say how much of the gap lies between group means, and whether that is more than chance."""
    if result.dagum is None or result.gap_evidence is None:
        return None
    row = result.dagum.total.iloc[-1]
    p = float(result.gap_evidence.of("net_between", int(row["period"]))["p"].iloc[0])
    if row["gini"] <= 0 or p != p:  # noqa: PLR0124
        return None
    alike = p > 1 - result.gap_evidence.chance.confidence
    shares = {"net": percent(row["net_between_share"]), "p": fixed(p, 3),
              "overlap": percent(row["transvariation_share"])}  # fmt: skip
    key = "net-between-chance" if alike else "net-between-real"
    return Paragraph(word(key, language, end=int(row["period"]), **shares))


def change_paragraph(result: Result, language: Language) -> Paragraph | None:
    """Say which dimensions made the change of the gap, beside their share of the level."""
    if result.gap_change is None:
        return None
    change, framework = result.gap_change, result.panel.framework
    parts = change.parts
    total = parts.iloc[0]
    if float(fixed(total["change"], 4).replace("\u2212", "-")) == 0:
        return Paragraph(word("change-none", language, start=change.start, end=change.end))
    said = [
        word("change-of-dimension", language,
             dimension=framework.dimension_title(row.dimension, language),
             change=fixed(row.change, 4), share=percent(row.change_share, 1),
             level=percent(row.first_share, 1))
        for row in each_row(parts[parts["level"] == "dimension"])
    ]  # fmt: skip
    unsure = total["low"] <= 0 <= total["high"]
    key = "change-unsure" if unsure else "change-sure"
    shown: dict[str, Any] = {"start": change.start, "end": change.end}
    shown |= {name: fixed(total[name], 4) for name in ("change", "low", "high")}
    level = f"{100 * change.chance.confidence:g}"
    whole = word(key, language, level=level, **shown)
    if not result.scores.dimensions:
        return Paragraph(whole)
    parts_said = word("change-parts", language, start=change.start, parts=joined(said, language))
    return Paragraph(apart([whole, parts_said], language))
