"""The printed table of Dagum's decomposition, as its literature prints it."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.analyze import DagumDecomposition
from resilmeter.analyze.gaps.dagum import PARTS
from resilmeter.catalogue import Language
from resilmeter.present.printed.gaps import group_legend, group_pairs, pair_label
from resilmeter.present.printed.layout import TOTAL, Cell, PrintTable, number, text
from resilmeter.present.words import fixed, percent, word
from resilmeter.result import Result
from resilmeter.rows import each_row

SYMBOLS = {"within": "Gw", "net_between": "Gnb", "transvariation": "Gt"}


def dagum_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out year, G, each G_jj, each G_jh, then the three parts and their shares.

    Own inequality, inequality between two groups, and contributions stand under headings of their
    own.
    """
    if result.dagum is None:
        return None
    names = result.panel.group_order
    null = float(result.dagum.total["null_within_share"].iloc[-1])
    return PrintTable(
        key="dagum",
        caption=word("caption-dagum", language),
        header=_header(names, language),
        rows=tuple(_rows(result, result.dagum)),
        note=word(
            "note-dagum", language, legend=group_legend(names, language), null=percent(null),
            shuffles=result.gap_evidence.chance.shuffles if result.gap_evidence else 0,
        ),
    )  # fmt: skip


def _header(names: tuple[str, ...], language: Language) -> tuple[tuple[Cell, ...], ...]:
    """Head the columns, each block under a heading of its own."""
    inside, across = group_pairs(names)
    blocks = (
        ("dagum-own", [pair_label(names, pair) for pair in inside]),
        ("dagum-pairs", [pair_label(names, pair) for pair in across]),
        ("dagum-parts", list(SYMBOLS.values())),
        ("dagum-shares", list(SYMBOLS.values())),
        ("dagum-p", [SYMBOLS["within"], SYMBOLS["net_between"]]),
    )
    top = [Cell(word(key, language), span=len(titles)) for key, titles in blocks if titles]
    below = [title for _, titles in blocks for title in titles]
    titles = (word("period", language), "G", *below)
    return ((Cell(""), Cell(""), *top), tuple(Cell(title) for title in titles))


def _rows(result: Result, dagum: DagumDecomposition) -> Iterator[tuple[Cell, ...]]:
    """Lay out one period a row."""
    names = result.panel.group_order
    _, across = group_pairs(names)
    own = dagum.groups.set_index(["period", "group"])["own_gini"]
    pairs = dagum.pairs.set_index(["period", "group_a", "group_b"])["pair_gini"]
    for row in each_row(dagum.total):
        yield (
            text(row.period),
            number(fixed(row.gini, 4)).marked(TOTAL),
            *(number(fixed(own[row.period, name], 4)) for name in names),
            *(number(fixed(pairs[(row.period, *pair)], 4)) for pair in across),
            *(number(fixed(getattr(row, part), 4)) for part in PARTS),
            *(number(percent(getattr(row, f"{part}_share"))) for part in PARTS),
            *_p_values(result, row.period),
        )


def _p_values(result: Result, period: int) -> list[Cell]:
    """Give the p values of the within and the net between part under random labels."""
    if result.gap_evidence is None:
        return [number(fixed(float("nan"), 3))] * 2
    found = [result.gap_evidence.of(name, period)["p"] for name in ("within", "net_between")]
    return [number(fixed(float(p.iloc[0]), 3)) for p in found]
