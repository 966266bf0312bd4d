"""The ASEM index as COINr treats it: 51 countries, 49 indicators, 15 of them winsorised.

The data lie outside the project (see the README of ../shared/data) and are only read.
"""

import math

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.core.outliers import jrc
from resilmeter.core.skewness import skewness_kurtosis
from resilmeter.framework import Framework, Indicator

# COINr writes 15 significant digits; the project asks for 1e-9.
GOLDEN = 1e-9


@pytest.fixture
def stage(shared):
    """Read a stage of the index by its name."""
    return lambda name: pd.read_csv(shared(f"data/asem/coin_{name}.csv"), index_col=0)


@pytest.fixture
def panel(stage, tmp_path):
    """The imputed data as a panel of one year; directions do not matter for treatment."""
    data = stage("Imputed")
    framework = Framework(
        tuple(Indicator(code=code, dimension="all", direction="higher") for code in data)
    )
    data.assign(year=2018).to_csv(tmp_path / "asem.csv")
    return rm.read_panel(tmp_path / "asem.csv", framework, unit="uCode", period="year")


def test_treated_values_are_those_of_coinr(panel, stage):
    treated = rm.treat(panel, method="jrc").values.droplevel("period")
    expected = stage("Treated")
    assert treated.shape == (51, 49)
    pd.testing.assert_frame_equal(
        treated, expected, check_names=False, check_dtype=False, rtol=0, atol=GOLDEN
    )


def test_skewness_kurtosis_and_points_are_those_of_coinr(stage):
    data, details = stage("Imputed"), stage("treatment_dets")
    assert len(details) == 49
    for code, row in details.iterrows():
        before = data[code].to_numpy()
        treated = jrc(before)
        first = (row["check_SkewKurt0.Skew"], row["check_SkewKurt0.Kurt"])
        assert skewness_kurtosis(before) == pytest.approx(first, abs=GOLDEN)
        assert (treated.how == "untreated") == row["check_SkewKurt0.Pass"]
        if treated.how != "untreated":
            assert (treated.how, treated.points) == ("winsorized", row["winsorise.nwin"])
            last = (row["check_SkewKurt1.Skew"], row["check_SkewKurt1.Kurt"])
            assert skewness_kurtosis(treated.values) == pytest.approx(last, abs=GOLDEN)


def test_every_changed_cell_is_listed_with_a_note_an_indicator(panel, stage):
    treated = rm.treat(panel, method="jrc")
    points = stage("treatment_dets")["winsorise.nwin"].dropna()
    told = {p.where["indicator"]: p.values["count"] for p in treated.steps}
    assert told == points.astype(int).to_dict()
    assert treated.treated.groupby("indicator").size().to_dict() == told


@pytest.fixture
def run(stage, shared, tmp_path, load_study):
    """Run the three-level index as a study file: treat, scale, weigh equally, aggregate."""
    meta = pd.read_csv(shared("data/asem/asem_iMeta.csv"))
    parent = meta.dropna(subset=["iCode"]).set_index("iCode")["Parent"]
    own = meta[meta["Type"] == "Indicator"]
    pd.DataFrame({
        "code": own["iCode"], "dimension": own["Parent"], "sub_index": own["Parent"].map(parent),
        "direction": own["Direction"].map({1: "higher", -1: "lower"}),
    }).to_csv(tmp_path / "indicators.csv", index=False)  # fmt: skip
    stage("Imputed").assign(year=2018).to_csv(tmp_path / "panel.csv")

    def go(levels, interval):
        study = load_study(
            data={"panel": "panel.csv", "indicators": "indicators.csv",
                  "unit": "uCode", "period": "year"},
            prepare__treat={"method": "jrc"},
            prepare__normalize={"method": "minmax", "interval": interval},
            weigh={"method": "equal", "level": "within-dimension"},
            score={"method": "levels", "levels": levels},
            analyze={"growth": False, "obstacles": False},
        )  # fmt: skip
        return rm.run(study)

    return go


def of_countries(table):
    return table.droplevel("period")


def test_normalised_values_are_those_of_coinr(run, stage):
    found = of_countries(run(["arithmetic"] * 3, [0, 100]).scaled.values)
    expected = stage("Normalised").loc[found.index, found.columns]
    assert np.abs(found - expected).to_numpy().max() <= GOLDEN


def test_effective_weights_are_those_of_coinr(run, shared):
    weights = run(["arithmetic"] * 3, [0, 100]).weights.table.set_index("indicator")["weight"]
    table = pd.read_csv(shared("data/asem/coin_effective_weights.csv")).set_index("iCode")
    expected = table[table["Level"] == 1]["EffWeight"]
    assert np.abs(weights - expected.loc[weights.index]).max() <= GOLDEN


def test_arithmetic_levels_are_those_of_coinr(run, stage, shared):
    scores = run(["arithmetic"] * 3, [0, 100]).scores
    expected = stage("Aggregated").loc[of_countries(scores.index).index]
    levels = of_countries(scores.levels)
    assert list(levels.columns[-2:]) == ["Conn", "Sust"]
    assert len(levels.columns) == 10
    assert np.abs(levels - expected[levels.columns]).to_numpy().max() <= GOLDEN
    assert np.abs(of_countries(scores.index) - expected["Index"]).max() <= GOLDEN
    ranks = pd.read_csv(shared("data/asem/coin_results_aggs.csv")).set_index("uCode")["Rank"]
    assert of_countries(scores.ranks).to_dict() == ranks.to_dict()


MEANS = {
    "arithmetic": lambda v: sum(v) / len(v),
    "geometric": lambda v: math.prod(v) ** (1 / len(v)),
    "harmonic": lambda v: len(v) / sum(1 / x for x in v),
}


@pytest.mark.parametrize(
    "levels",
    [["geometric"] * 3, ["harmonic"] * 3, ["arithmetic", "geometric", "harmonic"]],
)
def test_other_means_by_plain_loops(run, stage, levels):
    """COINr refuses zeros in these means, so values run from 1 to 100; loops over its own data."""
    result = run(levels, [1, 100])
    normalised, framework = stage("Normalised"), result.panel.framework
    found = of_countries(result.scores.index)
    for country in found.index:
        tops = []
        for top in framework.sub_indices:
            pillars = []
            for name in dict.fromkeys(
                i.dimension for i in framework.indicators if i.sub_index == top
            ):
                codes = [i.code for i in framework.indicators if i.dimension == name]
                pillars.append(MEANS[levels[0]]([
                    1 + 0.99 * normalised.loc[country, code] for code in codes
                ]))  # fmt: skip
            tops.append(MEANS[levels[1]](pillars))
        assert found[country] == pytest.approx(MEANS[levels[2]](tops), abs=GOLDEN)
