"""Questions over time: what the verbs hand on, by hand, and what is answered n/a."""

import sys

import numpy as np
import pytest

import resilmeter as rm

ROUNDING = 1e-12


@pytest.fixture(scope="module")
def example():
    scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    return rm.score(scaled, rm.weigh(scaled, method="entropy"))


@pytest.fixture
def scored(score_by_hand):
    """Score units by one indicator of weight 1: the values are the index."""

    def go(values, periods, **options):
        rows = {unit: [[y] for y in series] for unit, series in values.items()}
        return score_by_hand(rows, dimensions=["A"], weights=[1.0], periods=periods, **options)

    return go


def test_sigma_is_the_spread_of_each_period(example):
    found = rm.convergence(example).sigma
    own = found[found["group"] == ""].set_index("period")
    by_period = example.index.groupby(level="period")
    assert np.abs(own["deviation"] - by_period.std(ddof=0)).max() <= ROUNDING
    ratio = by_period.std(ddof=0) / by_period.mean()
    assert np.abs(own["variation"] - ratio).max() <= ROUNDING


def test_beta_from_first_to_last_is_the_least_squares_slope(example):
    found = rm.convergence(example).beta
    own = found.query("group == '' and kind == 'absolute' and form == 'log' and steps == 'whole'")
    wide = np.log(example.index.unstack())
    slope = np.polyfit(wide[2003], wide[2019] - wide[2003], 1)[0]
    assert own["slope"].iloc[0] == pytest.approx(slope, rel=1e-9)


def test_beta_with_effects_is_the_slope_of_what_neither_unit_nor_period_explains(example):
    pytest.importorskip("linearmodels")
    found = rm.convergence(example, effects=True).beta.query("kind == 'effects'")
    wide = np.log(example.index.unstack().to_numpy())
    start, growth = wide[:, :-1], np.diff(wide, axis=1)
    start = start - start.mean(axis=1, keepdims=True) - start.mean(axis=0) + start.mean()
    row = found.set_index("form").loc["log"]
    # within transformation and least squares, in double precision
    assert row["slope"] == pytest.approx((start * growth).sum() / (start**2).sum(), rel=1e-9)
    assert row["observations"] == growth.size
    assert "Nickell" in row["note"]


@pytest.mark.parametrize(
    ("values", "text"),
    [([[0.1, 0.2, 0.3], [0.3, 0.2, 0.5]], "4 are needed"),
     ([[0.1, 0.2, 0.3, 0.4]], "2 are needed"),
     ([[0.0, 0.2, 0.3, 0.5], [0.3, 0.2, 0.5, 0.6]], "zero or negative"),
     ([[0.1, 0.2, 0.3, 0.5], [0.2, 0.3, 0.4, 0.6]], "no coefficient can be told apart")],
)  # fmt: skip
def test_effects_that_cannot_be_told_apart_are_answered_with_the_reason(scored, values, text):
    pytest.importorskip("linearmodels")
    units = dict(zip(("Ash", "Bay"), values, strict=False))
    found = rm.convergence(scored(units, tuple(range(len(values[0])))), effects=True).beta
    notes = found.query("kind == 'effects'")["note"]
    assert notes.str.contains(text).any(), notes.tolist()


def test_without_linearmodels_the_extra_is_named(example, monkeypatch):
    monkeypatch.setitem(sys.modules, "linearmodels.panel", None)
    with pytest.raises(rm.StudyError, match=r"resilmeter\[effects\]"):
        rm.convergence(example, effects=True)


def test_periods_that_are_not_equally_far_apart_have_no_beta_but_a_note(scored):
    scores = scored({"Ash": [0.1, 0.2, 0.3], "Bay": [0.3, 0.2, 0.5]}, (2000, 2001, 2005))
    found = rm.convergence(scores).beta
    assert found["slope"].isna().all()
    assert found["note"].str.len().gt(0).all()
    outlook = rm.outlook(scores)
    assert outlook["value"].isna().all()
    assert outlook["note"].str.len().gt(0).all()


def test_a_single_unit_and_equal_units_are_answered_with_the_reason(scored):
    alone = rm.convergence(scored({"Ash": [0.1, 0.2]}, (2000, 2001)))
    assert alone.sigma["note"].str.contains("2 are needed").all()
    same = rm.densities(scored({"Ash": [0.2], "Bay": [0.2]}, (2000,)))
    assert same.curves.empty
    assert same.humps["note"].str.contains("equal").all()


def test_every_density_has_area_one(example):
    found = rm.densities(example, draws=9).curves
    for _, own in found.groupby("period"):
        # cut four bandwidths beyond the scores: less than 1 in 10 000 of each kernel is lost
        assert np.trapezoid(own["density"], own["index"]) == pytest.approx(1.0, abs=2e-4)


def test_same_seed_same_test_of_humps(example):
    twice = [rm.densities(example, (2019,), draws=29, seed=5).humps for _ in range(2)]
    assert twice[0].equals(twice[1])


def test_unknown_periods_have_no_density(example):
    with pytest.raises(rm.MethodError, match="1999"):
        rm.densities(example, (1999,))


def test_moves_by_hand(scored):
    values = {"Ash": [0.1, 0.4], "Bay": [0.2, 0.1], "Cor": [0.3, 0.3], "Dun": [0.4, 0.4]}
    found = rm.transitions(scored(values, (2000, 2001)), cuts=(0.25,))
    table = found.matrix.set_index(["state", "next_state"])
    assert table["count"].tolist() == [1, 1, 0, 2]
    assert table["probability"].tolist() == [0.5, 0.5, 0.0, 1.0]
    assert found.long_run["absorbing"].tolist() == [False, True]
    assert found.long_run["ergodic"].tolist() == [0.0, 1.0]


def test_moves_given_neighbours_add_up_and_leave_islands_out(example):
    n = len(example.scaled.panel.units)
    weights = np.roll(np.eye(n), 1, axis=1)
    weights[0] = 0.0  # an island
    found = rm.transitions(example, 3, neighbours=weights).matrix
    counts = found.groupby("neighbours")["count"].sum()
    assert counts.loc[0] == n * 16
    assert counts.drop(0).sum() == (n - 1) * 16
    with pytest.raises(rm.MethodError):
        rm.transitions(example, neighbours=weights[:3])


def test_rank_moves_by_hand(scored):
    values = {"Ash": [0.3, 0.3], "Bay": [0.2, 0.1], "Cor": [0.1, 0.2]}
    row = rm.transitions(scored(values, (2000, 2001)), 2).ranks.iloc[0]
    assert row["rank_correlation"] == pytest.approx(0.5, abs=ROUNDING)
    assert row["mean_move"] == pytest.approx(2 / 3, abs=ROUNDING)


def test_coupling_takes_the_fill_rates_as_they_are(score_by_hand):
    scores = score_by_hand(
        {"Ash": [[0.4, 0.8]], "Bay": [[0.0, 0.0]]}, dimensions=["A", "B"], weights=[0.9, 0.1]
    )
    found = rm.coupling(scores).set_index(["form", "unit"])
    # C = 2 sqrt(.4 x .8) / 1.2 of the fill rates, whatever the weights of the dimensions
    assert found.loc[("standard", "Ash"), "coupling"] == pytest.approx(0.9428, abs=5e-5)
    assert found.loc[("corrected", "Ash"), "coupling"] == pytest.approx(0.5477, abs=5e-5)
    assert found.loc[("standard", "Ash"), "level"] == pytest.approx(0.6, abs=ROUNDING)
    assert "0 / 0" in found.loc[("standard", "Bay"), "note"]


def test_scores_without_fill_rates_and_single_dimensions_have_no_coupling(example, scored):
    with pytest.raises(rm.MethodError, match="topsis"):
        rm.coupling(rm.score(example.scaled, example.weights, method="topsis"))
    with pytest.raises(rm.MethodError):
        rm.coupling(scored({"Ash": [0.1]}, (2000,)))


def test_forecasts_reach_as_far_as_allowed_and_no_farther(example):
    assert rm.outlook(example)["period"].max() == 2022
    assert rm.outlook(example, 5)["period"].max() == 2024
    with pytest.raises(rm.MethodError, match="6"):
        rm.outlook(example, 6)


def test_the_best_forecast_has_the_smallest_error(example):
    own = rm.outlook(example).query("group == ''").drop_duplicates("method").set_index("method")
    assert own["best"].sum() == 1
    assert own["mean_absolute_error"].idxmin() == own["best"].idxmax()


@pytest.mark.parametrize("question", [rm.convergence, rm.densities, rm.transitions, rm.outlook])
def test_scores_of_each_period_are_refused(question):
    scaled = rm.normalize(rm.interpolate(rm.example("seed-000")), scope="per-period")
    with pytest.raises(rm.MethodError, match="compare"):
        question(rm.score(scaled, rm.weigh(scaled, method="equal")))


def test_a_single_period_has_no_moves(scored):
    with pytest.raises(rm.MethodError, match="one period"):
        rm.transitions(scored({"Ash": [0.1], "Bay": [0.2]}, (2019,)))


def test_a_horizon_that_is_too_long_names_its_key(example):
    with pytest.raises(rm.MethodError, match=r"dynamics\.horizon: a forecast of 99 periods"):
        rm.outlook(example, 99)
