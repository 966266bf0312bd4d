"""Every way of scoring through the verb: hand values, parts, scopes, and what each refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.studies import tiny_panel

import resilmeter as rm
from resilmeter.scoring import SCORINGS

INDICATORS = "code,dimension,direction\na,Care,higher\nb,Care,lower\nc,Air,higher\n"
PANEL = """city,year,region,a,b,c
Ahe,2009,N,0,10,5
Ahe,2010,N,4,5,10
Bohe,2009,N,2,0,0
Bohe,2010,N,4,5,10
Cohe,2009,N,1,10,10
Cohe,2010,N,0,9,0
"""
COMPUTED = [name for name in SCORINGS if name != "imported"]
# Differences of sums of a few numbers below 150.
CLOSE = 1e-12


def scaled_of(tmp_path, **how):
    panel = tiny_panel(tmp_path, panel=PANEL, indicators=INDICATORS)
    return rm.normalize(panel, **how)


@pytest.fixture
def scaled(tmp_path):
    return scaled_of(tmp_path, interval=(0.1, 1.0))


@pytest.fixture
def weights(scaled):
    return rm.weigh(scaled, method="given", choices=rm.Choices(given={"a": 2, "b": 1, "c": 1}))


@pytest.mark.parametrize("method", COMPUTED)
def test_parts_add_up_to_the_index(scaled, weights, method):
    scores = rm.score(scaled, weights, method=method)
    np.testing.assert_allclose(scores.parts.sum(axis=1), scores.index, rtol=0, atol=CLOSE)
    assert list(scores.parts.columns) == ["Care", "Air"]
    assert np.isfinite(scores.index).all()


@pytest.mark.parametrize("method", COMPUTED)
def test_a_city_that_is_better_in_everything_scores_higher(scaled, weights, method):
    """Bohe 2010 equals Ahe 2010; both exceed Ahe 2009 and Cohe 2010 in every indicator."""
    index = rm.score(scaled, weights, method=method).index
    assert index["Ahe", 2010] == pytest.approx(index["Bohe", 2010], abs=CLOSE)
    assert index["Ahe", 2010] > index["Ahe", 2009] + 0.01
    assert index["Ahe", 2010] > index["Cohe", 2010] + 0.01


@pytest.mark.parametrize("method", COMPUTED)
def test_only_sums_have_contributions(scaled, weights, method):
    scores = rm.score(scaled, weights, method=method)
    if scores.additive:
        sums = scores.contributions.sum(axis=1)
        np.testing.assert_allclose(sums, scores.index, rtol=0, atol=CLOSE)
    else:
        with pytest.raises(rm.MethodError, match=r"score.method: .*no contributions.*Shapley"):
            _ = scores.contributions
        assert "Shapley" in scores.steps[0].text()


def test_geometric_mean_by_hand(scaled, weights):
    """Ahe 2009 is (.1, .1, .55) with weights 1/2, 1/4, 1/4."""
    index = rm.score(scaled, weights, method="geometric-mean").index
    assert index["Ahe", 2009] == pytest.approx(0.1**0.75 * 0.55**0.25, rel=1e-14)


def test_power_mean_by_hand(scaled, weights):
    choices = rm.ScoreChoices(exponent=-1.0)
    index = rm.score(scaled, weights, method="power-mean", choices=choices).index
    assert index["Ahe", 2009] == pytest.approx(1 / (0.75 / 0.1 + 0.25 / 0.55), rel=1e-14)


def test_levels_by_hand(scaled, weights):
    """Care is (2/3 a + 1/3 b), Air is c; weights 3/4 and 1/4."""
    scores = rm.score(scaled, weights, method="levels")
    care, air = scores.levels.loc[("Bohe", 2009)]
    assert (care, air) == pytest.approx((2 / 3 * 0.55 + 1 / 3, 0.1), rel=1e-14)
    expected = care**0.75 * air**0.25
    assert scores.index["Bohe", 2009] == pytest.approx(expected, rel=1e-14)


def test_mazziotta_pareto_by_hand(scaled, weights):
    z = (scaled.values - scaled.values.mean()) / scaled.values.std(ddof=0)
    standardised, w = 100 + 10 * z.loc[("Bohe", 2009)], np.array([0.5, 0.25, 0.25])
    mean = (standardised * w).sum()
    expected = mean - ((standardised - mean) ** 2 * w).sum() / mean
    found = rm.score(scaled, weights, method="mazziotta-pareto").index["Bohe", 2009]
    assert found == pytest.approx(expected, rel=1e-14)


def test_adjusted_mazziotta_pareto_by_hand(scaled, weights):
    """Bohe 2009 lies at 1/2, 1 and 0 between the goalposts: 100, 130, 70."""
    mean = 100 * 0.5 + 130 * 0.25 + 70 * 0.25
    expected = mean - (30**2 * 0.5) / mean
    found = rm.score(scaled, weights, method="adjusted-mazziotta-pareto").index["Bohe", 2009]
    assert found == pytest.approx(expected, rel=1e-14)


def test_topsis_on_raw_values_by_vector_length(scaled, weights):
    raw = scaled.panel.values.to_numpy() * [1, -1, 1]
    v = raw / np.sqrt((raw**2).sum(axis=0)) * weights.values
    far = np.sqrt(((v - v.max(axis=0)) ** 2).sum(axis=1))
    near = np.sqrt(((v - v.min(axis=0)) ** 2).sum(axis=1))
    choices = rm.ScoreChoices(values="vector")
    found = rm.score(scaled, weights, method="topsis", choices=choices).index
    np.testing.assert_allclose(found, near / (far + near), rtol=1e-13)


def test_topsis_on_scaled_values_by_vector_length(scaled, weights):
    z = scaled.values.to_numpy()
    v = z / np.sqrt((z**2).sum(axis=0)) * weights.values
    far = np.sqrt(((v - v.max(axis=0)) ** 2).sum(axis=1))
    near = np.sqrt(((v - v.min(axis=0)) ** 2).sum(axis=1))
    choices = rm.ScoreChoices(values="scaled-vector")
    found = rm.score(scaled, weights, method="topsis", choices=choices).index
    np.testing.assert_allclose(found, near / (far + near), rtol=1e-13)


@pytest.mark.parametrize("method", [name for name in COMPUTED if SCORINGS[name].ideals])
def test_ideals_of_each_period_are_those_of_its_rows(scaled, weights, method):
    """Each period scored by itself, as if the other did not exist, and not comparable."""
    choices = rm.ScoreChoices(ideals="per-period")
    found = rm.score(scaled, weights, method=method, choices=choices)
    assert not found.comparable_over_time
    with pytest.raises(rm.MethodError, match="cannot be compared over time"):
        rm.growth(found)
    for period in (2009, 2010):
        rows = scaled.values.index.get_level_values("period") == period
        whole = scaled.panel
        panel = replace(whole, values=whole.values[rows], status=whole.status[rows],
                        others=whole.others[rows])  # fmt: skip
        alone = replace(scaled, panel=panel, values=scaled.values[rows])
        index = rm.score(alone, weights, method=method).index
        np.testing.assert_allclose(found.index[rows], index, rtol=0, atol=CLOSE)


def test_shapley_parts_split_differences_between_units(scaled, weights):
    """Units that differ in one dimension only differ in that part only."""
    values = scaled.values.copy()
    values.loc[("Ahe", 2009), ["a", "b"]] = values.loc[("Cohe", 2009), ["a", "b"]].to_numpy()
    scores = rm.score(replace(scaled, values=values), weights, method="geometric-mean")
    base = rm.score(replace(scaled, values=values), weights, method="weighted-sum")
    assert base.parts["Care"]["Ahe", 2009] == base.parts["Care"]["Cohe", 2009]
    gap = scores.parts.loc[("Cohe", 2009)] - scores.parts.loc[("Ahe", 2009)]
    assert gap["Air"] > abs(gap["Care"]) > 0


def test_zeros_are_told(tmp_path):
    scaled = scaled_of(tmp_path)
    scores = rm.score(scaled, rm.weigh(scaled, method="equal"), method="geometric-mean")
    assert "the index of 4 of 6 rows is 0" in scores.steps[-1].text()


def test_negative_values_are_refused_by_name(tmp_path):
    scaled = scaled_of(tmp_path, method="z-score")
    weights = rm.weigh(scaled, method="equal")
    with pytest.raises(rm.MethodError, match=r"a has negative values.*power mean"):
        rm.score(scaled, weights, method="geometric-mean")
    with pytest.raises(rm.MethodError, match=r"adjusted Mazziotta-Pareto.*goalposts"):
        rm.score(scaled, weights, method="adjusted-mazziotta-pareto")
    with pytest.raises(rm.MethodError, match="z-score knows none"):
        rm.obstacle_degree(scaled, weights)
    with pytest.raises(rm.MethodError, match="scores are negative"):
        rm.gini_cells(rm.score(scaled, weights))


@pytest.mark.parametrize(
    ("method", "choices", "text"),
    [
        ("vikor", {"strategy": 1.5}, r"score.strategy: the value is 1.5"),
        ("grey-relation", {"distinguishing": 0}, r"score.distinguishing: the value is 0"),
        ("power-mean", {"exponent": np.inf}, r"score.exponent"),
        ("power-mean", {"exponent": np.nan}, r"exponent is nan; it must be a finite number"),
        ("levels", {"levels": ()}, r"score.levels: no mean is given\. This framework has 2 levels"),
        ("levels", {"levels": ("arithmetic",)}, r"score.levels: .*has 2 levels"),
        ("levels", {"levels": ("arithmetic", "median")}, r"score.levels: .*arithmetic, median"),
        ("topsis", {"ideals": "yearly"}, r"score.ideals: 'yearly' is not known"),
        ("topsis", {"values": "log"}, r"score.values: 'log' is not known"),
        ("vikor", {"values": "raw"}, r"only the method topsis can be measured on raw values"),
    ],
)
def test_choices_that_do_not_fit_are_refused(scaled, weights, method, choices, text):
    with pytest.raises(rm.StudyError, match=text):
        rm.score(scaled, weights, method=method, choices=rm.ScoreChoices(**choices))


def test_the_gini_coefficient_of_a_score_that_is_no_sum_splits_exactly(scaled, weights):
    scores = rm.score(scaled, weights, method="topsis")
    gaps = rm.gini_cells(scores)
    sums = gaps.dimensions.groupby("period")["contribution"].sum().to_numpy()
    np.testing.assert_allclose(sums, gaps.total["gini"], rtol=0, atol=CLOSE)


@pytest.fixture
def imported(scaled):
    return pd.Series([3.0, 4, 1, 5, 2, 6], scaled.values.index)


def test_an_imported_index_is_taken_as_it_is(scaled, weights, imported):
    choices = rm.ScoreChoices(imported=imported.sample(frac=1, random_state=1))
    scores = rm.score(scaled, weights, method="imported", choices=choices)
    assert scores.index.tolist() == [3, 4, 1, 5, 2, 6]
    assert scores.ranks.tolist() == [1, 3, 3, 2, 2, 1]
    assert rm.growth(scores).total["last"].iloc[0] == 5
    # Means 2 and 5; half the mean differences of (3, 1, 2) and (4, 5, 6) over them.
    assert rm.gini_cells(scores).total["gini"].tolist() == pytest.approx([2 / 9, 4 / 45])
    with pytest.raises(rm.MethodError, match="no contributions"):
        _ = scores.contributions


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda s: s.iloc[1:], "Ahe, 2009: the imported index has no value"),
        (lambda s: pd.concat([s, s.iloc[:1]]), "Ahe, 2009: .*more than one value"),
        (lambda s: s.rename({"Ahe": "Zhe"}), "Zhe, 2009: .*does not have"),
        (lambda s: s.mask(s == 4), "Ahe, 2010: the imported index is nan"),
    ],
)
def test_an_imported_index_that_does_not_fit_is_refused(scaled, weights, imported, change, text):
    choices = rm.ScoreChoices(imported=change(imported))
    with pytest.raises(rm.DataError, match=text):
        rm.score(scaled, weights, method="imported", choices=choices)


def test_an_imported_index_has_to_be_given(scaled, weights):
    with pytest.raises(rm.StudyError, match=r"score.imported: .*needs an index"):
        rm.score(scaled, weights, method="imported")
