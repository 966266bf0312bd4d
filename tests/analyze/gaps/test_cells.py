"""The Gini coefficient of the index by period, split by pair of groups and by dimension."""

from math import sqrt

import numpy as np
import pytest

import resilmeter as rm
from resilmeter.errors import ResilmeterError

# Sums and quotients of some ten numbers of size 1 in double precision.
ROUNDING = 1e-13

# In 2000 the three towns have .5, .5 and 1: only the two gaps to Cor count, .5 each, so that
# G = 2 (.5 + .5) / (2 x 2/3 x 9) = 1/6; of it A has (.25 + .5) / 6 and B (.25 + 0) / 6.
NORTH, SOUTH = "North", "South"


def by_pair(table, period=2000):
    return table[table["period"] == period].set_index(["group_a", "group_b"])


def test_totals_by_hand(three_towns):
    row = rm.gini_cells(three_towns).total.set_index("period").loc[2000]
    assert row.to_dict() == pytest.approx(
        {
            "units": 3,
            "mean": 2 / 3,
            "std": 1 / sqrt(18),
            "cv": 3 / 2 / sqrt(18),
            "gini": 1 / 6,
            "absolute_gini": 1 / 9,
            "within": 0,
            "between": 1 / 6,
            "within_share": 0,
            "between_share": 1,
            "null_within_share": 1 / 3,
            "null_between_share": 2 / 3,
        },
        abs=ROUNDING,
    )


def test_pairs_of_groups_by_hand(three_towns):
    table = by_pair(rm.gini_cells(three_towns).groups)
    assert table.index.tolist() == [(NORTH, NORTH), (SOUTH, SOUTH), (NORTH, SOUTH)]
    assert table["contribution"].to_numpy() == pytest.approx([0, 0, 1 / 6], abs=ROUNDING)
    assert table["share"].to_numpy() == pytest.approx([0, 0, 1], abs=ROUNDING)
    assert table["null_share"].to_numpy() == pytest.approx([1 / 3, 0, 2 / 3], abs=ROUNDING)
    assert table["ratio_to_null"][NORTH, SOUTH] == pytest.approx(3 / 2, abs=ROUNDING)
    # one town cannot have a gap with itself under any labels: nothing to compare with
    assert np.isnan(table["ratio_to_null"][SOUTH, SOUTH])


def test_dimensions_by_hand(three_towns):
    table = rm.gini_cells(three_towns).dimensions.query("period == 2000").set_index("dimension")
    assert table["contribution"].to_numpy() == pytest.approx([1 / 8, 1 / 24], abs=ROUNDING)
    assert table["share"].to_numpy() == pytest.approx([3 / 4, 1 / 4], abs=ROUNDING)
    assert table["mean_share"].to_numpy() == pytest.approx([3 / 8, 5 / 8], abs=ROUNDING)
    assert table["concentration"].to_numpy() == pytest.approx([2, 2 / 5], abs=ROUNDING)


def test_cells_by_hand(three_towns):
    table = rm.gini_cells(three_towns).cells.query("period == 2000")
    pair = table[table["group_a"] != table["group_b"]].set_index("dimension")
    assert pair["contribution"].to_numpy() == pytest.approx([1 / 8, 1 / 24], abs=ROUNDING)
    assert pair["null_share"].to_numpy() == pytest.approx([1 / 2, 1 / 6], abs=ROUNDING)
    assert pair["ratio_to_null"].to_numpy() == pytest.approx([3 / 2, 3 / 2], abs=ROUNDING)


def test_a_dimension_in_which_the_poorer_leads_has_a_negative_cell(three_towns):
    # 2004: Ash .5 = .5 + 0 and Bay .75 = .25 + .5; over 2 mu n^2 = 9, both orders count
    table = rm.gini_cells(three_towns).cells.query("period == 2004")
    north = table[(table["group_a"] == NORTH) & (table["group_b"] == NORTH)].set_index("dimension")
    expected = [2 * (0.25 - 0.5) / 9, 2 * (0.5 - 0.0) / 9]
    assert north["contribution"].to_numpy() == pytest.approx(expected, abs=ROUNDING)


def test_everything_adds_up_to_the_coefficient_of_the_period(three_towns):
    gaps = rm.gini_cells(three_towns)
    gini = gaps.total.set_index("period")["gini"]
    for table in (gaps.cells, gaps.groups, gaps.dimensions):
        by_period = table.groupby("period")
        assert np.abs(by_period["contribution"].sum() - gini).max() <= ROUNDING
        assert by_period["share"].sum().to_numpy() == pytest.approx(1, abs=ROUNDING)
    assert (gaps.total["within"] + gaps.total["between"]).to_numpy() == pytest.approx(
        gini.to_numpy(), abs=ROUNDING
    )
    for table in (gaps.cells, gaps.groups):
        sums = table.groupby("period")["null_share"].sum()
        assert sums.to_numpy() == pytest.approx(1, abs=ROUNDING)


def test_names_of_groups_do_not_matter_when_indices_tie_up_to_rounding(score_by_hand):
    def cells(groups):
        scores = score_by_hand(
            {"Ash": [[0.1, 0.2]], "Bay": [[0.3, 0.0]], "Cor": [[0.0, 0.9]]},
            dimensions=["A", "B"],
            weights=[1.0, 1.0],
            groups=groups,
        )
        table = rm.gini_cells(scores).cells
        return {
            (*sorted((row.group_a, row.group_b)), row.dimension): row.contribution
            for row in table.itertuples()
        }

    one = cells({"Ash": "N", "Bay": "S", "Cor": "S"})
    other = cells({"Ash": "S", "Bay": "N", "Cor": "N"})
    turned = {(*sorted("S" if g == "N" else "N" for g in key[:2]), key[2]): v
              for key, v in other.items()}  # fmt: skip
    assert turned == pytest.approx(one, abs=ROUNDING)
    # the two that tie have no gap: that of .9 to .3, twice, over 2 x .5 x 9, is all
    assert sum(one.values()) == pytest.approx(2 * (0.6 + 0.6) / 9, abs=ROUNDING)


def test_without_groups_there_is_no_table_of_groups_and_one_pair_of_cells(score_by_hand):
    scores = score_by_hand({"Ash": [[0.25]], "Bay": [[0.75]]}, dimensions=["A"], weights=[1.0])
    gaps = rm.gini_cells(scores)
    assert gaps.groups.empty
    assert list(gaps.groups.columns) == [
        "period", "group_a", "group_b", "contribution", "share", "null_share", "ratio_to_null",
    ]  # fmt: skip
    assert gaps.cells[["group_a", "group_b", "dimension"]].to_numpy().tolist() == [["", "", "A"]]
    assert gaps.cells["contribution"].to_numpy() == pytest.approx([1 / 4], abs=ROUNDING)
    assert gaps.total[["within", "between", "within_share"]].isna().all(axis=None)


def test_one_unit_has_no_gap_and_shares_that_are_not_defined(score_by_hand):
    gaps = rm.gini_cells(score_by_hand({"Ash": [[0.5]]}, dimensions=["A"], weights=[1.0]))
    total = gaps.total.loc[0]
    assert (total["gini"], total["std"], total["units"]) == (0, 0, 1)
    shares = ["within_share", "between_share", "null_within_share", "null_between_share"]
    assert total[shares].isna().all()
    assert gaps.cells["contribution"].tolist() == [0]


@pytest.fixture
def equals(score_by_hand):
    """Score four towns in two groups with the same index, made up differently."""
    return score_by_hand(
        {"Ash": [[1.0, 0.0]], "Bay": [[0.0, 1.0]], "Cor": [[1.0, 0.0]], "Dun": [[0.0, 1.0]]},
        dimensions=["A", "B"],
        weights=[0.5, 0.5],
        groups={"Ash": NORTH, "Bay": NORTH, "Cor": SOUTH, "Dun": SOUTH},
    )


def test_equal_units_have_no_gap_and_shares_that_are_not_defined(equals):
    gaps = rm.gini_cells(equals)
    assert (gaps.total["gini"] == 0).all()
    assert (gaps.cells["contribution"] == 0).all()
    assert gaps.total[["within_share", "between_share"]].isna().all(axis=None)
    assert gaps.cells["share"].isna().all()


def test_where_no_share_is_defined_the_table_of_groups_does_not_print_zero(equals):
    # a share of nothing is blank, as in the other tables, and labels still have their null shares
    groups = rm.gini_cells(equals).groups
    assert groups["share"].isna().all()
    null = groups["null_share"].to_numpy()
    assert np.isnan(null).all() or null == pytest.approx([1 / 6, 1 / 6, 2 / 3], abs=ROUNDING)


def test_a_group_that_no_unit_belongs_to_is_refused_or_changes_nothing(score_by_hand):
    try:
        scores = score_by_hand(
            {"Ash": [[0.25]], "Bay": [[0.75]]},
            dimensions=["A"],
            weights=[1.0],
            groups={"Ash": NORTH, "Bay": SOUTH},
            group_order=(NORTH, SOUTH, "East"),
        )
    except ResilmeterError:
        return
    gaps = rm.gini_cells(scores)
    assert gaps.cells["contribution"].sum() == pytest.approx(1 / 4, abs=ROUNDING)


def test_an_index_that_is_zero_everywhere_is_refused(score_by_hand):
    scores = score_by_hand({"Ash": [[0.0]], "Bay": [[0.0]]}, dimensions=["A"], weights=[1.0])
    with pytest.raises(rm.MethodError, match="the mean is 0; the Gini coefficient"):
        rm.gini_cells(scores)


def test_scores_scaled_period_by_period_still_have_gaps_within_a_period(score_by_hand):
    scores = score_by_hand(
        {"Ash": [[0.25]], "Bay": [[0.75]]}, dimensions=["A"], weights=[1.0], scope="per-period"
    )
    assert rm.gini_cells(scores).total["gini"].tolist() == pytest.approx([1 / 4], abs=ROUNDING)


def test_the_first_line_tells_coefficients_and_years(three_towns):
    assert repr(rm.gini_cells(three_towns)) == (
        "<GiniDecomposition: Gini 0.1667 (2000) to 0.2222 (2004)>"
    )
