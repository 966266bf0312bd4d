"""Two runs compared by what they left behind."""

import json

import pytest
from tests.studies import PANEL, with_cell, write_study

import resilmeter as rm
from resilmeter.errors import OutputError

QUICK = ("present.workbook=false", "present.figures=[]")


@pytest.fixture
def outputs(tmp_path):
    """Run the tiny study twice, the second time with other keys or another panel."""

    def make(*overrides, panel=PANEL):
        folders = []
        for name, keys, text in (("one", (), PANEL), ("two", overrides, panel)):
            study = rm.Study.load(write_study(tmp_path / "study", panel=text), (*QUICK, *keys))
            folders.append(rm.write(rm.run(study), tmp_path / name))
        return folders

    return make


def test_the_same_run_twice_changes_nothing(outputs):
    found = rm.compare(*outputs())
    assert found.causes.empty
    assert found.headlines.empty
    assert (found.weights["change"] == 0).all()
    assert (found.scores["moved"] == 0).all()


def test_another_weighting_is_the_cause_and_its_changes_add_up(outputs):
    one, two = outputs("weigh.method=equal")
    found = rm.compare(one, two)
    causes = found.causes[["kind", "what", "first", "second"]].to_numpy().tolist()
    assert causes == [["key", "weigh.method", "critic", "equal"]]
    # Both sets of weights sum to 1.
    assert found.weights["change"].sum() == pytest.approx(0, abs=1e-12)
    assert found.weights["change"].abs().is_monotonic_decreasing
    assert (found.weights["weight_second"] == 0.25).all()
    assert set(found.headlines["run"]) == {"first", "second"}
    assert "changed" in repr(found)


def test_a_new_value_shows_as_input_and_as_goalpost(outputs):
    one, two = outputs(panel=with_cell(PANEL, 17, "a", "90"))
    causes = rm.compare(one, two).causes
    assert causes["kind"].tolist() == ["input", "goalposts"]
    assert causes.iloc[1].tolist() == ["goalposts", "a", "10 to 50", "10 to 90"]


def test_units_of_one_run_only_are_kept_with_blanks(outputs):
    one, two = outputs('data.exclude=[{units=["Ahe"], reason="test"}]')
    scores = rm.compare(one, two).scores
    gone = scores[scores["unit"] == "Ahe"]
    assert len(gone) == 3
    assert gone["index_second"].isna().all()
    assert gone["index_first"].notna().all()


@pytest.mark.parametrize("harm", ["no folder", "no json", "no table", "no key"])
def test_what_no_run_wrote_is_refused_by_name(outputs, harm):
    one, two = outputs()
    if harm == "no folder":
        two = two / "elsewhere"
    elif harm == "no json":
        (two / "run.json").write_text("{", encoding="utf-8")
    elif harm == "no table":
        (two / "tables" / "scores.csv").unlink()
    else:
        record = json.loads((two / "run.json").read_text(encoding="utf-8"))
        del record["inputs"]
        (two / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(OutputError, match="no folder that a run wrote"):
        rm.compare(one, two)
