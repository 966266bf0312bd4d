"""What tables imply: Dagum's parts, own Gini coefficients, spread, fill, drivers."""

from __future__ import annotations

import pytest
from tests.auditing.conftest import build, found, verdicts

PAIRS = {"A": ["N"], "B": ["S"], "AB": ["N", "S"]}
LEVELS = """period,all,N,S,Care,Air
2010,0.500,{n},0.600,0.300,0.200
2011,0.500,0.490,0.510,0.200,0.300
"""
SHARES = """period,A,B,AB,in,out
2010,{own},15.0,75.0,25.0,{share}
2011,5.0,5.0,90.0,10.0,90.0
"""
SUMS = {"within": "in", "between": "out"}
MEANS = {"total": "all", "groups": ["N", "S"], "dimensions": ["Care", "Air"]}


def gaps(claims=(), n="0.400", share="75.0", own="10.0"):
    """Two groups of two: net between is |.6 - .4| / (4 x .5) = .1 in 2010."""
    return build(
        ("means", LEVELS.replace("{n}", n), MEANS),
        ("group-sizes", "group,units\nN,2\nS,2\n"),
        ("group-shares", SHARES.replace("{own}", own).replace("{share}", share), SUMS),
        ("gini", "period,gini\n2010,0.150\n2011,0.140\n"),
        pairs=PAIRS, claim=claims,
    )  # fmt: skip


def test_net_between_by_hand():
    finding = found(gaps(), "net-between")[0]
    assert finding.verdict == "agrees"
    assert finding.computed == "0.100"
    assert finding.low <= 0.1 <= finding.high
    # .1 of .15, and .75 x .15 - .1 = .0125
    assert "66.7 %" in finding.sentence()
    assert "8.3 %" in finding.sentence()


def test_net_between_cannot_exceed_the_whole_between():
    assert verdicts(gaps(share="50.0"), "net-between")[0] == "cannot-be"


def test_net_between_that_moves_the_other_way_contradicts_only_a_claim():
    fell = {"says": "rose", "measure": "gap", "of": "between", "periods": ["2010", "2011"]}
    # the whole rises .1125 -> .1260, the gap of the means falls .100 -> .010
    assert verdicts(gaps(), "net-between-change") == ["agrees"]
    assert "moved the other way" in found(gaps(), "net-between-change")[0].sentence()
    assert verdicts(gaps([fell]), "net-between-change") == ["says-otherwise"]


def test_own_gini_by_hand():
    """Share .1 x G .15 over p s = .5 x .5 x .4 / .5 = .2: .075."""
    north, south = found(gaps(), "own-gini")[:2]
    assert north.computed == "0.0750"
    assert south.computed == "0.0750"
    assert (north.verdict, north.of) == ("agrees", "N, 2010")


def test_an_own_gini_above_one_cannot_be():
    assert "cannot-be" in verdicts(gaps(n="0.010", own="60.0"), "own-gini")


def test_shares_of_the_change_stand_beside_those_of_the_level():
    table = "period,all,N,S,Care,Air\n2010,0.50,,,0.30,0.20\n2011,0.60,,,0.31,0.29\n"
    finding = found(build(("means", table, MEANS)), "change-shares")[0]
    assert "Care 10.0 %, Air 90.0 %" in finding.sentence()
    assert "Care 51.7 %" in finding.sentence()


def spread(sd="0.20", mean="0.80", claims=()):
    return build(
        ("means", f"period,all\n2010,0.40\n2011,{mean}\n", {"total": "all"}),
        ("spread", f"period,sd\n2010,0.10\n2011,{sd}\n"), claim=claims,
    )  # fmt: skip


def test_spread_against_coefficient_of_variation():
    widened = [{"says": "rose", "measure": "sd", "periods": ["2010", "2011"]}]
    assert verdicts(spread("0.30", claims=widened), "spread") == ["agrees"]
    # standard deviation .10 -> .15, coefficient of variation .25 -> .1875
    assert verdicts(spread("0.15", claims=widened), "spread") == ["says-otherwise"]
    assert verdicts(spread("0.15"), "spread") == ["agrees"]
    assert found(spread("0.15"), "spread")[0].computed == "0.75"


@pytest.mark.parametrize(("care", "expected"), [("0.30", "agrees"), ("0.70", "cannot-be")])
def test_a_part_cannot_exceed_its_weight(care, expected):
    paper = build(
        ("means", f"period,Care\n2010,{care}\n", {"dimensions": ["Care"]}),
        ("dimension-weights", "dimension,weight\nCare,0.60\nAir,0.40\n"), index="weighted-sum",
    )  # fmt: skip
    assert verdicts(paper, "fill") == [expected]
    # without knowing the aggregation nothing bounds the mean
    keys = paper.keys.model_copy(update={"index": ""})
    assert verdicts(type(paper)(keys, paper.tables), "fill") == []


def factors(q="0.45", both="0.60"):
    return build(
        ("factors", f"factor,q,strata\nroads,{q},4\nrain,0.30,4\n", {"units": 16}),
        ("interactions", f"factor_a,factor_b,q\nroads,rain,{both}\n"),
        claim=[{"says": "all-enhance"}],
    )  # fmt: skip


def test_q_against_noise_by_hand():
    """E[q | noise] = (4 - 1) / (16 - 1) = .2; adjusted 1 - .55 x 15 / 12 = .3125."""
    finding = found(factors(), "q-noise")[0]
    assert finding.verdict == "agrees"
    assert finding.computed == "0.200"
    assert "adjusted for that q is 0.312" in finding.sentence()
    assert "4.0 units a stratum" in finding.sentence()


@pytest.mark.parametrize(("q", "expected"), [("0.15", "says-otherwise"), ("1.20", "cannot-be")])
def test_q_that_noise_gives_or_nothing_can(q, expected):
    assert verdicts(factors(q), "q-noise")[0] == expected


@pytest.mark.parametrize(
    ("both", "expected"), [("0.60", "agrees"), ("0.45", "agrees"), ("0.40", "cannot-be")]
)
def test_two_factors_explain_no_less_than_one(both, expected):
    assert verdicts(factors(both=both), "q-pair") == [expected]


def test_all_pairs_enhance_is_a_theorem():
    assert verdicts(factors(), "all-enhance") == ["says-otherwise"]
