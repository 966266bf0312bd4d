"""A run's own tables pass their own audit, and simulated papers that are true raise no alarm."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.studies import PANEL, STUDY, with_column, write_study

import resilmeter as rm

# 200 studies take a minute: benchmarks/audit_alarms.py audits them all, here are the first of them.
SEEDS = 40
PASSED = {"agrees", "rounding"}


@pytest.fixture(scope="module")
def alarms() -> Callable[[int], list[rm.Finding]]:
    path = Path(__file__).parents[2] / "benchmarks" / "audit_alarms.py"
    spec = importlib.util.spec_from_file_location("audit_alarms", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.alarms


@pytest.mark.parametrize("seed", range(SEEDS))
def test_true_papers_raise_no_alarm(alarms, seed):
    assert alarms(seed) == []


@pytest.mark.parametrize("name", ["seed-000", "seed-001", "seed-002"])
def test_the_tables_of_an_example_pass_their_own_audit(tmp_path, name):
    files = rm.new_study(tmp_path, name)
    result = rm.run(rm.Study.load(files[0]))
    for digits in ({}, {"mean_digits": 4, "gini_digits": 6, "share_digits": 1}):
        findings = rm.audit(rm.paper_of(result, **digits))
        assert {f.verdict for f in findings} <= PASSED
    rules = {f.rule for f in findings}
    assert {"parts-index", "groups-whole", "weights-one", "cells-pairs", "net-between"} <= rules


@pytest.mark.parametrize(
    "overrides",
    [("score.method=topsis", "analyze.obstacles=false"), ("weigh.scope=per-period",
      "analyze.growth=false"), ("analyze.gaps=false",), ("prepare.normalize.scope=per-period",
      "analyze.growth=false"), ("data.group=",)],
)  # fmt: skip
def test_other_studies_pass_their_own_audit(tmp_path, overrides):
    result = rm.run(rm.Study.load(write_study(tmp_path), overrides))
    findings = rm.audit(rm.paper_of(result))
    assert findings
    assert {f.verdict for f in findings} <= PASSED


def test_groups_of_one_pass_their_own_audit(tmp_path):
    panel = with_column(PANEL, "region", ["East"] * 3 + ["North"] * 6 + ["South"] * 9)
    result = rm.run(rm.Study.load(write_study(tmp_path, panel=panel, study=STUDY)))
    assert {f.verdict for f in rm.audit(rm.paper_of(result))} <= PASSED


def test_a_number_that_is_changed_is_found(tmp_path):
    """The audit is not silent: one index mean that is off by .02 cannot be."""
    result = rm.run(rm.Study.load(write_study(tmp_path)))
    paper = rm.paper_of(result)
    place = [t.kind for t in paper.keys.table].index("means")
    table = paper.tables[place].copy()
    table.loc[0, "index"] = f"{float(table.loc[0, 'index']) + 0.02:.3f}"
    tables = (*paper.tables[:place], table, *paper.tables[place + 1 :])
    findings = rm.audit(replace(paper, tables=tables))
    assert {"parts-index", "groups-whole"} <= {f.rule for f in findings if f.verdict == "cannot-be"}
