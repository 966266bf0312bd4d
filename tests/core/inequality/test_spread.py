"""Standard deviation and coefficient of variation together."""

import numpy as np
import pytest

from resilmeter.core.inequality import spread
from resilmeter.errors import MethodError


def test_two_units_by_hand():
    found = spread([2, 6])
    assert (found.mean, found.deviation, found.variation) == (4, 2, 0.5)
    assert (found.low, found.high, found.extent) == (2, 6, 4)


def test_weights_are_units_taken_several_times():
    weighted, repeated = spread([2, 6], [3, 1]), spread([2, 2, 2, 6])
    assert weighted.deviation == pytest.approx(repeated.deviation, rel=1e-14)
    assert weighted.variation == pytest.approx(np.std([2, 2, 2, 6]) / 3, rel=1e-14)


@pytest.mark.parametrize("values", [[-1, 1], [-3, 1]])
def test_without_a_positive_mean_there_is_no_variation(values):
    assert spread(values).variation is None


def test_missing_values_are_refused():
    with pytest.raises(MethodError, match="1 values are missing"):
        spread([1, np.nan])
