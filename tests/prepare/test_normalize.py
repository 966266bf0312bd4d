"""Orienting and scaling: hand values in every scope, and what no scope allows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.studies import tiny_panel

import resilmeter as rm
from resilmeter.framework import Framework, Indicator
from resilmeter.panel import Panel


def panel_of(values, *directions, **fields):
    """Two periods; one column an indicator; rows are (A, 1), (A, 2), (B, 1), (B, 2) ..."""
    array = np.asarray(values, dtype=float)
    framework = Framework(tuple(
        Indicator(code=f"x{j}", dimension="D", direction=direction,
                  **(fields if direction == "target" else {}))
        for j, direction in enumerate(directions)
    ))  # fmt: skip
    units = [chr(65 + i) for i in range(len(array) // 2)]
    index = pd.MultiIndex.from_product([units, [1, 2]], names=["unit", "period"])
    frame = pd.DataFrame(array.reshape(len(index), -1), index, list(framework.codes))
    return Panel(framework=framework, values=frame, status=frame.isna().astype(np.int8),
                 others=pd.DataFrame(index=index))  # fmt: skip


COLUMN = (2, 4, 6, 10)


def scaled(column=COLUMN, direction="higher", **how):
    return rm.normalize(panel_of(column, direction), **how).values["x0"].tolist()


def test_pooled_by_hand():
    assert scaled() == [0, 0.25, 0.5, 1]
    assert scaled(direction="lower") == [1, 0.75, 0.5, 0]


def test_per_period_by_hand():
    """Period 1 runs from 2 to 6, period 2 from 4 to 10."""
    column = (2, 4, 6, 10, 3, 7)
    found = rm.normalize(panel_of(column, "higher"), scope="per-period")
    assert found.values["x0"].tolist() == [0, 0, 1, 1, 0.25, 0.5]
    assert not found.comparable_over_time
    assert found.goalposts.to_numpy().tolist() == [["x0", 1, 2, 6], ["x0", 2, 4, 10]]


def test_per_period_scores_have_no_growth(tmp_path):
    found = rm.normalize(tiny_panel(tmp_path), scope="per-period")
    scores = rm.score(found, rm.weigh(found))
    with pytest.raises(rm.MethodError, match=r"analyze.growth: .*cannot be compared over time"):
        rm.growth(scores)


def test_base_period_by_hand():
    assert scaled((2, 4, 6, 3), scope="base-period", base_period=1) == [0, 0.5, 1, 0.25]
    assert scaled((2, 4, 6, 3), "lower", scope="base-period", base_period=1) == [1, 0.5, 0, 0.75]


POSTS = pd.DataFrame({"indicator": ["x0"], "low": [0], "high": [20]})


def test_fixed_by_hand():
    assert scaled(scope="fixed", goalposts=POSTS) == [0.1, 0.2, 0.3, 0.5]
    assert scaled(direction="lower", scope="fixed", goalposts=POSTS) == [0.9, 0.8, 0.7, 0.5]


@pytest.mark.parametrize(
    ("outside", "values"), [("clip", [0, 0.5, 1, 1]), ("keep", [0, 0.5, 1, 2])]
)
def test_values_beyond_the_goalposts_are_told(outside, values):
    found = rm.normalize(
        panel_of(COLUMN, "higher"), scope="base-period", base_period=1, outside=outside
    )
    assert found.values["x0"].tolist() == values
    step = found.panel.steps[-1]
    assert (step.key, step.level, step.values["count"]) == (f"outside-{outside}", "doubt", 1)


def test_values_beyond_the_goalposts_are_refused_by_cell():
    with pytest.raises(rm.DataError) as caught:
        scaled(scope="base-period", base_period=1)
    (found,) = caught.value.problems
    assert found.where == {"indicator": "x0", "unit": "B", "period": 2}
    assert "scaled value is 2.0000" in str(caught.value)
    assert "prepare.normalize.outside" in str(caught.value)


def test_target_interval_by_hand():
    """Best inside [4, 6]; the farther goalpost, 12, is 6 away."""
    panel = panel_of((1, 4, 5, 6, 9, 12), "target", target_low=4, target_high=6)
    found = rm.normalize(panel).values["x0"]
    np.testing.assert_allclose(found, [0.5, 1, 1, 1, 0.5, 0], rtol=0, atol=1e-15)


@pytest.mark.parametrize(
    ("column", "ends"), [((4, 5, 5, 6), (4, 6)), ((4, 5, 5, 6), (3, 7)), ((4, 5, 5, 6), (3, 6))]
)
def test_target_that_holds_every_value_is_refused(column, ends):
    panel = panel_of(column, "target", target_low=ends[0], target_high=ends[1])
    with pytest.raises(rm.DataError, match=r"indicator x0: .*target interval"):
        rm.normalize(panel)


@pytest.mark.parametrize(("low", "high", "end"), [(20, 30, "0"), (-9, 1, "1")])
def test_indicator_that_is_clipped_to_one_value_is_refused(low, high, end):
    posts = POSTS.assign(low=low, high=high)
    with pytest.raises(rm.DataError, match=f"indicator x0: the indicator is {end} everywhere once"):
        scaled(scope="fixed", goalposts=posts, outside="clip")


def test_constant_indicators_are_refused_together():
    panel = panel_of([[1, 2, 5], [1, 2, 6], [1, 2, 7], [1, 2, 9]], "higher", "lower", "higher")
    with pytest.raises(rm.DataError) as caught:
        rm.normalize(panel)
    assert [p.where for p in caught.value.problems] == [{"indicator": "x0"}, {"indicator": "x1"}]


def test_indicator_constant_in_one_period_names_it():
    panel = panel_of((3, 4, 3, 10), "higher")
    assert rm.normalize(panel).values["x0"].max() == 1
    with pytest.raises(rm.DataError, match="indicator x0, 1: every value that sets the scale is 3"):
        rm.normalize(panel, scope="per-period")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"method": "zscore"}, "prepare.normalize.method: 'zscore' is not known. Allowed: minmax"),
        ({"scope": "yearly"}, "prepare.normalize.scope: 'yearly' is not known. Allowed: pooled"),
        ({"scope": "base-period"}, "prepare.normalize.base_period: .*None.* 1, 2"),
        ({"scope": "base-period", "base_period": 9}, "base period is 9; .* 1, 2"),
        ({"scope": "fixed"}, "prepare.normalize.goalposts"),
        ({"outside": "drop"}, "'drop' is not known. Allowed: refuse, clip, keep"),
    ],
)
def test_unknown_options_are_refused(how, said):
    with pytest.raises(rm.StudyError, match=said):
        rm.normalize(panel_of(COLUMN, "higher"), **how)


def test_goalposts_must_name_every_indicator_and_column():
    with pytest.raises(rm.DataError, match="indicator x0: the goalposts do not name"):
        scaled(scope="fixed", goalposts=POSTS.assign(indicator="y"))
    with pytest.raises(rm.DataError, match="column high"):
        scaled(scope="fixed", goalposts=POSTS.drop(columns="high"))
    with pytest.raises(rm.DataError, match="indicator x0"):
        scaled(scope="fixed", goalposts=POSTS.assign(low=20))


def test_goalposts_that_name_an_indicator_twice_are_refused():
    twice = pd.concat([POSTS, POSTS.assign(high=40)])
    with pytest.raises(rm.DataError, match="x0"):
        scaled(scope="fixed", goalposts=twice)


def test_repr_says_how(tmp_path):
    found = rm.normalize(tiny_panel(tmp_path))
    assert repr(found).startswith("<Scaled: minmax, pooled, of <Panel: 6 units x 3 periods")


def test_the_panel_given_is_not_changed():
    panel = panel_of(COLUMN, "lower")
    rm.normalize(panel, scope="base-period", base_period=1, outside="clip")
    assert panel.values["x0"].tolist() == list(COLUMN)
    assert panel.steps == ()


COLUMNS = arrays(np.float64, 8, elements=st.integers(-1000, 1000).map(float))


@given(COLUMNS)
def test_pooled_scaling_fills_zero_to_one(column):
    assume(np.ptp(column) > 0)
    found = np.array(scaled(column))
    assert found.min() == 0
    assert found.max() == 1


@given(COLUMNS)
def test_reversing_the_direction_reverses_the_scale(column):
    assume(np.ptp(column) > 0)
    # Both are one subtraction and one division of integers; 1 - z adds one rounding.
    np.testing.assert_allclose(
        scaled(column, "lower"), 1 - np.array(scaled(column)), rtol=0, atol=1e-15
    )


@given(COLUMNS, st.integers(1, 100), st.integers(-100, 100))
def test_unit_and_origin_do_not_matter(column, factor, shift):
    assume(np.ptp(column) > 0)
    np.testing.assert_allclose(scaled(column * factor + shift), scaled(column), atol=1e-14)


@given(COLUMNS, st.permutations(range(4)))
def test_order_of_the_units_does_not_matter(column, order):
    assume(np.ptp(column) > 0)
    mixed = column.reshape(4, 2)[list(order)].ravel()
    expected = np.array(scaled(column)).reshape(4, 2)[list(order)].ravel()
    np.testing.assert_array_equal(scaled(mixed), expected)


@given(COLUMNS, st.integers(-500, 500), st.integers(0, 500))
def test_target_scale_is_one_exactly_inside_its_interval(column, low, width):
    high = low + width
    assume(((column < low) | (column > high)).any())
    assume(((column >= low) & (column <= high)).any())
    panel = panel_of(column, "target", target_low=low, target_high=high)
    found = rm.normalize(panel).values["x0"].to_numpy()
    np.testing.assert_array_equal(found == 1, (column >= low) & (column <= high))
    assert found.min() == 0


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("z-score", [-1, 0, 0, 1]), ("vector", [0.2, 0.4, 0.4, 0.8]),
        ("rank", [1, 2.5, 2.5, 4]), ("percentile", [0, 0.5, 0.5, 1]),
    ],
)  # fmt: skip
def test_relative_methods_by_hand(method, values):
    column = (4, 8, 8, 16) if method == "vector" else (2, 4, 4, 6)
    expected = np.array(values, dtype=float)
    if method == "z-score":
        expected *= 2**0.5  # deviations -2, 0, 0, 2 over the standard deviation sqrt(2)
    assert scaled(column, method=method) == pytest.approx(expected, rel=1e-15)
    turned = np.asarray(scaled(tuple(-v for v in column), "lower", method=method))
    assert turned == pytest.approx(expected, rel=1e-15)


def test_relative_methods_look_at_their_scope():
    assert scaled((2, 10, 4, 20, 6, 60), scope="per-period", method="rank") == [1, 1, 2, 2, 3, 3]
    base = scaled((1, 10, 3, 20), scope="base-period", base_period=1, method="z-score")
    assert base == [-1, 8, 1, 18]


def test_distance_to_target_by_hand():
    aims = {"target_low": 12.0, "target_high": 12.0}
    framework = Framework((
        Indicator(code="up", dimension="D", direction="higher", target_low=12.0),
        Indicator(code="down", dimension="D", direction="lower", target_high=1.0),
        Indicator(code="mid", dimension="D", direction="target", target_low=4.0, target_high=6.0),
    ))  # fmt: skip
    panel = panel_of([[2, 2, 2], [4, 4, 4], [6, 6, 6], [10, 9, 10]], "higher", "lower", "target",
                     **aims)  # fmt: skip
    panel = replace(panel, framework=framework, values=panel.values.set_axis(
        list(framework.codes), axis=1))  # fmt: skip
    found = rm.normalize(panel, method="distance-to-target")
    assert found.values["up"].tolist() == [0, 0.2, 0.4, 0.8]
    assert found.values["down"].tolist() == [0.875, 0.625, 0.375, 0]
    assert found.values["mid"].tolist() == [0.5, 1, 1, 0]
    assert (found.worst, found.best) == (0, 1)


def test_targets_that_are_missing_or_reached_are_refused():
    with pytest.raises(rm.DataError, match=r"x0: .*needs a target.*target_low"):
        scaled(method="distance-to-target")
    indicator = Indicator(code="x0", dimension="D", direction="lower", target_high=20.0)
    panel = replace(panel_of(COLUMN, "lower"), framework=Framework((indicator,)))
    with pytest.raises(rm.DataError, match=r"worst value \(10\) has reached the target 20"):
        rm.normalize(panel, method="distance-to-target")


def test_an_interval_stretches_the_scale():
    assert scaled(interval=(0, 100)) == [0, 25, 50, 100]
    found = rm.normalize(panel_of(COLUMN, "higher"), interval=(0.01, 1.0))
    assert found.values["x0"].tolist() == pytest.approx([0.01, 0.2575, 0.505, 1], rel=1e-15)
    assert (found.worst, found.best) == (0.01, 1)


@pytest.mark.parametrize("interval", [(1, 0), (-1, 1), (0, np.inf), (5, 5)])
def test_an_interval_that_is_none_is_refused(interval):
    with pytest.raises(rm.StudyError, match=r"prepare.normalize.interval: .*needs two numbers"):
        scaled(interval=interval)


def test_what_a_method_has_no_use_for_is_refused():
    with pytest.raises(rm.StudyError, match="z-score has no goalposts and so no interval"):
        scaled(method="z-score", interval=(0, 100))
    with pytest.raises(rm.StudyError, match="scope fixed does not fit the normalisation rank"):
        scaled(method="rank", scope="fixed", goalposts=POSTS)


def test_methods_say_what_they_rule_out():
    found = rm.normalize(panel_of(COLUMN, "higher"), method="z-score")
    assert "rules out entropy weights" in found.panel.steps[-1].text()
    assert found.best is None
    assert found.negative == 2
    found = rm.normalize(panel_of(COLUMN, "higher"), method="percentile")
    assert "forgets by how much" in found.panel.steps[-1].text()


@pytest.mark.parametrize("method", ["z-score", "vector", "rank", "percentile"])
def test_a_constant_indicator_is_refused_by_name(method):
    with pytest.raises(rm.DataError, match="x0"):
        scaled((3, 3, 3, 3), method=method)
