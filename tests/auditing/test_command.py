"""The command: exit codes, both languages, shipped audits."""

from __future__ import annotations

import pytest
from tests.studies import command

import resilmeter as rm
from resilmeter import UsageError
from resilmeter.examples import AUDITS


@pytest.mark.parametrize("name", AUDITS)
def test_new_writes_an_audit_that_runs(tmp_path, name):
    said = command("new", tmp_path / "mine", "--like", name)
    assert said.code == 0
    assert "paper.toml" in said.out
    audited = command("audit", tmp_path / "mine")
    assert audited.code == 1
    assert "Cannot be as printed" in audited.out
    assert (tmp_path / "mine" / "audit.html").is_file()
    assert (tmp_path / "mine" / "audit.csv").is_file()


def paper(folder, air="0.40"):
    (folder / "paper.toml").write_text(
        'title = "x"\n[[table]]\nkind = "dimension-weights"\nfile = "w.csv"\n', encoding="utf-8"
    )
    (folder / "w.csv").write_text(f"dimension,weight\nCare,0.60\nAir,{air}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("air", "code"), [("0.40", 0), ("0.41", 0), ("0.50", 1)])
def test_exit_code_is_one_where_something_cannot_be(tmp_path, air, code):
    said = command("audit", paper(tmp_path, air), "-o", tmp_path / "out")
    assert said.code == code
    assert (tmp_path / "out" / "audit.html").is_file()
    assert not (tmp_path / "audit.html").exists()


def test_the_command_speaks_chinese_when_asked(tmp_path):
    said = command("audit", paper(tmp_path, "0.50"), "--language", "zh")
    assert "不可能如所印 (1)" in said.out
    assert "维度权重之和与 1" in said.out


def test_a_paper_that_cannot_be_read_is_refused_in_plain_words(tmp_path):
    said = command("audit", tmp_path)
    assert said.code == 1
    assert "paper.toml" in said.err
    assert "Traceback" not in said.text
    assert not (tmp_path / "audit.html").exists()


def test_an_audit_is_no_example_panel():
    with pytest.raises(UsageError, match="no example 'audit-001'"):
        rm.example("audit-001")
