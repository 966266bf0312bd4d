"""Means of the index and its parts: every unit counts once."""

from math import sqrt

import numpy as np
import pytest

import resilmeter as rm

# Means of up to three numbers of size 1 in double precision.
ROUNDING = 1e-14

KEYS = ["level", "period", "group", "dimension"]


def cell(table, column, *keys):
    return table.set_index(KEYS)[column][keys]


def test_means_of_three_towns_by_hand(three_towns):
    table = rm.means(three_towns)
    expected = {
        ("total", 2000, "", ""): 2 / 3,
        ("total", 2004, "", ""): 1 / 2,
        ("group", 2000, "North", ""): 1 / 2,
        ("group", 2004, "North", ""): 5 / 8,
        ("group", 2000, "South", ""): 1,
        ("group", 2004, "South", ""): 1 / 4,
        ("dimension", 2000, "", "A"): 1 / 4,
        ("dimension", 2004, "", "A"): 1 / 4,
        ("dimension", 2000, "", "B"): 5 / 12,
        ("dimension", 2004, "", "B"): 1 / 4,
        ("group-dimension", 2000, "North", "A"): 1 / 8,
        ("group-dimension", 2004, "North", "A"): 3 / 8,
        ("group-dimension", 2000, "North", "B"): 3 / 8,
        ("group-dimension", 2004, "North", "B"): 1 / 4,
        ("group-dimension", 2000, "South", "A"): 1 / 2,
        ("group-dimension", 2004, "South", "A"): 0,
        ("group-dimension", 2000, "South", "B"): 1 / 2,
        ("group-dimension", 2004, "South", "B"): 1 / 4,
    }
    own = table.set_index(KEYS)["mean"].to_dict()
    assert own == pytest.approx(expected, abs=ROUNDING)


def test_the_spread_is_that_of_the_population_over_units(three_towns):
    table = rm.means(three_towns)
    # .5, .5, 1 around 2/3
    assert cell(table, "std", "total", 2000, "", "") == pytest.approx(1 / sqrt(18), abs=ROUNDING)
    assert cell(table, "std", "group", 2004, "North", "") == pytest.approx(1 / 8, abs=ROUNDING)


def test_one_unit_has_no_spread_rather_than_none_that_is_known(three_towns):
    assert cell(rm.means(three_towns), "std", "group", 2000, "South", "") == 0


def test_units_are_counted(three_towns):
    table = rm.means(three_towns)
    counts = table.groupby("group")["units"].unique().map(list).to_dict()
    assert counts == {"": [3], "North": [2], "South": [1]}


def test_fill_is_the_share_of_the_most_that_a_dimension_can_give(three_towns):
    table = rm.means(three_towns)
    assert cell(table, "fill", "dimension", 2000, "", "A") == pytest.approx(1 / 2, abs=ROUNDING)
    assert cell(table, "fill", "dimension", 2000, "", "B") == pytest.approx(5 / 6, abs=ROUNDING)
    assert cell(table, "fill", "total", 2000, "", "") == pytest.approx(2 / 3, abs=ROUNDING)
    assert cell(table, "fill", "group-dimension", 2000, "South", "A") == 1


def test_levels_come_in_order_and_nothing_is_blank(three_towns):
    table = rm.means(three_towns)
    assert list(dict.fromkeys(table["level"])) == ["total", "group", "dimension", "group-dimension"]
    assert not table.isna().to_numpy().any()


def test_group_means_weighted_by_units_and_dimension_means_summed_give_the_mean(three_towns):
    table = rm.means(three_towns)
    total = table[table["level"] == "total"].set_index("period")["mean"]
    groups = table[table["level"] == "group"]
    weighted = (groups["mean"] * groups["units"]).groupby(groups["period"]).sum() / 3
    parts = table[table["level"] == "dimension"].groupby("period")["mean"].sum()
    assert np.abs(weighted - total).max() <= ROUNDING
    assert np.abs(parts - total).max() <= ROUNDING


def test_without_groups_there_are_no_levels_of_groups(score_by_hand):
    scores = score_by_hand(
        {"Ash": [[0.5]], "Bay": [[1.0]]}, dimensions=["A"], weights=[1.0], periods=(2020,)
    )
    table = rm.means(scores)
    assert table["level"].tolist() == ["total", "dimension"]
    assert table["mean"].tolist() == [0.75, 0.75]


def test_one_unit_in_one_period_is_its_own_mean(score_by_hand):
    table = rm.means(score_by_hand({"Ash": [[0.5, 1.0]]}, dimensions=["A", "B"], weights=[0.5] * 2))
    assert table["mean"].tolist() == [0.75, 0.25, 0.5]
    assert table["std"].tolist() == [0, 0, 0]
    assert not table.isna().to_numpy().any()
