"""Forms of the obstacle degree, their bounds, levers and what-if, by hand and by identities."""

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm

# Sums and quotients of a few numbers in double precision.
ROUNDING = 1e-12


@pytest.fixture(scope="module")
def example():
    scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    return rm.score(scaled, rm.weigh(scaled, method="entropy"))


def degrees(scores, variant, **options):
    return rm.obstacle_degree(scores.scaled, scores.weights, variant=variant, **options).degrees


def test_unweighted_degrees_by_hand(three_towns):
    found = degrees(three_towns, "unweighted").loc[("Ash", 2000)]
    assert found.tolist() == pytest.approx([0, 2 / 3, 1 / 3], abs=ROUNDING)


def test_degrees_within_a_dimension_add_up_in_each(three_towns):
    found = degrees(three_towns, "within-dimension").loc[("Cor", 2004)]
    assert found.tolist() == [0.5, 0.5, 1.0]


def test_attainable_degrees_are_measured_from_the_peers(three_towns):
    # North in 2000: Ash (1, 0, .5), Bay (0, 0, 1); its 100th percentile is (1, 0, 1)
    found = degrees(three_towns, "attainable", percentile=100.0)
    assert found.loc[("Ash", 2000)].tolist() == [0, 0, 1]
    assert found.loc[("Bay", 2000)].tolist() == [1, 0, 0]
    assert found.loc[("Cor", 2004)].tolist() == [0, 0, 0]  # alone in its group


def test_distance_beside_an_attainable_degree_is_the_way_to_the_peers(three_towns):
    found = rm.obstacle_degree(
        three_towns.scaled, three_towns.weights, variant="attainable", percentile=100.0
    )
    own = found.top.query("unit == 'Ash' and period == 2000")
    assert own[["indicator", "distance"]].to_numpy().tolist() == [["x3", 0.5]]


def test_an_unknown_variant_is_refused(three_towns):
    with pytest.raises(rm.StudyError, match="unweigthed"):
        degrees(three_towns, "unweigthed")


def test_any_two_periods_are_compared_and_others_refused(three_towns):
    found = rm.obstacle_degree(three_towns.scaled, three_towns.weights, top=1)
    both = found.compare().set_index("indicator")
    assert both[["first_start", "first_end"]].to_numpy().tolist() == [[1, 2], [1, 0], [0, 1]]
    back = found.compare(2004, 2000).set_index("indicator")
    assert back["first_start"].tolist() == both["first_end"].tolist()
    with pytest.raises(rm.MethodError, match="2001"):
        found.compare(2001, 2004)


def test_group_means_weighted_by_size_give_the_mean_of_all(example):
    found = rm.obstacle_degree(example.scaled, example.weights).means
    sizes = example.scaled.panel.groups.value_counts()
    groups = found[found["group"] != ""]
    weighted = groups["obstacle"] * groups["group"].map(sizes) / sizes.sum()
    keys = [groups["period"], groups["indicator"]]
    total = found[found["group"] == ""].set_index(["period", "indicator"])["obstacle"]
    assert np.abs(weighted.groupby(keys).sum() - total).max() <= ROUNDING


def test_bounds_by_hand(three_towns):
    found = rm.obstacle_bounds(three_towns.scaled, three_towns.weights, top=2)
    last = found[found["period"] == 2004].set_index("indicator")
    # weights .25 .25 .5: x1 comes first only while the score is at least 1 - .75; index 2004 .75
    assert last["bound_first"].tolist() == [0.25, 0.25, 0.0]
    assert last["bound_top"].tolist() == [0.0, 0.0, 0.0]
    assert last["highest"].tolist() == [0.75] * 3
    assert last["can_be_first"].all()


def test_no_indicator_below_its_bound_is_ever_first(example):
    bounds = rm.obstacle_bounds(example.scaled, example.weights)
    counts = rm.obstacle_degree(example.scaled, example.weights).counts
    both = bounds.merge(counts)
    assert not both["can_be_first"].all()
    assert (both.loc[~both["can_be_first"], "first"] == 0).all()
    assert (both.loc[~both["can_be_top"], "among_top"] == 0).all()


def test_forms_stand_side_by_side(example):
    found = rm.obstacle_variants(example.scaled, example.weights)
    own = rm.obstacle_degree(example.scaled, example.weights, variant="unweighted").counts
    shown = found[found["variant"] == "unweighted"]
    assert shown["first"].tolist() == own["first"].tolist()


@pytest.fixture
def towns(score_by_hand):
    """Two indicators of weight .75 and .25 between 0 and 1, three towns, two years."""
    return score_by_hand(
        {
            "Ash": [[0.0, 0.2], [0.2, 0.2]],
            "Bay": [[0.4, 0.4], [0.4, 0.8]],
            "Cor": [[0.6, 0.8], [0.8, 0.8]],
        },
        dimensions=["A", "B"],
        weights=[0.75, 0.25],
        periods=(2000, 2002),
    )


def test_the_cheapest_single_change_to_the_median_by_hand(towns):
    found = rm.levers(towns, prices="range")
    # 2002: index .2, .5, .8; Ash lacks .3, which is .4 of x1, and no x2 gives .3
    own = found.goals.set_index("unit").loc["Ash"]
    assert own[["goal_index", "need", "change", "cost"]].tolist() == pytest.approx(
        [0.5, 0.3, 0.4, 0.4], abs=ROUNDING
    )
    assert own["indicator"] == "x1"
    assert found.goals["note"].tolist() == ["", "reached", "reached"]
    assert found.changes.set_index("indicator")["reachable"].tolist() == [True, False]


def test_years_are_counted_at_the_mean_pace_of_the_panel(towns):
    # x1 moves by .2, 0, .2 in two years: .0667 a year; .4 takes six years
    own = rm.levers(towns).goals.set_index("unit").loc["Ash"]
    assert own["cost"] == pytest.approx(6.0, abs=ROUNDING)
    assert own["cost_in"] == "years"


def test_one_period_has_no_pace_and_counts_by_the_range(score_by_hand):
    scores = score_by_hand(
        {"Ash": [[0.2]], "Bay": [[0.6]], "Cor": [[0.9]]}, dimensions=["A"], weights=[1.0]
    )
    assert set(rm.levers(scores).goals["cost_in"]) == {"range"}


def test_an_indicator_that_never_moved_has_no_cost(score_by_hand):
    scores = score_by_hand(
        {"Ash": [[0.2, 0.1], [0.2, 0.3]], "Bay": [[0.9, 0.8], [0.9, 0.9]],
         "Cor": [[0.5, 0.5], [0.5, 0.6]]},
        dimensions=["A", "B"], weights=[0.5, 0.5], periods=(2000, 2001),
    )  # fmt: skip
    found = rm.levers(scores)
    assert found.changes.set_index("indicator")["cost"].isna().tolist() == [True, False]
    assert found.goals.set_index("unit").loc["Ash", "indicator"] == "x2"


def test_a_change_made_reaches_the_goal(example):
    goals = rm.levers(example).goals.query("note == ''")
    changes = [
        {"unit": r.unit, "indicator": r.indicator, "by": r.change}
        for r in goals.itertuples()
    ]  # fmt: skip
    after = rm.what_if(example, changes).set_index("unit")["index_after"]
    assert np.abs(after - goals.set_index("unit")["goal_index"]).max() <= ROUNDING


def test_catching_up_gains_what_the_what_if_says(example):
    table = rm.levers(example).catch_up
    changes = table[["unit", "indicator", "attainable"]].rename(columns={"attainable": "to"})
    again = rm.what_if(example, changes.to_dict("records"))
    assert np.abs(again["gain"] - table["gain"]).max() <= ROUNDING
    assert table.groupby("unit")["gain"].apply(lambda g: g.is_monotonic_decreasing).all()


def test_next_grades_are_a_second_goal_and_blank_in_the_highest(towns):
    aims = pd.Series({"Ash": 0.3, "Bay": 0.7, "Cor": np.nan})
    goals = rm.levers(towns, next_grade=aims).goals.query("goal == 'next-grade'")
    assert goals["note"].tolist() == ["", "", "reached"]
    assert goals["need"].tolist() == pytest.approx([0.1, 0.2, 0.0], abs=ROUNDING)


def test_what_if_by_hand(towns):
    found = rm.what_if(
        towns,
        [
            {"unit": "Ash", "indicator": "x1", "to": 0.8},
            {"unit": "Ash", "indicator": "x2", "by": 2},
        ],
    )
    assert found["gain"].tolist() == pytest.approx([0.45, 0.2], abs=ROUNDING)
    assert found["index_after"].tolist() == pytest.approx([0.85, 0.85], abs=ROUNDING)
    assert found["beyond"].tolist() == [False, True]
    assert found[["rank_before", "rank_after"]].to_numpy().tolist() == [[3, 1], [3, 1]]


def test_all_wrong_changes_are_refused_at_once(towns):
    with pytest.raises(rm.StudyError) as caught:
        rm.what_if(
            towns,
            [
                {"unit": "Ahs", "indicator": "x1", "to": 1},
                {"unit": "Ash", "indicator": "x9", "by": 1},
                {"unit": "Ash", "indicator": "x1"},
                {"unit": "Ash", "indicator": "x1", "by": np.inf},
            ],
        )
    assert [p.key for p in caught.value.problems] == [
        "what-if-unknown", "what-if-unknown", "what-if-one-number", "what-if-one-number",
        "what-if-twice",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("normalization", "scoring", "key"),
    [("minmax", "topsis", "levers-need-sum"), ("rank", "weighted-sum", "levers-need-goalposts")],
)
def test_scores_that_raw_values_do_not_lead_to_are_refused(normalization, scoring, key):
    scaled = rm.normalize(rm.interpolate(rm.example("seed-000")), method=normalization)
    scores = rm.score(scaled, rm.weigh(scaled, method="equal"), method=scoring)
    with pytest.raises(rm.MethodError) as caught:
        rm.levers(scores)
    assert [p.key for p in caught.value.problems] == [key]


def test_an_interval_other_than_0_to_1_changes_scores_but_not_what_must_be_done():
    panel = rm.interpolate(rm.example("seed-000"))
    found = []
    for interval in ((0.0, 1.0), (10.0, 100.0)):
        scaled = rm.normalize(panel, interval=interval)
        found.append(rm.levers(rm.score(scaled, rm.weigh(scaled, method="equal"))).goals)
    # weights are multiplied by 90 and divided again: the last digits of the changes differ
    changes = [each["change"].to_numpy() for each in found]
    assert changes[0] == pytest.approx(changes[1], rel=1e-9, nan_ok=True)
    assert found[0]["note"].tolist() == found[1]["note"].tolist()
    assert found[0]["indicator"].tolist() == found[1]["indicator"].tolist()


def test_what_a_lever_would_move_in_the_mean_and_the_gap_by_hand(towns):
    # 2002: x1 .2, .4, .8 with 75th percentile .6; x2 .2, .8, .8 with .8; index .2, .5, .8
    found = rm.levers(towns).groups.set_index("indicator")
    assert found["group"].tolist() == ["", ""]
    # Ash rises by .4, Bay by .2 in x1 (weight .75): index .5, .65, .8
    own = found.loc["x1"]
    assert (own["place"], own["behind"], own["units"]) == (1, 2, 3)
    assert own[["gain", "mean", "mean_after"]].tolist() == pytest.approx(
        [0.15, 0.5, 0.65], abs=ROUNDING
    )
    # Gini of .2, .5, .8: (.3 + .6 + .3) * 2 / (2 * .5 * 9); of .5, .65, .8 alike
    assert own[["gini", "gini_after"]].tolist() == pytest.approx(
        [1.2 / 4.5, 0.6 / 5.85], abs=ROUNDING
    )
    assert found.loc["x2", "gain"] == pytest.approx(0.05, abs=ROUNDING)


def test_group_levers_are_the_sums_of_what_their_units_gain(example):
    found = rm.levers(example)
    units = dict(zip(example.scaled.panel.units, example.scaled.panel.group_codes, strict=True))
    names = example.scaled.panel.group_order
    own = found.catch_up.assign(group=[names[units[u]] for u in found.catch_up["unit"]])
    sums = own.groupby(["group", "indicator"])["gain"].sum()
    rows = found.groups[found.groups["group"] != ""].set_index(["group", "indicator"])
    assert np.abs(rows["gain"] * rows["units"] - sums.reindex(rows.index)).max() <= ROUNDING
    assert (rows["behind"] == own.groupby(["group", "indicator"]).size().reindex(rows.index)).all()


def test_where_nobody_lies_behind_there_is_nothing_to_move(score_by_hand):
    scores = score_by_hand({"Ash": [[0.0]], "Bay": [[0.0]]}, dimensions=["A"], weights=[1.0])
    assert rm.levers(scores).groups.empty
