"""The table of coverage: the studies that it names are run, and write what it says they write."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.study import new_study

COVERAGE = tomllib.loads(
    (Path(__file__).parents[2] / "docs" / "coverage.toml").read_text(encoding="utf-8")
)
IDS = {"S0": range(1, 12), "S1": range(1, 33), "S2": range(1, 27)}
# Items that the papers print under one heading stand under the first of them.
UNDER = {"S1-06": "S1-05", "S1-08": "S1-07", "S1-09": "S1-07", "S1-10": "S1-07", "S1-11": "S1-07",
         "S1-22": "S1-21", "S1-23": "S1-19", "S1-25": "S1-21", "S2-06": "S2-05", "S2-07": "S2-05",
         "S2-08": "S2-05"}  # fmt: skip


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    pytest.importorskip("esda")
    out = {}
    for paper, study in COVERAGE["studies"].items():
        folder = tmp_path_factory.mktemp(paper)
        new_study(folder / "study", study["like"])
        keys = [*study["keys"], "present.language=both", "present.workbook=false"]
        keys.append('present.figures=["svg"]')
        loaded = rm.Study.load(folder / "study" / "study.toml", keys)
        out[paper] = rm.write(rm.run(loaded), folder / "out")
    return out


def test_every_item_of_the_papers_is_answered_for() -> None:
    known = {*COVERAGE["items"], *COVERAGE["elsewhere"], *UNDER}
    assert known == {f"{paper}-{n:02}" for paper, every in IDS.items() for n in every}
    assert set(UNDER.values()) <= set(COVERAGE["items"])


@pytest.mark.parametrize("item", COVERAGE["items"])
def test_the_run_writes_what_the_paper_prints(outputs: dict[str, Path], item: str) -> None:
    out = outputs[item[:2]]
    for place in COVERAGE["items"][item]["shows"]:
        name, _, columns = place.partition(": ")
        if not columns:
            assert (out / f"{name}.svg").stat().st_size > 1000, place
            continue
        table = pd.read_csv(out / "tables" / f"{name}.csv")
        named = list(table.columns) if columns == "*" else columns.split(", ")
        assert set(named) <= set(table.columns), place
        assert len(table) > 0, place
        if columns != "*":
            assert table[named].notna().any().all(), place
