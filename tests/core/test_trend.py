"""The verdict record that sentences about a series are chosen from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.trend import trend
from resilmeter.errors import MethodError

series = st.lists(st.integers(1, 50), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("values", "shape", "turns"),
    [([1, 2, 3, 4, 5], "steady", 0), ([1, 2, 2, 3], "steady", 0), ([1, 3, 3, 2], "one-turn", 1),
     ([1, 2, 1, 2], "wave", 2), ([2, 2, 2], "flat", 0)],
)  # fmt: skip
def test_shape_follows_from_the_turns(values, shape, turns):
    found = trend(values, range(len(values)))
    assert (found.shape, found.turns) == (shape, turns)


def test_a_wave_shaped_increase():
    # S0's words for its ten years; S = 33 of 45 pairs
    found = trend([40, 41, 43, 42, 44, 46, 45, 47, 46, 48], range(2011, 2021))
    assert (found.verdict, found.shape, found.rises, found.falls) == ("rise", "wave", 6, 3)
    assert found.growth.total == pytest.approx(0.2)
    assert found.slope.low > 0


def test_a_difference_between_first_and_last_is_no_trend_by_itself():
    found = trend([1, 9, 2, 8, 3, 7, 2], range(7))
    assert found.total == 1
    assert found.verdict == "none"


def test_a_fall_is_called_a_fall():
    assert trend([9, 8, 6, 5, 3, 1], range(6)).verdict == "fall"


def test_few_periods_are_too_short_for_the_level_not_trendless():
    found = trend([1, 2, 3, 4], range(4))
    assert found.verdict == "too-short"
    assert "with 4 periods even a rise in every period has a chance of 0.0833" in str(found.reason)
    # at a level that four periods can reach there is a verdict
    assert trend([1, 2, 3, 4], range(4), level=0.1).verdict == "rise"


def test_one_period_has_neither_test_nor_growth():
    found = trend([3.0], [2020])
    assert (found.test, found.slope, found.growth) == (None, None, None)
    assert (found.verdict, found.shape, found.total) == ("too-short", "flat", 0)
    assert "the number of periods is 1, and 2 are needed" in str(found.reason)


def test_growth_from_zero_is_none_and_the_rest_stands():
    found = trend([0, 1, 2, 3, 4, 5], range(6))
    assert found.growth is None
    assert found.verdict == "rise"


@given(series)
def test_steps_and_verdict_are_consistent(values):
    found = trend(values, range(len(values)))
    assert found.turns <= max(found.rises + found.falls - 1, 0)
    assert (found.shape == "flat") == (found.rises + found.falls == 0)
    assert (found.reason is not None) == (found.verdict == "too-short")
    if found.verdict in ("rise", "fall"):
        assert found.test.p <= 0.05
        assert (found.test.s > 0) == (found.verdict == "rise")


def test_unordered_periods_are_refused():
    with pytest.raises(MethodError, match="the times do not increase"):
        trend([1, 2, 3], [2020, 2022, 2021])
