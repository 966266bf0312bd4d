"""Random variants: seeds, factors, Sobol indices, sentences."""

import pandas as pd
import pytest
from tests.studies import PANEL, with_cell

import resilmeter as rm
from resilmeter.analyze import Robustness
from resilmeter.errors import MethodError, StudyError
from resilmeter.study.robustness import replay

OVER = {"weigh.method": ["critic", "equal"], "score.method": ["weighted-sum", "topsis"]}
TABLES = ("variants", "intervals", "choices", "sentences", "sensitivity")


def same(one: Robustness, other: Robustness) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_the_same_seed_gives_the_same_tables_and_another_does_not(tiny):
    pytest.importorskip("SALib")
    span = rm.Span(over=OVER, noise=0.3, drop_indicators=True)
    pair = [rm.uncertainty(tiny(), span, samples=60, seed=4) for _ in range(2)]
    same(*pair)
    other = rm.uncertainty(tiny(), span, samples=60, seed=5)
    assert not other.variants["draw"].equals(pair[0].variants["draw"])


def test_each_choice_has_its_share(tiny):
    span = rm.Span(over=OVER, drop_indicators=True)
    found = rm.uncertainty(tiny(), span, samples=2000, sensitivity=False)
    shares = found.choices.set_index(["factor", "choice"])["variants"] / 2000
    # Four standard errors of a share of 2,000.
    assert shares[("weigh.method", "equal")] == pytest.approx(1 / 2, abs=4 * 0.5 / 2000**0.5)
    assert shares[("drop-indicator", "a")] == pytest.approx(1 / 5, abs=4 * 0.4 / 2000**0.5)


def test_noise_is_the_only_thing_that_varies(tiny):
    found = rm.uncertainty(tiny(), rm.Span(noise=0.2), samples=50, sensitivity=False)
    assert found.choices.empty
    assert found.variants["draw"].between(1, 1000).all()
    assert found.variants["mean_shift"].max() > 0


def test_sobol_indices_name_what_moves_the_index(tiny):
    """The index has one value for each way of scoring and none for a key without effect."""
    pytest.importorskip("SALib")
    over = {"score.method": ["weighted-sum", "topsis"], "prepare.impute.neighbours": [3, 5]}
    found = rm.uncertainty(tiny(), rm.Span(over=over), samples=256)
    table = found.sensitivity.set_index(["output", "unit", "factor"]).sort_index()
    row = table.loc[("index", "Ahe")]
    assert row.loc["prepare.impute.neighbours", ["first", "total"]].to_list() == [0, 0]
    # A sample of 64 points estimates a share of 1.
    assert row.loc["score.method", "first"] == pytest.approx(1, abs=0.05)
    assert set(found.sensitivity["output"]) == {"mean-shift", "index", "rank"}


def test_sobol_indices_need_every_variant(tiny):
    pytest.importorskip("SALib")
    over = {"prepare.normalize.method": ["minmax", "z-score"], "weigh.method": ["entropy", "equal"]}
    found = rm.uncertainty(tiny(), rm.Span(over=over), samples=64)
    assert found.sensitivity.empty
    assert [p.key for p in found.steps] == ["variants-refused", "sobol-refused"]
    window = rm.Span(over={"data.last_period": [2010, 2011], "weigh.method": ["critic", "equal"]})
    found = rm.uncertainty(tiny(), window, samples=64)
    assert [p.key for p in found.steps] == ["sobol-units"]


def test_imputed_cells_vary_with_the_seed(tiny):
    pytest.importorskip("sklearn")
    holes = with_cell(with_cell(PANEL, 2, "a", ""), 9, "b", "")
    keys = ("prepare.interpolate.method=none", "prepare.impute.method=chained-equations")
    study = tiny(*keys, panel=holes)
    found = rm.vary(study, {"seed": [1, 2, 3]})
    assert found.variants["note"].eq("").all()
    assert found.own == 1


def test_noise_on_weights_by_period_is_refused_by_name(tiny):
    study = tiny("weigh.scope=per-period", "analyze.growth=false")
    with pytest.raises(StudyError, match="noise on weights is defined"):
        rm.uncertainty(study, rm.Span(noise=0.2), samples=4, sensitivity=False)


@pytest.mark.parametrize(
    ("span", "samples", "said"),
    [
        (rm.Span(contested=("x",)), 10, "no such indicator"),
        (rm.Span(), 10, "nothing varies"),
        (rm.Span(noise=0.2), 1, "1 samples were asked for"),
        (rm.Span(noise=9.0), 10, "noise on the weights is 9"),
    ],
)
def test_requests_that_cannot_work_are_refused(tiny, span, samples, said):
    with pytest.raises((StudyError, MethodError), match=said):
        rm.uncertainty(tiny(), span, samples=samples, sensitivity=False)


def test_progress_counts_up_to_all_variants(tiny):
    seen = []
    rm.vary(tiny(), OVER, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (4, 4)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_sentences_are_recounted_from_runs(tiny):
    """The claims of four full runs, read from their own tables."""
    found = rm.vary(tiny("analyze.obstacles=false"), OVER)
    told = found.sentences[found.sentences["claim"] != ""].set_index(["sentence", "claim"])
    largest, highest, dimension = [], [], []
    for weighting in OVER["weigh.method"]:
        for scoring in OVER["score.method"]:
            keys = (f"weigh.method={weighting}", f"score.method={scoring}")
            result = rm.run(tiny(*keys, "analyze.obstacles=false"))
            table = result.weights.table
            top = table["weight"].round(4) == table["weight"].round(4).max()
            largest.append(" + ".join(sorted(table.loc[top, "indicator"])))
            means = result.means[(result.means["level"] == "group")
                                 & (result.means["period"] == 2011)]  # fmt: skip
            highest.append(means.loc[means["mean"].idxmax(), "group"])
            gaps = result.gaps.dimensions
            last = gaps[gaps["period"] == 2011]
            dimension.append(last.loc[last["contribution"].idxmax(), "dimension"])
    for key, values in (
        (("largest-weights", "largest-weight"), largest),
        (("groups-last", "highest-group"), highest),
        (("gap-dimension", "gap-dimension"), dimension),
    ):
        row = told.loc[key]
        assert row["value"] == values[0]
        assert row["holds"] == values.count(values[0])
        assert row["variants"] == 4


def test_imputations_let_filled_cells_vary_and_nothing_else(tiny):
    """Without a hole all imputations are the same; with one, ranks follow from runs by seed."""
    found = rm.uncertainty(tiny(), rm.Span(imputations=5), samples=12, sensitivity=False)
    assert found.variants["mean_shift"].eq(0).all()
    holes = with_cell(with_cell(PANEL, 3, "a", ""), 6, "d", "")
    study = tiny("weigh.method=equal", panel=holes)
    found = rm.uncertainty(study, rm.Span(imputations=5), samples=40, sensitivity=False)
    assert sorted(found.choices["choice"]) == ["1", "2", "3", "4", "5"]
    for row in found.variants.drop_duplicates("keys").itertuples():
        seed = int(row.keys.rpartition("=")[2])
        keys = ("prepare.interpolate.errors=true", f"seed={seed}", "weigh.method=equal")
        ranks = rm.run(tiny(*keys, panel=holes)).scores.ranks
        shift = (ranks - rm.run(study).scores.ranks).abs().xs(2011, level="period").mean()
        assert row.mean_shift == pytest.approx(shift)


def test_each_imputation_is_prepared_once_however_little_is_kept(tiny, monkeypatch):
    """Three imputations, four ways to go on from each: three fillings.

    One more for the study itself, and one to see which cells no imputation moves.
    """
    filled, calls = replay.filled, []

    def counted(*given):
        calls.append(given)
        return filled(*given)

    monkeypatch.setattr(replay, "filled", counted)
    monkeypatch.setitem(replay.MOST_KEPT, "filled", 1)
    monkeypatch.setitem(replay.MOST_KEPT, "scaled", 1)
    study = tiny(panel=with_cell(PANEL, 3, "a", ""))
    span = rm.Span(over=OVER, imputations=3)
    found = rm.uncertainty(study, span, samples=60, sensitivity=False)
    assert found.variants["keys"].nunique() == 12
    assert len(calls) == 3 + 1 + 1


def test_cells_that_no_imputation_moves_are_doubted(tiny):
    """With two holes in three years only four cities show how a line errs."""
    holes = with_cell(with_cell(PANEL, 3, "a", ""), 6, "a", "")
    found = rm.uncertainty(tiny(panel=holes), rm.Span(imputations=3), samples=6, sensitivity=False)
    (step,) = found.steps
    assert (step.key, step.level, step.values["count"]) == ("line-errors-unknown", "doubt", 2)
    assert step.where == {"indicator": "a"}
    one = tiny(panel=with_cell(PANEL, 3, "a", ""))
    assert not rm.uncertainty(one, rm.Span(imputations=3), samples=6, sensitivity=False).steps
