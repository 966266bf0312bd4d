"""Classes of maps: pooled, frozen, half-open, and labelled by exactly what they hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.strata import natural
from resilmeter.errors import MethodError, StudyError
from resilmeter.present.maps.choices import MapChoices
from resilmeter.present.maps.classes import map_classes

VALUES = arrays(float, st.integers(1, 40), elements=st.floats(-1e3, 1e6).map(lambda x: round(x, 4)))


def ends(label):
    low, high = label.strip("[(]").split(", ")
    return float(low.replace("\u2212", "-")), float(high.replace("\u2212", "-"))


def test_natural_breaks_by_hand():
    values = [0.10, 0.12, 0.31, 0.33, 0.50]
    found = map_classes(values, MapChoices(classes=3))
    assert found.labels == ("[0.100, 0.120]", "(0.120, 0.330]", "(0.330, 0.500]")
    assert found.of(values).tolist() == natural(values, 3).codes.tolist() == [0, 0, 1, 1, 2]


def test_a_value_on_a_limit_belongs_to_the_class_below():
    found = map_classes([0.0, 1.0], MapChoices(breaks=(0.25, 0.5)))
    assert found.of([0.25, 0.2501, 0.5, 0.6]).tolist() == [0, 1, 1, 2]


def test_margins_are_distances_to_inner_limits():
    found = map_classes([0.0, 1.0], MapChoices(breaks=(0.25, 0.5)))
    assert found.margins([0.2, 0.45, 1.0]) == pytest.approx([0.05, 0.05, 0.5])
    assert np.isinf(map_classes([2.0, 2.0]).margins([2.0])).all()


@given(VALUES, st.integers(1, 7))
def test_labels_say_exactly_what_a_class_holds(values, count):
    found = map_classes(values, MapChoices(classes=count))
    assert (np.diff(found.breaks) > 0).all()
    assert len(set(found.labels)) == len(found.labels) <= count
    for value, code in zip(values, found.of(values), strict=True):
        low, high = ends(found.labels[code])
        assert low < value <= high or (code == 0 and value == low)


def test_fewer_values_than_classes_make_fewer_classes():
    assert len(map_classes([0.1, 0.2]).labels) == 2
    assert map_classes([0.3]).labels == ("[0.300, 0.301]",)


def test_close_values_get_more_decimals_not_equal_labels():
    labels = map_classes([0.10001, 0.10002, 0.10003], MapChoices(classes=3)).labels
    assert labels[1:] == ("(0.1000100, 0.1000200]", "(0.1000200, 0.1000300]")


@pytest.mark.parametrize("choices", [
    MapChoices(breaks=(0.5, 0.2)), MapChoices(breaks=(0.5, 0.5)), MapChoices(classes=0),
    MapChoices(breaks=(float("nan"),)),
])  # fmt: skip
def test_limits_that_do_not_rise_are_refused(choices):
    with pytest.raises(MethodError, match="rising limits"):
        map_classes([0.0, 1.0], choices)


def test_unknown_choices_are_refused():
    with pytest.raises(StudyError, match="style"):
        map_classes([0.0, 1.0], MapChoices(style="round"))
    with pytest.raises(MethodError, match="magic"):
        map_classes([0.0, 1.0, 2.0], MapChoices(method="magic"))
    with pytest.raises(MethodError):
        map_classes([0.0, float("nan")])
