"""Printed tables of the diagnosis: the numbers of its tables, marks, reasons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.studies import INDICATORS, PANEL, with_column

from resilmeter.present.printed.diagnosis import (
    SHOWN_PAIRS,
    diagnosed_dimensions_table,
    diagnosed_indicators_table,
    flips_table,
    pairs_table,
    twin_sentence,
)
from resilmeter.present.printed.layout import STAR
from resilmeter.present.words import fixed

MAKERS = (
    diagnosed_indicators_table, diagnosed_dimensions_table, pairs_table, flips_table,
    twin_sentence,
)  # fmt: skip


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def edited(result, **tables):
    return replace(result, diagnosis=replace(result.diagnosis, **tables))


def test_indicators_print_weight_importance_and_their_ratio(tiny_result):
    table = diagnosed_indicators_table(tiny_result, "en")
    found = tiny_result.diagnosis.indicators
    for shown, row in zip(texts(table), found.itertuples(), strict=True):
        ratio = row.importance / row.weight
        assert shown[:4] == [
            row.indicator, fixed(row.weight, 4), fixed(row.importance, 4), fixed(ratio, 2),
        ]  # fmt: skip
        assert shown[-1] == fixed(100 * row.fill, 1)


def test_indicators_that_run_against_their_dimension_have_a_star(tiny_result):
    table = diagnosed_indicators_table(tiny_result, "en")
    starred = {row[0].text for row in table.rows if any(STAR in cell.marks for cell in row)}
    found = tiny_result.diagnosis.indicators
    assert starred == set(found.loc[found["contested"], "indicator"])
    assert starred


def test_blank_and_infinite_numbers_are_printed_as_such_with_the_reason(tiny_result):
    found = tiny_result.diagnosis.indicators
    assert "n/a" not in diagnosed_indicators_table(tiny_result, "en").note
    vif = found["vif"].copy()
    vif[0], rest = np.inf, found["item_rest"].copy()
    rest[1] = np.nan
    result = edited(tiny_result, indicators=found.assign(vif=vif, item_rest=rest))
    table = diagnosed_indicators_table(result, "en")
    assert texts(table)[0][9] == "∞"
    assert texts(table)[1][6] == "n/a"
    assert "n/a: importance needs" in table.note
    assert "n/a：重要性需要" in diagnosed_indicators_table(result, "zh").note


def test_a_weight_of_zero_has_no_ratio(tiny_result):
    found = tiny_result.diagnosis.indicators
    result = edited(tiny_result, indicators=found.assign(weight=0.0))
    assert {row[3] for row in texts(diagnosed_indicators_table(result, "en"))} == {"n/a"}


def test_a_negative_alpha_prints(tiny_result):
    table = diagnosed_dimensions_table(tiny_result, "en")
    found = tiny_result.diagnosis.dimensions
    assert [row[0] for row in texts(table)] == ["Care", "Air", "All together"]
    assert [row[3] for row in texts(table)] == [fixed(alpha, 3) for alpha in found["alpha"]]
    assert any(row[3].startswith("−") for row in texts(table))
    assert texts(diagnosed_dimensions_table(tiny_result, "zh"))[-1][0] == "全部"


def test_a_dimension_of_one_indicator_prints_why_it_is_blank(run_tiny):
    indicators = INDICATORS.replace("d,Trees,树木,Air,空气", "d,Trees,树木,Land,土地")
    table = diagnosed_dimensions_table(run_tiny(indicators=indicators), "en")
    assert texts(table)[1][3:] == ["n/a"] * 4
    assert "n/a: alpha and components need two indicators that vary" in table.note
    assert "nan" not in str(texts(table))


def test_small_p_values_print_as_small(tiny_result):
    found = tiny_result.diagnosis.dimensions.assign(bartlett_p=[0.0, 0.0004, 0.0016])
    shown = texts(diagnosed_dimensions_table(edited(tiny_result, dimensions=found), "en"))
    assert [row[-1] for row in shown] == ["< 0.001", "< 0.001", "0.002"]


def test_pairs_begin_with_the_strongest_and_say_what_is_doubtful(run_tiny):
    doubled = with_column(PANEL, "b", [line.split(",")[3] for line in PANEL.splitlines()[1:]])
    result = run_tiny(panel=doubled, indicators=INDICATORS)
    shown = texts(pairs_table(result, "en"))
    assert shown[0] == ["Clinics", "Beds", "yes", "1.000", "1.000", "counts twice"]
    sizes = [abs(float(row[3].replace("−", "-"))) for row in shown]
    assert sizes == sorted(sizes, reverse=True)
    assert len(shown) == min(SHOWN_PAIRS, 6)
    opposed = result.diagnosis.correlations["opposed"].sum()
    assert [row[-1] for row in shown].count("opposed in one dimension") == opposed


def test_flips_print_the_worst_of_all_periods(tiny_result):
    found = tiny_result.diagnosis.flips
    shown = texts(flips_table(tiny_result, "en"))
    assert len(shown) == found["indicator"].nunique() > 0
    code = found["indicator"].iloc[0]
    own = found[found["indicator"] == code]
    assert shown[0][0] == tiny_result.panel.framework[code].title("en")
    assert shown[0][3:] == [
        fixed(own["rank_correlation"].min(), 3), str(own["largest_shift"].max()),
    ]  # fmt: skip
    none = edited(tiny_result, flips=found.iloc[:0])
    assert flips_table(none, "en") is None


@pytest.mark.parametrize(
    ("correlation", "shift", "said"),
    [([0.9, 0.8, 1.0], [1, 3, 0], "0.800 to 1.000"), ([1.0] * 3, [0] * 3, "no unit changes"),
     ([np.nan] * 3, [0] * 3, "n/a, since one unit")],
)  # fmt: skip
def test_twin_says_what_was_computed(tiny_result, correlation, shift, said):
    found = tiny_result.diagnosis.twin_periods
    found = found.assign(rank_correlation=correlation, largest_shift=shift, unit="Bohe")
    sentence = twin_sentence(edited(tiny_result, twin_periods=found), "en")
    assert said in sentence.text
    if max(shift):
        assert "3 of 6 ranks (Bohe, 2010)" in sentence.text


@pytest.mark.parametrize("maker", MAKERS)
def test_nothing_is_printed_of_what_was_not_asked(tiny_result, maker):
    assert maker(replace(tiny_result, diagnosis=None), "en") is None
