"""The sentences a reader wants first, chosen by what was computed, each with its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from resilmeter.analyze import GiniDecomposition
from resilmeter.catalogue import Language
from resilmeter.framework import Framework
from resilmeter.present.preparation import preparation_sentences
from resilmeter.present.sentences_questions import method_of_questions
from resilmeter.present.words import (
    NOT_AVAILABLE,
    fixed,
    group_title,
    indicator_title,
    joined,
    pair_title,
    percent,
    word,
)
from resilmeter.result import Result
from resilmeter.rows import each_row


def headlines(result: Result, language: Language) -> list[str]:
    """Say what came out, in at most ten lines.

    Parameters
    ----------
    result : Result
        What a study led to.
    language : {"en", "zh"}
        Language of the sentences.

    Returns
    -------
    list of str
        In the order a reader wants them; only sentences whose numbers were computed.
    """
    lines = [_sample(result, language), _weights(result, language)]
    lines += _levels(result, language)
    lines += _gaps(result, language)
    lines += _obstacles(result, language)
    doubts = sum(1 for p in result.findings if p.level == "doubt")
    last = word("doubts-count", language, count=doubts) if doubts else word("no-doubts", language)
    return [*lines, last]


def _sample(result: Result, language: Language) -> str:
    panel = result.scaled.panel
    return word(
        "sample",
        language,
        units=len(panel.units),
        periods=len(panel.periods),
        first=panel.periods[0],
        last=panel.periods[-1],
        indicators=len(panel.framework.codes),
        dimensions=len(panel.framework.dimensions),
        imputed=percent(panel.imputed_share),
    )


def _weights(result: Result, language: Language) -> str:
    table, framework = result.weights.table, result.panel.framework
    top = [
        f"{indicator_title(framework, row.indicator, language)} {fixed(row.weight, 4)}"
        for row in each_row(table.nlargest(3, "weight"))
    ]
    method = word(f"short-{result.weights.method}", language)
    equal = fixed(1 / len(table), 4)
    return word(
        "largest-weights", language, method=method, weights=joined(top, language), equal=equal
    )


def _levels(result: Result, language: Language) -> Iterator[str]:
    if result.growth is not None:
        row = result.growth.total.iloc[0]
        if not row["note"]:
            yield word(
                _direction("level", fixed(row["first"], 4), fixed(row["last"], 4)),
                language,
                start=row["start"],
                end=row["end"],
                first=fixed(row["first"], 4),
                last=fixed(row["last"], 4),
                total=percent(row["total_growth"]),
                rates=percent(row["mean_of_yearly_rates"]),
                compound=percent(row["compound_yearly_growth"]),
            )
            yield _change_by_dimension(result, language, float(row["change"]))
    means = result.means
    groups = means[(means["level"] == "group") & (means["period"] == means["period"].max())]
    if len(groups) > 1:
        yield from _groups(groups, language)


def _direction(what: str, first: str, last: str) -> str:
    """Choose rose, fell or stayed by the numbers as they are printed."""
    before, after = (float(shown.replace("\u2212", "-")) for shown in (first, last))
    if before == after:
        return f"{what}-stayed"
    return f"{what}-rose" if after > before else f"{what}-fell"


def _groups(groups: pd.DataFrame, language: Language) -> Iterator[str]:
    """Name the highest and the lowest group, all that tie as printed; nothing if all do."""
    shown = [fixed(mean, 4) for mean in groups["mean"]]
    names = [group_title(group, language) for group in groups["group"]]
    high, low = fixed(groups["mean"].max(), 4), fixed(groups["mean"].min(), 4)
    if high == low:
        return
    best = joined([n for n, text in zip(names, shown, strict=True) if text == high], language)
    worst = joined([n for n, text in zip(names, shown, strict=True) if text == low], language)
    end = groups["period"].iloc[0]
    yield word("groups-last", language, end=end, best=best, high=high, worst=worst, low=low)


def _change_by_dimension(result: Result, language: Language, change: float) -> str:
    """Split the change of the mean index: what a dimension adds to the change, not to the level."""
    total = result.growth.total if result.growth is not None else pd.DataFrame()
    rows = total[total["level"] == "dimension"]
    title = result.panel.framework.dimension_title
    parts = [f"{title(row.dimension, language)} {fixed(row.change, 4)}" for row in each_row(rows)]
    return word(
        "change-by-dimension", language, change=fixed(change, 4), parts=joined(parts, language)
    )


def _gaps(result: Result, language: Language) -> Iterator[str]:
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
        yield word(
            _direction("gap", fixed(first["gini"], 4), shown["last"]),
            language,
            **shown,
            start=int(first["period"]),
            first=fixed(first["gini"], 4),
            total=percent(abs(last["gini"] / first["gini"] - 1)),
            cv_first=fixed(first["cv"], 4),
            sd_first=fixed(first["std"], 4),
            sd_last=fixed(last["std"], 4),
        )
    if last["gini"] > 0:
        yield from _gap_sources(result.gaps, result.panel.framework, language, end)


def _gap_sources(
    gaps: GiniDecomposition, framework: Framework, language: Language, end: int
) -> Iterator[str]:
    rows = gaps.dimensions[gaps.dimensions["period"] == end]
    row = rows.iloc[int(rows["contribution"].argmax())]
    titles = [framework.dimension_title(d, language) for d in _tied(rows, row)["dimension"]]
    shown: dict[str, object] = {"end": end, "dimension": joined(titles, language)}
    shown |= {"share": percent(row["share"]), "mean_share": percent(row["mean_share"])}
    if gaps.groups.empty:
        yield word("gap-dimension", language, **shown)
        return
    last = gaps.total.iloc[-1]
    share, null = float(last["between_share"]), float(last["null_between_share"])
    ratio = fixed(share / null, 2) if null else NOT_AVAILABLE
    shares = {"share": percent(share), "null": percent(null), "ratio": ratio}
    yield word("between-share", language, end=end, **shares)
    cells = gaps.cells[gaps.cells["period"] == end]
    yield word("gap-dimension-cell", language, **shown, **_cell(cells, framework, language))


def _cell(cells: pd.DataFrame, framework: Framework, language: Language) -> dict[str, str]:
    """Name the largest cell, all that tie as printed, with its size, share and ratio."""
    cell = cells.iloc[int(cells["contribution"].argmax())]
    names = [
        f"{pair_title(c.group_a, c.group_b, language)}, "
        f"{framework.dimension_title(c.dimension, language)}"
        for c in each_row(_tied(cells, cell))
    ]
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


def _obstacles(result: Result, language: Language) -> Iterator[str]:
    if result.obstacles is None:
        return
    counts = result.obstacles.counts
    last = counts[counts["period"] == counts["period"].max()]
    most = int(last["first"].max())
    if most == 0:
        return
    weights = result.weights.table.set_index("indicator")["weight"]
    first = last[last["first"] == most]
    named = [
        f"{indicator_title(result.panel.framework, row.indicator, language)}"
        f" ({word('weight', language)} {fixed(weights[row.indicator], 4)})"
        for row in each_row(first)
    ]
    yield word(
        "first-obstacle",
        language,
        end=last["period"].iloc[0],
        indicators=joined(named, language),
        count=most,
        units=len(result.panel.units),
    )


def method_sentences(result: Result, language: Language) -> list[str]:
    """Say how it was done, from the study as run.

    Parameters
    ----------
    result : Result
        What a study led to.
    language : {"en", "zh"}
        Language of the sentences.

    Returns
    -------
    list of str
    """
    study = result.provenance.study
    lines = [
        *preparation_sentences(result, language),
        word(f"method-{result.scaled.method}", language, scope=_scope(result, language)),
        word(f"method-{result.weights.method}", language),
    ]
    if result.weights.level != "flat":
        lines.append(word("nested-weights", language))
    if result.weights.by_period is not None:
        lines.append(word("weights-by-period", language))
    fixed_weights = study["weigh"]["fixed"]
    if fixed_weights:
        shown = [f"{code} {share}" for code, share in fixed_weights.items()]
        lines.append(word("fixed-weights", language, weights=joined(shown, language)))
    lines.append(_scoring(result, language))
    if result.diagnosis is not None:
        lines.append(word("method-diagnosis", language))
    if result.gaps is not None:
        lines.append(word("method-gaps", language))
    lines += method_of_questions(result, language)
    return lines


def _scoring(result: Result, language: Language) -> str:
    """Say how the index came about, with the choices that the method knows."""
    keys = result.provenance.study["score"]
    shown = {name: keys[name] for name in ("exponent", "strategy", "distinguishing")}
    shown |= {name: word(f"{name}-{keys[name]}", language)
              for name in ("distance", "values", "ideals")}  # fmt: skip
    levels = joined(keys["levels"], language)
    return word(f"method-{result.scores.method}", language, levels=levels, **shown)


def _scope(result: Result, language: Language) -> str:
    """Say where goalposts come from, and what happened beyond them."""
    base = result.scaled.base_period
    text = word(f"scope-{result.scaled.scope}", language, base=base)
    return text + (word("values-clipped", language) if result.scaled.clipped else "")
