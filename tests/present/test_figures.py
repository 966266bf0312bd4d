"""Figures: the artists carry the data of the tables, labels follow the language."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from tests.studies import PANEL, with_rows

import resilmeter as rm
from resilmeter.present.figures.draw import (
    DIAGNOSIS,
    GAPS,
    LATER,
    MAPS,
    OVER_TIME,
    VARIANTS,
    figures,
)
from resilmeter.present.figures.draw import FIGURES as ALL_FIGURES
from resilmeter.present.figures.drivers import DRIVERS
from resilmeter.present.figures.save import save_figures
from resilmeter.present.fonts import has_chinese

# The tiny study has no drivers; tests/present/test_drivers.py draws theirs.
FIGURES = {name: plot for name, plot in ALL_FIGURES.items() if name not in DRIVERS | VARIANTS}


ALWAYS = ("overview", "flow")


@pytest.fixture(scope="module")
def english(tiny_result):
    return figures(tiny_result, "en")


@pytest.fixture(scope="module")
def chinese(tiny_result):
    return figures(tiny_result, "zh")


def heights(ax):
    return [bar.get_height() for bar in ax.patches]


def lines(ax):
    """Lines with data, by label; reference lines have no marker."""
    return {line.get_label(): line for line in ax.lines if len(line.get_xdata()) == 3}


def legend(figure):
    return [text.get_text() for text in figure.axes[0].get_legend().get_texts()]


def series(table, column, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    return table[column].to_numpy()


def test_every_figure_is_drawn(english):
    # The tiny study tries no other choices, has no boundaries, and no cells to fill.
    assert set(english) == set(FIGURES) - set(VARIANTS) - set(MAPS) - {"coverage"}


def test_index_and_its_growth(english, tiny_result):
    left, right = english["index_growth"].axes
    np.testing.assert_array_equal(heights(left), series(tiny_result.means, "mean", level="total"))
    assert [bar.get_x() + bar.get_width() / 2 for bar in left.patches] == [2009, 2010, 2011]
    growth = series(tiny_result.growth.yearly, "growth", level="total")
    np.testing.assert_allclose(right.lines[0].get_ydata(), 100 * growth, rtol=1e-15)
    assert list(right.lines[0].get_xdata()) == [2010, 2011]


def test_levels_of_groups(english, tiny_result):
    drawn = lines(english["group_levels"].axes[0])
    assert list(drawn) == ["North", "South"]
    for group, line in drawn.items():
        expected = series(tiny_result.means, "mean", level="group", group=group)
        np.testing.assert_array_equal(line.get_ydata(), expected)


def test_dimensions_stack_up_to_the_index(english, tiny_result):
    bars = english["dimension_levels"].axes[0].patches
    tops = [bar.get_y() + bar.get_height() for bar in bars[3:]]
    np.testing.assert_allclose(tops, series(tiny_result.means, "mean", level="total"), rtol=1e-14)
    assert heights(english["dimension_levels"].axes[0])[:3] == list(
        series(tiny_result.means, "mean", level="dimension", dimension="Care")
    )


def test_gini_and_its_change(hand_result):
    ax = figures(hand_result, "en")["gini"].axes[0]
    gini = hand_result.gaps.total["gini"]
    np.testing.assert_array_equal(heights(ax), gini)
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), gini)
    total = 100 * (gini.iloc[-1] / gini.iloc[0] - 1)
    said = " ".join(text.get_text() for text in ax.texts)
    assert f"−{abs(total):.2f} %" in said


def test_gaps_within_and_between_stand_beside_random_labels(hand_result):
    ax = figures(hand_result, "en")["gini_within_between"].axes[0]
    drawn, total = lines(ax), hand_result.gaps.total
    assert set(drawn) == {"Between", "Between, random", "Within", "Within, random"}
    np.testing.assert_array_equal(drawn["Between"].get_ydata(), total["between"])
    np.testing.assert_array_equal(drawn["Within"].get_ydata(), total["within"])
    np.testing.assert_allclose(drawn["Between, random"].get_ydata(), 0.6 * total["gini"])
    np.testing.assert_allclose(drawn["Within, random"].get_ydata(), 0.4 * total["gini"])


def test_gaps_of_dimensions(hand_result):
    drawn = lines(figures(hand_result, "en")["gini_dimensions"].axes[0])
    for dimension in ("Care", "Air"):
        expected = series(hand_result.gaps.dimensions, "contribution", dimension=dimension)
        np.testing.assert_array_equal(drawn[dimension].get_ydata(), expected)


def test_series_differ_by_more_than_colour(english):
    drawn = list(lines(english["group_levels"].axes[0]).values())
    for style in ("get_color", "get_marker", "get_linestyle"):
        assert len({getattr(line, style)() for line in drawn}) == 2


def test_labels_follow_the_language(english, chinese):
    assert legend(english["dimension_levels"]) == ["Care", "Air"]
    assert legend(chinese["dimension_levels"]) == ["照护", "空气"]
    assert english["index_growth"].axes[0].get_ylabel() == "Index"
    assert chinese["index_growth"].axes[0].get_ylabel() == "指数"
    assert chinese["gini"].axes[0].get_ylabel() == "基尼系数"


@pytest.mark.parametrize("name", OVER_TIME)
def test_every_figure_over_time_has_titles_years_and_its_fingerprint(name, english, tiny_result):
    ax = english[name].axes[0]
    assert ax.get_ylabel()
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["2009", "2010", "2011"]
    stamp = english[name].get_supxlabel()
    assert tiny_result.provenance.fingerprint in stamp
    assert stamp.startswith("SIMULATED DATA")


def test_figures_do_not_touch_global_settings(tiny_result):
    before = dict(mpl.rcParams)
    figures(tiny_result, "zh")
    assert dict(mpl.rcParams) == before


def test_one_period_has_no_figures_over_time(run_tiny):
    result = run_tiny("analyze.growth=false", panel=with_rows(PANEL, "2010"))
    assert set(figures(result, "en")) == {*ALWAYS, *DIAGNOSIS, *GAPS, "densities"}


def test_scores_that_cannot_be_compared_are_not_drawn_over_time(run_tiny):
    result = run_tiny("prepare.normalize.scope=per-period", "analyze.growth=false")
    assert set(figures(result, "en")) == {*ALWAYS, *DIAGNOSIS, *GAPS}


def test_figures_that_are_not_drawn_are_announced(run_tiny):
    result = run_tiny("prepare.normalize.scope=per-period", "analyze.growth=false")
    assert "figures-over-time" in {p.key for p in result.findings}


def test_figures_of_what_was_not_asked_are_left_out(run_tiny):
    assert set(figures(run_tiny("data.group="), "en")) == {
        "index_growth", "dimension_levels", "gini", "gini_dimensions", *DIAGNOSIS, *LATER, *ALWAYS,
    }  # fmt: skip
    assert set(figures(run_tiny("analyze.gaps=false"), "en")) == {
        "index_growth", "group_levels", "dimension_levels", *DIAGNOSIS, *LATER, *ALWAYS,
    }  # fmt: skip
    assert set(figures(run_tiny("analyze.diagnose=false"), "en")) == {
        *OVER_TIME, *GAPS, *LATER, *ALWAYS,
    }  # fmt: skip
    asked = ("analyze.grades=false", "analyze.change=false", "analyze.dynamics=false")
    assert set(figures(run_tiny(*asked), "en")) == {*ALWAYS, *DIAGNOSIS, *OVER_TIME, *GAPS}


def test_without_a_chinese_font_bitmaps_are_english_and_it_is_said(run_tiny, tmp_path, monkeypatch):
    result = run_tiny("present.language=zh", 'present.figures=["svg", "png"]')
    monkeypatch.setattr("resilmeter.present.figures.save.chinese_font", lambda: None)
    monkeypatch.setattr("resilmeter.present.fonts.chinese_font", lambda: None)
    seen = {"svg": set(), "png": set()}

    def record(figure, target, **how):
        texts = {text.get_text() for text in figure.findobj(mpl.text.Text)}
        seen[how["format"]] |= texts

    monkeypatch.setattr(Figure, "savefig", record)
    doubts = save_figures(result, {"zh": figures(result, "zh")}, tmp_path / "figures")
    assert [p.key for p in doubts] == ["no-chinese-font"]
    assert any(has_chinese(text) for text in seen["svg"])
    assert not any(has_chinese(text) for text in seen["png"])
    assert "Care" in seen["png"]


def test_with_a_chinese_font_nothing_is_doubted(tiny_result, chinese, tmp_path, monkeypatch):
    monkeypatch.setattr("resilmeter.present.figures.save.chinese_font", lambda: "A font")
    assert save_figures(tiny_result, {"zh": chinese}, tmp_path / "figures") == []


def test_files_have_the_language_of_the_second_before_the_ending(
    tiny_result, english, chinese, tmp_path
):
    save_figures(tiny_result, {"en": english, "zh": chinese}, tmp_path / "figures")
    names = {path.name for path in (tmp_path / "figures").iterdir()}
    assert names == {f"{name}{tongue}.svg" for name in english for tongue in ("", ".zh")}
    assert "照护" in (tmp_path / "figures" / "dimension_levels.zh.svg").read_text(encoding="utf-8")


def test_names_that_begin_with_an_underscore_are_in_the_legend(run_tiny):
    """Matplotlib leaves such labels out unless told otherwise."""
    result = run_tiny(panel=PANEL.replace("North", "_North"))
    assert legend(figures(result, "en")["group_levels"]) == ["_North", "South"]


def test_events_are_marked_in_figures_over_time_only(run_tiny):
    keys = 'present.events=[{period=2010, label="Inspection", label_zh="督察"}]'
    result = run_tiny(keys)
    for language, label in (("en", "Inspection"), ("zh", "督察")):
        drawn = figures(result, language)
        for name, figure in drawn.items():
            texts = [text.get_text() for text in figure.axes[0].texts]
            assert (label in texts) == (name in OVER_TIME), name
            legend = figure.axes[0].get_legend()
            assert legend is None or "_event0" not in [t.get_text() for t in legend.get_texts()]


def test_events_in_no_period_are_refused(run_tiny):
    with pytest.raises(
        rm.ResilmeterError, match=r"present.events\[1\]: 1990 is not one of the periods"
    ):
        run_tiny('present.events=[{period=1990, label="Before"}]')
