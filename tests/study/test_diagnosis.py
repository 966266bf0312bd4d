"""The diagnosis in a run: its doubts are findings, each once, and the key switches it off."""

from __future__ import annotations

import pytest
from tests.studies import PANEL, command, with_column, write_study

import resilmeter as rm
from resilmeter.present.tables import tables


@pytest.fixture
def doubled(tmp_path):
    """A study whose second indicator is its first, but for the unit."""
    cells = [str(2 * float(line.split(",")[3])) for line in PANEL.splitlines()[1:]]
    # column a is the fourth: city, year, region, a
    return write_study(tmp_path, panel=with_column(PANEL, "b", cells))


def test_what_the_check_says_of_raw_values_is_not_said_again(doubled):
    result = rm.run(rm.Study.load(doubled))
    found = [p.where["indicator"] for p in result.findings if p.key == "same-indicators"]
    assert found == ["a, b"]
    assert "same-indicators" in {p.key for p in result.check.problems}
    assert "same-indicators" in {p.key for p in result.diagnosis.doubts}


def test_check_and_run_doubt_the_same(doubled):
    said = command("check", doubled).out
    for problem in rm.run(rm.Study.load(doubled)).findings:
        if problem.level == "doubt":
            assert problem.finding() in said


def test_the_key_switches_it_off(doubled):
    result = rm.run(rm.Study.load(doubled, ("analyze.diagnose=false",)))
    assert result.diagnosis is None
    assert not any(name.startswith("diagnosis") for name in tables(result))
    assert "coverage_units" not in tables(result)


def test_infinite_inflation_is_written_to_csv_and_workbook(doubled, tmp_path):
    said = command("run", doubled, "-o", tmp_path / "out")
    assert said.code == 0
    text = (tmp_path / "out" / "tables" / "diagnosis_indicators.csv").read_text(encoding="utf-8")
    assert ",inf," in text
