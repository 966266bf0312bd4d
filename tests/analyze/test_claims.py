"""What sentences claim, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from resilmeter.analyze import Outcome, claims

# Two groups of two units, two periods, two dimensions.
PARTS = np.array([[0.4, 0.1], [0.3, 0.1], [0.2, 0.1], [0.1, 0.1]])
BASE = Outcome(
    codes=("a", "b", "c"), dimensions=("Care", "Air"), groups=("North", "South"),
    group_codes=np.array([0, 0, 1, 1]), weights=np.array([0.5, 0.3, 0.2]),
    index=np.column_stack([np.full(4, 0.3), PARTS.sum(axis=1)]),
    parts=PARTS, reached=np.array([[1, 0, 0], [1, 0, 1], [0, 1, 1], [1, 1, 0]], float),
    comparable=True,
)  # fmt: skip


def test_every_claim_by_hand():
    assert claims(BASE) == {
        "largest-weight": "a",
        "level-change": "rose",  # 0.30 to 0.35
        "highest-group": "North",
        "lowest-group": "South",
        "gap-change": "rose",  # from none
        "gap-dimension": "Care",  # the only one that varies
        "gap-cell": "North, South, Care",  # four of six pairs of units
        "first-obstacle": "b",  # first of units 1 and 2; a of 3, c of 4
    }


def test_the_strongest_driver_by_hand():
    """Index .5 .4 .3 .2: halves leave .01 of .05 inside, q .8; ends and middle tell nothing."""
    strata = np.array([[0, 0, 1, 1], [0, 1, 1, 0], [0, -1, -1, -1]])
    told = replace(BASE, drivers=("rain", "coast", "rare"), strata=strata)
    assert claims(told)["strongest-driver"] == "rain"
    both = replace(told, strata=strata[[0, 0, 2]])
    assert claims(both)["strongest-driver"] == "coast + rain"
    # A single driver that can be looked at is no choice.
    assert "strongest-driver" not in claims(replace(told, strata=strata[[0, 2, 2]]))


@pytest.mark.parametrize(
    ("variant", "first"),
    [
        # Units lack (b, c), (b), (a), (c), with weights .5 .3 .2.
        ("printed", "b"),  # b in two, a and c in one each
        ("unweighted", "b"),  # the first of equals is the first in the table
        ("within-dimension", "b"),  # a and b in one dimension: b, b, a; c alone is all of its own
        ("attainable", "c"),  # nobody can attain b
    ],
)
def test_the_first_obstacle_follows_the_form_of_the_degree(variant, first):
    goals = np.array([[1, 0, 1]] * 4, float)
    asked = replace(BASE, variant=variant, goals=goals if variant == "attainable" else None,
                    members=np.array([0, 0, 1]))  # fmt: skip
    found = claims(asked).get("first-obstacle")
    assert found == first


def test_what_ties_as_printed_is_named_together():
    tied = replace(BASE, weights=np.array([0.40001, 0.40002, 0.19997]))
    assert claims(tied)["largest-weight"] == "a + b"


def test_a_change_that_does_not_print_is_none():
    index = np.column_stack([np.full(4, 0.3), np.full(4, 0.30001)])
    found = claims(replace(BASE, index=index, parts=None))
    assert found["level-change"] == "stayed"
    assert "highest-group" not in found  # the groups print the same


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({"comparable": False}, {"level-change", "gap-change"}),
        ({"groups": (), "group_codes": np.zeros(4, int)},
         {"highest-group", "lowest-group", "gap-cell"}),
        ({"parts": None}, {"gap-dimension", "gap-cell"}),
        ({"reached": None}, {"first-obstacle"}),
        ({"reached": np.ones((4, 3))}, {"first-obstacle"}),
        ({"index": BASE.index - 1.0}, {"gap-change", "gap-dimension", "gap-cell"}),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_left_out(change, gone):
    assert set(claims(BASE)) - set(claims(replace(BASE, **change))) == gone
