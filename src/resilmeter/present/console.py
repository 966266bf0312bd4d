"""What the command prints: results on stdout, progress and refusals on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from resilmeter.catalogue import Language
from resilmeter.errors import SHOWN_PER_KIND, Problem, ResilmeterError, listing
from resilmeter.present.words import languages, word

if TYPE_CHECKING:
    from resilmeter.checking import Check
    from resilmeter.result import Provenance, Result

HEADINGS = {"error": ("problems", "bold red"), "doubt": ("doubts", "yellow"), "note": ("steps", "")}


def print_check(found: Check, language: Language, *, everything: bool) -> None:
    """Print problems, doubts and steps of a check, then the verdict."""
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    for level, (title, style) in HEADINGS.items():
        rows = [p for p in found.problems if p.level == level]
        if rows:
            heading = f"{word(title, language)} ({len(rows)})"
            console.print(f"[{style or 'bold'}]{heading}[/]")
            for line in listing(rows, language, None if everything else SHOWN_PER_KIND):
                console.print(f"  {escape(line)}")
    console.print(word("check-passed" if found.ok else "check-failed", language))


def print_run(result: Result, out: Path) -> None:
    """Print what came out, in the study's language, and where everything is."""
    # a second of loading that other commands do without
    from resilmeter.present.sentences.headlines import headlines  # noqa: PLC0415

    console = Console(soft_wrap=True, highlight=False, emoji=False)
    for language in languages(result.provenance.study["present"]["language"]):
        if result.provenance.simulated:
            console.print(f"[bold]{word('simulated', language)}[/]")
        for line in headlines(result, language):
            console.print(escape(line))
        report, tables = out / "report.html", out / "tables"
        console.print(escape(word("where-written", language, report=report, tables=tables)))


def print_table_run(provenance: Provenance, engine: str, rows: int, out: Path) -> None:
    """Print how many rows of a table were computed on what, and where everything is."""
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    values = {"rows": f"{rows:,}", "engine": engine, "report": out / "report.html",
              "tables": out / "tables"}  # fmt: skip
    for language in languages(provenance.study["present"]["language"]):
        if provenance.simulated:
            console.print(f"[bold]{word('simulated', language)}[/]")
        console.print(escape(word("table-written", language, **values)))


def print_refusal(error: ResilmeterError, language: Language, *, everything: bool = False) -> None:
    """Print why the input was refused."""
    console = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)
    console.print(f"[bold red]{word('problems', language)} ({len(error.problems)})[/]")
    shown = None if everything else SHOWN_PER_KIND
    for line in listing(error.problems, language, shown):
        console.print(f"  {escape(line)}")


def print_doubts(doubts: Sequence[Problem], language: Language) -> None:
    """Print on stderr what to keep in mind about what was written."""
    console = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)
    for line in listing(doubts, language):
        console.print(f"[yellow]{escape(line)}[/]")


Stage = Callable[[str], None]
Count = Callable[[int, int], None]


@contextmanager
def stages(language: Language = "en") -> Iterator[tuple[Stage, Count]]:
    """Show the stage a run is in, and how far it is where the stage counts its steps.

    The stages are named by the code that runs them.
    """
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20),
        TextColumn("{task.fields[shown]}"), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        begun: list[TaskID] = []

        def begin(stage: str) -> None:
            """End the stage before, and show the next."""
            if begun:
                bar.update(begun[-1], total=1, completed=1)
            begun.append(bar.add_task(word(f"stage-{stage}", language), total=None, shown=""))

        def count(done: int, of: int) -> None:
            """Show how far the stage is."""
            bar.update(begun[-1], total=of, completed=done, shown=f"{done:,} / {of:,}")

        yield begin, count
        if begun:
            bar.update(begun[-1], total=1, completed=1)
