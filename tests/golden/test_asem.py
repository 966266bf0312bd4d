"""The ASEM index as COINr treats it: 51 countries, 49 indicators, 15 of them winsorised.

The data lie outside the project (see the README of ../shared/data) and are only read.
"""

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
