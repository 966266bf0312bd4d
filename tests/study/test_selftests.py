"""Self-tests: a record that breaks an identity stops the run, as a fault of resilmeter."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
from tests.studies import command, write_study

import resilmeter as rm
from resilmeter.core.inequality import cells
from resilmeter.study.selftests import self_tests

NAMES = {
    "weights-sum-to-one", "parts-sum-to-index", "contributions-sum-to-index",
    "index-is-weighted-sum", "group-means-to-mean", "dimension-means-to-mean", "gini-by-sorting",
    "gap-cells-to-gini", "gap-dimensions-to-gini", "gap-groups-to-gini", "obstacles-sum-to-one",
    "obstacle-counts", "dagum-parts-to-gini", "three-ways-to-cells", "cells-to-dagum-within",
    "cells-to-dagum-net-between", "cells-to-dagum-transvariation", "change-of-cells-to-gini",
    "change-of-dimensions-to-gini", "change-of-pairs-to-gini", "effects-to-change",
}  # fmt: skip


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return rm.run(rm.Study.load(write_study(tmp_path_factory.mktemp("selftests"))))


def scaled_up(table, column, factor=1 + 1e-6):
    return table.assign(**{column: table[column] * factor})


def broken_weights(r):
    table = scaled_up(r.weights.table, "weight")
    return {"scores": replace(r.scores, weights=replace(r.weights, table=table))}


def broken_dagum(r, part):
    return {"dagum": replace(r.dagum, total=scaled_up(r.dagum.total, part))}


def broken_change(r, level):
    """Lose the first row of a level."""
    parts = r.gap_change.parts
    return {
        "gap_change": replace(
            r.gap_change, parts=parts.drop(index=parts[parts["level"] == level].index[0])
        )
    }


BREAKS = {
    "weights-sum-to-one": broken_weights,
    "parts-sum-to-index": lambda r: {"scores": replace(r.scores, parts=r.scores.parts * 1.001)},
    "contributions-sum-to-index": lambda r: {
        "scores": replace(r.scores, by_indicator=r.scores.contributions + 1e-6)
    },
    "index-is-weighted-sum": lambda r: {
        "scores": replace(r.scores, scaled=replace(r.scaled, values=r.scaled.values * 1.001))
    },
    "group-means-to-mean": lambda r: {
        "means": r.means.assign(mean=r.means["mean"].where(r.means["group"] != "North", 0.5))
    },
    "dimension-means-to-mean": lambda r: {
        "means": r.means.assign(mean=r.means["mean"].where(r.means["dimension"] != "Air", 0.5))
    },
    "gini-by-sorting": lambda r: {"gaps": replace(r.gaps, total=scaled_up(r.gaps.total, "gini"))},
    "gap-cells-to-gini": lambda r: {
        "gaps": replace(r.gaps, cells=scaled_up(r.gaps.cells, "contribution"))
    },
    "gap-dimensions-to-gini": lambda r: {
        "gaps": replace(r.gaps, dimensions=scaled_up(r.gaps.dimensions, "contribution"))
    },
    "gap-groups-to-gini": lambda r: {
        "gaps": replace(r.gaps, groups=scaled_up(r.gaps.groups, "contribution"))
    },
    "obstacles-sum-to-one": lambda r: {
        "obstacles": replace(r.obstacles, degrees=r.obstacles.degrees * (1 + 1e-6))
    },
    "obstacle-counts": lambda r: {
        "obstacles": replace(r.obstacles, counts=r.obstacles.counts.assign(first=0))
    },
    "dagum-parts-to-gini": lambda r: broken_dagum(r, "transvariation"),
    "three-ways-to-cells": lambda r: {
        "gaps": replace(r.gaps, cells=scaled_up(r.gaps.cells, "transvariation"))
    },
    "cells-to-dagum-within": lambda r: broken_dagum(r, "within"),
    "cells-to-dagum-net-between": lambda r: broken_dagum(r, "net_between"),
    "cells-to-dagum-transvariation": lambda r: broken_dagum(r, "transvariation"),
    "change-of-cells-to-gini": lambda r: broken_change(r, "cell"),
    "change-of-dimensions-to-gini": lambda r: broken_change(r, "dimension"),
    "change-of-pairs-to-gini": lambda r: broken_change(r, "pair"),
    "effects-to-change": lambda r: {
        "gap_change": replace(r.gap_change, parts=scaled_up(r.gap_change.parts, "share_effect"))
    },
    "gap-cells-to-gini of a lost cell": lambda r: {
        "gaps": replace(r.gaps, cells=r.gaps.cells.iloc[:-1])
    },
    "gap-cells-to-gini of nothing": lambda r: {
        "gaps": replace(r.gaps, cells=r.gaps.cells.assign(contribution=np.nan))
    },
    "gap-cells-to-gini of a lost period": lambda r: {
        "gaps": replace(r.gaps, cells=r.gaps.cells[r.gaps.cells["period"] != 2010])
    },
}


def test_a_broken_kernel_is_noticed(result, monkeypatch):
    """The cells are compared with a Gini coefficient that the kernel of the cells never saw."""
    right = cells.balance_sums

    def wrong(*arguments):
        balance, *rest = right(*arguments)
        return 1.7 * balance + 0.01, *rest

    monkeypatch.setattr(cells, "balance_sums", wrong)
    with pytest.raises(rm.SelfTestError, match=r"gap-cells-to-gini|gini-by-sorting"):
        retested(result, gaps=rm.gini_cells(result.scores))


def retested(result, **broken):
    changed = replace(result, **broken)
    return self_tests(changed.scores, changed.means, changed)


def test_every_identity_is_tested_and_holds(result):
    tests = retested(result)
    assert {t.name for t in tests} == NAMES == {t.name for t in result.self_tests}
    assert all(t.passed and t.error < 1e-12 for t in tests)


def test_analyses_that_were_not_asked_for_are_not_tested(result):
    nothing = dict.fromkeys(("gaps", "dagum", "gap_change", "obstacles"))
    names = {t.name for t in retested(result, **nothing)}
    gone = ("gap", "gini", "obstacle", "dagum", "three", "cells", "change", "effects")
    assert names == {n for n in NAMES if not n.startswith(gone)}


def test_every_identity_has_a_record_that_breaks_it():
    assert {name.split(" ")[0] for name in BREAKS} == NAMES


@pytest.mark.parametrize("name", BREAKS)
def test_broken_record_is_refused_by_name(name, result):
    with pytest.raises(rm.SelfTestError) as caught:
        retested(result, **BREAKS[name](result))
    assert f'self-test "{name.split(" ")[0]}" failed' in str(caught.value)
    assert "fault of resilmeter, not of your data" in str(caught.value)
    assert caught.value.exit_code == 3


def test_deviation_that_is_not_a_number_fails():
    from resilmeter.result import SelfTest

    assert not SelfTest(name="x", error=float("nan"), allowed=1.0).passed
    assert SelfTest(name="x", error=1.0, allowed=1.0).passed


def test_command_returns_three_and_writes_nothing(tmp_path, monkeypatch):
    """A faulty kernel, caught by its identity: nothing of the run is written."""
    stages = import_module("resilmeter.study.answers")
    honest = stages.gini_cells

    def faulty(scores, **form):
        found = honest(scores, **form)
        return replace(found, cells=scaled_up(found.cells, "contribution", 1.01))

    monkeypatch.setattr(stages, "gini_cells", faulty)
    study = write_study(tmp_path / "study")
    said = command("run", study, "-o", tmp_path / "out")
    assert said.code == 3
    assert 'self-test "gap-cells-to-gini" failed' in said.err
    assert "Traceback" not in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_what_is_allowed_follows_the_size_of_the_scores(tmp_path):
    """Between goalposts a hundred-millionth apart scores are 10^10 large, and their sums round."""
    path = write_study(tmp_path / "study")
    posts = "indicator,low,high\n" + "".join(f"{code},1,1.00000001\n" for code in "abcd")
    (path.parent / "posts.csv").write_text(posts, encoding="utf-8")
    found = rm.run(rm.Study.load(path, (
        "prepare.normalize.scope=fixed", "prepare.normalize.goalposts=posts.csv",
        "prepare.normalize.outside=keep", "analyze.gaps=false", "analyze.obstacles=false",
        "analyze.levers=false", "analyze.growth=false", "weigh.method=equal",
    )))  # fmt: skip
    by_name = {test.name: test for test in found.self_tests}
    assert np.abs(found.scores.index).max() > 1e9
    assert by_name["dimension-means-to-mean"].allowed > 0.01
    assert by_name["weights-sum-to-one"].allowed == 1e-10
