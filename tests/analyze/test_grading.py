"""Grades, standing and change: by hand, by S2's printed facts, and what is not defined."""

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

    def go(values, periods, groups=None):
        rows = {unit: [[y] for y in series] for unit, series in values.items()}
        return score_by_hand(
            rows, dimensions=["A"], weights=[1.0], periods=periods, groups=groups
        )  # fmt: skip

    return go


@pytest.fixture
def five(scored):
    """Five towns in two groups; the reference .5 puts them in grades 1 to 5 in 2000."""
    return scored(
        {"Ash": [0.1, 0.5], "Bay": [0.4, 0.3], "Cor": [0.5, 0.5], "Dun": [0.6, 0.9],
         "Elm": [0.8, 0.75]},
        (2000, 2004),
        {"Ash": "North", "Bay": "North", "Cor": "North", "Dun": "South", "Elm": "South"},
    )  # fmt: skip


def test_grades_by_deviation_with_their_margins(five):
    found = rm.grades(five, reference=0.5, source="a yearbook")
    first = found.units.query("period == 2000")
    assert first["grade"].tolist() == [1, 2, 3, 4, 5]
    # boundaries .35 .45 .55 .65
    assert first["margin"].tolist() == pytest.approx([0.25, 0.05, 0.05, 0.05, 0.15], abs=ROUNDING)
    assert first["next_grade_index"].iloc[:4].tolist() == pytest.approx([0.35, 0.45, 0.55, 0.65])
    assert np.isnan(first["next_grade_index"].iloc[4])
    assert set(found.breaks["source"]) == {"a yearbook"}


def test_without_a_reference_the_mean_of_all_unit_periods_is_taken_and_named(five):
    found = rm.grades(five)
    assert found.reference == pytest.approx(float(five.index.mean()), rel=1e-15)
    assert found.source == "own-mean"


def test_shares_and_moves_by_hand(five):
    found = rm.grades(five, reference=0.5)
    shares = found.shares.query("period == 2004 and group == ''").set_index("grade")["units"]
    assert shares.tolist() == [1, 0, 2, 0, 2]
    assert found.moves[["grade_before", "grade_after", "units"]].to_numpy().tolist() == [
        [1, 3, 1], [2, 1, 1], [3, 3, 1], [4, 5, 1], [5, 5, 1],
    ]  # fmt: skip


def test_biggest_risers_and_decliners_of_each_group(five):
    table = rm.grades(five, reference=0.5).movers.set_index(["group", "kind"])
    assert table["unit"].to_dict() == {
        ("", "riser"): "Ash", ("", "decliner"): "Bay", ("North", "riser"): "Ash",
        ("North", "decliner"): "Bay", ("South", "riser"): "Dun", ("South", "decliner"): "Elm",
    }  # fmt: skip
    assert table.loc[("", "decliner"), "count"] == 2


def test_a_group_in_which_nobody_declined_says_so(scored):
    found = rm.grades(scored({"Ash": [0.1, 0.2], "Bay": [0.3, 0.5]}, (2000, 2001)), reference=0.3)
    row = found.movers.query("kind == 'decliner'").iloc[0]
    assert (row["unit"], row["note"]) == ("", "n/a: no unit declined")


@pytest.mark.parametrize("scheme", ["natural", "quantile", "equal"])
def test_classes_are_those_of_all_periods_together(example, scheme):
    found = rm.grades(example, scheme=scheme, classes=4)
    index, inner = example.index.to_numpy(), found.breaks["low"].dropna().to_numpy()
    assert len(found.breaks) == 4
    expected = 1 + np.searchsorted(inner, index, side="left")
    assert found.units["grade"].tolist() == expected.tolist()
    entries = found.units.groupby("grade")["index"].min()
    below = found.units.query("grade < 4")
    assert (below["next_grade_index"] == below["grade"].map(lambda g: entries[g + 1])).all()


def test_head_tail_and_given_boundaries(example, scored):
    values = {f"u{n}": [y / 60] for n, y in enumerate((1, 1, 1, 2, 2, 3, 20, 20, 60))}
    tail = rm.grades(scored(values, (2019,)), scheme="head-tail")
    assert tail.shares.query("group == ''")["units"].tolist() == [6, 2, 1]
    given = rm.grades(example, scheme="given", cuts=(0.08, 0.12))
    assert given.breaks["high"].tolist()[:2] == [0.08, 0.12]


def test_a_reference_that_is_not_positive_gives_no_grades_but_the_reason(five):
    found = rm.grades(five, reference=0.0)
    assert found.reason.key == "na-reference"
    assert found.tables == {}


def test_scores_of_each_period_are_not_graded():
    scaled = rm.normalize(rm.interpolate(rm.example("seed-000")), scope="per-period")
    scores = rm.score(scaled, rm.weigh(scaled, method="equal"))
    for question in (rm.grades, rm.change):
        with pytest.raises(rm.MethodError, match="compare"):
            question(scores)
    growth = rm.standing(scores).growth_sets
    assert growth["rate_of_means"].isna().all()
    assert set(growth["note"]) == {"n/a: scores of different periods do not compare"}


def test_classes_of_s2_from_its_printed_facts(scored):
    """S2, l.487: 2 + 7 + 12 + 4 + 3 cities around the national mean .1214."""
    counts, at = (3, 4, 12, 7, 2), (0.08, 0.1, 0.12, 0.14, 0.2)
    values = {f"{k}-{n}": [at[k]] for k, count in enumerate(counts) for n in range(count)}
    found = rm.grades(scored(values, (2019,)), reference=0.1214)
    assert found.shares.query("group == ''")["units"].tolist() == list(counts)
    assert found.breaks["high"].dropna().round(5).tolist() == [0.08498, 0.10926, 0.13354, 0.15782]


def test_primacy_of_s2_and_of_a_group_of_one(scored):
    scores = scored(
        {"武汉": [0.2703], "second": [0.1390], "third": [0.1], "alone": [0.2]},
        (2019,),
        {"武汉": "Hubei", "second": "Hubei", "third": "Hubei", "alone": "One"},
    )
    table = rm.standing(scores).primacy.set_index("group")
    # half a unit of the fourth decimal in both scores
    assert table.loc["Hubei", "ratio"] == pytest.approx(1.9447, abs=0.0012)
    assert np.isnan(table.loc["One", "ratio"])
    assert "2 are needed" in table.loc["One", "note"]


def test_two_groups_have_no_types_but_the_reason(five):
    types = rm.standing(five).types
    assert set(types["level"]) == {""}
    assert types["note"].str.contains("3 are needed").all()


def test_rate_of_means_and_mean_of_rates_by_hand(scored):
    scores = scored({"Ash": [0.1, 0.4], "Bay": [0.4, 0.4]}, (2000, 2002))
    table = rm.standing(scores, ["Ash"]).growth_sets.query("dimension == ''").set_index("set")
    assert table.loc["all", "rate_of_means"] == pytest.approx((0.8 / 0.5) ** 0.5 - 1, abs=ROUNDING)
    assert table.loc["all", "mean_of_rates"] == pytest.approx(0.5, abs=ROUNDING)
    assert table.loc["capitals", "mean_of_rates"] == pytest.approx(1.0, abs=ROUNDING)
    assert table.loc["others", "mean_of_rates"] == pytest.approx(0.0, abs=ROUNDING)


def test_a_base_of_zero_has_no_rate_and_is_counted(scored):
    scores = scored({"Ash": [0.0, 0.4], "Bay": [0.2, 0.8]}, (2000, 2001))
    row = rm.standing(scores).growth_sets.iloc[0]
    assert (row["mean_of_rates"], row["without_rate"]) == (pytest.approx(3.0), 1)
    assert row["note"].startswith("n/a")


def test_units_that_are_not_in_the_panel_are_refused_all_at_once(five):
    with pytest.raises(rm.StudyError) as caught:
        rm.standing(five, ["Ahs", "Ash", "Byy"])
    assert [p.values["given"] for p in caught.value.problems] == ["Ahs", "Byy"]


def test_leaders_and_the_year_of_the_change(five):
    table = rm.standing(five).leaders.query("of == 'units' and dimension == ''")
    assert table["leader"].tolist() == ["Elm", "Dun"]
    assert table["before"].tolist() == ["", "Elm"]


def test_the_fastest_come_with_the_rank_of_their_base(five):
    row = rm.standing(five).fastest.query("of == 'units' and dimension == ''").iloc[0]
    assert (row["name"], row["first_rank"]) == ("Ash", 5)
    assert row["growth"] == pytest.approx(5**0.25 - 1, abs=ROUNDING)


def test_changes_add_up_to_the_change_of_the_index(example):
    found = rm.change(example, 2005, 2015)
    by = ["level", "name"]
    dimensions = found.dimensions.groupby(by, sort=False)["change"].sum()
    indicators = found.indicators.groupby(by, sort=False)["change"].sum()
    wide = example.index.unstack()
    units = wide[2015] - wide[2005]
    assert np.abs(dimensions - indicators).max() <= ROUNDING
    assert np.abs(dimensions["unit"] - units.loc[dimensions["unit"].index]).max() <= ROUNDING
    assert dimensions[("total", "")] == pytest.approx(units.mean(), abs=ROUNDING)


def test_level_share_is_not_change_share(three_towns):
    # means: 2000 A .333 B .333; 2004 A .333, B .333 -> by unit: Ash A +.25 B 0
    own = rm.change(three_towns).dimensions.query("name == 'Bay'").set_index("dimension")
    # Bay: A 0 to .25, B .5 to .5
    assert own["change_share"].tolist() == [1.0, 0.0]
    assert own["level_share"].tolist() == pytest.approx([1 / 3, 2 / 3], abs=ROUNDING)


def test_no_change_has_no_shares_but_a_note(three_towns):
    own = rm.change(three_towns).dimensions.query("name == 'Ash'")
    assert own["change_share"].isna().all()
    assert own["note"].str.contains("did not change").all()


@pytest.mark.parametrize(
    ("periods", "key"),
    [((2004, 2000), "periods-order"), ((2000, 2000), "periods-order"),
     ((2000, 2001), "no-such-period")],
)  # fmt: skip
def test_periods_that_make_no_change_are_refused(three_towns, periods, key):
    with pytest.raises(rm.MethodError) as caught:
        rm.change(three_towns, *periods)
    assert [p.key for p in caught.value.problems] == [key]


def test_one_period_has_no_change(scored):
    with pytest.raises(rm.MethodError, match="one period"):
        rm.change(scored({"Ash": [0.1], "Bay": [0.2]}, (2019,)))


def test_parts_that_are_shapley_values_have_changes_but_no_level(example):
    scores = rm.score(example.scaled, example.weights, method="topsis")
    found = rm.change(scores)
    assert found.indicators.empty
    assert found.dimensions["level_share"].isna().all()
    total = found.dimensions.query("level == 'unit'").groupby("name")["change"].sum()
    wide = scores.index.unstack()
    assert np.abs(total - (wide[2019] - wide[2003]).loc[total.index]).max() <= 1e-9


def test_two_periods_are_too_short_for_any_trend(three_towns):
    trends = rm.change(three_towns).trends
    assert set(trends["verdict"]) <= {"too-short", "flat"}
    assert trends.loc[trends["verdict"] == "too-short", "note"].str.len().gt(0).all()


@pytest.mark.parametrize("name", ["seed-000", "seed-001", "seed-002"])
def test_every_table_of_the_examples_says_why_where_it_is_blank(name):
    scaled = rm.normalize(rm.interpolate(rm.example(name)))
    scores = rm.score(scaled, rm.weigh(scaled, method="equal"))
    for answer in (rm.grades(scores), rm.standing(scores), rm.change(scores)):
        for table in answer.tables.values():
            assert not table.empty
            numbers = table.select_dtypes("number")
            assert not np.isinf(numbers.to_numpy(dtype=float, na_value=np.nan)).any()
            if "note" in table:
                ends = ["slope_low", "slope_high"]  # blank where so few periods bound nothing
                unsaid = table[table["note"] == ""].drop(columns=ends, errors="ignore")
                assert unsaid.notna().all(axis=None)
