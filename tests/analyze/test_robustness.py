"""Sums over variants by hand: sentences and claims."""

import numpy as np
import pytest

from resilmeter.analyze import mean_shifts
from resilmeter.analyze.counts import claims_counted, sentences_held

OWN = {"highest-group": "North", "lowest-group": "South", "level-change": "rose"}
TOLD = (
    {"highest-group": "North", "lowest-group": "South", "level-change": "rose"},
    {"highest-group": "North", "lowest-group": "West", "level-change": "fell"},
    {"highest-group": "West", "lowest-group": "South"},
    {},
)
GOOD = np.array([True, True, True, False])


def test_a_sentence_holds_where_all_its_claims_do():
    table = sentences_held(TOLD, OWN, GOOD)
    rows = {(r.sentence, r.claim): (r.holds, r.variants) for r in table.itertuples()}
    assert rows == {
        ("level", "level-change"): (1, 2),
        ("level", ""): (1, 2),
        ("groups-last", "highest-group"): (2, 3),
        ("groups-last", "lowest-group"): (2, 3),
        ("groups-last", ""): (1, 3),
    }


def test_what_no_variant_can_say_has_no_share():
    table = sentences_held(({}, {}), OWN, np.array([True, True]))
    assert table["share"].isna().all()
    assert table["variants"].eq(0).all()


def test_claims_are_counted_most_frequent_first():
    table = claims_counted(TOLD, GOOD)
    first = table[table["claim"] == "highest-group"]
    assert first["value"].tolist() == ["North", "West"]
    assert first["share"].tolist() == pytest.approx([2 / 3, 1 / 3])
    shares = table.groupby("claim")["share"].sum()
    assert shares.to_numpy() == pytest.approx(np.ones(len(shares)))


def test_shifts_count_the_units_that_both_have():
    own = np.array([[1, 1], [2, 2], [3, 3]])
    ranks = np.array([[[1, 3], [2, 2], [3, 1]], [[1, 1], [0, 0], [2, 2]], [[0, 0]] * 3])
    mean, largest = mean_shifts(ranks, own)
    assert mean[:2] == pytest.approx([4 / 3, 1 / 2])
    assert np.isnan(mean[2])
    assert largest.tolist() == [2, 1, 0]
