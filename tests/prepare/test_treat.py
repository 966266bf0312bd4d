"""Treating outliers: the cells that change are listed, notes give before and after."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import INDICATORS, PANEL, tiny_panel, with_cell, with_column

import resilmeter as rm
from resilmeter.core.outliers import jrc, winsorize
from resilmeter.core.skewness import skewness_kurtosis
from resilmeter.core.transforms import box_cox

SPIKE = with_cell(PANEL, 9, "b", "900")
# The indicators with a target interval for b, and with a theoretical bound for b.
TARGET = with_column(
    with_column(with_column(INDICATORS, "direction", ["higher", "target", "lower", "higher"]),
                "target_low", ["", "1", "", ""]), "target_high", ["", "5", "", ""],
)  # fmt: skip
BOUNDED = with_column(INDICATORS, "lower_bound", ["", "0.5", "", ""])
# More than five of 18 values far out and far apart: winsorising 5 of them does not suffice.
STEEP = with_column(PANEL, "b", [f"{np.exp(1.2 * i):.6g}" for i in range(18)])


def notes(panel):
    return {p.where.get("indicator", ""): p for p in panel.steps}


def test_jrc_changes_the_spike_only(tmp_path):
    """900 becomes the next highest value of b, 9.6."""
    before = tiny_panel(tmp_path, panel=SPIKE)
    after = rm.treat(before, method="jrc")
    assert after.treated.to_numpy().tolist() == [["Cohe", 2010, "b", 900.0, 9.6, "winsorized"]]
    assert after.values.loc[("Cohe", 2010), "b"] == 9.6
    assert (after.values != before.values).to_numpy().sum() == 1
    assert before.treated is None
    (step,) = after.steps
    assert (step.key, step.level) == ("treated-winsorized", "note")
    shapes = skewness_kurtosis(before.values["b"]), skewness_kurtosis(after.values["b"])
    assert [(step.values["skew"], step.values["kurtosis"]),
            (step.values["skew_after"], step.values["kurtosis_after"])] == list(shapes)  # fmt: skip
    assert (step.values["high"], step.values["high_after"]) == (900, 9.6)
    assert (step.values["low"], step.values["low_after"]) == (0.9, 0.9)


def test_jrc_takes_a_logarithm_where_points_do_not_suffice(tmp_path):
    before = tiny_panel(tmp_path, panel=STEEP, indicators=BOUNDED)
    after = rm.treat(before, method="jrc", most=1)
    assert after.values["b"].tolist() == jrc(before.values["b"], most=1).values.tolist()
    assert [p.key for p in after.steps] == [
        "treated-shifted-log", "bounds-out-of-use", "treated-still-dominated",
    ]  # fmt: skip
    assert after.framework["b"].lower_bound is None
    assert set(after.treated["how"]) == {"shifted_log"}


def test_winsorize_takes_percentiles_over_all_periods(tmp_path):
    before = tiny_panel(tmp_path)
    after = rm.treat(before, method="winsorize", percentiles=(5, 95))
    for code in "abcd":
        expected = winsorize(before.values[code], (5, 95)).values
        assert after.values[code].tolist() == expected.tolist()
        assert notes(after)[code].values["count"] == 2
    assert len(after.treated) == 8


def test_winsorize_period_by_period(tmp_path):
    before = tiny_panel(tmp_path)
    after = rm.treat(before, method="winsorize", percentiles=(20, 80), scope="per-period")
    for period in (2009, 2010, 2011):
        own = before.values["b"].xs(period, level="period")
        expected = winsorize(own, (20, 80)).values
        assert after.values["b"].xs(period, level="period").tolist() == expected.tolist()


def test_only_the_indicators_named_are_treated(tmp_path):
    after = rm.treat(
        tiny_panel(tmp_path), method="winsorize", percentiles=(10, 90), indicators=("c",)
    )
    assert set(after.treated["indicator"]) == {"c"}


def test_log_by_name(tmp_path):
    before = tiny_panel(tmp_path)
    after = rm.treat(before, method="log", indicators=("a",))
    assert after.values["a"].tolist() == np.log(before.values["a"]).tolist()
    assert after.values["b"].equals(before.values["b"])
    assert notes(after)["a"].key == "treated-log"


def test_log_and_box_cox_take_what_the_rule_flags(tmp_path):
    before = tiny_panel(tmp_path, panel=SPIKE)
    for method in ("log", "box-cox"):
        assert set(rm.treat(before, method=method).treated["indicator"]) == {"b"}
    after = rm.treat(before, method="box-cox")
    fitted = box_cox(before.values["b"])
    assert after.values["b"].tolist() == fitted.values.tolist()
    assert notes(after)["b"].values["power"] == fitted.power
    given = rm.treat(before, method="box-cox", power=-0.5)
    assert given.values["b"].tolist() == box_cox(before.values["b"], -0.5).values.tolist()


def test_treatment_that_does_not_suffice_is_doubted(tmp_path):
    """The 99th percentile of 18 values lies close to the spike."""
    after = rm.treat(tiny_panel(tmp_path, panel=SPIKE), method="winsorize", indicators=("b",))
    told = {p.key: p for p in after.steps}
    assert set(told) == {"treated-winsorized", "treated-still-dominated"}
    assert told["treated-still-dominated"].level == "doubt"


def test_nothing_to_change_is_said(tmp_path):
    after = rm.treat(tiny_panel(tmp_path), method="jrc")
    assert [p.key for p in after.steps] == ["treated-none"]
    assert after.treated.empty
    assert list(after.treated) == ["unit", "period", "indicator", "before", "after", "how"]


def test_treatments_add_up(tmp_path):
    once = rm.treat(tiny_panel(tmp_path, panel=SPIKE), method="jrc")
    twice = rm.treat(once, method="log", indicators=("a",))
    assert set(twice.treated["how"]) == {"winsorized", "log"}


def test_missing_cells_stay_missing(tmp_path):
    before = tiny_panel(tmp_path, panel=with_cell(SPIKE, 3, "b", ""))
    after = rm.treat(before, method="jrc")
    assert after.missing == 1
    assert after.values.loc[("Cohe", 2010), "b"] == 9.6


def test_without_treatment_what_could_be_treated_is_named(tmp_path):
    (told,) = rm.treat(tiny_panel(tmp_path, panel=SPIKE), method="none").steps
    assert (told.key, told.level, told.values["indicators"]) == (
        "outliers-untreated", "doubt", ["b"],
    )  # fmt: skip
    assert "prepare.treat.method" in told.text()
    zeros = with_column(PANEL, "d", ["0"] * 6 + [str(i) for i in range(12)])
    (told,) = rm.treat(tiny_panel(tmp_path, panel=zeros), method="none").steps
    assert told.values["indicators"] == ["d"]
    assert rm.treat(tiny_panel(tmp_path), method="none").steps == ()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"method": "trim"}, r"prepare.treat.method: 'trim' is not known"),
        ({"method": "jrc", "scope": "yearly"}, r"prepare.treat.scope: 'yearly' is not known"),
        ({"method": "winsorize", "percentiles": (99, 1)}, r"percentiles: .*99 and 1"),
        ({"method": "jrc", "most": 0}, r"prepare.treat.most: most is 0"),
        ({"method": "jrc", "indicators": ("x",)}, r"x is not an indicator.*Allowed: a, b, c, d"),
        ({"method": "log", "scope": "per-period"}, r"prepare.treat.scope: method \"log\""),
    ],
)
def test_bad_options_are_refused_by_key(tmp_path, options, said):
    with pytest.raises(rm.StudyError, match=said):
        rm.treat(tiny_panel(tmp_path), **options)


@pytest.mark.parametrize("method", ["log", "box-cox"])
def test_values_without_logarithm_are_refused_by_name_all_at_once(tmp_path, method):
    text = with_cell(with_cell(PANEL, 3, "a", "0"), 4, "d", "-2")
    with pytest.raises(rm.MethodError) as caught:
        rm.treat(tiny_panel(tmp_path, panel=text), method=method, indicators=("a", "b", "d"))
    assert [p.where["indicator"] for p in caught.value.problems] == ["a", "d"]
    assert "prepare.treat.indicators" in str(caught.value)


def test_target_intervals_are_winsorised_but_not_transformed(tmp_path):
    spiked = tiny_panel(tmp_path, panel=SPIKE, indicators=TARGET)
    assert len(rm.treat(spiked, method="jrc").treated) == 1
    with pytest.raises(rm.MethodError, match=r"indicator b: .*target interval"):
        rm.treat(spiked, method="log", indicators=("b",))
    steep = tiny_panel(tmp_path, panel=STEEP, indicators=TARGET)
    with pytest.raises(rm.MethodError, match=r"indicator b: .*target interval"):
        rm.treat(steep, method="jrc", most=1)


def test_logarithm_in_one_period_is_refused(tmp_path):
    rows = [
        f"C{i},{t},{i},{np.exp(i) if t == 2010 else i:.6g}" for i in range(30) for t in (2009, 2010)
    ]
    panel = tiny_panel(
        tmp_path, panel="\n".join(["city,year,a,b", *rows]), group="",
        indicators="code,dimension,direction\na,D,higher\nb,D,higher\n",
    )  # fmt: skip
    with pytest.raises(rm.MethodError, match=r"indicator b, 2010: .*another unit"):
        rm.treat(panel, method="jrc", most=2, scope="per-period")


def test_winsorising_to_one_value_is_refused(tmp_path):
    text = with_column(PANEL, "b", ["0"] * 17 + ["5"])
    with pytest.raises(rm.MethodError, match=r"indicator b: winsorising would leave the value 0"):
        rm.treat(tiny_panel(tmp_path, panel=text), method="winsorize", percentiles=(5, 90))


def test_totals_that_wait_for_division_are_refused(tmp_path):
    indicators = "code,dimension,direction,denominator\na,D,higher,d\nb,D,higher,\n"
    panel = tiny_panel(tmp_path, indicators=indicators)
    with pytest.raises(rm.DataError, match="Call per_capita first"):
        rm.treat(panel, method="jrc")
    rm.treat(rm.per_capita(panel), method="jrc")
