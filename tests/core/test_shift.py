"""How far a centre of gravity moved, and which way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.ellipse import centre
from resilmeter.core.shift import shift, shift_interval
from resilmeter.errors import MethodError

ROUNDING = 1e-9


@pytest.mark.parametrize(
    ("to", "bearing"),
    [((0, 1), 0), ((1, 1), 45), ((1, 0), 90), ((1, -1), 135), ((0, -1), 180), ((-1, 0), 270),
     ((-1, 1), 315)],
)  # fmt: skip
def test_bearings_run_clockwise_from_north(to, bearing):
    moved = shift((0, 0), to)
    assert moved.bearing == pytest.approx(bearing, abs=ROUNDING)
    assert (moved.east, moved.north) == to


@given(*[st.integers(-1000, 1000)] * 4)
def test_the_way_back_is_as_long_and_the_other_way(x, y, u, v):
    there, back = shift((x, y), (u, v)), shift((u, v), (x, y))
    assert there.distance == pytest.approx(back.distance, abs=ROUNDING)
    if there.bearing is not None:
        assert (there.bearing - back.bearing) % 360 == pytest.approx(180, abs=1e-6)


def test_a_centre_that_stays_has_no_bearing():
    # equal on paper: sums in another order differ in the last digit
    moved = shift((0.3, 1.0), (0.1 + 0.2, 1.0))
    assert moved.bearing is None
    assert str(moved.reason) == "not applicable: the centre did not move, so it has no bearing."


PLACES = np.random.default_rng(1).uniform(0, 100, (30, 2))
EVEN = np.ones(30)


def test_a_weight_that_grows_everywhere_moves_nothing_in_any_draw():
    found = shift_interval(PLACES, EVEN, 2 * EVEN)
    assert (found.low, found.high) == pytest.approx((0, 0), abs=ROUNDING)


def test_growth_in_the_east_moves_the_centre_east_for_sure():
    later = EVEN + PLACES[:, 0] / 50
    found = shift_interval(PLACES, EVEN, later, seed=3)
    moved = shift(centre(PLACES, EVEN), centre(PLACES, later))
    assert 0 < found.east_low < moved.east < found.east_high
    assert found.low < moved.distance < found.high
    assert found.north_low < 0 < found.north_high


def test_same_seed_same_interval():
    later = EVEN + PLACES[:, 0] / 50
    draws = [shift_interval(PLACES, EVEN, later, draws=50, seed=s) for s in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]


def test_the_interval_is_that_of_single_draws():
    later = EVEN + PLACES[:, 0] / 50
    rng = np.random.default_rng(9)
    picked = rng.integers(0, 30, (20, 30))
    spans = [
        shift(centre(PLACES[p], EVEN[p]), centre(PLACES[p], later[p])).distance for p in picked
    ]
    found = shift_interval(PLACES, EVEN, later, draws=20, seed=9)
    assert (found.low, found.high) == pytest.approx(
        tuple(np.percentile(spans, [2.5, 97.5])), abs=ROUNDING
    )


def test_bad_input_is_refused():
    with pytest.raises(MethodError, match="two coordinates each"):
        shift((1, 2, 3), (1, 2, 3))
    with pytest.raises(MethodError, match="0 is too few; at least 1"):
        shift_interval(PLACES, EVEN, EVEN, draws=0)
    with pytest.raises(MethodError, match="missing or infinite"):
        shift((np.nan, 0), (1, 1))
