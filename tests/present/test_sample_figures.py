"""Coverage, overview, flow chart and lead sentence: their numbers are those of the result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.studies import PANEL, with_cell, with_rows

from resilmeter.panel import Status
from resilmeter.present.figures.coverage import drawable_coverage, shares
from resilmeter.present.figures.draw import figures
from resilmeter.present.figures.flow import stages_run
from resilmeter.present.sentences.lead import lead


@pytest.fixture(scope="module")
def filled(run_tiny):
    """Two cells interpolated, one imputed by the group's median."""
    panel = with_cell(with_cell(with_cell(PANEL, 3, "b", ""), 6, "b", ""), 2, "c", "")
    return run_tiny("prepare.impute.method=group-median", panel=panel)


def test_shares_by_hand(filled):
    found = shares(filled.scaled.panel)
    assert set(found) == {"coverage-interpolated", "coverage-imputed"}
    expected = np.zeros((4, 3))
    expected[1, 1] = 2 / 6  # beds of Ahe and Bohe in 2010
    np.testing.assert_allclose(found["coverage-interpolated"], expected)
    assert found["coverage-imputed"][2].tolist() == [1 / 6, 0, 0]


def test_heat_map_shows_the_indicators_with_filled_cells(filled):
    figure = figures(filled, "en")["coverage"]
    ax = figure.axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Beds", "Dust"]
    values = np.concatenate([c.get_array() for c in ax.collections if c.get_array() is not None])
    np.testing.assert_allclose(sorted(values), [100 / 6, 200 / 6])
    titles = [text.get_text() for text in ax.texts]
    assert titles == ["interpolated, extrapolated", "imputed"]


def test_a_complete_panel_has_no_heat_map(tiny_result):
    assert drawable_coverage(tiny_result) == ["overview", "flow"]


def test_overview_draws_the_last_period_group_by_group(tiny_result):
    ax = figures(tiny_result, "en")["overview"].axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["North", "South"]
    diamonds = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "D"]
    means = tiny_result.means.query("level == 'group' and period == 2011")["mean"]
    np.testing.assert_allclose(diamonds, means, rtol=1e-14)


def test_stages_with_their_counts(filled):
    stages = dict(stages_run(filled, "en"))
    assert stages["Read"].endswith("72 cells, 3 of them missing")
    status = filled.scaled.panel.status.to_numpy()
    count = int((status == Status.GROUP_MEDIAN).sum())
    assert f"imputed: median of the group {count}" in stages["Fill"]
    assert "(4.17 % of all cells)" in stages["Fill"]
    assert stages["Score"] == "weighted sum: 18 scores"
    assert "Treat" not in stages
    assert "Blank" not in stages


def test_stages_that_ran_only_where_asked(run_tiny):
    result = run_tiny("prepare.treat.method=winsorize", "prepare.treat.percentiles=[10, 90]")
    stages = dict(stages_run(result, "zh"))
    assert stages["异常值处理"] == f"缩尾处理：改变 {len(result.scaled.panel.treated)} 个单元格"
    assert "填补" not in stages


def test_flow_chart_has_a_box_a_stage(filled):
    ax = figures(filled, "en")["flow"].axes[0]
    stages = stages_run(filled, "en")
    assert len(ax.patches) == len(stages)
    texts = [text.get_text() for text in ax.texts]
    assert [title for title, _ in stages] == [t for t in texts if t in dict(stages)]


def test_lead_gives_level_and_gap_with_its_interval(tiny_result):
    row = tiny_result.gap_evidence.of("gini", 2011).iloc[0]
    said = lead(tiny_result, "en")
    means = tiny_result.means.query("level == 'total'").set_index("period")["mean"]
    assert f"was {means[2011]:.4f} in 2011, from {means[2009]:.4f} in 2009." in said
    assert (
        f"{row['value']:.4f} in 2011 (95 % interval {row['low']:.4f} to {row['high']:.4f})" in said
    )


def test_lead_without_evidence_or_comparison_says_less(tiny_result, run_tiny):
    bare = replace(tiny_result, gap_evidence=None)
    assert "Gini" not in lead(bare, "en")
    one = run_tiny("analyze.growth=false", "analyze.gaps=false", panel=with_rows(PANEL, "2010"))
    assert lead(one, "zh").startswith("2010 年平均指数为")
