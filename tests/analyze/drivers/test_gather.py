"""Gathering: files, missing values, circles, and the index recomputed without an indicator."""

import numpy as np
import pandas as pd
import pytest
from tests.studies import write_study

import resilmeter as rm
from resilmeter.analyze.drivers.outcome import without_indicators

FAST = rm.DriverChoices(permutations=19, samples=19, searches=9, classes=2)


@pytest.fixture
def scores(tmp_path):
    """Scores of six cities in three years."""
    return rm.run(rm.Study.load(write_study(tmp_path))).scores


def written(tmp_path, text):
    path = tmp_path / "drivers.csv"
    path.write_text(text, encoding="utf-8")
    return path


BY_UNIT = """unit,rain,coast
Ahe,3,yes
Bohe,1,no
Cohe,4,yes
Dohe,1.5,no
Ehe,5,yes
Fohe,9,no
"""


def test_a_file_by_unit(scores, tmp_path):
    found = rm.gather_drivers(scores, written(tmp_path, BY_UNIT), FAST)
    assert found.values["rain"].xs(2010, level="period")["Fohe"] == 9.0
    assert found.cuts["coast"].labels == ("no", "yes")
    assert found.cuts["rain"].method == "quantile"
    assert (found.units, found.periods) == (6, (2009, 2010, 2011))


def test_every_problem_of_a_file_comes_at_once(scores, tmp_path):
    text = BY_UNIT.replace("Bohe,1", "Bohe,lots").replace("Cohe,", "Coohe,").replace("Fohe", "Ehe")
    choices = rm.DriverChoices(drivers=(rm.Driver(name="rain"), rm.Driver(name="rian")))
    with pytest.raises(rm.DataError) as refusal:
        rm.gather_drivers(scores, written(tmp_path, text), choices)
    said = {(p.key, p.where.get("row"), p.where.get("unit")) for p in refusal.value.problems}
    assert said == {
        ("unknown-column", None, None), ("driver-text", 3, None), ("driver-unit-twice", 7, "Ehe"),
        ("driver-unit-lacking", None, "Cohe"), ("driver-unit-lacking", None, "Fohe"),
    }  # fmt: skip
    text = str(refusal.value)
    assert "column rian" in text
    assert "Nearest" in text
    assert "Coohe" in text


def test_the_unit_column_is_named_when_it_lacks(scores, tmp_path):
    with pytest.raises(rm.DataError, match="column unit"):
        rm.gather_drivers(scores, written(tmp_path, BY_UNIT.replace("unit", "town")), FAST)


def test_missing_values_are_refused_with_their_number_and_place(scores, tmp_path):
    path = written(tmp_path, BY_UNIT.replace("Dohe,1.5", "Dohe,"))
    with pytest.raises(rm.DataError, match=r"driver rain: 3 of 18 rows .* Dohe, 2009"):
        rm.gather_drivers(scores, path, FAST)


@pytest.mark.parametrize(("policy", "coast_rows"), [("drop-pair", 6), ("drop-all", 5)])
def test_missing_values_are_left_out_as_asked_and_counted(scores, tmp_path, policy, coast_rows):
    path = written(tmp_path, BY_UNIT.replace("Dohe,1.5", "Dohe,"))
    choices = rm.DriverChoices(missing=policy, permutations=19, samples=19, classes=2)
    found = rm.detect_factors(scores, path, choices)
    table = found.table[found.table["period"] == 2009].set_index("driver")
    assert table["rows"].to_dict() == {"rain": 5, "coast": coast_rows}
    assert table["dropped"].to_dict() == {"rain": 1, "coast": 6 - coast_rows}
    (left_out,) = [p for p in found.given.notes if p.key == "driver-left-out"]
    assert (left_out.level, left_out.values["count"]) == ("note", 3)


def test_units_the_file_lacks_are_doubted_where_rows_may_be_left_out(scores, tmp_path):
    text = BY_UNIT.replace("Fohe", "Gohe")
    choices = rm.DriverChoices(missing="drop-pair", classes=2)
    found = rm.gather_drivers(scores, written(tmp_path, text), choices)
    notes = {p.key: p for p in found.notes}
    assert notes["driver-unit-lacking"].level == "doubt"
    assert notes["driver-units-beyond"].values["count"] == 1


def test_an_indicator_is_refused_as_driver_with_both_ways_out(scores):
    with pytest.raises(rm.DataError) as refusal:
        rm.gather_drivers(scores, ["a"], FAST)
    (problem,) = refusal.value.problems
    assert problem.key == "driver-is-indicator"
    assert '"drop"' in problem.text()
    assert '"allow"' in problem.text()


@pytest.mark.parametrize("change", [lambda x: 3 - 2 * x, lambda x: np.exp(x / 10)])
def test_a_transformation_of_an_indicator_is_refused(scores, change):
    """In another unit, turned round, or its exponential: ranks agree (r of ranks is 1)."""
    drivers = pd.DataFrame({"new name": change(scores.scaled.panel.values["a"])})
    with pytest.raises(rm.DataError, match="correlates with the indicator a"):
        rm.gather_drivers(scores, drivers, FAST)


def test_a_driver_that_is_merely_near_an_indicator_passes(scores):
    near = scores.scaled.panel.values["a"] + 30 * np.sin(np.arange(18.0))
    assert not rm.gather_drivers(scores, pd.DataFrame({"near": near}), FAST).dropped


def test_drop_recomputes_the_index_without_the_indicator(scores):
    choices = rm.DriverChoices(circular="drop", classes=2)
    found = rm.gather_drivers(scores, ["a"], choices)
    assert found.dropped == ("a",)
    weights = scores.weights.values[1:] / scores.weights.values[1:].sum()
    by_hand = scores.scaled.values[["b", "c", "d"]].to_numpy() @ weights
    np.testing.assert_allclose(found.outcome, by_hand, rtol=1e-13)
    (told,) = [p for p in found.notes if p.key == "driver-dropped"]
    assert told.level == "doubt"


def test_allow_keeps_the_index_and_says_so(scores):
    found = rm.gather_drivers(scores, ["a"], rm.DriverChoices(circular="allow", classes=2))
    np.testing.assert_array_equal(found.outcome, scores.index)
    assert [p.key for p in found.notes] == ["driver-allowed"]


def test_nothing_is_left_if_every_indicator_is_dropped(scores):
    with pytest.raises(rm.MethodError, match="no indicator would be left"):
        without_indicators(scores, ["a", "b", "c", "d"])


def test_weights_of_each_period_are_rescaled_period_by_period(tmp_path):
    keys = ("weigh.scope=per-period", "analyze.growth=false")
    scores = rm.run(rm.Study.load(write_study(tmp_path), keys)).scores
    smaller = without_indicators(scores, ["b"])
    assert list(smaller.weights.by_period.columns) == ["a", "c", "d"]
    np.testing.assert_allclose(smaller.weights.by_period.sum(axis=1), 1.0, rtol=1e-13)


def test_unknown_columns_of_the_panel_are_refused_by_name(scores):
    with pytest.raises(rm.DataError, match="'z' is not known"):
        rm.gather_drivers(scores, ["z"], FAST)


def test_a_frame_with_columns_of_unit_and_period(scores):
    frame = scores.index.rename("copy").reset_index()
    frame["copy"] = np.arange(18) % 5
    found = rm.gather_drivers(scores, frame, FAST)
    np.testing.assert_array_equal(found.values["copy"], frame["copy"])


def test_what_was_gathered_is_taken_as_it_is(scores, tmp_path):
    one = rm.gather_drivers(scores, written(tmp_path, BY_UNIT), FAST)
    assert rm.gather_drivers(scores, one) is one
    assert repr(one) == "<Drivers: rain, coast; 6 units, 3 periods>"
