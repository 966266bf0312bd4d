"""Intervals, p values and first places: the kernels' numbers under the right names, and n/a."""

import numpy as np
import pytest

import resilmeter as rm
from resilmeter.core.discovery import adjusted_p
from resilmeter.core.inequality import draw_cities, gini_intervals, permutation_test
from resilmeter.core.inequality import shares_of_first_place as first_places
from resilmeter.errors import MethodError

FEW = rm.Chance(shuffles=99, draws=99, seed=7)
ROUNDING = 1e-13


@pytest.fixture
def scores(random_scores):
    return random_scores([6, 5, 4])


def parts_of(scores, place):
    panel = scores.scaled.panel
    cube = scores.parts.to_numpy().reshape(len(panel.units), len(panel.periods), -1)
    return cube, cube[:, place], panel.group_codes


def test_numbers_are_those_of_the_kernels(scores):
    evidence = rm.gap_evidence(scores, chance=FEW)
    cube, parts, codes = parts_of(scores, 1)
    intervals = gini_intervals(parts, codes)
    test = permutation_test(parts, codes, shuffles=99, seed=7)
    first = first_places(draw_cities(cube, codes, draws=99, seed=7))
    gini = evidence.of("gini", 2001).iloc[0]
    bounds = [float(b) for b in (intervals.gini.value, intervals.gini.low, intervals.gini.high)]
    assert [gini["value"], gini["low"], gini["high"]] == pytest.approx(bounds, abs=ROUNDING)
    keys = ["group_a", "group_b", "dimension"]
    cells = evidence.of("cell", 2001).set_index(keys)
    share = evidence.of("cell_share", 2001).set_index(keys)
    for a, b, m in ((0, 0, 0), (0, 2, 1), (1, 2, 0)):
        key = ("NSW"[a], "NSW"[b], "AB"[m])
        assert cells["low"][key] == pytest.approx(intervals.cells.low[a, b, m], abs=ROUNDING)
        assert cells["p"][key] == test.cells[a, b, m]
        assert cells["first_place"][key] == first[1, a, b, m]
        low = intervals.cell_shares.low[a, b, m]
        assert share["low"][key] == pytest.approx(low, abs=ROUNDING)
    assert cells["p_adjusted"].to_numpy() == pytest.approx(adjusted_p(cells["p"].to_numpy()))
    assert evidence.of("net_between", 2001)["p"].iloc[0] == test.net_between
    assert evidence.of("within_share", 2001)["p"].iloc[0] == test.within
    own = evidence.own[evidence.own["period"] == 2001]
    assert own["high"].to_numpy() == pytest.approx(intervals.own.high, abs=ROUNDING)


def test_values_and_nulls_agree_with_the_cells(scores):
    evidence, gaps = rm.gap_evidence(scores, chance=FEW), rm.gini_cells(scores)
    cells = evidence.parts[evidence.parts["statistic"] == "cell"]
    assert cells["value"].tolist() == pytest.approx(gaps.cells["contribution"].tolist())
    ratio = cells["value"].to_numpy() / cells["null"].to_numpy()
    assert ratio == pytest.approx(gaps.cells["ratio_to_null"].to_numpy())
    pairs = evidence.parts[evidence.parts["statistic"] == "pair_share"]
    assert pairs["null"].tolist() == pytest.approx(gaps.groups["null_share"].tolist())
    first = cells.groupby("period")["first_place"].sum()
    assert first.to_numpy() == pytest.approx(1)


def test_the_net_between_part_has_a_p_value_and_no_interval(scores):
    row = rm.gap_evidence(scores, chance=FEW).of("net_between_share", 2000).iloc[0]
    assert row[["error", "low", "high"]].isna().all()
    assert 0 < row["p"] <= 1
    assert "never below zero" in row["note"]


def test_the_same_seed_gives_the_same_numbers_and_another_does_not(scores):
    one, again = (rm.gap_evidence(scores, chance=FEW) for _ in range(2))
    assert one.parts.equals(again.parts)
    other = rm.gap_evidence(scores, chance=rm.Chance(shuffles=99, draws=99, seed=8))
    assert not one.parts["p"].equals(other.parts["p"])


def test_a_cell_is_the_main_source_where_nearly_all_draws_agree(score_by_hand):
    # two groups far apart in A, nearly no other gap: North-South in A is always the largest
    towns = {f"{g}{i}": [[0.2 + 0.7 * (g == "S") + 0.002 * i, 0.5 + 0.001 * i]]
             for g in "NS" for i in range(5)}  # fmt: skip
    scores = score_by_hand(towns, dimensions=["A", "B"], weights=[0.5, 0.5],
                           groups={name: name[0] for name in towns})  # fmt: skip
    evidence = rm.gap_evidence(scores, chance=FEW)
    main = evidence.main_source(2020)
    assert main[["group_a", "group_b", "dimension"]].to_numpy().tolist() == [["N", "S", "A"]]
    assert evidence.doubts == ()


def test_groups_like_random_groups_raise_doubts_with_their_periods(random_scores):
    evidence = rm.gap_evidence(random_scores([6, 6], seed=3), chance=FEW)
    within = evidence.parts[evidence.parts["statistic"] == "within"]
    alike = [str(t) for t in within[within["p"] > 0.05]["period"]]
    (doubt,) = [d for d in evidence.doubts if d.key == "between-like-chance"]
    assert alike
    assert f"in {len(alike)} of 3 periods ({', '.join(alike)})" in doubt.text()


def test_small_groups_have_no_interval_inside_and_say_so(random_scores):
    evidence = rm.gap_evidence(random_scores([6, 2, 1]), chance=FEW)
    own = evidence.own[evidence.own["period"] == 2000].set_index("group")
    assert own["low"].notna().tolist() == [True, False, False]
    assert own["note"]["W"] == "fewer than three units in the group: no interval for its inside."
    cells = evidence.of("cell", 2000)
    blank = cells[cells["error"].isna()]
    assert (blank["group_a"] == blank["group_b"]).all()
    assert set(blank["group_a"]) == {"S", "W"}
    assert (blank["note"] != "").all()


def test_groups_of_one_unit_each_have_no_interval_at_all(random_scores):
    evidence = rm.gap_evidence(random_scores([1, 1, 1]), chance=FEW)
    assert evidence.parts["low"].isna().all()
    assert evidence.parts["note"].str.contains("single unit").all()


def test_constant_scores_are_blank_with_a_reason(score_by_hand):
    scores = score_by_hand({n: [[0.5]] for n in "abcdef"}, dimensions=["A"], weights=[1.0],
                           groups=dict(zip("abcdef", "NNNSSS", strict=True)))  # fmt: skip
    parts = rm.gap_evidence(scores, chance=FEW).parts
    shares = parts[parts["statistic"].str.endswith("_share")]
    assert shares["value"].isna().all()
    assert (shares["note"] != "").all()


def test_one_group_and_no_groups_have_intervals_and_no_tests(random_scores, score_by_hand):
    alone = rm.gap_evidence(random_scores([6]), chance=FEW)
    towns = {f"t{i}": [[0.1 * i + 0.1]] for i in range(6)}
    ungrouped = rm.gap_evidence(score_by_hand(towns, dimensions=["A"], weights=[1.0]), chance=FEW)
    for evidence in (alone, ungrouped):
        assert evidence.parts["p"].isna().all()
        gini = evidence.parts[evidence.parts["statistic"] == "gini"]
        assert gini["low"].notna().all()
        assert evidence.doubts == ()
    assert ungrouped.own.empty
    assert set(ungrouped.parts["statistic"]) == {
        "gini", "dimension", "dimension_share", "cell", "cell_share",
    }  # fmt: skip


def test_one_unit_is_blank_with_a_reason(score_by_hand):
    scores = score_by_hand({"Ash": [[0.5]]}, dimensions=["A"], weights=[1.0])
    parts = rm.gap_evidence(scores, chance=FEW).parts
    assert parts["low"].isna().all()
    assert (parts["note"] != "").all()


def test_chance_out_of_range_is_refused_all_at_once():
    with pytest.raises(MethodError) as caught:
        rm.Chance(shuffles=0, draws=1, confidence=1.0)
    assert [p.where["key"] for p in caught.value.problems] == [
        "inequality.shuffles", "inequality.draws", "inequality.confidence",
    ]  # fmt: skip


def test_the_sample_form_moves_contributions_and_not_shares(scores):
    plain = rm.gap_evidence(scores, chance=FEW).parts
    sample = rm.gap_evidence(scores, correction="sample", chance=FEW).parts
    share = plain["statistic"].str.endswith("_share")
    for column in ("value", "low", "high", "error"):
        ratio = sample[column] / plain[column]
        assert np.nanmax(np.abs(ratio[~share] - 15 / 14)) <= 1e-9
        assert np.nanmax(np.abs(ratio[share] - 1)) <= 1e-9
