"""Looking a panel over: each doubt where it belongs, none where it does not, nothing changed."""

from __future__ import annotations

import pytest
from tests.studies import INDICATORS, PANEL, tiny_panel, with_cell, with_column

import resilmeter as rm
from resilmeter.checking import coverage

VALUES = [10, 14, 19, 22, 21, 27, 31, 35, 38, 12, 17, 24, 45, 41, 50, 29, 33, 42]


def found(folder, text):
    return {p.key: p for p in rm.check(tiny_panel(folder, panel=text)).problems}


def test_sound_panel_has_nothing_to_say(tmp_path):
    checked = rm.check(tiny_panel(tmp_path))
    assert checked.problems == ()
    assert checked.ok
    assert str(checked) == "No problems found."


def test_constant_indicator_refuses(tmp_path):
    checked = rm.check(tiny_panel(tmp_path, panel=with_column(PANEL, "b", "3")))
    assert not checked.ok
    assert "indicator b: every value that sets the scale is 3" in str(checked)


def test_empty_indicator_refuses(tmp_path):
    assert found(tmp_path, with_column(PANEL, "b", ""))["indicator-all-missing"].level == "error"


@pytest.mark.parametrize(("blank", "key"), [(6, "some-missing"), (7, "low-coverage")])
def test_coverage_is_doubted_below_65_per_cent(tmp_path, blank, key):
    """12 of 18 cells are 67 %, 11 are 61 %."""
    text = with_column(PANEL, "b", [""] * blank + [str(v) for v in VALUES[blank:]])
    problems = found(tmp_path, text)
    assert key in problems
    assert {"some-missing", "low-coverage"} & set(problems) == {key}
    assert problems[key].level == ("note" if key == "some-missing" else "doubt")


@pytest.mark.parametrize(("zeros", "doubted"), [(5, False), (6, True)])
def test_zeros_are_doubted_above_30_per_cent(tmp_path, zeros, doubted):
    text = with_column(PANEL, "b", ["0"] * zeros + [str(v) for v in VALUES[zeros:]])
    problems = found(tmp_path, text)
    assert ("many-zeros" in problems) is doubted
    if doubted:
        assert "33% of the values are zero" in problems["many-zeros"].text()


def test_extreme_value_is_named(tmp_path):
    skewed = found(tmp_path, with_cell(PANEL, 9, "b", "900"))["skewed"]
    assert skewed.level == "doubt"
    assert (skewed.values["unit"], skewed.values["period"]) == ("Cohe", 2010)
    assert "Cohe in 2010" in skewed.text()
    # n - 1 equal values and one far out have sample skewness sqrt(n); these are nearly equal.
    assert skewed.values["skew"] == pytest.approx(18**0.5, abs=0.01)


def test_copied_period_is_doubted(tmp_path):
    values = [str(v) for v in VALUES]
    values[2::3] = values[1::3]
    problems = found(tmp_path, with_column(PANEL, "b", values))
    copied = problems["repeats-period"]
    assert copied.where == {"indicator": "b", "period": 2011}
    assert "2010 in 6 of 6 units" in copied.text()
    values[2] = "99"
    assert "repeats-period" not in found(tmp_path, with_column(PANEL, "b", values))


def test_zeros_that_repeat_are_no_copies(tmp_path):
    values = [str(v) if i % 3 == 0 else "0" for i, v in enumerate(VALUES)]
    assert "repeats-period" not in found(tmp_path, with_column(PANEL, "b", values))


@pytest.mark.parametrize("sign", [1, -1])
def test_copies_of_an_indicator_are_doubted(tmp_path, sign):
    text = with_column(PANEL, "b", [str(100 + sign * (v + i % 2)) for i, v in enumerate(VALUES)])
    same = found(tmp_path, text)["same-indicators"]
    assert same.where == {"indicator": "a, b"}
    assert same.values["r"] * sign > 0.95


SIZED = INDICATORS.replace("direction\n", "direction,denominator\n").replace(
    "higher\n", "higher,\n"
).replace("lower\n", "lower,people\n")  # fmt: skip


def sized(folder, people, **columns):
    """Indicator a holds VALUES; c is divided by the column people."""
    text = with_column(PANEL, "people", [str(v) for v in people])
    read = tiny_panel(folder, panel=text, indicators=SIZED, **columns)
    return [p for p in rm.check(read).problems if p.key == "tracks-size"]


def test_total_that_follows_a_denominator_of_others_is_doubted(tmp_path):
    (told,) = sized(tmp_path, [7 * v + v % 3 for v in VALUES])
    assert (told.level, told.where) == ("doubt", {"indicator": "a"})
    assert told.values["column"] == "people"
    assert told.values["r"] == pytest.approx(1, abs=0.01)
    assert 'denominator = "people"' in told.text()


@pytest.mark.parametrize("people", [[100 - v for v in VALUES], [5] * 18, VALUES[::-1]])
def test_size_that_an_indicator_does_not_follow_raises_no_doubt(tmp_path, people):
    assert sized(tmp_path, people) == []


def test_columns_of_size_are_kept_and_looked_at(tmp_path):
    text = with_column(PANEL, "gdp", [str(2 * v) for v in VALUES])
    read = tiny_panel(tmp_path, panel=text, size=("gdp",))
    assert list(read.others.columns) == ["gdp"]
    assert [p.key for p in rm.check(read).problems] == ["tracks-size"]
    assert rm.interpolate(read).others.equals(read.others)


def test_column_of_size_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(rm.DataError, match="column gdp: there is no such column"):
        tiny_panel(tmp_path, size=("gdp",))


def test_steps_of_the_reader_are_repeated(tmp_path):
    assert "read-as-missing" in found(tmp_path, with_cell(PANEL, 3, "b", "—"))


def test_panel_is_not_changed(tmp_path):
    panel = tiny_panel(tmp_path, panel=with_cell(PANEL, 3, "b", ""))
    before = panel.values.copy()
    rm.check(panel)
    assert panel.values.equals(before)
    assert panel.steps == ()


def test_coverage_counts_every_cell_once(tmp_path):
    text = with_cell(with_cell(PANEL, 3, "b", ""), 2, "b", "")
    panel = rm.interpolate(tiny_panel(tmp_path, panel=text))
    assert coverage(panel).set_index("indicator").loc["b"].to_dict() == {
        "cells": 18, "observed": 16, "imputed": 0, "missing": 2, "observed_share": 16 / 18,
    }  # fmt: skip
    panel = rm.interpolate(tiny_panel(tmp_path, panel=with_cell(PANEL, 3, "b", "")))
    row = coverage(panel).set_index("indicator").loc["b"]
    assert (row["observed"], row["imputed"], row["missing"]) == (17, 1, 0)
