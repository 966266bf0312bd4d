"""Indicators, frameworks and panels: illegal content is refused when built."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from tests.studies import tiny_panel

import resilmeter as rm
from resilmeter.errors import note
from resilmeter.panel import Status


@pytest.fixture
def panel(tmp_path):
    return tiny_panel(tmp_path)


def indicator(**fields):
    return rm.Indicator(**{"code": "a", "dimension": "D", "direction": "higher"} | fields)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": ""}, "the indicator has no code"),
        ({"dimension": ""}, "indicator a: the indicator has no dimension"),
        ({"direction": "up"}, "indicator a: the direction is 'up'. Allowed: higher"),
        ({"direction": ""}, "There is no default"),
        ({"direction": "target"}, "target_low <= target_high; given None and None"),
        ({"direction": "target", "target_low": 4, "target_high": 2}, "given 4 and 2"),
        ({"per": 0}, "per is 0; it must be a positive number"),
        ({"per": float("inf")}, "per is inf"),
        ({"per": float("nan")}, "per is nan"),
        ({"lower_bound": 3, "upper_bound": 3}, "lower_bound 3 is not below upper_bound 3"),
    ],
)
def test_illegal_indicators_are_refused(fields, said):
    with pytest.raises(rm.DataError, match=said) as caught:
        indicator(**fields)
    assert caught.value.exit_code == 1


def test_problems_of_an_indicator_come_together():
    with pytest.raises(rm.DataError) as caught:
        indicator(dimension="", direction="up", per=-1)
    assert len(caught.value.problems) == 3


def test_titles_fall_back_on_the_other_language_and_the_code():
    assert indicator(name="Beds", name_zh="床位").title("zh") == "床位"
    assert indicator(name="Beds").title("zh") == "Beds"
    assert indicator(name_zh="床位").title("en") == "床位"
    assert indicator().title("zh") == "a"
    assert indicator().source_column == "a"
    assert indicator(column="beds").source_column == "beds"


def test_framework_orders_dimensions_as_they_appear():
    framework = rm.Framework((
        indicator(), indicator(code="b", dimension="E", dimension_zh="戊"), indicator(code="c"),
    ))  # fmt: skip
    assert framework.dimensions == ("D", "E")
    assert framework.dimension_codes.tolist() == [0, 1, 0]
    assert framework.dimension_title("E", "zh") == "戊"
    assert framework.dimension_title("D", "zh") == "D"
    assert framework.dimension_title("E", "en") == "E"
    assert framework.without(["a"]).codes == ("b", "c")
    assert framework["b"].dimension == "E"
    assert repr(framework) == "<Framework: 3 indicators in 2 dimensions (D, E)>"


def test_framework_refuses_nothing_and_copies():
    with pytest.raises(rm.DataError, match="there are no indicators"):
        rm.Framework(())
    with pytest.raises(rm.DataError, match="indicator a: the code occurs more than once"):
        rm.Framework((indicator(), indicator(dimension="E")))


def test_panel_says_what_it_is(panel):
    assert repr(panel) == (
        "<Panel: 6 units x 3 periods (2009 to 2011) x 4 indicators, 2 groups; 0 cells missing>"
    )
    assert panel.units == ("Ahe", "Bohe", "Cohe", "Dohe", "Ehe", "Fohe")
    assert panel.cube().shape == (6, 3, 4)
    assert panel.cube()[2, 1].tolist() == [35, 5.1, 43, 11]
    assert panel.imputed_share == 0


def test_panel_without_groups(tmp_path):
    panel = tiny_panel(tmp_path, group="")
    assert panel.group_codes.tolist() == [0] * 6
    assert "groups" not in repr(panel)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: {"values": p.values.replace(10, np.inf)}, "infinite values"),
        (lambda p: {"values": p.values[["b", "a", "c", "d"]]}, "columns of the panel"),
        (lambda p: {"values": p.values.iloc[1:]}, "every unit in every period"),
        (lambda p: {"group_order": ("North",)}, "every group of the data: North, South"),
    ],
)
def test_illegal_panels_are_refused(panel, change, said):
    with pytest.raises(rm.DataError, match=said):
        replace(panel, **change(panel))


def test_panel_is_frozen(panel):
    with pytest.raises(FrozenInstanceError):
        panel.values = None


def test_steps_are_added_to_a_new_panel(panel):
    step = note("rows-added", count=1)
    assert panel.with_steps(step).steps == (step,)
    assert panel.steps == ()


def test_imputed_share_counts_filled_cells(panel):
    status = panel.status.copy()
    status.iloc[0, 0], status.iloc[1, 1] = Status.INTERPOLATED, Status.EXTRAPOLATED
    status.iloc[2, 2] = Status.MISSING
    assert replace(panel, status=status).imputed_share == 2 / 72
