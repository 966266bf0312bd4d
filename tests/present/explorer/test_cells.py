"""Every number of a cell is found again from the block of the page."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import INDICATORS, PANEL, with_cell, with_column

from resilmeter.panel import Status
from resilmeter.present.explorer.cells import TREATED, cells, scaled_again
from resilmeter.present.explorer.packed import unpacked


def layers(result, table):
    shape = (len(result.panel.units), len(result.panel.periods), -1)
    return np.moveaxis(table.to_numpy(dtype=float).reshape(shape), 2, 0)


def test_values_and_status(run_tiny):
    result = run_tiny(panel=with_cell(PANEL, 3, "b", "—"))
    found = cells(result)
    assert found.digits == 5
    values = unpacked(found.block["values"])
    np.testing.assert_allclose(values, layers(result, result.scaled.panel.values), rtol=5.1e-5)
    status = unpacked(found.block["status"])
    assert status[1, 0, 1] == Status.INTERPOLATED
    assert (status == Status.INTERPOLATED).sum() == 1
    assert found.block["raw"] == {}  # what was read follows from value and status


def test_scaled_values_follow_from_the_formula_and_are_not_sent(tiny_result):
    found = cells(tiny_result)
    assert found.block["scaled"] == {}
    again = scaled_again(tiny_result, unpacked(found.block["values"]))
    np.testing.assert_allclose(again, layers(tiny_result, tiny_result.scaled.values), atol=5e-5)


def test_scaled_values_are_sent_where_rounding_spoils_the_formula(run_tiny):
    """1 000 000 to 1 000 017: five digits cannot tell these values apart."""
    lines = PANEL.splitlines()
    tall = [str(1_000_000 + n) for n in range(len(lines) - 1)]
    result = run_tiny(panel=with_column(PANEL, "a", tall))
    found = cells(result)
    assert set(found.block["scaled"]) == {"0"}
    sent = unpacked(found.block["scaled"]["0"])
    np.testing.assert_allclose(sent, layers(result, result.scaled.values)[0], rtol=5.1e-4)


@pytest.mark.parametrize("method", ["z-score", "rank", "percentile", "vector"])
def test_methods_without_goalposts_send_their_values(run_tiny, method):
    result = run_tiny(
        f"prepare.normalize.method={method}", "weigh.method=equal", "analyze.gaps=false",
        "analyze.growth=false", "analyze.obstacles=false",
    )  # fmt: skip
    assert scaled_again(result, unpacked(cells(result).block["values"])) is None
    assert set(cells(result).block["scaled"]) == {"0", "1", "2", "3"}


def test_divided_indicators_carry_what_was_read(run_tiny):
    header = INDICATORS.splitlines()[0] + ",denominator,per\n"
    body = [line + ",," for line in INDICATORS.splitlines()[1:]]
    body[0] = body[0].removesuffix(",,") + ",people,10"
    panel = with_column(PANEL, "people", [str(n + 3) for n in range(18)])
    result = run_tiny(panel=panel, indicators=header + "\n".join(body) + "\n")
    found = cells(result)
    assert set(found.block["raw"]) == {"0"}
    read = unpacked(found.block["raw"]["0"])
    np.testing.assert_array_equal(read, layers(result, result.panel.values)[0])


def test_treated_cells_are_marked_and_keep_what_was_read(run_tiny):
    result = run_tiny("prepare.treat.method=winsorize", "prepare.treat.percentiles=[10, 90]")
    found, treated = cells(result), result.scaled.panel.treated
    marks = unpacked(found.block["status"]) >= TREATED
    assert marks.sum() == len(treated) > 0
    first = treated.iloc[0]
    place = (
        result.panel.framework.codes.index(first["indicator"]),
        result.panel.units.index(first["unit"]), result.panel.periods.index(first["period"]),
    )  # fmt: skip
    assert marks[place]
    assert unpacked(found.block["raw"][str(place[0])])[place[1:]] == first["before"]


def test_fewer_digits_then_nothing_where_cells_are_many(tiny_result, monkeypatch):
    import json

    room = len(json.dumps(cells(tiny_result).block))
    assert cells(tiny_result, most=room).digits == 5
    assert cells(tiny_result, most=10) is None


def test_an_index_from_elsewhere_has_no_cells(tiny_result):
    from dataclasses import replace

    scores = replace(tiny_result.scores, method="imported")
    assert cells(replace(tiny_result, scores=scores)) is None
