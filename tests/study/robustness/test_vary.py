"""Variants are replays: each is the run of the study with changed keys."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.studies import INDICATORS

import resilmeter as rm
from resilmeter.errors import DataError, StudyError
from resilmeter.framework import Framework
from resilmeter.study.robustness.evaluate import Job, evaluate, silent
from resilmeter.study.robustness.replay import Replay
from resilmeter.study.robustness.variant import Span, every, factors

# A product of matrices sums in another order than the run.
ROUNDING = 1e-12
ALONE = ("analyze.obstacles=false", "analyze.growth=false", "analyze.diagnose=false",
         "weigh.compare=[]")  # fmt: skip


def computed(study, **span):
    """The index of every combination, beside its keys."""
    replay = Replay(study)
    rows = replay.scaled(study).values.index
    made = factors(Span(**span), replay.scaled(study).panel.framework)
    job = Job(replay=replay, rows=rows, seed=1, noise=span.get("noise", 0.0))
    return evaluate(job, made, every(made), silent), rows


OVER = {
    "prepare.treat.method": ["none", "winsorize"],
    "prepare.normalize.method": ["minmax", "rank"],
    "prepare.normalize.interval": [(0.0, 1.0), (0.1, 1.0)],
    "weigh.method": ["critic", "entropy", "equal"],
    "score.method": ["weighted-sum", "geometric-mean", "levels", "topsis", "power-mean"],
}


def test_every_combination_is_the_run_with_these_keys(tiny):
    found, rows = computed(tiny(), over=OVER)
    assert len(found.table) == 2 * 2 * 2 * 3 * 5
    compared = 0
    for place, row in enumerate(found.table.itertuples()):
        keys = [f"{key.replace('(', '[').replace(')', ']')}" for key in row.keys.split("; ")]
        if row.note:
            # Ranks have no interval: the study refuses it as well.
            with pytest.raises(rm.ResilmeterError):
                rm.run(tiny(*keys, *ALONE))
            continue
        scores = rm.run(tiny(*keys, *ALONE)).scores if place % 7 == 0 else None
        if scores is None:
            continue
        compared += 1
        index = pd.Series(found.index[place].ravel(), rows)
        assert np.abs(index - scores.index).max() <= ROUNDING, row.keys
        assert found.ranks[place].ravel().tolist() == scores.ranks.reindex(rows).to_list()
    assert compared > 8


@pytest.mark.parametrize("method", ["weighted-sum", "levels", "topsis", "grey-relation"])
@pytest.mark.parametrize("weighting", ["critic", "pca", "equal"])
def test_an_indicator_left_out_is_the_run_without_it(tiny, method, weighting):
    keys = (f"score.method={method}", f"weigh.method={weighting}", *ALONE)
    found, rows = computed(tiny(*keys), over={}, drop_indicators=True)
    assert found.table["dropped"].tolist() == ["", "a", "b", "c", "d"]
    for place, code in enumerate("abcd", start=1):
        rule = f'data.exclude=[{{indicators=["{code}"], reason="test"}}]'
        scores = rm.run(tiny(*keys, rule)).scores
        index = pd.Series(found.index[place].ravel(), rows)
        assert np.abs(index - scores.index).max() <= ROUNDING


def test_a_dimension_left_out_is_the_run_without_its_indicators(tiny):
    found, _ = computed(tiny("weigh.method=entropy"), over={}, drop_dimensions=True)
    assert found.table["dropped"].tolist() == ["", "a, b", "c, d"]
    rule = 'data.exclude=[{indicators=["a", "b"], reason="test"}]'
    scores = rm.run(tiny("weigh.method=entropy", rule, *ALONE)).scores
    assert np.abs(found.index[1].ravel() - scores.index.to_numpy()).max() <= ROUNDING


def test_a_turned_direction_is_the_run_with_the_other_direction(tiny):
    found, _ = computed(tiny(), over={}, contested=("c",))
    other = INDICATORS.replace("Air,空气,lower", "Air,空气,higher")
    scores = rm.run(tiny(*ALONE, indicators=other)).scores
    assert np.abs(found.index[1].ravel() - scores.index.to_numpy()).max() <= ROUNDING


def test_given_and_fixed_weights_follow_what_is_left(tiny):
    study = tiny("weigh.method=given", "weigh.given={a=1, b=2, c=3, d=4}", *ALONE)
    found, _ = computed(study, over={}, drop_indicators=True)
    assert found.table["note"].eq("").all()
    rule = 'data.exclude=[{indicators=["d"], reason="test"}]'
    left = rm.run(tiny("weigh.method=given", "weigh.given={a=1, b=2, c=3}", rule, *ALONE)).scores
    assert np.abs(found.index[4].ravel() - left.index.to_numpy()).max() <= ROUNDING


def test_learned_cells_are_filled_again_without_the_indicator(tiny):
    pytest.importorskip("sklearn")
    from tests.studies import PANEL, with_cell

    holes = with_cell(with_cell(PANEL, 2, "a", ""), 9, "b", "")
    keys = ("prepare.interpolate.method=none", "prepare.impute.method=nearest-neighbours", *ALONE)
    found, _ = computed(tiny(*keys, panel=holes), over={}, drop_indicators=True)
    rule = 'data.exclude=[{indicators=["d"], reason="test"}]'
    scores = rm.run(tiny(*keys, rule, panel=holes)).scores
    assert np.abs(found.index[4].ravel() - scores.index.to_numpy()).max() <= ROUNDING


def test_the_study_itself_is_found_among_the_combinations(tiny):
    found = rm.vary(tiny(), {"weigh.method": ["equal", "critic"], "score.method": ["weighted-sum"]})
    assert found.own == 2
    own = found.variants.iloc[1]
    assert (own["mean_shift"], own["kendall"], own["largest_shift"]) == (0, 1, 0)
    assert rm.vary(tiny(), {"weigh.method": ["equal"]}).own == 0


def test_tables_agree_with_the_ranks(tiny):
    """Recount shifts and intervals from the rank table with plain pandas."""
    study = tiny()
    found = rm.vary(study, {"weigh.method": ["equal", "critic", "entropy"]}, drop_indicators=True)
    own = rm.run(study).scores.ranks.xs(2011, level="period")
    wide = found.ranks.pivot_table(index="unit", columns="variant", values="rank").loc[own.index]
    moved = wide.sub(own, axis=0).abs()
    assert found.variants["mean_shift"].tolist() == pytest.approx(moved.mean().to_list())
    last = found.intervals[found.intervals["period"] == 2011].set_index("unit").loc[own.index]
    assert last["low"].tolist() == pytest.approx(wide.quantile(0.05, axis=1).to_list())
    assert last["rank"].tolist() == own.to_list()
    assert len(found.agreement) == 15 * 14 / 2
    by_choice = found.choices[found.choices["factor"] == "weigh.method"]
    assert by_choice["variants"].tolist() == [5, 5, 5]


def test_a_refused_variant_is_listed_with_its_reason(tiny):
    over = {"prepare.normalize.method": ["minmax", "z-score"], "weigh.method": ["entropy", "equal"]}
    found = rm.vary(tiny(), over)
    notes = found.variants["note"]
    assert (notes != "").tolist() == [False, False, True, False]
    assert "negative" in notes[2]
    assert found.evaluated == 3
    assert [p.key for p in found.steps] == ["variants-refused"]
    assert found.variants.loc[2, ["mean_shift", "largest_shift", "kendall"]].isna().all()


def test_unknown_keys_and_values_are_refused_by_name(tiny):
    with pytest.raises(StudyError, match=r"^weigh\.methud: .* Nearest: weigh\.method") as caught:
        rm.vary(tiny(), {"weigh.methud": ["equal", "critic"], "weigh.fixed.a": [0.1], "bogus": [1]})
    assert [p.where["key"] for p in caught.value.problems] == ["weigh.methud", "bogus"]
    with pytest.raises(StudyError, match="no such key"):
        rm.uncertainty(tiny(), rm.Span(over={"weigh.methud": ["equal"]}), samples=4)
    found = rm.vary(tiny(), {"weigh.method": ["equal", "magic"]})
    assert "magic" in found.variants.loc[1, "note"]
    with pytest.raises(StudyError, match=r"title: .* needs a text in quotes"):
        rm.vary(tiny(), {"title.x": [1]})


@pytest.mark.parametrize(
    ("span", "key"),
    [
        ({"over": {}}, "nothing-varies"),
        ({"over": {"weigh.method": []}}, "over-empty"),
        ({"over": {"seed": list(range(30_000))}}, "too-many-variants"),
    ],
)
def test_requests_that_cannot_work_are_refused(tiny, span, key):
    with pytest.raises(StudyError) as refused:
        rm.vary(tiny(), **span)
    assert [p.key for p in refused.value.problems] == [key]


def test_a_study_that_cannot_run_is_refused_as_in_a_run(tiny):
    with pytest.raises(DataError, match=r"panel\.csv"):
        rm.vary(tiny("data.panel=panel.csv", "data.unit=town"), {"weigh.method": ["equal"]})


def test_a_shorter_window_and_fewer_cities_keep_their_places(tiny):
    study = tiny()
    exclude = [[], [{"units": ["Ahe"], "reason": "test"}]]
    found = rm.vary(study, {"data.first_period": [2009, 2010], "data.exclude": exclude})
    assert found.variants["note"].eq("").all()
    counts = found.intervals.set_index(["unit", "period"])["variants"]
    assert counts[("Ahe", 2009)] == 1
    assert counts[("Ahe", 2010)] == 2
    assert counts[("Bohe", 2009)] == 2
    assert counts[("Bohe", 2011)] == 4


def test_per_period_weights_are_varied_without_noise(tiny):
    found = rm.vary(tiny("analyze.growth=false"), {"weigh.scope": ["pooled", "per-period"]})
    scores = rm.run(tiny("weigh.scope=per-period", *ALONE)).scores
    last = found.ranks[found.ranks["variant"] == 2].set_index("unit")["rank"]
    assert last.to_dict() == scores.ranks.xs(2011, level="period").to_dict()
    assert "level-change" not in set(found.sentences.loc[found.sentences["variants"] == 2, "claim"])


def test_turning_what_has_no_direction_is_refused():
    indicator = rm.Indicator(
        code="a", dimension="D", direction="target", target_low=1.0, target_high=2.0
    )
    from resilmeter.study.robustness.replay import _turned

    with pytest.raises(StudyError, match="cannot be turned"):
        _turned(Framework((indicator, replace(indicator, code="b"))), ("a",))
