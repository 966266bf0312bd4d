"""The change between two periods: a hand case, exact sums, effects, and refusals."""

import numpy as np
import pytest

import resilmeter as rm
from resilmeter.core.inequality import change_intervals, draw_cities
from resilmeter.errors import MethodError

FEW = rm.Chance(shuffles=19, draws=99, seed=5)
ROUNDING = 1e-13


def test_three_towns_by_hand(three_towns):
    """2000: G = 1/6, A 1/8 and B 1/24; 2004: G = 2/9. Within: 0 and 1/18."""
    parts = rm.gap_change(three_towns, chance=FEW).parts.set_index("level")
    total = parts.loc["total"]
    assert (total["first"], total["last"]) == pytest.approx((1 / 6, 2 / 9), abs=ROUNDING)
    assert total["change"] == pytest.approx(1 / 18, abs=ROUNDING)
    assert parts.loc["within", "change_share"] == pytest.approx(1, abs=ROUNDING)
    assert parts.loc["between", "change"] == pytest.approx(0, abs=ROUNDING)
    dimensions = parts.loc["dimension"].set_index("dimension")
    assert dimensions["first_share"].tolist() == pytest.approx([3 / 4, 1 / 4], abs=ROUNDING)


def test_parts_add_up_to_the_whole_and_effects_to_the_parts(random_scores):
    parts = rm.gap_change(random_scores([5, 4, 3]), chance=FEW).parts
    sums = parts.groupby("level")[["first", "last", "change", "share_effect"]].sum()
    for level in ("pair", "dimension", "cell"):
        assert np.abs(sums.loc[level] - sums.loc["total"]).max() <= ROUNDING
    two = sums.loc["within"] + sums.loc["between"]
    assert np.abs(two - sums.loc["total"]).max() <= ROUNDING
    effects = parts["share_effect"] + parts["concentration_effect"]
    assert np.abs(effects - parts["change"]).max() <= ROUNDING
    assert (parts["last"] - parts["first"] - parts["change"]).abs().max() <= ROUNDING


def test_any_two_periods_may_be_compared(random_scores):
    scores = random_scores([5, 4])
    change = rm.gap_change(scores, 2001, 2002, chance=FEW)
    gini = rm.gini_cells(scores).total.set_index("period")["gini"]
    assert (change.start, change.end) == (2001, 2002)
    assert change.parts["change"].iloc[0] == pytest.approx(gini[2002] - gini[2001], abs=ROUNDING)


def test_intervals_are_those_of_whole_trajectories(random_scores):
    scores = random_scores([5, 4])
    parts = rm.gap_change(scores, chance=FEW).parts
    panel = scores.scaled.panel
    cube = scores.parts.to_numpy().reshape(9, 3, 2)
    drawn = draw_cities(cube, panel.group_codes, draws=99, seed=5)
    expected = change_intervals(drawn, 0, 2)
    total = parts.iloc[0]
    assert total["low"] == pytest.approx(expected.gini.low, abs=ROUNDING)
    pairs = parts[parts["level"] == "pair"]
    high = expected.pairs.high[[0, 1, 0], [0, 1, 1]]
    assert pairs["high"].to_numpy() == pytest.approx(high, abs=ROUNDING)


def test_the_sample_form_moves_change_and_interval_alike(random_scores):
    scores = random_scores([5, 4])
    plain, sample = (rm.gap_change(scores, correction=c, chance=FEW).parts
                     for c in ("none", "sample"))  # fmt: skip
    for column in ("change", "low", "high", "error"):
        assert (sample[column] / plain[column]).to_numpy() == pytest.approx(9 / 8, rel=1e-9)


def test_own_inequality_stands_apart_from_contributions(random_scores):
    scores = random_scores([5, 4, 1])
    change = rm.gap_change(scores, chance=FEW)
    own = change.own.set_index("group")
    groups = rm.dagum(scores).groups.set_index(["period", "group"])["own_gini"]
    assert own["first"]["N"] == pytest.approx(groups[2000, "N"], abs=ROUNDING)
    assert own["change"]["S"] == pytest.approx(groups[2002, "S"] - groups[2000, "S"], abs=ROUNDING)
    # a group of one unit is the same in every draw: no interval, not one of no width
    assert np.isnan(own["low"]["W"])
    assert "one unit" in own["note"]["W"]


def test_a_dimension_without_a_mean_has_no_effects_of_its_own(score_by_hand):
    towns = {"Ash": [[0.2, 0.0], [0.4, 0.3]], "Bay": [[0.6, 0.0], [0.5, 0.1]],
             "Cor": [[0.3, 0.0], [0.1, 0.2]]}  # fmt: skip
    scores = score_by_hand(towns, dimensions=["A", "B"], weights=[0.5, 0.5], periods=(2000, 2001))
    parts = rm.gap_change(scores, chance=FEW).parts
    row = parts[(parts["level"] == "dimension") & (parts["dimension"] == "B")].iloc[0]
    assert np.isnan(row["share_effect"])
    assert "mean of 0" in row["note"]
    assert row["change"] == pytest.approx(row["last"], abs=ROUNDING)


def test_constant_scores_change_by_nothing_and_have_no_shares(score_by_hand):
    scores = score_by_hand({n: [[0.5], [0.6]] for n in "abc"}, dimensions=["A"], weights=[1.0],
                           periods=(2000, 2001))  # fmt: skip
    total = rm.gap_change(scores, chance=FEW).parts.iloc[0]
    assert total["change"] == pytest.approx(0, abs=ROUNDING)
    assert np.isnan(total["first_share"])


@pytest.mark.parametrize("ends", [(1999, 2002), (2000, 2003), (2002, 2000), (2001, 2001)])
def test_periods_that_are_no_span_of_the_panel_are_refused(random_scores, ends):
    with pytest.raises(MethodError, match="Both must be periods of the panel"):
        rm.gap_change(random_scores([4, 3]), *ends)


def test_one_period_has_no_change(random_scores):
    with pytest.raises(MethodError, match=r"the panel has one \(2000\)"):
        rm.gap_change(random_scores([4, 3], periods=(2000,)))


def test_scores_with_a_yardstick_of_each_period_cannot_change(random_scores):
    with pytest.raises(MethodError, match="cannot be compared over time"):
        rm.gap_change(random_scores([4, 3], scope="per-period"))
