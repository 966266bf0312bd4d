"""Small printed papers, and what the audit finds in them."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest

import resilmeter as rm

Table = tuple[str, str] | tuple[str, str, dict[str, Any]]


def build(*tables: Table, **keys: Any) -> rm.Paper:
    """Build a paper from (kind, CSV text, keys) and the keys of paper.toml."""
    cells = [pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
             for _, text, *_ in tables]  # fmt: skip
    for table in cells:
        table.index = pd.RangeIndex(2, len(table) + 2)
    named = [{"kind": kind, **(more[0] if more else {})} for kind, _, *more in tables]
    model = rm.PaperKeys.model_validate({"title": "Paper", "table": named, **keys})
    return rm.Paper(model, tuple(cells))


def found(paper: rm.Paper, rule: str) -> list[rm.Finding]:
    """Return the findings of one rule."""
    return [finding for finding in rm.audit(paper) if finding.rule == rule]


def verdicts(paper: rm.Paper, rule: str) -> list[str]:
    """Return the verdicts of one rule."""
    return [finding.verdict for finding in found(paper, rule)]


@pytest.fixture(scope="session", params=["audit-001", "audit-002"])
def shipped(request, tmp_path_factory):
    """One of the shipped audits, read from its files."""
    folder = tmp_path_factory.mktemp(request.param)
    rm.new_study(folder, request.param)
    return rm.read_paper(folder)
