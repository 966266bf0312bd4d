"""The printed tables that set the study's choices beside others: weightings, shifts, goalposts."""

from __future__ import annotations

from typing import Any

import numpy as np

from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import PrintTable, header, number, text
from resilmeter.present.words import NOT_AVAILABLE, fixed, word
from resilmeter.result import Result
from resilmeter.rows import each_row

SHOWN_SCORES = 10


def ahp_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out how consistent the experts' comparisons are."""
    if result.weights.judgements is None:
        return None
    titles = ("compared", "items", "experts", "eigenvalue", "ci", "cr", "worst-three")
    rows = tuple(
        (
            text(_compared(result, row.compared, language)),
            number(str(row.items)),
            number(str(row.experts)),
            number(fixed(row.largest_eigenvalue, 4)),
            number(fixed(row.consistency_index, 4)),
            number(fixed(row.consistency_ratio, 4)),
            text(row.worst),
        )
        for row in each_row(result.weights.judgements)
    )
    method = result.weights.judgements["method"].iloc[0]
    return PrintTable(
        key="ahp",
        caption=word("caption-ahp", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-ahp", language, method=word(f"ahp-{method}", language)),
    )


def _compared(result: Result, name: str, language: Language) -> str:
    if name in {"indicators", "dimensions"}:
        return word(f"compared-{name}", language)
    return result.panel.framework.dimension_title(name, language)


def weightings_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the weights of every method, the indicator that moves most first."""
    if result.weightings is None:
        return None
    wide = result.weightings.weights.pivot_table(
        index="indicator", columns="method", values="weight", sort=False
    )
    rows = tuple(
        (
            text(row.indicator),
            *(number(fixed(weight, 4)) for weight in wide.loc[row.indicator]),
            number(fixed(row.range, 4)),
        )
        for row in each_row(result.weightings.movers)
    )
    titles = [word("code", language)]
    titles += [word(f"short-{name}", language) for name in wide.columns]
    return PrintTable(
        key="weightings",
        caption=word("caption-weightings", language),
        header=header([*titles, word("range", language)]),
        rows=rows,
        note=word("note-weightings", language),
    )


def agreement_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out how far the ranking under each method agrees with that of the study."""
    if result.weightings is None:
        return None
    titles = ("weighting", "rank-correlation", "mean-shift", "largest-shift", "where-shift")
    rows = tuple(
        (
            text(word(f"short-{row.method}", language)),
            number(fixed(row.spearman, 3)),
            number(fixed(row.mean_shift, 1)),
            number(NOT_AVAILABLE if row.note else str(row.largest_shift)),
            text(_where(result, row, language)),
        )
        for row in each_row(result.weightings.methods)
    )
    return PrintTable(
        key="weightings-agreement",
        caption=word("caption-agreement", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-agreement", language),
    )


def _where(result: Result, row: Any, language: Language) -> str:
    """Say where the largest shift is, or why there is none."""
    reasons = result.weightings.reasons if result.weightings is not None else {}
    if row.method in reasons:
        return reasons[row.method].text(language)
    return f"{row.unit}, {row.period}" if row.unit else ""


def entropy_shift_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the entropy weights after adding constants to the scaled values."""
    if result.entropy_shift is None:
        return None
    wide = result.entropy_shift.pivot_table(
        index="indicator", columns="shift", values="weight", sort=False
    )
    zeros = result.entropy_shift.drop_duplicates("indicator").set_index("indicator")["zero_share"]
    order = zeros.sort_values(ascending=False, kind="stable").index
    rows = tuple(
        (
            text(code),
            number(fixed(100 * zeros[code], 1)),
            *(number(fixed(weight, 4)) for weight in wide.loc[code]),
        )
        for code in order
    )
    titles = [word("code", language), word("zeros-percent", language)]
    titles += [f"+{shift:g}" if shift else word("no-shift", language) for shift in wide.columns]
    return PrintTable(
        key="entropy-shift",
        caption=word("caption-entropy-shift", language),
        header=header(titles),
        rows=rows,
        note=word("note-entropy-shift", language),
    )


def goalposts_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the scores that change most if the panel set its own goalposts."""
    if result.goalposts is None:
        return None
    scores = result.goalposts.scores
    order = np.argsort(-scores["difference"].abs().to_numpy(), kind="stable")[:SHOWN_SCORES]
    titles = ("unit", "period", "index-given", "index-own", "difference", "rank", "rank-own")
    rows = tuple(
        (
            text(row.unit),
            text(row.period),
            *(number(fixed(v, 4)) for v in (row.index, row.own_index, row.difference)),
            number(str(row.rank)),
            number(str(row.own_rank)),
        )
        for row in each_row(scores.iloc[order])
    )
    moved = result.goalposts.goalposts
    count = int(((moved["low"] != moved["own_low"]) | (moved["high"] != moved["own_high"])).sum())
    return PrintTable(
        key="goalposts-scores",
        caption=word("caption-goalposts", language, shown=len(rows)),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-goalposts", language, count=count, indicators=len(moved)),
    )
