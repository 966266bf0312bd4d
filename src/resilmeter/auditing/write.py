"""Write an audit: one page that opens offline, and a table with a row a finding."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from resilmeter._version import __version__
from resilmeter.auditing.finding import VERDICTS, Finding, phrase
from resilmeter.auditing.paper import Paper
from resilmeter.catalogue import LANGUAGES, Language, load
from resilmeter.errors import OutputError, problem

PAGE, TABLE = "audit.html", "audit.csv"
COLUMNS = (
    "rule", "verdict", "of", "claimed", "computed", "low", "high", "source", "en", "zh",
)  # fmt: skip
IMPLIED = "implied"
# In the order of the page: what is implied stands after what contradicts.
SECTIONS = (*VERDICTS[:2], IMPLIED, *VERDICTS[2:])


def write_audit(paper: Paper, findings: Sequence[Finding], out: str | Path) -> tuple[Path, Path]:
    """Write audit.html and audit.csv into a folder.

    Parameters
    ----------
    paper : Paper
        What was audited.
    findings : sequence of Finding
        From `audit`.
    out : str or Path
        Folder, made if it is not there; an older audit in it is replaced.

    Returns
    -------
    tuple of Path
        The page and the table. The page needs no network and no other file.

    Raises
    ------
    OutputError
        The folder cannot be written.
    """
    folder = Path(out)
    texts = {PAGE: render(paper, findings), TABLE: table_of(findings).to_csv(
        index=False, lineterminator="\n")}  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            _replace(folder / name, text)
    except OSError as error:
        detail = error.strerror or str(error)
        raise OutputError(problem("cannot-write", {"file": str(folder)}, detail=detail)) from None
    return folder / PAGE, folder / TABLE


def _replace(path: Path, text: str) -> None:
    """Write beside the file first, so that an interruption leaves the old one whole."""
    new = path.with_name(f".{path.name}.new-{os.getpid()}")
    try:
        new.write_bytes(text.encode())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def table_of(findings: Sequence[Finding]) -> pd.DataFrame:
    """Lay findings out, one row each, with their sentences in both languages."""
    rows = [
        {name: getattr(f, name) for name in COLUMNS[:-2]}
        | {language: f.sentence(language) for language in LANGUAGES}
        for f in findings
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def render(paper: Paper, findings: Sequence[Finding]) -> str:
    """Build the page, one article a language."""
    environment = Environment(
        loader=PackageLoader("resilmeter.auditing", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages = [_page(paper, findings, language) for language in LANGUAGES]
    template = environment.get_template("audit.html.jinja")
    return template.render(pages=pages, version=__version__) + "\n"


def _page(paper: Paper, findings: Sequence[Finding], language: Language) -> dict[str, Any]:
    """Collect what the template shows in one language."""
    title = paper.keys.title_zh if language == "zh" else ""
    groups: dict[str, list[Finding]] = {section: [] for section in SECTIONS}
    for found in findings:
        groups[section_of(found)].append(found)
    return {
        "language": language,
        "phrase": partial(_phrase, language),
        "title": title or paper.keys.title,
        "sections": [
            {"key": key, "title": phrase(f"verdict-{key}", language),
             "count": phrase("page-count", language, {"count": len(rows)}),
             "rows": [_row(found, language) for found in rows]}
            for key, rows in groups.items()
        ],
    }  # fmt: skip


def _phrase(language: Language, key: str, **values: object) -> str:
    return phrase(key, language, values)


def section_of(found: Finding) -> str:
    """Name the section of the page: what no statement claims is implied."""
    implied = found.verdict == "agrees" and not found.claimed and bool(found.computed)
    return IMPLIED if implied else found.verdict


def _claimed(found: Finding, language: Language) -> str:
    """Write what is claimed: a number as printed, a statement in the language of the page."""
    key = f"said-{found.claimed}"
    known = key in load("resilmeter.auditing", "sentences.toml")
    return phrase(key, language) if known else found.claimed


def _row(found: Finding, language: Language) -> dict[str, str]:
    limits = "" if found.low is None else f"{found.low:.4g} … {found.high:.4g}".replace("-", "−")
    return {
        "rule": found.rule, "sentence": found.sentence(language),
        "claimed": _claimed(found, language), "computed": found.computed, "bounds": limits,
        "source": found.source,
    }  # fmt: skip
