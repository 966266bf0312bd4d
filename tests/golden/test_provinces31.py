"""A published study of 31 provinces, 2016-2024, 34 indicators, with its own results to reproduce.

Its data and results lie outside the project (see the README of ../shared/data) and are only read.
"""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.read import read_neighbours

# The study's results are written with 15 significant digits and reproduce to 3e-15; sums over 279
# city-years and 34 indicators in another order stay far below this.
EXACT = 1e-12
PER_CENT = 100 * EXACT
REGIONS = {"东部": "Eastern", "中部": "Central", "西部": "Western", "东北": "Northeastern"}


@pytest.fixture
def published(shared):
    """Read a table of the study by its name."""
    return lambda name: pd.read_csv(shared(f"data/provinces31/{name}.csv"), encoding="utf-8-sig")


@pytest.fixture
def run(shared, load_study):
    """Run the study with the keys of its section `weigh`, and a method of scoring."""

    def go(score="weighted-sum", **weigh):
        study = load_study(
            data={
                "panel": str(shared("data/provinces31/panel.csv")),
                "indicators": str(shared("data/provinces31/indicators.csv")),
                "unit": "省份",
                "period": "年份",
                "province": "省份",
            },
            prepare__normalize={"scope": "pooled"},
            prepare__interpolate={"method": "none"},
            weigh=weigh,
            score={"method": score},
            analyze={"top": 34, "obstacles": score == "weighted-sum"},
        )
        return rm.run(study)

    return go


@pytest.fixture
def combined(run, published):
    """Run the study with its published combined weights."""
    weights = published("weights").set_index("指标名称")["组合权重"]
    return run(method="given", given=weights.to_dict())


CODED = "国家算力枢纽节点编码（编码）"


def test_combined_weights_are_those_of_the_study(run, published):
    """Mean of entropy and CRITIC, the coded indicator at 0.04, the others rescaled to 0.96."""
    found = run(
        method="combined",
        combine={"methods": ["entropy", "critic"], "how": "linear"},
        fixed={CODED: 0.04},
    ).weights.table.set_index("indicator")["weight"]
    expected = published("weights").set_index("指标名称")["组合权重"]
    assert np.abs(found - expected.loc[found.index]).max() <= EXACT


def test_topsis_scores_and_ranks_are_those_of_the_study(run, published):
    """Distances of w z to pooled ideals, with the study's combined weights computed here."""
    found = run(
        score="topsis",
        method="combined",
        combine={"methods": ["entropy", "critic"], "how": "linear"},
        fixed={CODED: 0.04},
    ).scores
    expected = by_unit_and_period(published("topsis_scores")).loc[found.index.index]
    assert len(expected) == 279
    assert np.abs(found.index - expected["综合得分"]).max() <= EXACT
    assert (found.ranks == expected["排名"]).all()


@pytest.mark.parametrize(
    ("choices", "largest"),
    [
        ({"ideals": "per-period"}, 0.136),
        ({"values": "scaled-vector"}, 0.104),
        ({"distance": "inside"}, 0.041),
    ],
)
def test_other_forms_of_topsis_differ_as_far_as_is_known(combined, choices, largest):
    """Largest differences from the published scores, known to three decimals."""
    choices = rm.ScoreChoices(**choices)
    scaled, weights = combined.scaled, combined.weights
    published = rm.score(scaled, weights, method="topsis").index
    found = rm.score(scaled, weights, method="topsis", choices=choices).index
    assert (found - published).abs().max() == pytest.approx(largest, abs=0.0005)


def by_unit_and_period(frame):
    return frame.rename(columns={"省份": "unit", "年份": "period"}).set_index(["unit", "period"])


def test_the_panel_is_31_provinces_by_9_years_by_34_indicators(run):
    result = run(method="entropy")
    panel = result.panel
    assert (len(panel.units), len(panel.framework.codes)) == (31, 34)
    assert panel.periods == tuple(range(2016, 2025))
    assert panel.missing == 0
    assert panel.group_order == ("Eastern", "Central", "Western", "Northeastern")
    assert result.self_tests
    assert all(test.passed for test in result.self_tests)


def test_standardised_values_are_those_of_the_study(run, published):
    values = run(method="equal").scaled.values
    expected = by_unit_and_period(published("standardised")).loc[values.index, values.columns]
    assert np.abs(values - expected).to_numpy().max() <= EXACT


@pytest.mark.parametrize(
    ("method", "column"), [("entropy", "熵权法权重"), ("critic", "CRITIC权重")]
)
def test_weights_are_those_of_the_study(run, published, method, column):
    own = run(method=method).weights.table.set_index("indicator")["weight"]
    expected = published("weights").set_index("指标名称")[column]
    assert len(expected) == 34
    assert (own - expected).abs().max() <= EXACT


def test_given_weights_arrive_unchanged(combined, published):
    own = combined.weights.table.set_index("indicator")["weight"]
    expected = published("weights").set_index("指标名称")["组合权重"]
    assert (own - expected).abs().max() <= EXACT


def test_obstacle_degrees_of_2024_are_those_of_the_study(combined, published):
    own = combined.obstacles.degrees.xs(2024, level="period")
    detail = published("obstacle_detail_2024")
    expected = detail.pivot_table(index="省份", columns="指标名称", values="二级指标障碍度")
    assert expected.shape == (31, 34)
    expected = expected.loc[own.index, own.columns]
    assert np.abs(own * 100 - expected).to_numpy().max() <= PER_CENT


def test_weight_and_distance_beside_each_obstacle_are_those_of_the_study(combined, published):
    listed = combined.obstacles.top.query("period == 2024").set_index(["unit", "indicator"])
    detail = published("obstacle_detail_2024").set_index(["省份", "指标名称"]).loc[listed.index]
    assert (listed["weight"] - detail["组合权重"]).abs().max() <= EXACT
    assert (listed["distance"] - detail["目标差距"]).abs().max() <= EXACT
    assert (listed["dimension"] == detail["一级维度"]).all()


def test_mean_obstacles_of_the_dimensions_by_year_are_those_of_the_study(combined, published):
    table = combined.obstacles.dimensions
    own = table.pivot_table(index="dimension", columns="period", values="obstacle") * 100
    expected = published("obstacle_dim_by_year").set_index("一级维度")
    expected.columns = expected.columns.astype(int)
    assert expected.shape == (7, 9)
    assert np.abs(own - expected.loc[own.index]).to_numpy().max() <= PER_CENT


def test_mean_obstacles_of_the_indicators_in_2024_are_those_of_the_study(combined, published):
    own = combined.obstacles.degrees.xs(2024, level="period").mean() * 100
    expected = published("obstacle_indicator_national").set_index("指标名称")["二级指标障碍度"]
    assert len(expected) == 34
    assert (own - expected).abs().max() <= PER_CENT


def test_mean_obstacles_of_the_regions_in_2024_are_those_of_the_study(combined, published):
    table = combined.obstacles.dimensions.query("period == 2024")
    table = table.assign(region=table["unit"].map(combined.panel.groups))
    own = table.pivot_table(index="region", columns="dimension", values="obstacle") * 100
    expected = published("obstacle_dim_region").set_index("区域").rename(index=REGIONS)
    assert expected.shape == (4, 7)
    assert np.abs(own - expected.loc[own.index, own.columns]).to_numpy().max() <= PER_CENT


def test_the_table_of_means_holds_the_published_tables(combined, published):
    """By year and dimension, by region and dimension, by indicator: all from one table."""
    means = combined.obstacles.means
    total = means[means["group"] == ""]
    own = total.pivot_table(index="dimension", columns="period", values="obstacle", aggfunc="sum")
    expected = published("obstacle_dim_by_year").set_index("一级维度")
    expected.columns = expected.columns.astype(int)
    assert np.abs(own * 100 - expected.loc[own.index]).to_numpy().max() <= PER_CENT
    last = means[means["period"] == 2024]
    own = last[last["group"] != ""].pivot_table(
        index="group", columns="dimension", values="obstacle", aggfunc="sum"
    )
    expected = published("obstacle_dim_region").set_index("区域").rename(index=REGIONS)
    assert np.abs(own * 100 - expected.loc[own.index, own.columns]).to_numpy().max() <= PER_CENT
    own = last[last["group"] == ""].set_index("indicator")["obstacle"] * 100
    expected = published("obstacle_indicator_national").set_index("指标名称")["二级指标障碍度"]
    assert np.abs(own - expected.loc[own.index]).max() <= PER_CENT


@pytest.fixture
def ranked(run):
    """Score as the study does: TOPSIS on its combined weights."""
    return run(
        score="topsis",
        method="combined",
        combine={"methods": ["entropy", "critic"], "how": "linear"},
        fixed={CODED: 0.04},
    ).scores


@pytest.fixture
def neighbours(shared, tmp_path):
    """Read who borders on whom, as the study lists it."""
    listed = pd.read_csv(shared("data/provinces31/adjacency.csv"), encoding="utf-8-sig")
    file = tmp_path / "neighbours.csv"
    listed.set_axis(["unit", "neighbour", *listed.columns[2:]], axis=1).to_csv(file, index=False)
    return read_neighbours(file)


def test_moran_and_quadrants_of_the_study_by_a_loop(ranked, neighbours):
    """Row-standardised borders: .169 in 2016, .079 in 2018, .209 in 2024; no cluster survives."""
    pytest.importorskip("esda")
    near = rm.spatial_weights(ranked.scaled.panel.units, rule="matrix", matrix=neighbours)
    found = rm.clusters(ranked, near, permutations=999, seed=1)
    assert near.islands == ()
    totals = found.totals.set_index("period")
    assert totals["moran"][[2016, 2018, 2024]].round(3).tolist() == [0.169, 0.079, 0.209]
    assert not found.places["moran_survives"].any()
    for year, index in ranked.index.groupby(level="period"):
        z = (index - index.mean()).droplevel("period")
        lags = {a: sum(z[b] for b in z.index if neighbours.loc[a, b]) for a in z.index}
        lags = {a: lag / neighbours.loc[a].sum() for a, lag in lags.items()}
        moran = sum(z[a] * lags[a] for a in z.index) / (z**2).sum()
        assert totals["moran"][year] == pytest.approx(moran, abs=EXACT)
        own = found.places.query("period == @year").set_index("unit")["quadrant"]
        words = {(True, True): "high-high", (False, True): "low-high",
                 (False, False): "low-low", (True, False): "high-low"}  # fmt: skip
        assert own.to_dict() == {a: words[bool(z[a] > 0), bool(lags[a] > 0)] for a in z.index}


def test_markov_counts_of_the_study_on_pooled_quartiles(ranked, published):
    """31 x 8 moves; counted again by a loop over the published scores of TOPSIS."""
    wide = by_unit_and_period(published("topsis_scores"))["综合得分"].sort_index()
    wide = wide.to_numpy().reshape(31, 9)  # provinces by years
    cuts = np.quantile(wide.ravel(), [0.25, 0.5, 0.75])
    counts = np.zeros((4, 4), dtype=int)
    for series in wide:
        states = [int((cuts < y).sum()) for y in series]
        for before, after in pairwise(states):
            counts[before, after] += 1
    found = rm.transitions(ranked).matrix
    assert found["count"].tolist() == counts.ravel().tolist()
    assert counts.sum() == 31 * 8
