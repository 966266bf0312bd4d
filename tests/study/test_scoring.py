"""Every way of scoring through a study file: what is written, said, and left out."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from tests.studies import PANEL, STUDY, command, write_study

import resilmeter as rm
from resilmeter.scoring import SCORINGS

LEFT_OUT = "\n[analyze]\nobstacles = false\n"


@pytest.fixture
def imported(tmp_path):
    """A study whose index stands in a file: the rank of each line of the panel."""
    rows = [line.split(",")[:2] for line in PANEL.splitlines()[1:]]
    text = "city,year,index\n" + "".join(f"{c},{y},{n + 1}\n" for n, (c, y) in enumerate(rows))
    keys = '\n[score]\nmethod = "imported"\nimported = "index.csv"\n'
    study = write_study(tmp_path / "study", study=STUDY + keys + LEFT_OUT)
    (tmp_path / "study" / "index.csv").write_text(text, encoding="utf-8")
    return study


@pytest.mark.parametrize("method", [name for name in SCORINGS if name != "imported"])
def test_every_method_runs_in_both_languages(tmp_path, method):
    keys = f'language = "both"\n\n[score]\nmethod = "{method}"\n'
    interval = "\n[prepare.normalize]\ninterval = [0.01, 1]\n"
    study = write_study(tmp_path / "study", study=STUDY + keys + interval + LEFT_OUT)
    said = command("run", study, "-o", tmp_path / "out")
    assert said.code == 0, said.err
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    shown = re.sub(r'<script.*?</script>|src="[^"]*"', "", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b", shown)
    parts = pd.read_csv(tmp_path / "out" / "tables" / "parts.csv")
    index = pd.read_csv(tmp_path / "out" / "tables" / "scores.csv")["index"].to_numpy()
    sums = parts.groupby(["unit", "period"], sort=False)["part"].sum().to_numpy()
    assert sums == pytest.approx(index, abs=1e-10)


def test_an_imported_index_goes_all_the_way(imported, tmp_path):
    said = command("run", imported, "-o", tmp_path / "out", "--set", "present.language=both")
    assert said.code == 0, said.err
    scores = pd.read_csv(tmp_path / "out" / "tables" / "scores.csv")
    assert scores["index"].tolist() == list(range(1, 19))
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]*>", " ", page)
    for untrue in ("Largest weights", "Weights are", "dimensions made", "share of the gap in"):
        assert untrue not in text
    assert "computed elsewhere" in text
    assert not list((tmp_path / "out" / "tables").glob("diagnosis*"))


def test_an_imported_index_can_be_checked(imported):
    said = command("check", imported)
    assert said.code == 0
    assert "computed elsewhere" in said.text


def test_a_row_of_an_imported_index_that_is_wrong_is_named(imported):
    file = imported.parent / "index.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[2], lines[3] = "Ahe,2010,many", "Ahe,soon,3"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = command("run", imported, "-o", imported.parent / "out")
    assert said.code == 1
    assert "index.csv, row 3, column index" in said.err
    assert "index.csv, row 4, column year" in said.err


def test_obstacles_of_what_is_no_sum_are_refused_with_the_way_out(tmp_path):
    study = write_study(tmp_path / "study", study=STUDY + '\n[score]\nmethod = "topsis"\n')
    said = command("run", study, "-o", tmp_path / "out")
    assert said.code == 1
    assert "analyze.obstacles: obstacle degrees are shares of a weighted sum" in said.err


def test_keys_that_are_not_read_are_doubted(tmp_path):
    keys = "\n[score]\nexponent = 2.0\n\n[weigh]\nshift = 0.1\n"
    said = command("check", write_study(tmp_path / "study", study=STUDY + keys))
    assert "score.exponent: this key is set but has no effect" in said.text
    assert 'only where weigh.method = "entropy"' in said.text


def test_a_shift_that_the_study_needs_is_enough(tmp_path):
    """Beyond the goalposts of a base period values are negative; no smaller shift is tried then."""
    path = write_study(tmp_path / "study")
    keys = ("prepare.normalize.scope=base-period", "prepare.normalize.base_period=2009",
            "prepare.normalize.outside=keep", "weigh.method=entropy", "weigh.shift=1",
            "analyze.obstacles=false", "analyze.levers=false", "analyze.gaps=false",
            "weigh.compare=[]")  # fmt: skip
    result = rm.run(rm.Study.load(path, keys))
    assert result.scaled.values.to_numpy().min() < -0.01
    assert result.entropy_shift["shift"].unique().tolist() == [1.0]
    np.testing.assert_allclose(result.entropy_shift["weight"], result.weights.table["weight"])
