"""Grades, primacy, mixed growth and obstacles: passing and failing cases by hand."""

from __future__ import annotations

import pytest
from tests.auditing.conftest import build, found, verdicts

GRADES = [{"name": "low", "high": -10}, {"name": "middle", "low": -10, "high": 10},
          {"name": "high", "low": 10}]  # fmt: skip
TABLE = "unit,group,grade\na,N,{a}\nb,N,middle\nc,S,high\nd,S,low\n"


def graded(grade=GRADES, a="high", score="0.60", mean="0.50", primacy="1.200", table=TABLE):
    return build(
        ("means", f"period,all,N,S\n2010,{mean},0.55,0.45\n",
         {"total": "all", "groups": ["N", "S"]}),
        ("group-sizes", "group,units\nN,2\nS,2\n"),
        ("grades", table.replace("{a}", a)),
        ("scores", f"unit,period,score\na,2010,{score}\nc,2010,0.58\n"),
        ("primacy", f"group,unit,period,primacy\nN,a,2010,{primacy}\n"),
        reference="0.50", grade=grade,
    )  # fmt: skip


def test_grades_that_meet_leave_no_gap():
    assert verdicts(graded(), "grade-edges") == ["agrees"]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"closed": "neither"}, "has no grade"), ({"low": -5}, "has no grade"),
     ({"low": -20}, "has two grades")],
)  # fmt: skip
def test_grades_with_gaps_or_overlaps(change, said):
    grades = [GRADES[0], GRADES[1] | change, GRADES[2]]
    finding = found(graded(grades), "grade-edges")[0]
    assert finding.verdict == "says-otherwise"
    assert said in finding.sentence()


def test_an_edge_that_belongs_to_both_grades():
    grades = [GRADES[0] | {"closed": "right"}, *GRADES[1:]]
    assert "has two grades" in found(graded(grades), "grade-edges")[0].sentence()


@pytest.mark.parametrize(
    "table",
    [TABLE.replace("d,S,low\n", ""), TABLE.replace("d,S,low", "c,S,low"),
     TABLE.replace("d,S,low", "d,S,lowish")],
)  # fmt: skip
def test_counts_of_grades(table):
    assert verdicts(graded(), "grade-counts") == ["agrees"]
    assert verdicts(graded(table=table), "grade-counts") == ["cannot-be"]


@pytest.mark.parametrize(("a", "expected"), [("high", "agrees"), ("low", "cannot-be")])
def test_scores_against_the_reference(a, expected):
    # .60 is 20 % above .50
    assert verdicts(graded(a=a), "grade-reference") == [expected]


@pytest.mark.parametrize(
    # a .60, b in [.45, .55], c .58, d in [0, .45]: 1.63 to 2.18, so the mean is .41 to .55
    ("mean", "expected"), [("0.50", "agrees"), ("0.39", "cannot-be"), ("0.60", "cannot-be")],
)  # fmt: skip
def test_totals_that_grades_allow(mean, expected):
    assert verdicts(graded(mean=mean), "grade-total") == [expected]


@pytest.mark.parametrize(
    # the second of N is b, in the middle grade, .45 to .55
    ("primacy", "expected"),
    [("1.200", "agrees"), ("1.500", "cannot-be"), ("1.050", "cannot-be"), ("0.900", "cannot-be")],
)
def test_primacy_recovers_the_second(primacy, expected):
    finding = found(graded(primacy=primacy), "primacy")[0]
    assert finding.verdict == expected
    if primacy == "1.200":
        assert finding.computed == "0.5000"


@pytest.mark.parametrize(("whole", "expected"), [("2.00", "agrees"), ("1.50", "says-otherwise")])
def test_growth_of_parts_and_whole(whole, expected):
    """(1 x 5 + 3 x 1) / 4 = 2."""
    table = f"group,part,units,growth\nN,,4,{whole}\nN,capital,1,5.00\nN,rest,3,1.00\n"
    finding = found(build(("growth-parts", table)), "growth-mixed")[0]
    assert (finding.verdict, finding.computed) == (expected, "2.00")


def obstacles(sd="0.05", index="weighted-sum", **claim):
    """Weights .6, .3, .1: the last is first from a score of .7 on, second from .2 on."""
    return build(
        ("indicator-weights", "indicator,weight\nroads,0.600\nbeds,0.300\ntrees,0.100\n"),
        ("means", "period,all,N\n2010,0.300,0.300\n", {"total": "all", "groups": ["N"]}),
        ("group-sizes", "group,units\nN,10\n"),
        ("spread", f"period,sd\n2010,{sd}\n"),
        index=index, claim=[{"says": "can-rank", "periods": ["2010"], **claim}],
    )  # fmt: skip


@pytest.mark.parametrize(
    # .3 + .05 x 3 = .45 for one of ten; with .15 it is .75; for four .3 + .15 sqrt(6 / 4) = .48
    ("sd", "claim", "expected"),
    [("0.05", {"of": "roads"}, "agrees"), ("0.05", {"of": "trees"}, "cannot-be"),
     ("0.15", {"of": "trees"}, "agrees"), ("0.15", {"of": "trees", "at_least": 4}, "cannot-be"),
     ("0.05", {"of": "trees", "place": 2}, "agrees")],
)  # fmt: skip
def test_obstacles_that_weights_allow(sd, claim, expected):
    assert verdicts(obstacles(sd, **claim), "obstacle") == [expected]


def test_obstacles_of_an_unknown_formula_are_not_checkable():
    assert verdicts(obstacles(index="", of="trees"), "obstacle") == ["not-checkable"]
