"""What the command prints about two runs."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from resilmeter.analyze import Comparison
from resilmeter.catalogue import Language
from resilmeter.present.words import fixed, word
from resilmeter.rows import each_row

SHOWN = 10


def print_comparison(found: Comparison, language: Language) -> None:
    """Print causes, what changed most in weights, what each stage did, ranks and sentences."""
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    for key, lines in (
        ("compare-causes", _causes(found)),
        ("compare-weights", _weights(found)),
        ("compare-shares", _shares(found, language)),
        ("compare-ranks", _ranks(found)),
        ("compare-headlines", _headlines(found, language)),
    ):
        console.print(f"[bold]{word(key, language)}[/]")
        for line in lines or [word("compare-none", language)]:
            console.print(f"  {escape(line)}")


def _causes(found: Comparison) -> list[str]:
    return [f"{row.kind} {row.what}: {row.first} -> {row.second}" for row in each_row(found.causes)]


def _weights(found: Comparison) -> list[str]:
    changed = found.weights[found.weights["change"].round(4) != 0].head(SHOWN)
    return [
        f"{row.indicator}: {fixed(row.weight_first, 4)} -> {fixed(row.weight_second, 4)}"
        for row in each_row(changed)
    ]


def _shares(found: Comparison, language: Language) -> list[str]:
    """List what each stage did to index and ranks, or why that cannot be said."""
    if found.reason is not None:
        return [found.reason.text(language)]
    return [
        word("compare-stage", language, stage=word(f"cause-{row.stage}", language),
             change=fixed(row.mean_change, 4), size=fixed(row.mean_size, 4),
             moved=fixed(row.mean_moved, 2))
        for row in each_row(found.by_stage)
    ]  # fmt: skip


def _ranks(found: Comparison) -> list[str]:
    """List the largest changes of rank in the last period of both runs."""
    both = found.scores.dropna(subset=["moved"])
    last = both[both["period"] == both["period"].max()]
    order = last["moved"].abs().sort_values(ascending=False, kind="stable").index
    moved = last.loc[order]
    return [
        f"{row.unit}, {row.period}: {row.rank_first:.0f} -> {row.rank_second:.0f}"
        for row in each_row(moved[moved["moved"] != 0].head(SHOWN))
    ]


def _headlines(found: Comparison, language: Language) -> list[str]:
    return [f"{word(f'compare-{row.run}', language)}: {row.headline}"
            for row in each_row(found.headlines)]  # fmt: skip
