"""Parts and wholes: every rule with a passing and a failing case, by hand."""

from __future__ import annotations

import pytest
from tests.auditing.conftest import build, found, verdicts

WEIGHTS = "indicator,dimension,weight\na,Care,{a}\nb,Care,0.33\nc,Air,0.34\n"
DIMENSIONS = "dimension,weight\nCare,0.66\nAir,{air}\n"
GROUPS = {"total": "all", "groups": ["N", "S"], "dimensions": ["Care", "Air"]}
MEANS = "period,all,N,S,Care,Air\n2010,{all},0.40,0.60,{care},0.20\n2011,0.55,0.45,0.65,0.30,0.25\n"
SIZES = "group,units\nN,2\nS,{s}\n"
PAIRS = {"A": ["N"], "B": ["S"], "AB": ["N", "S"]}
SHARES = "period,A,B,AB,in,out\n2010,10.0,15.0,{ab},{inside},75.0\n"
SUMS = {"within": "in", "between": "out"}


def weights(a="0.33", air="0.34"):
    return build(
        ("indicator-weights", WEIGHTS.format(a=a)),
        ("dimension-weights", DIMENSIONS.format(air=air)),
    )


@pytest.mark.parametrize(
    # .33 + .33 is due as .66; .34 is within three halves of a unit, .40 is not
    ("a", "expected"), [("0.33", "agrees"), ("0.34", "rounding"), ("0.40", "cannot-be")],
)  # fmt: skip
def test_indicator_weights_add_up_to_dimension_weights(a, expected):
    assert expected in verdicts(weights(a), "weights-dimensions")
    assert (expected == "cannot-be") == ("cannot-be" in verdicts(weights(a), "weights-dimensions"))


@pytest.mark.parametrize(("a", "expected"), [("0.33", ["agrees"]), ("0.50", ["cannot-be"])])
def test_indicator_weights_add_up_to_one(a, expected):
    assert verdicts(weights(a), "weights-one") == expected


@pytest.mark.parametrize(
    ("air", "expected"), [("0.34", "agrees"), ("0.35", "rounding"), ("0.36", "cannot-be")]
)
def test_dimension_weights_add_up_to_one(air, expected):
    # two numbers with two decimals: together they can be off by .01, not by .02
    assert verdicts(weights(air=air), "dimension-weights-one") == [expected]


def means(all_="0.50", care="0.30", s="2"):
    table = MEANS.replace("{all}", all_).replace("{care}", care)
    return build(("means", table, GROUPS), ("group-sizes", SIZES.format(s=s), {"total": "4"}))


@pytest.mark.parametrize(
    ("care", "expected"),
    [("0.30", ["agrees"]), ("0.31", ["rounding"]), ("0.33", ["cannot-be", "agrees"])],
)
def test_dimensions_add_up_to_the_index(care, expected):
    assert verdicts(means(care=care), "parts-index") == expected


def test_a_period_that_cannot_be_is_named_with_its_numbers():
    finding = found(means(care="0.33"), "parts-index")[0]
    assert (finding.of, finding.claimed, finding.computed) == ("2010", "0.50", "0.530")
    assert (finding.low, finding.high) == pytest.approx((0.52, 0.54))
    assert "0.50" in finding.sentence()
    assert "0.520 and 0.540" in finding.sentence()


@pytest.mark.parametrize(("s", "expected"), [("2", ["agrees"]), ("9", ["cannot-be"] * 2)])
def test_group_means_weighted_by_size_give_the_whole(s, expected):
    assert verdicts(means(s=s), "groups-whole") == expected


@pytest.mark.parametrize(("s", "expected"), [("2", "agrees"), ("3", "cannot-be")])
def test_sizes_add_up(s, expected):
    assert verdicts(means(s=s), "sizes") == [expected]


def shares(ab="75.0", inside="25.0"):
    table = SHARES.replace("{ab}", ab).replace("{inside}", inside)
    return build(("means", MEANS.replace("{all}", "0.50").replace("{care}", "0.30"), GROUPS),
                 ("group-shares", table, SUMS), pairs=PAIRS)  # fmt: skip


def test_shares_add_up_within_between_and_to_a_hundred():
    for rule in ("shares-within", "shares-between", "shares-100"):
        assert verdicts(shares(), rule) == ["agrees"]


@pytest.mark.parametrize(
    ("paper", "rule"),
    [(shares(inside="26.0"), "shares-within"), (shares(ab="74.0"), "shares-between"),
     (shares(inside="26.0"), "shares-100")],
)  # fmt: skip
def test_shares_that_do_not_add_up(paper, rule):
    assert verdicts(paper, rule) == ["cannot-be"]


@pytest.mark.parametrize(("air", "expected"), [("40.1", "agrees"), ("41.0", "cannot-be")])
def test_shares_of_dimensions_add_up(air, expected):
    table = f"period,Care,Air\n2010,59.9,{air}\n"
    paper = build(("dimension-shares", table, {"dimensions": ["Care", "Air"]}))
    assert verdicts(paper, "dimension-shares-100") == [expected]


# Cells of two groups and two dimensions that add up to G = .100: Care .060, Air .040.
CELLS = """period,cell,dimension,value,mark
2010,A,Care,0.010,
2010,A,Air,0.000,
2010,B,Care,0.010,
2010,B,Air,0.005,
2010,AB,Care,{ab},*
2010,AB,Air,0.035,*
"""


def cells(ab="0.040", gini="0.100", care="60.0"):
    return build(
        ("means", MEANS.replace("{all}", "0.50").replace("{care}", "0.30"), GROUPS),
        ("group-sizes", SIZES.format(s="2")),
        ("group-shares", SHARES.replace("{ab}", "75.0").replace("{inside}", "25.0"), SUMS),
        ("dimension-shares", f"period,Care,Air\n2010,{care},40.0\n",
         {"dimensions": ["Care", "Air"]}),
        ("cells", CELLS.replace("{ab}", ab)),
        ("gini", f"period,gini\n2010,{gini}\n"),
        pairs=PAIRS,
    )  # fmt: skip


def test_cells_add_up_to_rows_columns_and_total():
    for rule in ("cells-total", "cells-pairs", "cells-dimensions"):
        assert verdicts(cells(), rule) == ["agrees"]


@pytest.mark.parametrize(
    ("paper", "rule"),
    [(cells(gini="0.110"), "cells-total"), (cells(ab="0.050"), "cells-pairs"),
     (cells(care="70.0"), "cells-dimensions")],
)  # fmt: skip
def test_cells_that_do_not_add_up(paper, rule):
    assert "cannot-be" in verdicts(paper, rule)


def test_marks_of_the_largest_cell():
    assert verdicts(cells(), "extreme") == ["agrees", "agrees"]
    assert "says-otherwise" in verdicts(cells(ab="0.004"), "extreme")
    tied = found(cells(ab="0.010"), "extreme")[0]
    assert tied.verdict == "rounding"
    assert "A x Care, B x Care" in tied.sentence()


def test_ratios_of_cells_to_random_labels_by_hand():
    """Null share of AB: 2 x 2 x 2 / (4 x 3) = 2/3; of Air .04 that makes .0267; .035 is 1.31."""
    finding = found(cells(), "null-cells")[0]
    assert "AB x Care 1.00" in finding.sentence()
    assert "AB x Air 1.31" in finding.sentence()


def test_null_shares_by_hand():
    computed = {f.of: f.computed for f in found(cells(), "null-share")}
    assert computed == {"within": "33.3", "between": "66.7", "A (N)": "16.7", "B (S)": "16.7",
                        "AB (N–S)": "66.7"}  # fmt: skip


def test_concentration_needs_two_periods():
    assert found(cells(), "concentration") == []
    table = "period,Care,Air\n2010,60.0,40.0\n2011,30.0,70.0\n"
    paper = build(("means", MEANS.replace("{all}", "0.50").replace("{care}", "0.30"), GROUPS),
                  ("dimension-shares", table, {"dimensions": ["Care", "Air"]}))  # fmt: skip
    # .6 / (.30 / .50) = 1.00, then .3 / (.30 / .55) = 0.55
    assert found(paper, "concentration")[0].computed == "0.55"
    assert "1.00 times" in found(paper, "concentration")[0].sentence()
