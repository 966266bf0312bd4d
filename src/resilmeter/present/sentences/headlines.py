"""The sentences a reader wants first, chosen by what was computed, each with its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from resilmeter.catalogue import Language
from resilmeter.prepare import NORMALIZATIONS
from resilmeter.present.sentences.drivers import driver_headline, driver_method
from resilmeter.present.sentences.gaps import gap_sentences
from resilmeter.present.sentences.held import held
from resilmeter.present.sentences.preparation import preparation_sentences
from resilmeter.present.sentences.questions import method_of_questions
from resilmeter.present.words import (
    direction,
    fixed,
    group_title,
    indicator_title,
    joined,
    percent,
    word,
)
from resilmeter.result import Result
from resilmeter.rows import each_row


def headlines(result: Result, language: Language) -> list[str]:
    """Say what came out, in at most eleven lines.

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
    lines = [_sample(result, language)]
    if result.scores.method != "imported":
        weights = _weights(result, language)
        lines.append(held(result, "largest-weights", weights, language))
    lines += _levels(result, language)
    lines += gap_sentences(result, language)
    lines += _obstacles(result, language)
    if result.drivers is not None:
        lines.append(driver_headline(result, result.drivers, language))
    doubts = sum(1 for p in result.findings if p.level == "doubt")
    last = word("doubts-count", language, count=doubts) if doubts else word("no-doubts", language)
    return [*lines, last]


def _sample(result: Result, language: Language) -> str:
    panel = result.scaled.panel
    return word(
        "sample" if len(panel.periods) > 1 else "sample-one-period",
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
    key = "largest-weights" if result.weights.by_period is None else "largest-mean-weights"
    return word(key, language, method=method, weights=joined(top, language), equal=equal)


def _levels(result: Result, language: Language) -> Iterator[str]:
    if result.growth is not None:
        row = result.growth.total.iloc[0]
        if not row["note"]:
            line = word(
                direction("level", fixed(row["first"], 4), fixed(row["last"], 4)),
                language,
                start=row["start"],
                end=row["end"],
                first=fixed(row["first"], 4),
                last=fixed(row["last"], 4),
                total=percent(row["total_growth"]),
                rates=percent(row["mean_of_yearly_rates"]),
                compound=percent(row["compound_yearly_growth"]),
            )
            yield held(result, "level", line, language)
            if result.scores.dimensions:
                yield _change_by_dimension(result, language, float(row["change"]))
    means = result.means
    groups = means[(means["level"] == "group") & (means["period"] == means["period"].max())]
    if len(groups) > 1:
        for line in _groups(groups, language):
            yield held(result, "groups-last", line, language)


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
    line = word(
        "first-obstacle",
        language,
        end=last["period"].iloc[0],
        indicators=joined(named, language),
        count=most,
        units=len(result.panel.units),
    )
    yield held(result, "first-obstacle", line, language)


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
    lines = [*preparation_sentences(result, language)]
    if result.scores.method != "imported":
        scope = _scope(result, language)
        lines.append(word(f"method-{result.scaled.method}", language, scope=scope))
        lines += _weighing(result, language)
    lines.append(_scoring(result, language))
    if result.diagnosis is not None:
        lines.append(word("method-diagnosis", language))
    if result.gaps is not None:
        lines.append(_gap_method(result.provenance.study["inequality"], language))
    if result.obstacles is not None:
        lines.append(word("method-obstacles", language))
    if result.tried is not None:
        count = f"{result.tried.evaluated:,}"
        lines.append(word("method-robustness", language, variants=count))
    lines += method_of_questions(result, language)
    return lines + driver_method(result, language)


def _scoring(result: Result, language: Language) -> str:
    """Say how the index came about, with the choices that the method knows."""
    keys = result.provenance.study["score"]
    shown = {name: keys[name] for name in ("exponent", "strategy", "distinguishing")}
    shown |= {name: word(f"{name}-{keys[name]}", language)
              for name in ("distance", "values", "ideals")}  # fmt: skip
    levels = joined(keys["levels"], language)
    return word(f"method-{result.scores.method}", language, levels=levels, **shown)


def _gap_method(keys: dict[str, Any], language: Language) -> str:
    """Say how gaps were measured and how chance was gauged."""
    weights = word("units-equal", language)
    if keys["weights"]:
        weights = word("units-weighted", language, column=keys["weights"])
    return word(
        "method-gaps", language, form=word(f"form-{keys['correction']}", language),
        weights=weights, level=f"{100 * keys['confidence']:g}", shuffles=keys["shuffles"],
        draws=keys["draws"],
    )  # fmt: skip


def _scope(result: Result, language: Language) -> str:
    """Say where the yardstick comes from, to what scale, and what happened beyond it."""
    scaled = result.scaled
    kind = "scope" if NORMALIZATIONS[scaled.method].goalposts else "among"
    text = word(f"{kind}-{scaled.scope}", language, base=scaled.base_period)
    if scaled.interval != (0.0, 1.0):
        worst, best = (f"{end:g}" for end in scaled.interval)
        text += word("scaled-to", language, worst=worst, best=best)
    return text + (word("values-clipped", language) if scaled.clipped else "")


def _weighing(result: Result, language: Language) -> Iterator[str]:
    """Say how indicators were weighed, with the choices that the method knows."""
    keys = result.provenance.study["weigh"]
    combine, shift = keys["combine"], keys["shift"]
    alpha = joined([f"{a:g}" for a in combine["alpha"]], language)
    how = word(f"how-{combine['how']}", language, alpha=alpha or word("equal-shares", language))
    yield word(
        f"method-{result.weights.method}",
        language,
        over=word(f"over-{keys['scope']}", language),
        shift=word("shift-added" if shift else "shift-none", language, shift=f"{shift:g}"),
        methods=joined([word(f"short-{name}", language) for name in combine["methods"]], language),
        how=how,
    )
    if result.weights.level != "flat":
        yield word("nested-weights", language)
    if result.weights.by_period is not None:
        yield word("weights-by-period", language)
    if keys["fixed"]:
        shown = [f"{code} {share}" for code, share in keys["fixed"].items()]
        yield word("fixed-weights", language, weights=joined(shown, language))
