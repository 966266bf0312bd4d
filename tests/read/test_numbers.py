"""Cells to numbers: what yearbooks write is understood, counted, or refused; never guessed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.read.numbers import read_numbers, read_period

READ = {
    "12": 12, " 12.5 ": 12.5, "-3": -3, "−3": -3, "+4": 4, "1e3": 1000, "1,234": 1234,
    "1,234,567.8": 1234567.8, "-1,234": -1234, "1 234": 1234, "1\u00a0234": 1234,
    "１２．５": 12.5, "－７": -7, "１，２３４": 1234, ".5": 0.5,
}  # fmt: skip
BLANK = ["", " ", "-", "--", "—", "——", "–", "－", "…", "...", "..", "/", "NA", "n/a", "NaN",
         "null", "None", "#N/A", "无", "不详", "缺失"]  # fmt: skip
REFUSED = ["abc", "12%", "12％", "12,34", "1,5", "1.234,5", "(5)", "5 km", "1_000", "0x1F", "TRUE",
           "false", "2009-01-01", "1.2.3", "<5", "1/2", "3万"]  # fmt: skip


def read(*cells, **how):
    return read_numbers(pd.Series(list(cells), dtype=object), **how)


@pytest.mark.parametrize(("text", "number"), READ.items())
def test_texts_that_are_numbers(text, number):
    column = read("1", text)
    assert column.values[1] == pytest.approx(number, rel=1e-15)
    assert not column.refused
    assert not column.missing_texts


@pytest.mark.parametrize("text", BLANK)
def test_texts_that_mean_no_value_are_counted(text):
    column = read("1", text, text)
    assert np.isnan(column.values[1:]).all()
    assert not column.refused
    assert sum(column.missing_texts.values()) == (2 if text.strip() else 0)


@pytest.mark.parametrize("text", REFUSED)
def test_texts_that_are_neither_are_refused_with_their_place(text):
    column = read("1", text, "2")
    assert column.refused == {1: text}
    assert np.isnan(column.values[1])


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "1e400", float("inf")])
def test_infinity_is_told_apart(cell):
    column = read("1", cell)
    assert column.infinite == {1: str(cell)}
    assert np.isnan(column.values[1])


@pytest.mark.parametrize("cell", [True, False])
def test_truth_is_no_number(cell):
    assert read(1.0, cell).refused == {1: str(cell)}
    assert read_numbers(pd.Series([cell])).refused == {0: str(cell)}


def test_numbers_and_blanks_of_spreadsheets():
    column = read(1, 2.5, None, float("nan"), pd.NA, np.float64(3))
    np.testing.assert_array_equal(column.values, [1, 2.5, np.nan, np.nan, np.nan, 3])
    assert not column.refused
    assert not column.missing_texts


def test_more_words_for_missing_in_any_case():
    column = read("k.A.", "K.a.", "1", missing=("k.a.",))
    assert column.missing_texts == {"k.A.": 1, "K.a.": 1}
    assert read("k.A.").refused == {0: "k.A."}


def test_dates_are_no_numbers():
    column = read_numbers(pd.Series(pd.to_datetime(["2009-01-01"])))
    assert list(column.refused) == [0]


def test_the_column_given_is_not_changed():
    cells = pd.Series([1.0, np.inf])
    read_numbers(cells)
    assert cells.tolist() == [1.0, np.inf]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_written_as_text_come_back(numbers):
    column = read(*(repr(number) for number in numbers))
    np.testing.assert_array_equal(column.values, numbers)


@given(st.integers(-(10**12), 10**12))
def test_thousands_separators_come_back(number):
    assert read("0", f"{number:,}").values[1] == number


@pytest.mark.parametrize(
    ("cell", "period"),
    [(2009, 2009), (2009.0, 2009), ("2009", 2009), ("2009.0", 2009), ("2009年", 2009),
     (" ２００９年 ", 2009), ("-5", -5), (np.int64(2009), 2009), ("2009-10", None), (2009.5, None),
     ("", None), (None, None), ("inf", None), ("nan", None), (float("nan"), None), (True, None),
     ("二〇〇九", None)],
)  # fmt: skip
def test_periods(cell, period):
    assert read_period(cell) == period
