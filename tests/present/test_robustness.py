"""Intervals, counts and choices in tables, figures and sentences."""

from dataclasses import replace

import pandas as pd
import pytest

from resilmeter.present.figures.draw import figures
from resilmeter.present.printed.robustness import (
    choices_table,
    firsts_table,
    sensitivity_table,
    sentences_table,
    variants_table,
)
from resilmeter.present.printed.standard import ranking_table
from resilmeter.present.report import render
from resilmeter.present.sentences.headlines import headlines, method_sentences
from resilmeter.present.tables import tables

ROBUST = (
    'robustness.over={"weigh.method"=["critic", "equal"], "score.method"=["weighted-sum", "topsis"]'
    ', "prepare.normalize.method"=["minmax", "z-score"]}'
)


@pytest.fixture(scope="module")
def result(run_tiny):
    pytest.importorskip("SALib")
    return run_tiny(ROBUST, "robustness.samples=40", "robustness.drop_indicators=true")


def shown(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_ranks_carry_interval_chance_and_group(result):
    rows = shown(ranking_table(result, "en"))
    last = result.uncertainty.intervals.set_index(["unit", "period"]).sort_index()
    for row in rows:
        own = last.loc[(row[1], 2011)]
        assert row[0] == str(int(own["rank"]))
        low, high = (float(end) for end in row[4].split("–"))
        assert abs(low - own["low"]) <= 0.5
        assert abs(high - own["high"]) <= 0.5
        assert row[5] == f"{100 * own['top']:.0f}"
        assert row[6] == str(int(own["tied"]))
    assert "rank_intervals.csv" in ranking_table(result, "en").note


def test_without_variants_nothing_is_added(tiny_result):
    table = ranking_table(tiny_result, "en")
    assert len(table.header[0]) == 4
    assert "no interval" in table.note
    assert not any("variants" in line for line in headlines(tiny_result, "en"))
    for lay_out in (variants_table, choices_table, sensitivity_table, sentences_table,
                    firsts_table):  # fmt: skip
        assert lay_out(tiny_result, "en") is None


def with_share(result, sentence, holds):
    """The same result, with a sentence that holds in some of 2,000 variants."""
    table = result.uncertainty.sentences.copy()
    rows = (table["sentence"] == sentence) & (table["claim"] == "")
    table.loc[rows, ["holds", "variants", "share"]] = [holds, 2000, holds / 2000]
    return replace(result, uncertainty=replace(result.uncertainty, sentences=table))


@pytest.mark.parametrize("sentence", ["largest-weights", "level", "groups-last", "gap", "gap-cell",
                                      "first-obstacle"])  # fmt: skip
def test_sentences_are_counted_and_softened_below_four_fifths(result, sentence):
    firm = headlines(with_share(result, sentence, 1874), "en")
    assert sum("in 1,874 of 2,000 variants.)" in line for line in firm) == 1
    assert sum("in 1,600 of 2,000" in line and not line.startswith("Depends")
               for line in headlines(with_share(result, sentence, 1600), "en")) == 1  # fmt: skip
    soft = headlines(with_share(result, sentence, 1599), "en")
    assert sum(line.startswith("Depends on the choices of method: ")
               and "in only 1,599 of 2,000" in line for line in soft) == 1  # fmt: skip
    chinese = headlines(with_share(result, sentence, 1599), "zh")
    assert sum(line.startswith("取决于方法选择") and "1,599" in line for line in chinese) == 1


def test_a_sentence_that_no_variant_can_say_is_left_as_it_is(result):
    table = result.uncertainty.sentences.assign(holds=0, variants=0, share=float("nan"))
    none = replace(result, uncertainty=replace(result.uncertainty, sentences=table))
    assert not any("variants" in line for line in headlines(none, "en"))


def test_tables_of_choices_print_what_the_records_hold(result):
    variants = shown(variants_table(result, "en"))
    assert len(variants) == 8
    assert variants[0][-1] == "this study"
    choices = shown(choices_table(result, "en"))
    assert ["indicator left out", "a"] in [row[:2] for row in choices]
    sensitivity = shown(sensitivity_table(result, "en"))
    assert len(sensitivity) == 5
    assert sensitivity[-1][0] == "noise on the weights"
    sentences = shown(sentences_table(result, "en"))
    assert len(sentences) == 8
    assert ["mean index", "rose"] in [row[:2] for row in sentences]


def test_what_is_first_is_counted_by_name(result):
    """Every answer of the table of claims, by its title, three at most of a question."""
    claims = result.uncertainty.claims.set_index(["claim", "value"])
    rows = shown(firsts_table(result, "en"))
    assert len(rows) <= 4 * 3
    cells = [row for row in rows if row[0].startswith("largest cell")]
    own = claims.loc["gap-cell"].iloc[0]
    assert [float(cell) for cell in cells[0][2:4]] == [own["holds"], own["variants"]]
    assert cells[0][4] == f"{100 * own['share']:.1f}"
    assert cells[0][1].startswith(("within", "between", "inside", "North", "South"))
    obstacles = [row[1] for row in rows if "obstacle" in row[0]]
    assert {name for text in obstacles for name in text.split(", ")} <= {
        "Clinics", "Beds", "Dust", "Trees"
    }  # fmt: skip
    zh = [row[1] for row in shown(firsts_table(result, "zh"))]
    assert any("照护" in text or "空气" in text for text in zh)


def test_refused_combinations_come_last_with_their_reason(run_tiny):
    over = (
        'robustness.over={"prepare.normalize.method" = ["z-score", "minmax"],'
        ' "weigh.method" = ["entropy", "equal"]}'
    )
    rows = shown(variants_table(run_tiny(over), "en"))
    assert "negative" in rows[-1][-1]
    assert rows[-1][2:5] == ["n/a", "", "n/a"]


def test_figures_are_drawn_with_the_own_choice_framed(result):
    drawn = figures(result, "en")
    axes = drawn["method_map"].axes[0]
    assert len(axes.patches) == 1
    assert axes.patches[0].get_xy() == (0, 0)
    units = [label.get_text() for label in axes.get_yticklabels()]
    own = result.scores.ranks.xs(2011, level="period").sort_values(kind="stable")
    assert units == own.index.to_list()
    assert len(drawn["rank_intervals"].axes[0].lines) == 2


def test_report_tables_and_method_in_both_languages(result):
    html = render(result, {code: figures(result, code) for code in ("en", "zh")})
    for text in ("What other choices would give", "其他选择下的结果", "Sobol", "tied group"):
        assert text in html
    assert any("40 variants" in line for line in method_sentences(result, "en"))
    written = tables(result)
    names = {"rank_intervals", "variants", "variants_ranks", "variants_agreement",
             "variants_choices", "samples", "sentences", "claims", "sensitivity"}  # fmt: skip
    assert names <= set(written)
    assert all(isinstance(written[name], pd.DataFrame) for name in names)
