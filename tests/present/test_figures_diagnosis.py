"""Figures of the diagnosis: the artists carry the numbers of its tables."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import INDICATORS, PANEL, with_rows

from resilmeter.present.figures.diagnosis import height
from resilmeter.present.figures.draw import figures


@pytest.fixture(scope="module")
def drawn(tiny_result):
    return figures(tiny_result, "en")


def names(ax):
    return [tick.get_text() for tick in ax.get_yticklabels()]


def test_weight_and_importance_stand_on_the_line_of_their_indicator(drawn, tiny_result):
    ax = drawn["importance"].axes[0]
    own = {line.get_label(): line for line in ax.lines}
    weight, importance = own["Weight"], own["Importance"]
    table = tiny_result.diagnosis.indicators
    np.testing.assert_array_equal(weight.get_xdata(), table["weight"])
    np.testing.assert_array_equal(importance.get_xdata(), table["importance"])
    np.testing.assert_array_equal(weight.get_ydata(), range(4))
    assert names(ax) == ["Clinics", "Beds", "Dust", "Trees"]


def test_matrix_is_symmetric_with_the_numbers_of_the_pairs(drawn, tiny_result):
    ax = drawn["correlations"].axes[0]
    shown = np.asarray(ax.collections[0].get_array()).reshape(4, 4)
    np.testing.assert_array_equal(shown, shown.T)
    np.testing.assert_array_equal(np.diag(shown), 1.0)
    pairs = tiny_result.diagnosis.correlations
    np.testing.assert_array_equal(shown[np.triu_indices(4, 1)], pairs["pearson"])
    first = pairs["pearson"].iloc[0]
    assert f"{first:.2f}".replace("-", "−") in {text.get_text() for text in ax.texts}


def test_indicators_go_by_dimension_in_both_figures(run_tiny):
    """The framework has Care, Air, Care, Air; figures have Care, Care, Air, Air."""
    indicators = INDICATORS.replace("b,Beds,床位,Care,照护", "b,Beds,床位,Air,空气")
    indicators = indicators.replace("c,Dust,粉尘,Air,空气", "c,Dust,粉尘,Care,照护")
    result = run_tiny(indicators=indicators)
    plots = figures(result, "en")
    assert names(plots["importance"].axes[0]) == ["Clinics", "Dust", "Beds", "Trees"]
    assert names(plots["correlations"].axes[0]) == ["Clinics  1", "Dust  2", "Beds  3", "Trees  4"]
    shown = np.asarray(plots["correlations"].axes[0].collections[0].get_array()).reshape(4, 4)
    pairs = result.diagnosis.correlations.set_index(["indicator_a", "indicator_b"])["pearson"]
    assert shown[0, 1] == pairs["a", "c"]
    assert shown[2, 3] == pairs["b", "d"]
    table = result.diagnosis.indicators.set_index("indicator")["weight"]
    own = {line.get_label(): line for line in plots["importance"].axes[0].lines}
    assert list(own["Weight"].get_xdata()) == table[["a", "c", "b", "d"]].tolist()


def test_labels_follow_the_language(tiny_result):
    plots = figures(tiny_result, "zh")
    assert names(plots["importance"].axes[0])[0] == "诊所"
    assert plots["importance"].axes[0].get_xlabel() == "占全部权重、全部重要性的份额"
    assert plots["correlations"].axes[1].get_xlabel() == "Pearson 相关系数"


@pytest.mark.parametrize("name", ["importance", "correlations"])
def test_fingerprint_and_simulation_stand_under_the_figure(name, drawn, tiny_result):
    stamp = drawn[name].get_supxlabel()
    assert tiny_result.provenance.fingerprint in stamp
    assert stamp.startswith("SIMULATED DATA")


def test_figures_grow_with_the_indicators(tiny_result, run_tiny):
    many = INDICATORS + "".join(f"e{i},E{i},,Care,照护,higher\n" for i in range(20))
    header, *rows = PANEL.splitlines()
    lines = [header + "".join(f",e{i}" for i in range(20))]
    lines += [row + "".join(f",{(7 * n + i * n * n) % 31}" for i in range(20))
              for n, row in enumerate(rows, start=1)]  # fmt: skip
    result = run_tiny(indicators=many, panel="\n".join(lines) + "\n")
    for name in ("importance", "correlations"):
        assert height(name, result) > height(name, tiny_result)
    ax = figures(result, "en")["correlations"].axes[0]
    assert not ax.texts  # no room for numbers in 24 columns


def test_what_is_not_defined_is_not_drawn(run_tiny):
    """One indicator has no pair; two cities in one year have no importance."""
    one = INDICATORS.splitlines()[0] + "\n" + INDICATORS.splitlines()[1] + "\n"
    result = run_tiny("weigh.method=equal", indicators=one)
    assert "correlations" not in figures(result, "en")
    assert "importance" in figures(result, "en")
    two = with_rows(with_rows(PANEL, "2010"), "ohe").replace("Fohe", "X")
    pair = "\n".join(line for line in two.splitlines() if not line.startswith(("Cohe", "X"))) + "\n"
    result = run_tiny("analyze.growth=false", "data.group=", "weigh.method=equal", panel=pair)
    assert "importance" not in figures(result, "en")
    assert "correlations" in figures(result, "en")
