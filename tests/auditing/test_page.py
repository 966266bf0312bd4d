"""The page and the table of an audit: one offline file, both languages, nothing unescaped."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from tests.auditing.conftest import build

import resilmeter as rm
from resilmeter import OutputError


def test_page_and_table_hold_every_finding(shipped, tmp_path):
    findings = rm.audit(shipped)
    page, table = rm.write_audit(shipped, findings, tmp_path / "deep" / "out")
    html, rows = page.read_text(encoding="utf-8"), pd.read_csv(table, keep_default_na=False)
    assert len(rows) == len(findings) == html.count("<tr><td") / 2
    assert list(rows.columns) == ["rule", "verdict", "of", "claimed", "computed", "low", "high",
                                  "source", "en", "zh"]  # fmt: skip
    assert rows["en"].tolist() == [f.sentence() for f in findings]
    assert html.count("<article") == 2


def test_the_page_needs_no_network_and_runs_no_script(shipped, tmp_path):
    page, _ = rm.write_audit(shipped, rm.audit(shipped), tmp_path)
    html = page.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#)', html)


def test_texts_of_the_paper_are_escaped(tmp_path):
    paper = build(("dimension-weights", "dimension,weight\n<b>,0.6\nAir,0.6\n",
                   {"source": "<script>alert(1)</script>"}), title="<i>x</i>")  # fmt: skip
    page, _ = rm.write_audit(paper, rm.audit(paper), tmp_path)
    html = page.read_text(encoding="utf-8")
    assert "<script>" not in html
    assert "<i>x</i>" not in html
    assert "&lt;script&gt;" in html


def test_the_same_audit_gives_the_same_bytes_and_replaces_an_older_one(shipped, tmp_path):
    first = [p.read_bytes() for p in rm.write_audit(shipped, rm.audit(shipped), tmp_path)]
    second = [p.read_bytes() for p in rm.write_audit(shipped, rm.audit(shipped), tmp_path)]
    assert first == second
    assert sorted(p.name for p in tmp_path.iterdir()) == ["audit.csv", "audit.html"]


def test_an_audit_of_nothing_is_a_page_of_nothing(tmp_path):
    paper = build(title="Nothing")
    assert rm.audit(paper) == ()
    page, table = rm.write_audit(paper, (), tmp_path)
    assert page.read_text(encoding="utf-8").count("<p>none</p>") == 6
    assert len(pd.read_csv(table)) == 0


def test_a_folder_that_cannot_be_made_is_refused(shipped, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="cannot write"):
        rm.write_audit(shipped, (), tmp_path / "file" / "out")
