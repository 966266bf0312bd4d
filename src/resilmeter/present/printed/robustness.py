"""The printed tables of the variants: intervals beside ranks, choices, variants, sentences."""

from __future__ import annotations

from itertools import combinations_with_replacement

from resilmeter.analyze import JOINED
from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import Cell, PrintTable, header, number, text
from resilmeter.present.words import (
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

SHOWN_VARIANTS = 40
SHOWN_CHOICES = 60
SHOWN_FIRSTS = 3
# Claims that name one of many.
FIRSTS = ("largest-weight", "gap-dimension", "gap-cell", "first-obstacle", "strongest-driver")
OWN_FACTORS = frozenset({"drop-indicator", "drop-dimension", "imputation", "noise"})


def interval_titles(result: Result, language: Language) -> list[str]:
    """Name the columns beside the ranks; none where there are no variants."""
    if result.tried is None:
        return []
    titles = [word("rank-interval", language), word("among-first", language, k=result.tried.k)]
    return [*titles, word("tied-group", language)]


def interval_cells(result: Result, period: int) -> dict[str, tuple[Cell, ...]]:
    """Lay out interval, chance of the first places, and tied group of each unit in a period."""
    if result.tried is None:
        return {}
    table = result.tried.intervals
    cells = {
        row.unit: (
            number(f"{fixed(row.low, 0)}–{fixed(row.high, 0)}"),
            number(percent(row.top, 0)),
            number(str(row.tied)),
        )
        for row in each_row(table[table["period"] == period])
    }
    blank = (number(""), number(""), number(""))
    units = result.scores.index.index.get_level_values("unit").unique()
    return {unit: cells.get(unit, blank) for unit in units}


def robustness_items(result: Result, language: Language) -> list[PrintTable | None]:
    """Lay out the tables of the section, in reading order."""
    tables = (variants_table, choices_table, sensitivity_table, sentences_table, firsts_table)
    return [lay_out(result, language) for lay_out in tables]


def variants_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out all combinations, the study's own marked, those nearest to it first."""
    found = result.variation
    if found is None:
        return None
    order = found.variants.sort_values("mean_shift", kind="stable", na_position="last")
    shown = order.head(SHOWN_VARIANTS)
    own = word("own-choice", language)
    rows = tuple(
        (
            number(str(row.variant)),
            text("; ".join(part for part in (row.keys, row.dropped) if part)),
            number(fixed(row.mean_shift, 2)),
            number("" if row.note else str(row.largest_shift)),
            number(fixed(row.kendall, 3)),
            text(row.note or (own if row.variant == found.own else "")),
        )
        for row in each_row(shown)
    )
    titles = ("variant", "choices", "mean-shift", "largest-shift", "kendall", "remark")
    return PrintTable(
        key="variants",
        caption=word("caption-variants", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-variants", language, shown=len(rows), count=len(order)),
    )


def choices_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the mean shift of ranks under each choice."""
    if result.tried is None:
        return None
    table = result.tried.choices.head(SHOWN_CHOICES)
    rows = tuple(
        (
            text(word(row.factor, language) if row.factor in OWN_FACTORS else row.factor),
            text(row.choice),
            number(f"{row.variants:,}"),
            number(fixed(row.mean_shift, 2)),
        )
        for row in each_row(table)
    )
    titles = ("what-varies", "choice", "variants-count", "mean-shift")
    return PrintTable(
        key="variants-choices",
        caption=word("caption-choices", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-choices", language),
    )


def sensitivity_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the Sobol indices on the mean shift of ranks."""
    if result.uncertainty is None or result.uncertainty.sensitivity.empty:
        return None
    table = result.uncertainty.sensitivity
    rows = tuple(
        (
            text(word(row.factor, language) if row.factor in OWN_FACTORS else row.factor),
            number(fixed(row.first, 2)),
            number(f"{fixed(row.first_low, 2)} … {fixed(row.first_high, 2)}"),
            number(fixed(row.total, 2)),
            number(f"{fixed(row.total_low, 2)} … {fixed(row.total_high, 2)}"),
        )
        for row in each_row(table[table["output"] == "mean-shift"])
    )
    titles = ("what-varies", "first-order", "interval-95", "total-order", "interval-95")
    return PrintTable(
        key="sensitivity",
        caption=word("caption-sensitivity", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-sensitivity", language),
    )


def sentences_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out in how many variants each claim of the sentences holds."""
    if result.tried is None:
        return None
    table = result.tried.sentences
    claims = table[table["claim"] != ""].drop_duplicates("claim")
    rows = tuple(
        (
            text(word(f"claim-{row.claim}", language)),
            text(_said(result, row.claim, row.value, language)),
            number(f"{row.holds:,}"),
            number(f"{row.variants:,}"),
            number(percent(row.share, 1)),
        )
        for row in each_row(claims)
    )
    titles = ("claim", "says", "holds", "variants-count", "share-percent")
    return PrintTable(
        key="sentences",
        caption=word("caption-sentences", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-sentences", language),
    )


def firsts_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out which dimensions, cells, obstacles and drivers are the first, and how often."""
    if result.tried is None:
        return None
    table = result.tried.claims
    rows = tuple(
        (
            text(word(f"claim-{row.claim}", language)),
            text(_said(result, row.claim, row.value, language)),
            number(f"{row.holds:,}"),
            number(f"{row.variants:,}"),
            number(percent(row.share, 1)),
        )
        for row in each_row(table[table["claim"].isin(FIRSTS)].groupby("claim").head(SHOWN_FIRSTS))
    )
    titles = ("claim", "what-is-first", "holds", "variants-count", "share-percent")
    return None if not rows else PrintTable(
        key="firsts",
        caption=word("caption-firsts", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-firsts", language, shown=SHOWN_FIRSTS, variants=result.tried.evaluated),
    )  # fmt: skip


def _said(result: Result, claim: str, value: str, language: Language) -> str:
    """Name for people what a claim names by code."""
    if claim.endswith("-change"):
        return word(value, language)
    if claim.endswith("-trend"):
        return word(f"verdict-{value}", language)
    if claim == "converged":
        return word(value, language)
    titles = _titles(result, claim, language)
    return joined([titles.get(name, name) for name in value.split(JOINED)], language)


def _titles(result: Result, claim: str, language: Language) -> dict[str, str]:
    """Titles of all that a claim can name, by the names in the claim."""
    framework, groups = result.panel.framework, result.panel.group_order
    if claim == "strongest-driver":
        drivers = result.drivers.given.members if result.drivers is not None else ()
        return {driver.name: driver.title(language) for driver in drivers}
    if claim.endswith("-group"):
        return {group: group_title(group, language) for group in groups}
    dimensions = {d: framework.dimension_title(d, language) for d in framework.dimensions}
    if claim == "gap-dimension":
        return dimensions
    if claim == "gap-cell":
        comma = word("comma", language)
        return {
            f"{a}, {b}, {code}": comma.join((pair_title(a, b, language), title))
            for a, b in combinations_with_replacement(groups, 2)
            for code, title in dimensions.items()
        }
    return {code: indicator_title(framework, code, language) for code in framework.codes}
