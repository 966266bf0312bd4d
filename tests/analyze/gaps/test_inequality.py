"""Every measure of inequality: a hand case, companions, and n/a with a reason."""

from dataclasses import replace
from math import log, sqrt

import numpy as np
import pytest

import resilmeter as rm

ROUNDING = 1e-13


@pytest.fixture
def two_pairs(score_by_hand):
    """North .25 and .25, South .75 and .75; the index can be 1 at most."""
    return score_by_hand(
        {"Ash": [[0.25]], "Bay": [[0.25]], "Cor": [[0.75]], "Dun": [[0.75]]},
        dimensions=["A"],
        weights=[1.0],
        groups={"Ash": "North", "Bay": "North", "Cor": "South", "Dun": "South"},
    )


def test_measures_by_hand(two_pairs):
    row = rm.inequality(two_pairs).total.iloc[0]
    root = ((sqrt(0.25) + sqrt(0.75)) / 2) ** 2
    expected = {
        "units": 4, "mean": 1 / 2, "low": 1 / 4, "high": 3 / 4, "range": 1 / 2, "std": 1 / 4,
        "cv": 1 / 2, "gini": 1 / 4, "absolute_gini": 1 / 8, "shortfall_gini": 1 / 4,
        "theil_t": (log(1 / 2) / 2 + 3 / 2 * log(3 / 2)) / 2,
        "theil_l": (log(2) + log(2 / 3)) / 2, "entropy_2": 1 / 8,
        "atkinson_0_5": 1 - root / 0.5, "atkinson_1": 1 - sqrt(3 / 16) / 0.5,
        "net_between": 1 / 4, "attainable_between": 1 / 4, "attainable_share": 1,
    }  # fmt: skip
    assert row[list(expected)].to_dict() == pytest.approx(expected, abs=ROUNDING)
    assert row["note"] == ""


def test_all_of_it_lies_between_the_groups(two_pairs):
    table = rm.inequality(two_pairs).groups.set_index("measure")
    assert table["within"].to_numpy() == pytest.approx(0, abs=ROUNDING)
    assert (table["between"] - table["total"]).to_numpy() == pytest.approx(0, abs=ROUNDING)
    entropies = table.loc[["theil_t", "theil_l", "entropy_2"]]
    assert entropies["between_share"].to_numpy() == pytest.approx(1, abs=ROUNDING)
    rest = table.loc[["atkinson_0_5", "atkinson_1"]]
    assert rest["between_share"].isna().all()
    assert rest["note"].str.contains("multiply").all()


def test_entropies_add_up_and_atkinson_multiplies(random_scores):
    table = rm.inequality(random_scores([5, 4, 3])).groups
    sums = table[table["measure"].isin(["theil_t", "theil_l", "entropy_2"])]
    assert (sums["within"] + sums["between"] - sums["total"]).abs().max() <= ROUNDING
    rest = table[table["measure"].str.startswith("atkinson")]
    product = (1 - rest["within"]) * (1 - rest["between"])
    assert (1 - rest["total"] - product).abs().max() <= ROUNDING


def test_a_zero_has_no_logarithm_and_it_is_said(score_by_hand):
    scores = score_by_hand({"Ash": [[0.0]], "Bay": [[0.5]]}, dimensions=["A"], weights=[1.0])
    row = rm.inequality(scores).total.iloc[0]
    assert np.isnan(row["theil_l"])
    assert "theil_l: 1 values are zero or negative" in row["note"]
    assert row[["gini", "theil_t", "atkinson_1"]].tolist() == pytest.approx([0.5, log(2), 1])


def test_without_groups_nothing_lies_between_them(score_by_hand):
    scores = score_by_hand({"Ash": [[0.25]], "Bay": [[0.75]]}, dimensions=["A"], weights=[1.0])
    found = rm.inequality(scores)
    assert found.groups.empty
    row = found.total.iloc[0]
    assert row[["net_between", "attainable_between", "attainable_share"]].isna().all()
    assert "need groups" in row["note"]


def test_a_score_without_a_best_value_has_no_shortfall(two_pairs):
    boundless = replace(two_pairs, scaled=replace(two_pairs.scaled, best=None))
    row = rm.inequality(boundless).total.iloc[0]
    assert np.isnan(row["shortfall_gini"])
    assert "shortfall_gini: the most the index can be is not known" in row["note"]


def test_negative_scores_have_spread_and_reasons(two_pairs):
    shifted = replace(two_pairs, index=two_pairs.index - 0.5, parts=two_pairs.parts - 0.5)
    row = rm.inequality(shifted).total.iloc[0]
    assert row[["std", "range", "absolute_gini"]].tolist() == pytest.approx([1 / 4, 1 / 2, 1 / 8])
    assert row[["gini", "cv", "theil_t", "atkinson_1", "net_between"]].isna().all()
    assert "gini: 2 scores are negative" in row["note"]


def test_one_unit_and_equal_units_have_no_inequality(score_by_hand):
    for names in ("a", "abc"):
        scores = score_by_hand({n: [[0.5]] for n in names}, dimensions=["A"], weights=[1.0])
        row = rm.inequality(scores).total.iloc[0]
        measures = ["gini", "absolute_gini", "cv", "std", "range", "theil_t", "theil_l"]
        assert row[measures].tolist() == pytest.approx([0] * 7, abs=ROUNDING)


def test_everything_at_the_best_lacks_nothing(score_by_hand):
    scores = score_by_hand({n: [[1.0]] for n in "ab"}, dimensions=["A"], weights=[1.0])
    row = rm.inequality(scores).total.iloc[0]
    assert np.isnan(row["shortfall_gini"])
    assert "nothing is missing" in row["note"]


def test_the_sample_form_is_that_of_the_gini_coefficients(random_scores):
    scores = random_scores([5, 4])
    plain, sample = (rm.inequality(scores, correction=c).total for c in ("none", "sample"))
    for name in ("gini", "absolute_gini", "shortfall_gini", "net_between"):
        assert (sample[name] / plain[name]).to_numpy() == pytest.approx(9 / 8, rel=1e-12)
    assert (sample["theil_t"] == plain["theil_t"]).all()
    assert sample["attainable_share"].isna().all()
    assert sample["note"].str.contains("population form only").all()
