"""The section [inequality] of the study file: weights, form, chance, and periods of the change."""

import numpy as np
import pytest
from tests.studies import PANEL, STUDY, with_column, write_study

import resilmeter as rm
from resilmeter.present.sentences.headlines import method_sentences

PEOPLE = [str(n) for n in range(1, 19)]


def run(folder, *keys, panel=PANEL):
    return rm.run(rm.Study.load(write_study(folder, panel=panel, study=STUDY), keys))


def test_a_weights_column_is_kept_and_used_everywhere(tmp_path):
    panel = with_column(PANEL, "people", PEOPLE)
    result = run(tmp_path, "inequality.weights=people", panel=panel)
    assert result.scaled.panel.others["people"].tolist() == [float(n) for n in PEOPLE]
    expected = rm.gini_cells(result.scores, weights="people").total["gini"]
    assert result.gaps.total["gini"].tolist() == expected.tolist()
    plain = rm.gini_cells(result.scores).total["gini"]
    assert not np.allclose(plain, expected)
    for table in (result.inequality.total, result.dagum.total):
        assert table["gini"].to_numpy() == pytest.approx(expected.to_numpy())
    gini = result.gap_evidence.parts[result.gap_evidence.parts["statistic"] == "gini"]
    assert gini["value"].to_numpy() == pytest.approx(expected.to_numpy())
    assert "units weighted by people" in "\n".join(method_sentences(result, "en"))


def test_a_weights_column_that_is_not_in_the_file_is_refused_by_name(tmp_path):
    with pytest.raises(rm.DataError, match="column people: there is no such column"):
        run(tmp_path, "inequality.weights=people")


def test_the_form_reaches_every_table(tmp_path):
    plain = run(tmp_path / "plain")
    sample = run(tmp_path / "sample", "inequality.correction=sample")
    for record in ("gaps", "dagum"):
        one, other = (getattr(r, record).total["gini"] for r in (plain, sample))
        assert (other / one).to_numpy() == pytest.approx(6 / 5, rel=1e-12)
    assert "sample form" in "\n".join(method_sentences(sample, "en"))


def test_chance_is_gauged_as_asked_and_seeded_by_the_study(tmp_path):
    keys = ("inequality.shuffles=49", "inequality.draws=29", "inequality.confidence=0.9", "seed=4")
    result = run(tmp_path, *keys)
    expected = rm.Chance(shuffles=49, draws=29, confidence=0.9, seed=4)
    assert result.gap_evidence.chance == expected == result.gap_change.chance
    again = rm.gap_evidence(result.scores, chance=expected)
    assert again.parts.equals(result.gap_evidence.parts)


def test_the_change_goes_between_the_periods_asked_for(tmp_path):
    change = run(tmp_path, "inequality.first_period=2010").gap_change
    assert (change.start, change.end) == (2010, 2011)


@pytest.mark.parametrize("keys", [
    ["inequality.first_period=2008"],
    ["inequality.last_period=2012"],
    ["inequality.first_period=2011", "inequality.last_period=2010"],
])  # fmt: skip
def test_other_periods_are_refused_with_those_allowed(tmp_path, keys):
    with pytest.raises(rm.StudyError, match=r"inequality\.first_period.*2009, 2010, 2011"):
        run(tmp_path, *keys)


def test_where_periods_cannot_be_compared_there_is_no_change(tmp_path):
    result = run(tmp_path, "prepare.normalize.scope=per-period", "analyze.growth=false")
    assert result.gap_change is None
    assert result.gap_evidence is not None


def test_a_study_without_groups_measures_what_needs_none(tmp_path):
    result = run(tmp_path, "data.group=")
    assert result.dagum is None
    assert result.gap_evidence.parts["low"].notna().any()
    assert set(result.gap_change.parts["level"]) == {"total", "dimension", "cell"}


def test_nothing_is_measured_where_gaps_are_not_asked_for(tmp_path):
    result = run(tmp_path, "analyze.gaps=false")
    answers = (result.gaps, result.inequality, result.dagum, result.gap_evidence, result.gap_change)
    assert answers == (None,) * 5
