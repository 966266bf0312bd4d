"""Tidy tables and the workbook: full precision, one row a fact, the same numbers twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from tests.studies import INDICATORS, PANEL, with_cell

from resilmeter.present.formats.workbook import BY_PERIOD, write_workbook
from resilmeter.present.tables import tables


@pytest.fixture(scope="module")
def tidy(tiny_result):
    return tables(tiny_result)


def test_weights_have_names_in_both_languages(tidy, tiny_result):
    table = tidy["weights"]
    assert list(table.columns[:6]) == [
        "indicator", "name", "name_zh", "dimension", "direction", "weight",
    ]  # fmt: skip
    assert table["name_zh"].tolist() == ["诊所", "床位", "粉尘", "树木"]
    assert table["weight"].tolist() == tiny_result.weights.values.tolist()


def test_every_contribution_shows_where_it_came_from(run_tiny):
    result = run_tiny(panel=with_cell(PANEL, 3, "b", ""))
    table = tables(result)["contributions"].set_index(["unit", "period", "indicator"])
    assert len(table) == 6 * 3 * 4
    cell = table.loc[("Ahe", 2010, "b")]
    assert cell["imputed"]
    assert cell["raw"] == pytest.approx((3.5 + 4.2) / 2, rel=1e-15)
    assert table["imputed"].sum() == 1
    weights = result.weights.table.set_index("indicator")["weight"]
    np.testing.assert_allclose(
        table["contribution"],
        table["scaled"] * weights.reindex(table.index.get_level_values("indicator")).to_numpy(),
        rtol=1e-14,
    )
    assert table.loc[("Cohe", 2010, "c"), "raw"] == 43
    assert table.loc[("Cohe", 2010, "c"), "group"] == "North"
    imputed = tables(result)["imputed"]
    assert imputed[["unit", "period", "indicator", "how"]].to_numpy().tolist() == [
        ["Ahe", 2010, "b", "interpolated"]
    ]


def test_parts_and_scores_agree(tidy):
    parts = tidy["parts"].groupby(["unit", "period"])["part"].sum()
    index = tidy["scores"].set_index(["unit", "period"])["index"]
    pd.testing.assert_series_equal(parts.sort_index(), index.sort_index(), check_names=False)
    assert tidy["scores"].groupby("period")["rank"].apply(sorted).tolist() == [[*range(1, 7)]] * 3


def test_findings_are_in_both_languages(tidy):
    table = tidy["findings"]
    assert list(table.columns) == ["level", "rule", "place", "en", "zh"]
    assert table["rule"].tolist() == [
        "small-group", "small-group", "contested-direction-ranks", "contested-direction-ranks",
        "negative-alpha", "between-like-chance", "means-like-chance",
    ]  # fmt: skip
    assert "该组只有 3 个单元" in table["zh"][0]


def test_csv_files_keep_full_precision(tidy, tmp_path):
    tidy["scores"].to_csv(tmp_path / "scores.csv", index=False)
    again = pd.read_csv(tmp_path / "scores.csv")
    assert again["index"].tolist() == tidy["scores"]["index"].tolist()


def test_workbook_has_the_numbers_of_the_tables(tiny_result, tidy, tmp_path):
    write_workbook(tiny_result, tidy, tmp_path / "tables.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "tables.xlsx")
    sheets = [[name, f"{name}_wide"] if name in BY_PERIOD else [name] for name in tidy]
    assert book.sheet_names == ["about", *(sheet for pair in sheets for sheet in pair)]
    header, *rows = book.get_sheet_by_name("scores").to_python()
    assert header == list(tidy["scores"].columns)
    # A workbook stores 16 significant digits.
    assert [row[-2] for row in rows] == pytest.approx(tidy["scores"]["index"].tolist(), rel=1e-15)
    about = dict(book.get_sheet_by_name("about").to_python()[1:])
    assert about["fingerprint"] == tiny_result.provenance.fingerprint


@pytest.mark.parametrize("name", BY_PERIOD)
def test_parts_of_gaps_stand_wide_beside_long(tiny_result, tidy, tmp_path, name):
    write_workbook(tiny_result, tidy, tmp_path / "tables.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "tables.xlsx")
    header, *rows = book.get_sheet_by_name(f"{name}_wide").to_python()
    keys, value = BY_PERIOD[name]
    long = tidy[name].set_index(["period", *keys])[value]
    assert [row[0] for row in rows] == [2009, 2010, 2011]
    assert len(header) - 1 == len(long) / 3
    for row in rows:
        for part, number in zip(header[1:], row[1:], strict=True):
            key = (row[0], *part.split(" - "))
            assert number == pytest.approx(long[key], rel=1e-15)


@pytest.mark.parametrize(("name", "value"), [("contributions", "contribution"),
                                             ("obstacles", "obstacle")])  # fmt: skip
def test_large_tables_are_laid_out_wide(tiny_result, tidy, tmp_path, name, value):
    write_workbook(tiny_result, tidy, tmp_path / "tables.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "tables.xlsx")
    header, *rows = book.get_sheet_by_name(name).to_python()
    assert header == ["unit", "group", "period", "a", "b", "c", "d"]
    assert len(rows) == 18
    long = tidy[name].set_index(["unit", "period", "indicator"])[value]
    for row in rows:
        for code, number in zip(header[3:], row[3:], strict=True):
            assert number == pytest.approx(long[(row[0], row[2], code)], rel=1e-15)


def test_indicators_called_like_the_keys_keep_their_columns(run_tiny, tmp_path):
    indicators = INDICATORS.replace("code,", "column,code,").replace("\na,", "\na,unit,")
    for code in "bcd":
        indicators = indicators.replace(f"\n{code},", f"\n{code},{code},")
    result = run_tiny(indicators=indicators)
    write_workbook(result, tables(result), tmp_path / "tables.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "tables.xlsx")
    header, first, *_ = book.get_sheet_by_name("contributions").to_python()
    assert len(set(header)) == 7
    assert first[0] == "Ahe"
    assert first[3] == pytest.approx(result.scores.contributions.iloc[0, 0], rel=1e-15)


def test_pairs_of_groups_that_read_the_same_keep_their_columns(run_tiny, tmp_path):
    """ "A - B" with "C", and "A" with "B - C"."""
    panel = PANEL
    for city, group in zip(("Ahe", "Bohe", "Cohe", "Dohe", "Ehe", "Fohe"),
                           ("A - B", "C", "A", "B - C", "A - B", "C"), strict=True):  # fmt: skip
        for region in ("North", "South"):
            for year in (2009, 2010, 2011):
                panel = panel.replace(f"{city},{year},{region}", f"{city},{year},{group}")
    tidy = tables(run_tiny(panel=panel))
    assert sorted(set(tidy["gap_groups"]["group_a"])) == ["A", "A - B", "B - C", "C"]
    write_workbook(run_tiny(panel=panel), tidy, tmp_path / "tables.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "tables.xlsx")
    header, first, *_ = book.get_sheet_by_name("gap_groups_wide").to_python()
    one_year = tidy["gap_groups"][tidy["gap_groups"]["period"] == 2009]
    assert len(header) == 11
    assert first[1:] == pytest.approx(one_year["share"].tolist(), rel=1e-15)
