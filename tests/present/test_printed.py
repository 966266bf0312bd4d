"""Printed tables, on gap tables made by hand: marks, null rows, rounding, titles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.studies import PANEL, with_cell, with_rows

from resilmeter.present.printed.gaps import (
    gap_cells_table,
    gap_dimensions_table,
    gap_groups_table,
    gap_total_table,
)
from resilmeter.present.printed.layout import LARGEST, STAR, TOTAL, aligned, mark_largest, number
from resilmeter.present.printed.standard import (
    coverage_table,
    diagnostics_table,
    growth_table,
    means_table,
    obstacle_counts_table,
    obstacle_top_table,
    ranking_table,
    weights_table,
)
from resilmeter.present.words import fixed, percent


def texts(rows):
    return [[cell.text for cell in row] for row in rows]


def marked(table, mark):
    """Row label and column number of every cell with the mark."""
    return {
        (row[0].text, place)
        for row in table.rows
        for place, cell in enumerate(row)
        if mark in cell.marks
    }


def test_cells_are_laid_out_as_in_the_paper(hand_result):
    table = gap_cells_table(hand_result, "en")
    assert texts(table.header) == [["", "2009", "2011"], ["", "Care", "Air", "Care", "Air"]]
    assert [cell.span for cell in table.header[0]] == [1, 2, 2]
    assert texts(table.rows) == [
        ["Within"],
        ["G1", "0.0100", "0.0200", "0.0700", "−0.0100"],
        ["G2", "0.0300", "0.0300", "0.0100", "0.0000"],
        ["Between"],
        ["G12", "0.0500", "0.0600", "0.0700", "0.0200"],
    ]
    assert "1 = North, 2 = South" in table.note


def test_largest_inside_and_between_are_marked_with_their_ties(hand_result):
    """2009: both cells of South (inside) and Air (between); 2011: Care of North and of the pair."""
    table = gap_cells_table(hand_result, "en")
    assert marked(table, LARGEST) == {("G2", 1), ("G2", 2), ("G12", 2), ("G1", 3), ("G12", 3)}


def test_largest_of_each_dimension_has_a_star_with_its_ties(hand_result):
    table = gap_cells_table(hand_result, "en")
    assert marked(table, STAR) == {("G12", 1), ("G12", 2), ("G1", 3), ("G12", 3), ("G12", 4)}


def test_marks_move_with_the_numbers(tiny_result, hand_gaps):
    cells = {t: {("North", "North"): (0.5, 0.1), ("South", "South"): (0.2, 0.3),
                 ("North", "South"): (0.01, 0.02)} for t in (2009, 2010, 2011)}  # fmt: skip
    table = gap_cells_table(replace(tiny_result, gaps=hand_gaps(cells)), "en")
    assert marked(table, LARGEST) == {("G1", 1), ("G12", 2), ("G1", 3), ("G12", 4)}
    assert marked(table, STAR) == {("G1", 1), ("G2", 2), ("G1", 3), ("G2", 4)}


def test_mark_goes_to_the_largest_not_to_the_first():
    cells = mark_largest([number("−0.2"), number("0.1"), number("−0.1")], [-0.2, 0.1, -0.1], STAR)
    assert [STAR in cell.marks for cell in cells] == [False, True, False]


def test_a_maximum_that_prints_as_zero_is_not_marked():
    cells = mark_largest([number("−0.2"), number("0.0")], [-0.2, 0.01], STAR)
    assert [STAR in cell.marks for cell in cells] == [False, False]


def test_table_4_ends_with_the_shares_of_random_labels(hand_result):
    table = gap_groups_table(hand_result, "en")
    assert texts(table.header) == [["Year", "G1", "G2", "Within", "G12", "Between"]]
    # 2010: (0.02, 0.04, 0.11) of 0.17.
    assert texts(table.rows)[1] == ["2010", "11.76", "23.53", "35.29", "64.71", "64.71"]
    assert texts(table.rows)[-1] == ["random", "20.00", "20.00", "40.00", "60.00", "60.00"]
    assert [row[0].text for row in table.rows] == ["2009", "2010", "2011", "random"]
    for row in table.rows:
        assert [place for place, cell in enumerate(row) if TOTAL in cell.marks] == [3, 5]


def test_shares_of_random_labels_follow_from_the_sizes(tiny_result):
    """Two groups of three: 3 * 2 / (6 * 5) each inside, 2 * 3 * 3 / (6 * 5) between."""
    rows = texts(gap_groups_table(tiny_result, "en").rows)
    assert rows[-1] == ["random", "20.00", "20.00", "40.00", "60.00", "60.00"]


def test_table_5_has_the_share_of_the_mean_beside_it(hand_result):
    table = gap_dimensions_table(hand_result, "en")
    # 2010: Care 0.06, Air 0.11 of 0.17.
    assert texts(table.rows)[1] == ["2010", "35.29 (55.00)", "64.71 (45.00)"]


def test_totals_of_the_gap(hand_result):
    assert texts(gap_total_table(hand_result, "en").rows)[1] == [
        "2010", "0.4000", "0.1700", "0.0600", "0.1100",
    ]  # fmt: skip


def test_means_and_growth_print_the_tables(tiny_result):
    means = tiny_result.means.set_index(["period", "group", "dimension"])["mean"]
    (first, *_) = texts(means_table(tiny_result, "en").rows)
    keys = [("", ""), ("North", ""), ("South", ""), ("", "Care"), ("", "Air")]
    assert first == ["2009", *(f"{means[(2009, *key)]:.4f}" for key in keys)]
    row = tiny_result.growth.total.iloc[0]
    assert texts(growth_table(tiny_result, "en").rows)[0] == [
        "All units", f"{row['first']:.4f}", f"{row['last']:.4f}",
        f"{100 * row['total_growth']:.2f}",
        f"{100 * row['mean_of_yearly_rates']:.2f}", f"{100 * row['compound_yearly_growth']:.2f}",
        f"{100 * row['simple_yearly_growth']:.2f}",
    ]  # fmt: skip


def test_weights_name_each_dimension_once(tiny_result):
    weights = tiny_result.weights.table
    rows = texts(weights_table(tiny_result, "zh").rows)
    assert [row[0] for row in rows] == [
        f"照护 ({weights['dimension_weight'][0]:.4f})", "",
        f"空气 ({weights['dimension_weight'][2]:.4f})", "",
    ]  # fmt: skip
    assert [row[1:3] for row in rows] == [
        ["a", "诊所"],
        ["b", "床位"],
        ["c", "粉尘"],
        ["d", "树木"],
    ]
    assert [row[4] for row in rows] == ["正向", "正向", "负向", "正向"]
    assert [row[5] for row in rows] == [f"{w:.4f}" for w in weights["weight"]]


def test_diagnostics_print_the_record(tiny_result):
    row = tiny_result.weights.table.iloc[1]
    assert texts(diagnostics_table(tiny_result, "en").rows)[1] == [
        "b", f"{row['weight']:.4f}", f"{row['std']:.4f}", f"{row['conflict']:.3f}",
        f"{row['entropy']:.4f}", f"{100 * row['zero_share']:.1f}", fixed(row["skewness"], 2),
        f"{row['weight_without_extreme']:.4f}", f"{row['extreme_unit']}, {row['extreme_period']}",
    ]  # fmt: skip


def test_coverage_counts_filled_cells(run_tiny):
    result = run_tiny(panel=with_cell(PANEL, 3, "b", ""))
    assert texts(coverage_table(result, "en").rows)[1] == ["b", "Beds", "18", "17", "1", "94.4"]


def test_ranking_is_that_of_the_last_year(tiny_result):
    index = tiny_result.scores.index.xs(2011, level="period").sort_values(ascending=False)
    rows = texts(ranking_table(tiny_result, "en").rows)
    assert [row[1] for row in rows] == list(index.index)
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row[3] for row in rows] == [f"{value:.4f}" for value in index]


def test_obstacles_of_the_last_year_stand_in_order_of_the_index(tiny_result):
    table = obstacle_top_table(tiny_result, "en")
    index = tiny_result.scores.index.xs(2011, level="period").sort_values(ascending=False)
    assert [row[0].text for row in table.rows] == list(index.index)
    last = tiny_result.obstacles.top.query("period == 2011")
    own = last[last["unit"] == index.index[0]]
    names = {"a": "Clinics", "b": "Beds", "c": "Dust", "d": "Trees"}
    expected = [
        f"{names[i]} ({100 * o:.1f})"
        for i, o in zip(own["indicator"], own["obstacle"], strict=True)
    ]
    shown = [cell.text for cell in table.rows[0][2:] if cell.text]
    assert shown == expected
    assert "6 of 6 units" in table.note


def test_counts_of_obstacles_add_up_to_the_units(tiny_result):
    rows = texts(obstacle_counts_table(tiny_result, "en").rows)
    for column in (3, 5):
        assert sum(int(row[column]) for row in rows) == 6


def test_one_period_prints_one(run_tiny):
    result = run_tiny("analyze.growth=false", panel=with_rows(PANEL, "2010"))
    table = gap_cells_table(result, "en")
    assert texts(table.header)[0] == ["", "2010"]
    assert "2010" in table.caption
    assert " and 20" not in table.caption
    assert growth_table(result, "en") is None
    assert len(obstacle_counts_table(result, "en").header[0]) == 5


def test_no_groups_and_no_questions_print_no_tables(run_tiny):
    result = run_tiny("data.group=", "analyze.obstacles=false")
    assert gap_groups_table(result, "en") is None
    assert gap_cells_table(result, "en") is None
    assert obstacle_top_table(result, "en") is None
    assert gap_total_table(result, "en") is not None
    assert gap_total_table(run_tiny("analyze.gaps=false"), "en") is None


@pytest.mark.parametrize("groups", [9, 10])
def test_labels_of_many_groups_do_not_run_together(groups):
    from resilmeter.present.printed.gaps import pair_label

    names = tuple(f"g{i}" for i in range(groups))
    assert pair_label(names, ("g0", "g1")) == ("G12" if groups < 10 else "G1-2")
    assert pair_label(names, ("g0", "g0")) == "G1"


def test_header_is_aligned_as_its_numbers(hand_result):
    table = aligned(gap_groups_table(hand_result, "en"))
    assert ["number" in cell.marks for cell in table.header[-1]] == [False] + [True] * 5


def test_numbers_are_rounded_here_and_signs_are_true():
    assert percent(0.123456) == "12.35"
    assert fixed(-0.5, 2) == "−0.50"
    assert fixed(-0.00001, 4) == "0.0000"
    assert fixed(float("nan"), 2) == "n/a"
