"""Imputing: every cell flagged by its method, nothing invented without a peer."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import INDICATORS, PANEL, tiny_panel, with_cell, with_column

import resilmeter as rm
from resilmeter.checking import coverage
from resilmeter.panel import Status

GAP = with_cell(PANEL, 2, "b", "")
METHODS = ["group-median", "nearest-neighbours", "chained-equations"]
KINDS = dict(zip(METHODS, (4, 5, 6), strict=True))


@pytest.fixture(autouse=True)
def _extra(request):
    if "method" in request.fixturenames and request.getfixturevalue("method") != "group-median":
        pytest.importorskip("sklearn")


def test_median_of_the_group_in_the_period(tmp_path):
    """Bohe and Cohe have 1.4 and 5.8 in 2009: 3.6. Without groups, of all five: 1.4."""
    cell = ("Ahe", 2009)
    filled = rm.impute(tiny_panel(tmp_path, panel=GAP), method="group-median")
    assert filled.values.loc[cell, "b"] == pytest.approx((1.4 + 5.8) / 2, rel=1e-15)
    whole = rm.impute(tiny_panel(tmp_path, panel=GAP, group=""), method="group-median")
    assert whole.values.loc[cell, "b"] == np.median([1.4, 5.8, 7.7, 0.9, 4.7])


def test_cell_without_known_peer_stays_missing_and_is_refused(tmp_path):
    text = PANEL
    for row in (2, 5, 8):
        text = with_cell(text, row, "b", "")
    filled = rm.impute(tiny_panel(tmp_path, panel=text), method="group-median")
    assert filled.missing == 3
    assert filled.steps == ()
    with pytest.raises(rm.DataError, match=r"indicator b, Ahe: still missing: 2009"):
        rm.normalize(filled)


@pytest.mark.parametrize("method", METHODS)
def test_every_cell_is_flagged_counted_and_listed(tmp_path, method):
    before = tiny_panel(tmp_path, panel=with_cell(GAP, 12, "d", ""))
    filled = rm.impute(before, method=method)
    assert filled.missing == 0
    assert before.missing == 2
    assert filled.status.loc[("Ahe", 2009), "b"] == KINDS[method]
    assert filled.imputed_share == 2 / 72
    listed = rm.imputed_cells(filled)
    assert listed["how"].tolist() == [Status(KINDS[method]).name.lower()] * 2
    assert listed[["unit", "period", "indicator"]].to_numpy().tolist() == [
        ["Ahe", 2009, "b"], ["Dohe", 2010, "d"],
    ]  # fmt: skip
    told = {p.where["indicator"]: (p.key, p.level, p.values["count"]) for p in filled.steps}
    assert told == dict.fromkeys("bd", (f"cells-{method}", "note", 1))
    assert coverage(filled).set_index("indicator").loc["b", "imputed"] == 1
    observed = before.values.notna()
    assert filled.values[observed].equals(before.values[observed])


@pytest.mark.parametrize("method", METHODS)
def test_whole_panel_is_left_as_it_is(tmp_path, method):
    panel = tiny_panel(tmp_path)
    assert rm.impute(panel, method=method).values.equals(panel.values)
    assert rm.impute(panel, method=method).steps == ()


def test_none_fills_nothing(tmp_path):
    panel = tiny_panel(tmp_path, panel=GAP)
    assert rm.impute(panel, method="none") is panel


def test_interpolated_cells_keep_their_flag(tmp_path):
    panel = rm.interpolate(tiny_panel(tmp_path, panel=with_cell(GAP, 6, "b", "")))
    status = rm.impute(panel, method="group-median").status["b"]
    assert (status.loc[("Bohe", 2010)], status.loc[("Ahe", 2009)]) == (2, 4)


def test_missing_denominators_are_left_and_said(tmp_path):
    indicators = with_column(INDICATORS, "denominator", ["people", "", "", ""])
    people = ["", *[str(v) for v in range(100, 117)]]
    text = with_cell(with_column(PANEL, "people", people), 4, "a", "")
    filled = rm.impute(
        tiny_panel(tmp_path, panel=text, indicators=indicators), method="group-median"
    )
    told = {p.key: p for p in filled.steps}
    assert set(told) == {"cells-group-median", "imputed-total", "denominator-not-imputed"}
    assert told["imputed-total"].level == "doubt"
    assert told["denominator-not-imputed"].values["count"] == 1
    divided = rm.per_capita(filled)
    assert divided.status["a"].tolist()[:3] == [1, 0, 4]
    with pytest.raises(rm.DataError, match="Denominators are interpolated, never imputed"):
        rm.normalize(divided)


def test_values_outside_the_bounds_are_refused(tmp_path):
    """Bohe and Cohe were kept at 1.4 and 5.8 though 1 is the upper bound."""
    indicators = with_column(INDICATORS, "upper_bound", ["", "1", "", ""])
    panel = tiny_panel(tmp_path, panel=GAP, indicators=indicators)
    with pytest.raises(rm.DataError) as caught:
        rm.impute(panel, method="group-median")
    (found,) = caught.value.problems
    assert found.where == {"indicator": "b", "unit": "Ahe", "period": 2009}
    assert "the imputed value 3.6 lies outside" in found.text()


def test_draws_at_a_bound_are_doubted(tmp_path):
    """b is 60 - a and would be -30 for Fohe in 2011, but 0 is the least it can be."""
    pytest.importorskip("sklearn")
    a = [10, 14, 19, 22, 21, 27, 31, 35, 38, 12, 17, 24, 45, 41, 50, 29, 33, 90]
    text = with_column(PANEL, "a", [str(v) for v in a])
    text = with_column(text, "b", [*[str(60 - v) for v in a[:-1]], ""])
    indicators = with_column(INDICATORS, "lower_bound", ["", "0", "", ""])
    filled = rm.impute(
        tiny_panel(tmp_path, panel=text, indicators=indicators), method="chained-equations"
    )
    assert filled.values.loc[("Fohe", 2011), "b"] == 0
    assert [p.key for p in filled.steps] == ["cells-chained-equations", "imputed-at-bound"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"method": "mean"}, r"prepare.impute.method: 'mean' is not known"),
        ({"method": "nearest-neighbours", "neighbours": 0}, r"neighbours: neighbours is 0"),
    ],
)
def test_bad_options_are_refused_by_key(tmp_path, options, said):
    with pytest.raises(rm.StudyError, match=said):
        rm.impute(tiny_panel(tmp_path, panel=GAP), **options)
