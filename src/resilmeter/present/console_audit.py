"""What the command prints about an audited paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from resilmeter.auditing import VERDICTS, Finding
from resilmeter.auditing.finding import phrase
from resilmeter.catalogue import Language


def print_audit(
    findings: Sequence[Finding], written: tuple[Path, Path], language: Language
) -> None:
    """Print what cannot be and what says otherwise, how many of each, and where it all is."""
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    for verdict in VERDICTS:
        rows = [found for found in findings if found.verdict == verdict]
        console.print(f"[bold]{phrase(f'verdict-{verdict}', language)} ({len(rows)})[/]")
        for found in rows if verdict in VERDICTS[:2] else ():
            console.print(f"  {escape(found.sentence(language))}")
    page, table = written
    console.print(escape(phrase("audit-written", language, {"page": page, "table": table})))
