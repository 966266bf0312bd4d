"""Imputing and treating through the study file: keys, refusals, what a run leaves behind."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from tests.studies import PANEL, STUDY, command, with_cell, with_column, write_study

import resilmeter as rm
from resilmeter.study import check_study

GAP = with_cell(PANEL, 2, "b", "")
SPIKE = with_cell(PANEL, 9, "b", "900")
SIZE = STUDY.replace('group = "region"', 'group = "region"\nsize = ["people"]')
PEOPLE = [str(3 * int(row.split(",")[3])) for row in PANEL.splitlines()[1:]]


def keys_of(found):
    return {p.key for p in found.problems}


def test_gap_is_imputed_and_told_in_every_table(tmp_path):
    path = write_study(tmp_path, panel=GAP)
    result = rm.run(rm.Study.load(path, ("prepare.impute.method=group-median",)))
    out = rm.write(result, tmp_path / "out") / "tables"
    (row,) = pd.read_csv(out / "imputed.csv").to_dict("records")
    assert row.pop("value") == pytest.approx((1.4 + 5.8) / 2, rel=1e-15)
    assert row == {"unit": "Ahe", "period": 2009, "indicator": "b", "how": "group_median"}
    coverage = pd.read_csv(out / "coverage.csv").set_index("indicator")
    assert coverage.loc["b", ["observed", "imputed", "missing"]].tolist() == [17, 1, 0]
    assert "cells-group-median" in set(pd.read_csv(out / "findings.csv")["rule"])
    assert not (out / "treated.csv").exists()


def test_interpolation_comes_first(tmp_path):
    path = write_study(tmp_path, panel=with_cell(GAP, 6, "b", ""))
    result = rm.run(rm.Study.load(path, ("prepare.impute.method=group-median",)))
    how = rm.imputed_cells(result.scaled.panel).set_index("unit")["how"]
    assert how.to_dict() == {"Ahe": "group_median", "Bohe": "interpolated"}


def test_seed_of_the_study_seeds_the_draws_and_the_part_is_named(tmp_path):
    pytest.importorskip("sklearn")
    path = write_study(tmp_path, panel=GAP)
    cells = []
    for seed in (1, 1, 2):
        keys = ("prepare.impute.method=chained-equations", f"seed={seed}")
        result = rm.run(rm.Study.load(path, keys))
        cells.append(rm.imputed_cells(result.scaled.panel)["value"].item())
        assert "scikit-learn" in result.provenance.versions
    assert cells[0] == cells[1] != cells[2]
    assert "scikit-learn" not in rm.run(
        rm.Study.load(path, ("prepare.impute.method=group-median",))
    ).provenance.versions  # fmt: skip


def test_treatment_writes_its_table(tmp_path):
    path = write_study(tmp_path, panel=SPIKE)
    result = rm.run(rm.Study.load(path, ("prepare.treat.method=jrc",)))
    out = rm.write(result, tmp_path / "out")
    table = pd.read_csv(out / "tables" / "treated.csv")
    assert table.to_numpy().tolist() == [["Cohe", 2010, "b", 900.0, 9.6, "winsorized"]]
    raw = pd.read_csv(out / "tables" / "contributions.csv").set_index(
        ["unit", "period", "indicator"]
    )
    assert raw.loc[("Cohe", 2010, "b"), "raw"] == 9.6
    rules = {p["rule"] for p in json.loads((out / "run.json").read_text("utf-8"))["findings"]}
    assert {"skewed", "treated-winsorized"} <= rules
    assert "outliers-untreated" not in rules


def test_without_treatment_the_offer_stands_in_check_and_findings(tmp_path):
    path = write_study(tmp_path, panel=SPIKE)
    assert "outliers-untreated" in keys_of(check_study(path))
    assert "outliers-untreated" in {p.key for p in rm.run(rm.Study.load(path)).findings}


def test_keys_of_treatment_arrive(tmp_path):
    path = write_study(tmp_path)
    keys = (
        "prepare.treat.method=winsorize", "prepare.treat.percentiles=[10, 90]",
        'prepare.treat.indicators=["a", "d"]', "prepare.treat.scope=per-period",
    )  # fmt: skip
    result = rm.run(rm.Study.load(path, keys))
    by_hand = rm.treat(
        result.panel, method="winsorize", percentiles=(10, 90), indicators=("a", "d"),
        scope="per-period",
    )  # fmt: skip
    assert result.scaled.panel.values.equals(by_hand.values)
    box = rm.run(rm.Study.load(path, (
        "prepare.treat.method=box-cox", "prepare.treat.power=0.5", 'prepare.treat.indicators=["a"]',
    )))  # fmt: skip
    half = rm.treat(box.panel, method="box-cox", power=0.5, indicators=("a",))
    assert box.scaled.panel.values.equals(half.values)


def test_check_names_what_treatment_and_scaling_refuse_at_once(tmp_path):
    text = with_cell(with_cell(PANEL, 3, "a", "0"), 2, "b", "")
    path = write_study(tmp_path, panel=text)
    keys = ("prepare.treat.method=log", 'prepare.treat.indicators=["a"]')
    assert {"log-not-positive", "still-missing"} <= keys_of(check_study(path, keys))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("prepare.impute.method=mice", "Allowed: none, group-median"),
        ("prepare.impute.neighbours=0", "least allowed is 1"),
        ("prepare.treat.percentiles=[1]", "prepare.treat.percentiles"),
        ("prepare.treat.most=0", "least allowed is 1"),
    ],
)
def test_wrong_keys_are_refused_with_what_is_allowed(tmp_path, key, said):
    with pytest.raises(rm.StudyError, match=said):
        rm.Study.load(write_study(tmp_path), (key,))


def test_size_is_doubted_in_check_table_and_report(tmp_path):
    panel = with_column(PANEL, "people", PEOPLE)
    path = write_study(tmp_path / "study", panel=panel, study=SIZE)
    assert "correlates with people at r = 1.00" in command("check", path).text
    out = rm.write(rm.run(rm.Study.load(path)), tmp_path / "out")
    assert "tracks-size" in set(pd.read_csv(out / "tables" / "findings.csv")["rule"])
    assert "correlates with people" in (out / "report.html").read_text("utf-8")
