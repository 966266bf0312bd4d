"""Frozen goalposts: last year's study used again, beside what the panel itself would set."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.studies import tiny_panel

import resilmeter as rm

INDICATORS = "code,dimension,direction\na,Care,higher\nb,Care,lower\nc,Air,higher\n"
FIRST = """city,year,region,a,b,c
Ahe,2009,N,0,10,5
Bohe,2009,N,2,0,0
Cohe,2009,N,4,9,10
"""
SECOND = FIRST + "Ahe,2010,N,8,10,5\nBohe,2010,N,2,0,0\nCohe,2010,N,4,9,10\n"


def panel_of(folder, text):
    folder.mkdir(exist_ok=True)
    return tiny_panel(folder, panel=text, indicators=INDICATORS)


@pytest.fixture
def frozen(tmp_path):
    """Scores of two years with the goalposts of the first."""
    posts = rm.normalize(panel_of(tmp_path / "a", FIRST)).goalposts
    scaled = rm.normalize(
        panel_of(tmp_path / "b", SECOND), scope="fixed", goalposts=posts, outside="keep"
    )
    return rm.score(scaled, rm.weigh(scaled, method="equal"))


def test_frozen_goalposts_leave_published_scores_as_they_are(frozen, tmp_path):
    """The new extreme of a (8, before 4) halves every old value of a under pooled goalposts."""
    first = rm.normalize(panel_of(tmp_path / "c", FIRST))
    published = rm.score(first, rm.weigh(first, method="equal")).index
    found = rm.compare_goalposts(frozen)
    old = found.scores[found.scores["period"] == 2009].set_index("unit")
    np.testing.assert_array_equal(old["index"], published)
    scaled_a = np.array([0, 0.5, 1])
    expected = -(scaled_a - scaled_a / 2) / 3
    np.testing.assert_allclose(old["difference"], expected, rtol=0, atol=1e-15)
    np.testing.assert_array_equal(old["own_index"] - old["index"], old["difference"])
    assert old["rank"].to_dict() == {"Ahe": 3, "Bohe": 2, "Cohe": 1}


def test_goalposts_stand_beside_those_of_the_panel(frozen):
    table = rm.compare_goalposts(frozen).goalposts.set_index("indicator")
    assert table.loc["a"].tolist() == [0, 4, 0, 8]
    assert table.loc["b"].tolist() == [0, 10, 0, 10]


def test_own_goalposts_have_nothing_to_compare(tmp_path):
    scaled = rm.normalize(panel_of(tmp_path / "a", SECOND))
    with pytest.raises(rm.MethodError, match=r"prepare.normalize.scope: .*the scope is pooled"):
        rm.compare_goalposts(rm.score(scaled, rm.weigh(scaled, method="equal")))


def test_the_goalposts_of_one_run_feed_the_next(tmp_path):
    """From tables/goalposts.csv of one output into the study of the next year."""
    study = """[data]
panel = "panel.csv"
indicators = "indicators.csv"
unit = "city"
period = "year"
[weigh]
method = "equal"
[analyze]
growth = false
obstacles = false
"""
    for name, text in (("one", FIRST), ("two", SECOND)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "panel.csv").write_text(text)
        (folder / "indicators.csv").write_text(INDICATORS)
    (tmp_path / "one" / "study.toml").write_text(study)
    rm.write(rm.run(rm.Study.load(tmp_path / "one" / "study.toml")), tmp_path / "out")
    fixed = '[prepare.normalize]\nscope = "fixed"\noutside = "keep"\n'
    fixed += 'goalposts = "../out/tables/goalposts.csv"\n'
    (tmp_path / "two" / "study.toml").write_text(study + fixed)
    result = rm.run(rm.Study.load(tmp_path / "two" / "study.toml"))
    rm.write(result, tmp_path / "out2")
    before = pd.read_csv(tmp_path / "out" / "tables" / "scores.csv").set_index("unit")["index"]
    after = pd.read_csv(tmp_path / "out2" / "tables" / "goalposts_scores.csv")
    old = after[after["period"] == 2009].set_index("unit")["index"]
    pd.testing.assert_series_equal(before, old)
    report = (tmp_path / "out2" / "report.html").read_text(encoding="utf-8")
    assert "other goalposts for 1 of 3 indicators" in report
