"""Forecasts beside naive ones, with errors from the past."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.forecast import forecast, most_periods
from resilmeter.core.grey import grey_model
from resilmeter.errors import MethodError

ROUNDING = 1e-9

series = st.lists(st.integers(1, 100), min_size=3, max_size=12)


def test_by_hand():
    found = forecast([10, 12, 11, 14, 13, 16], range(2015, 2021), 2)
    assert found.last.values.tolist() == [16, 16]
    assert found.drift.values == pytest.approx([17.2, 18.4], abs=ROUNDING)
    # one origin: after four periods, 14, 14 against 13, 16 and 14 + 4/3, 14 + 8/3
    assert found.last.error.origins == 1
    assert found.last.error.mean_absolute == pytest.approx(1.5, abs=ROUNDING)
    assert found.last.error.root_mean_square == pytest.approx(np.sqrt(2.5), abs=ROUNDING)
    assert found.drift.error.mean_absolute == pytest.approx((7 / 3 + 2 / 3) / 2, abs=ROUNDING)
    # 1.5 and 1.5: the simpler one, unless the grey model is better
    grey = grey_model([10, 12, 11, 14]).ahead(2)
    assert found.grey.error.mean_absolute == pytest.approx(np.abs(grey - [13, 16]).mean())
    assert found.best == ("grey" if found.grey.error.mean_absolute < 1.5 else "last")


@given(series)
def test_errors_come_from_forecasts_that_do_not_see_the_future(x):
    found = forecast(x, range(len(x)))
    missed = [x[k - 1] - x[k] for k in range(4, len(x))]
    if missed:
        assert found.last.error.mean_absolute == pytest.approx(np.abs(missed).mean(), abs=ROUNDING)
        assert found.last.error.origins == len(missed)
    else:
        assert found.best is None
        assert found.last.error.reason.key == "na-no-origin"


@given(start=st.integers(1, 50), step=st.integers(1, 9), periods=st.integers(6, 12))
def test_a_straight_line_is_continued_by_the_drift(start, step, periods):
    x = start + step * np.arange(periods)
    found = forecast(x, range(periods), 2)
    assert found.drift.values == pytest.approx(x[-1] + step * np.array([1, 2]), abs=ROUNDING)
    assert found.drift.error.mean_absolute == pytest.approx(0, abs=ROUNDING)


def test_on_noise_nothing_beats_the_mean_of_the_last_value_for_certain_but_errors_are_there():
    x = 10 + np.random.default_rng(4).normal(size=12)
    found = forecast(x, range(12))
    errors = [each.error.mean_absolute for each in (found.last, found.drift, found.grey)]
    assert found.best == ["last", "drift", "grey"][int(np.argmin(errors))]


def test_a_series_with_zeros_has_naive_forecasts_only():
    found = forecast([0, 1, 2, 3, 4, 5], range(6))
    assert (found.grey.values, found.model) == (None, None)
    assert found.grey.reason.key == "na-not-positive"
    assert found.grey.error.mean_absolute is None
    assert found.drift.values == pytest.approx([6], abs=ROUNDING)


def test_two_periods_and_one():
    two = forecast([1.0, 2.0], [2019, 2020])
    assert two.drift.values.tolist() == [3]
    assert two.grey.reason.key == "na-few-periods"
    one = forecast([1.0], [2020])
    assert one.last.values.tolist() == [1]
    assert one.drift.reason.key == "na-few-periods"
    assert one.best is None


@pytest.mark.parametrize(("count", "horizon"), [(6, 3), (15, 6), (15, 0), (2, 2)])
def test_a_horizon_beyond_a_third_of_the_series_is_refused(count, horizon):
    text = (
        f"{horizon} periods is too far for a series of {count}; allowed: 1 to {most_periods(count)}"
    )
    with pytest.raises(MethodError, match=text):
        forecast(np.arange(1.0, count + 1), range(count), horizon)


def test_gapped_and_unordered_periods_are_refused():
    with pytest.raises(MethodError, match="steps between the times range from 1 to 3"):
        forecast([1, 2, 3], [2000, 2001, 2004])
    with pytest.raises(MethodError, match="the times do not increase"):
        forecast([1, 2, 3], [2000, 2002, 2001])
