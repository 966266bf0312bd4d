"""The way out that a refusal names does lead out: the same study runs once the key is set."""

from __future__ import annotations

import json

import pytest
from tests.studies import INDICATORS, PANEL, STUDY, command, with_cell, with_column, with_rows
from tests.studies import write_study as study_in

ONE = "\n".join(INDICATORS.splitlines()[:2])
BOUNDED = INDICATORS.replace("direction\n", "direction,upper_bound\n").replace(
    "Care,照护,higher\n", "Care,照护,higher,45\n", 1
).replace("higher\n", "higher,\n").replace("lower\n", "lower,\n")  # fmt: skip
GAP = with_cell(PANEL, 2, "b", "")
CASES = {
    "one period": ({"panel": with_rows(PANEL, "2010")}, ["analyze.growth=false"]),
    "one city": ({"panel": with_rows(PANEL, "Ahe")}, ["analyze.gaps=false"]),
    "one indicator": ({"indicators": ONE}, ["weigh.method=equal"]),
    "one group": ({"panel": with_column(PANEL, "region", "East")}, ["data.group="]),
    "bounds kept": ({"indicators": BOUNDED}, ["data.out_of_bounds=keep"]),
    "bounds blanked": (
        {"indicators": BOUNDED}, ["data.out_of_bounds=blank", "prepare.interpolate.extrapolate=1"],
    ),
    "exclude the constant": (
        {"panel": with_column(PANEL, "b", "3")},
        ['data.exclude=[{indicators=["b"], reason="constant"}]'],
    ),
    "exclude the empty": (
        {"panel": with_column(PANEL, "b", "")},
        ['data.exclude=[{indicators=["b"], reason="empty"}]'],
    ),
    "exclude the gappy indicator": (
        {"panel": GAP}, ['data.exclude=[{indicators=["b"], reason="gaps"}]'],
    ),
    "exclude the gappy unit": ({"panel": GAP}, ['data.exclude=[{units=["Ahe"], reason="gaps"}]']),
    "exclude the gappy period": ({"panel": GAP}, ["data.first_period=2010"]),
    "extrapolate the end": ({"panel": GAP}, ["prepare.interpolate.extrapolate=true"]),
    "period by period": (
        {"study": STUDY + '[prepare.normalize]\nscope = "per-period"\n'}, ["analyze.growth=false"],
    ),
    "pooled instead": (
        {"study": STUDY + '[prepare.normalize]\nscope = "per-period"\n'},
        ["prepare.normalize.scope=pooled"],
    ),
    "clip what is outside": (
        {"study": STUDY + '[prepare.normalize]\nscope = "base-period"\nbase_period = 2009\n'},
        ["prepare.normalize.outside=clip"],
    ),
    "exclude the unit with a blank group": (
        {"panel": with_cell(PANEL, 4, "region", "")},
        ['data.exclude=[{units=["Ahe"], reason="no region"}]'],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_named_key_leads_out(name, tmp_path):
    texts, keys = CASES[name]
    study = study_in(tmp_path / "study", **texts)
    sets = [word for key in keys for word in ("--set", key)]
    assert command("check", study).code == 1
    assert command("check", study, *sets).code == 0
    said = command("run", study, "-o", tmp_path / "out", *sets)
    assert said.code == 0, said.text
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert all(test["error"] <= test["allowed"] for test in record["self_tests"])


def test_values_out_of_bounds_that_are_kept_are_doubted_in_the_results(tmp_path):
    study = study_in(tmp_path, indicators=BOUNDED)
    said = command("check", study, "--set", "data.out_of_bounds=keep")
    assert "indicator a" in said.out
    assert "outside the theoretical bounds" in said.out
    assert "Doubts" in said.out


def test_base_period_without_a_choice_names_the_value_and_the_key(tmp_path):
    text = STUDY + '[prepare.normalize]\nscope = "base-period"\nbase_period = 2009\n'
    said = command("check", study_in(tmp_path, study=text))
    assert said.code == 1
    assert "indicator a, Ehe, 2011" in said.text
    # (50 - 10) / (45 - 10): the largest value of a, on the goalposts of 2009.
    assert "1.1429" in said.text
    assert "prepare.normalize.outside" in said.text
