"""The yardstick of an additive index: legal or refused, and its scaling."""

import numpy as np
import pytest

from resilmeter.core.yardstick import Yardstick
from resilmeter.errors import MethodError


def build(**changes):
    given = {
        "low": np.array([0.0, 10.0, 0.0]),
        "high": np.array([10.0, 20.0, 8.0]),
        "directions": ("higher", "lower", "target"),
        "inner": np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 4.0]]),
        "weights": np.array([0.5, 0.25, 0.25]),
    }
    return Yardstick(**(given | changes))


def test_each_direction_scales_as_the_panel_is_scaled():
    scaled = build().scaled([[2.0, 12.0, 3.5], [10.0, 20.0, 6.0], [0.0, 10.0, 0.0]])
    # the farther goalpost of the target, 8, lies 4 from it; 6 lies half the way, 0 three quarters
    expected = [[0.2, 0.8, 1.0], [1.0, 0.0, 0.5], [0.0, 1.0, 0.25]]
    assert scaled == pytest.approx(np.array(expected), abs=1e-15)


def test_beyond_the_goalposts_values_count_as_the_goalposts():
    scaled = build().scaled([[12.0, 25.0, 99.0], [-1.0, 5.0, -99.0]])
    assert scaled.tolist() == [[1, 0, 0], [0, 1, 0]]


def test_all_faults_are_told_at_once():
    faults = {"low": np.array([10.0, 10.0, 3.0]), "high": np.array([10.0, 20.0, 4.0])}
    with pytest.raises(MethodError) as refusal:
        build(**faults, directions=("higher", "sideways", "target"))
    assert [p.key for p in refusal.value.problems] == [
        "yardstick-goalposts", "yardstick-direction", "yardstick-direction",
    ]  # fmt: skip
    assert "column 2 has direction 'sideways'" in str(refusal.value)


def test_arrays_of_different_length_are_refused():
    with pytest.raises(MethodError, match=r"different length \(3, 3, 3, 3, 2\)"):
        build(weights=np.array([0.5, 0.5]))


def test_negative_weights_are_refused():
    with pytest.raises(MethodError) as refusal:
        build(weights=np.array([1.5, -0.5, 0.0]))
    assert refusal.value.problems[0].key == "weights-negative"
