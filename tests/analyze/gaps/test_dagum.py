"""Dagum's parts by period: a hand case, identities, and groups where there are none."""

import numpy as np
import pytest

import resilmeter as rm
from resilmeter.errors import MethodError

ROUNDING = 1e-13
PARTS = ["within", "net_between", "transvariation"]


def test_three_towns_by_hand(three_towns):
    """In 2004 North has .5 and .75, South .25: all of South lies below, so nothing overlaps.

    mu = .5. Within: 2 x .25 / (2 x .5 x 9) = 1/18. Means .625 and .25 with p = 2/3 and 1/3:
    net = 2/3 x 1/3 x .375 / .5 = 1/6. G = 1/18 + 1/6.
    """
    found = rm.dagum(three_towns)
    row = found.total.set_index("period").loc[2004]
    assert row[["gini", *PARTS]].tolist() == pytest.approx([2 / 9, 1 / 18, 1 / 6, 0], abs=ROUNDING)
    assert row["null_within_share"] == pytest.approx(1 / 3, abs=ROUNDING)
    groups = found.groups[found.groups["period"] == 2004].set_index("group")
    # G_jj of North: .5 / (2 x .625 x 4); its contribution is p s times that
    assert groups["own_gini"].tolist() == pytest.approx([0.1, 0], abs=ROUNDING)
    assert groups["contribution"].tolist() == pytest.approx([1 / 18, 0], abs=ROUNDING)
    assert groups["population_share"].tolist() == pytest.approx([2 / 3, 1 / 3], abs=ROUNDING)
    assert groups["value_share"].tolist() == pytest.approx([5 / 6, 1 / 6], abs=ROUNDING)
    pair = found.pairs[found.pairs["period"] == 2004].iloc[0]
    # mean gap .375 over .875
    assert pair["pair_gini"] == pytest.approx(3 / 7, abs=ROUNDING)
    assert pair["affluence"] == pytest.approx(1, abs=ROUNDING)


def test_parts_add_up_and_agree_with_the_cells(random_scores):
    scores = random_scores([5, 4, 3])
    found, cells = rm.dagum(scores), rm.gini_cells(scores).cells
    total = found.total.set_index("period")
    assert np.abs(total[PARTS].sum(axis=1) - total["gini"]).max() <= ROUNDING
    by_period = cells.groupby("period")[PARTS].sum()
    assert np.abs(by_period - total[PARTS]).to_numpy().max() <= ROUNDING
    assert np.abs(cells[PARTS].sum(axis=1) - cells["contribution"]).max() <= ROUNDING
    shares = found.groups.groupby("period")["share"].sum()
    shares += found.pairs.groupby("period")["share"].sum()
    assert shares.to_numpy() == pytest.approx(1, abs=ROUNDING)


def test_the_sample_form_multiplies_every_part(random_scores):
    scores = random_scores([5, 4])
    plain, sample = rm.dagum(scores), rm.dagum(scores, correction="sample")
    ratio = sample.total[["gini", *PARTS]] / plain.total[["gini", *PARTS]]
    assert ratio.to_numpy() == pytest.approx(9 / 8, rel=1e-12)
    assert (sample.groups["own_gini"] / plain.groups["own_gini"]).to_numpy() == pytest.approx(9 / 8)


def test_one_group_is_all_within(random_scores):
    row = rm.dagum(random_scores([6])).total.iloc[0]
    assert row[["within_share", "net_between_share"]].tolist() == pytest.approx([1, 0])
    assert row["null_within_share"] == pytest.approx(1)


def test_constant_scores_have_parts_of_zero_and_no_shares(score_by_hand):
    scores = score_by_hand({name: [[0.5]] for name in "abcd"}, dimensions=["A"], weights=[1.0],
                           groups=dict(zip("abcd", "NNSS", strict=True)))  # fmt: skip
    row = rm.dagum(scores).total.iloc[0]
    assert row[["gini", *PARTS]].tolist() == [0] * 4
    assert row[[f"{part}_share" for part in PARTS]].isna().all()


def test_without_groups_it_is_refused(score_by_hand):
    scores = score_by_hand({"Ash": [[0.25]], "Bay": [[0.75]]}, dimensions=["A"], weights=[1.0])
    with pytest.raises(MethodError, match="Dagum's parts need groups"):
        rm.dagum(scores)


def test_the_record_says_where_the_gap_lies(three_towns):
    assert repr(rm.dagum(three_towns)) == (
        "<DagumDecomposition: 2004: within 25.0%, net_between 75.0%, transvariation 0.0%>"
    )


def test_three_decompositions_of_the_same_gap(random_scores):
    scores = random_scores([4, 3])
    gaps, dagum = rm.gini_cells(scores), rm.dagum(scores)
    table = rm.compare_decompositions(gaps, dagum)
    assert list(dict.fromkeys(table["period"])) == [2000, 2001, 2002]
    sums = table.groupby(["period", "decomposition"])["contribution"].sum().unstack()
    gini = gaps.total.set_index("period")["gini"]
    assert np.abs(sums.sub(gini, axis=0)).to_numpy().max() <= ROUNDING
    within = table[table["part"] == "within"].groupby(["period", "decomposition"])
    spread = within["contribution"].sum().unstack()
    assert np.ptp(spread.to_numpy(), axis=1).max() <= ROUNDING
    known = table[table["decomposition"] != "dagum"].groupby(["period", "decomposition"])
    assert known["null_share"].sum().to_numpy() == pytest.approx(1, abs=ROUNDING)
    overlap = table[table["part"].isin(["net_between", "transvariation"])]
    assert overlap["null_share"].isna().all()
