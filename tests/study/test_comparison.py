"""Two runs compared by what they left behind."""

import json
import shutil

import numpy as np
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


def totals(found):
    """Sum of the shares of every unit and period, beside the change."""
    sums = found.shares.groupby(["unit", "period"], sort=False)[["change", "moved"]].sum()
    both = found.scores.dropna(subset=["change"]).set_index(["unit", "period"])
    return sums, both[["change", "moved"]].reindex(sums.index)


def placed(tmp_path, name, *keys, panel=PANEL):
    """Run a study of its own folder."""
    folder = tmp_path / name
    study = rm.Study.load(write_study(folder, panel=panel), (*QUICK, *keys))
    return rm.write(rm.run(study), tmp_path / f"{name}-out"), folder


def test_shares_of_stages_add_up_to_the_change(tmp_path):
    one, first = placed(tmp_path, "one")
    two, second = placed(
        tmp_path, "two", "weigh.method=equal", "score.method=geometric-mean",
        "analyze.obstacles=false", "prepare.normalize.interval=[0.01, 1]",
        panel=with_cell(PANEL, 17, "a", "90"),
    )  # fmt: skip
    found = rm.compare(one, two, inputs=[first, second])
    assert found.reason is None
    stages = ["data", "normalisation", "weights", "aggregation"]
    assert found.by_stage["stage"].tolist() == stages
    sums, changes = totals(found)
    assert len(sums) == 18
    # Four sums and the digits of a CSV file.
    np.testing.assert_allclose(sums, changes, atol=1e-12)


def test_two_stages_by_hand(tmp_path):
    """Half the sum of both orders: first weights then aggregation, and the other way round."""
    runs = {}
    for name, keys in {
        "sum": ("prepare.normalize.interval=[0.01, 1]", "analyze.obstacles=false"),
        "mean": ("prepare.normalize.interval=[0.01, 1]", "analyze.obstacles=false",
                 "score.method=geometric-mean"),
    }.items():  # fmt: skip
        for weighting in ("critic", "equal"):
            runs[name, weighting] = placed(tmp_path, f"{name}-{weighting}", *keys,
                                           f"weigh.method={weighting}")  # fmt: skip
    one, two = runs["sum", "critic"], runs["mean", "equal"]
    found = rm.compare(one[0], two[0], inputs=[one[1], two[1]])
    index = {key: rm.Study.load(folder / "study.toml") for key, (_, folder) in runs.items()}
    index = {key: rm.compare(one[0], out).scores["index_second"] for key, (out, _) in runs.items()}
    weights = (
        index["sum", "equal"] - index["sum", "critic"]
        + index["mean", "equal"] - index["mean", "critic"]
    ) / 2  # fmt: skip
    own = found.shares[found.shares["stage"] == "weights"]["change"]
    np.testing.assert_allclose(own, weights, atol=1e-12)


def test_one_stage_takes_the_whole_change(outputs):
    one, two = outputs("weigh.method=equal")
    found = rm.compare(one, two, inputs=[one.parent / "study"])
    assert found.shares["stage"].unique().tolist() == ["weights"]
    assert found.shares["change"].tolist() == pytest.approx(found.scores["change"], abs=1e-15)
    same = rm.compare(one, one, inputs=[one.parent / "study"])
    assert same.shares.empty
    assert same.reason is None


def test_new_units_leave_the_others_to_be_split(tmp_path):
    one, first = placed(tmp_path, "one", 'data.exclude=[{units=["Ahe"], reason="test"}]')
    two, second = placed(tmp_path, "two", "weigh.method=equal")
    found = rm.compare(one, two, inputs=[first, second])
    assert set(found.shares["unit"]) == {"Bohe", "Cohe", "Dohe", "Ehe", "Fohe"}
    np.testing.assert_allclose(*totals(found), atol=1e-12)


def test_what_no_replay_gives_is_a_rest(tmp_path):
    """As if another version had computed the second run."""
    one, first = placed(tmp_path, "one")
    two, second = placed(tmp_path, "two", "weigh.method=equal")
    file = two / "tables" / "scores.csv"
    scores = rm.compare(one, two).scores
    text = file.read_text(encoding="utf-8")
    own = str(scores["index_second"].iloc[0])
    assert text.count(own) == 1
    file.write_text(text.replace(own, str(float(own) + 0.25)), encoding="utf-8")
    found = rm.compare(one, two, inputs=[first, second])
    rest = found.shares[found.shares["stage"] == "rest"]
    assert rest["change"].iloc[0] == pytest.approx(0.25)
    assert rest["change"].iloc[1:].abs().max() < 1e-12


def test_files_that_changed_since_are_not_taken(outputs):
    one, two = outputs("weigh.method=equal")
    folder = one.parent / "study"
    (folder / "panel.csv").write_text(with_cell(PANEL, 2, "a", "11"), encoding="utf-8")
    found = rm.compare(one, two, inputs=[folder])
    assert found.shares.empty
    assert "panel.csv" in found.reason.text()
    shutil.rmtree(folder)
    assert "--inputs" in rm.compare(one, two, inputs=[folder]).reason.text()


def test_a_mixture_that_no_study_allows_is_said(tmp_path):
    """Entropy weights of the second run meet the negative values of the first scaling."""
    keys = ("prepare.normalize.method=z-score", "weigh.method=equal")
    two, second = placed(tmp_path, "two", *keys, "analyze.gaps=false", "analyze.obstacles=false",
                         "analyze.growth=false")  # fmt: skip
    three, third = placed(tmp_path, "three", "weigh.method=entropy")
    found = rm.compare(two, three, inputs=[second, third])
    assert found.shares.empty
    assert "negative" in found.reason.text()
