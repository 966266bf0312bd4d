"""Centre of gravity and standard deviational ellipse."""

import warnings
from math import atan, cos, degrees, pi, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.ellipse import centre, deviational_ellipse
from resilmeter.errors import MethodError

# Eigenvalues of a 2 x 2 matrix and angles in double precision.
ROUNDING = 1e-7

CROSS = np.array([[4.0, 0.0], [-4.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
clouds = st.lists(
    st.tuples(st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 9)),
    min_size=3, max_size=12,
).map(np.array).filter(lambda p: len(np.unique(p[:, :2], axis=0)) > 2)  # fmt: skip


def turned(points, angle):
    """Turn points clockwise."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return points @ np.array([[c, -s], [s, c]])


def test_the_centre_is_the_weighted_mean():
    assert centre([[0, 0], [10, 0], [0, 20]], [2, 1, 1]).tolist() == [2.5, 5]


def test_a_cross_by_hand():
    found = deviational_ellipse(CROSS, [1, 1, 1, 1])
    # variances 32 / 4 and 2 / 4
    assert (found.major, found.minor) == pytest.approx((sqrt(8), sqrt(0.5)), abs=ROUNDING)
    assert found.rotation == pytest.approx(90, abs=ROUNDING)  # east
    assert found.area == pytest.approx(2 * pi, abs=ROUNDING)
    assert found.flattening == pytest.approx(0.75, abs=ROUNDING)


@pytest.mark.parametrize("angle", [0, 10, 45, 89, 91, 135, 170])
def test_the_rotation_is_a_bearing_clockwise_from_north(angle):
    upright = CROSS[:, ::-1]  # long axis to the north
    found = deviational_ellipse(turned(upright, angle), [1, 1, 1, 1])
    assert found.rotation == pytest.approx(angle, abs=ROUNDING)


@given(clouds)
def test_axes_and_rotation_are_those_of_the_trigonometric_form(cloud):
    """The form that is printed in papers, with weights in the sums."""
    points, w = cloud[:, :2].astype(float), cloud[:, 2].astype(float)
    found = deviational_ellipse(points, w)
    x, y = (points - w @ points / w.sum()).T
    xx, yy, xy = w @ x**2, w @ y**2, w @ (x * y)
    if found.round is not None or abs(xy) < 1e-6:
        return
    theta = atan((xx - yy + sqrt((xx - yy) ** 2 + 4 * xy**2)) / (2 * xy))
    along = sqrt(w @ (x * sin(theta) + y * cos(theta)) ** 2 / w.sum())
    across = sqrt(w @ (x * cos(theta) - y * sin(theta)) ** 2 / w.sum())
    # the square root near a minor axis of 0 loses half of the digits
    assert sorted([along, across]) == pytest.approx([found.minor, found.major], abs=1e-5)
    if found.major - found.minor > 0.01:
        off = (found.rotation - degrees(theta)) % 180
        assert min(off, 180 - off) == pytest.approx(0, abs=1e-5)


@given(cloud=clouds, factor=st.integers(2, 9), east=st.integers(-500, 500))
def test_moving_and_stretching_the_map_does_what_it_should(cloud, factor, east):
    points, w = cloud[:, :2].astype(float), cloud[:, 2].astype(float)
    one = deviational_ellipse(points, w)
    other = deviational_ellipse(factor * points + [east, -east], 3 * w)
    assert other.centre == pytest.approx(factor * one.centre + [east, -east], abs=ROUNDING)
    assert other.major == pytest.approx(factor * one.major, abs=1e-5)
    assert other.minor == pytest.approx(factor * one.minor, abs=1e-4)


@given(clouds)
def test_a_weight_counts_as_so_many_points(cloud):
    points, w = cloud[:, :2].astype(float), cloud[:, 2]
    one = deviational_ellipse(points, w)
    many = deviational_ellipse(np.repeat(points, w, axis=0), np.ones(w.sum()))
    assert many.centre == pytest.approx(one.centre, abs=ROUNDING)
    assert many.major == pytest.approx(one.major, abs=ROUNDING)


def test_points_on_a_line_have_a_flat_ellipse():
    found = deviational_ellipse([[0, 0], [1, 1], [2, 2]], [1, 1, 1])
    assert found.minor == pytest.approx(0, abs=1e-7)
    assert found.flattening == pytest.approx(1, abs=1e-7)
    assert found.rotation == pytest.approx(45, abs=ROUNDING)


def test_a_round_scatter_has_no_direction():
    found = deviational_ellipse([[1, 0], [-1, 0], [0, 1], [0, -1]], [1, 1, 1, 1])
    assert found.rotation is None
    assert found.round.key == "na-round"
    assert found.major == pytest.approx(sqrt(0.5), abs=ROUNDING)


@pytest.mark.parametrize(
    ("points", "weights", "key"),
    [([[0, 0], [1, 1]], [1, 1], "na-few-units"),
     ([[0, 0], [1, 1], [2, 0]], [1, 1, 0], "na-few-units"),
     ([[5, 5]] * 3, [1, 1, 1], "na-all-equal")],
)  # fmt: skip
def test_too_few_places_have_a_centre_and_no_ellipse(points, weights, key):
    found = deviational_ellipse(points, weights)
    assert (found.major, found.minor, found.rotation, found.area) == (None,) * 4
    assert found.reason.key == key
    assert np.isfinite(found.centre).all()


@pytest.mark.parametrize(
    ("points", "weights", "text"),
    [([[1.0, 2.0, 3.0]], [1.0], r"two coordinates each, east and north; given shape \(1, 3\)"),
     ([[1.0, 2.0]], [0.0], "weights"), ([[1.0, 2.0]], [-1.0], "weights"),
     ([[1.0, 2.0]], [1.0, 1.0], "2 weights for 1"),
     ([[1.0, np.nan]], [1.0], "missing or infinite")],
)  # fmt: skip
def test_bad_points_and_weights_are_refused(points, weights, text):
    with pytest.raises(MethodError, match=text):
        centre(points, weights)


def test_centre_and_axes_are_those_of_pointpats():
    """Its angle is counted from east, in radians; ours is a bearing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends numba
        pointpats = pytest.importorskip("pointpats.centrography")
    rng = np.random.default_rng(1)
    points, weights = rng.normal(size=(30, 2)) @ [[3.0, 1.0], [0.0, 1.0]], rng.random(30)
    plain = {"method": "yuill", "crimestatCorr": False, "degfreedCorr": False}
    major, minor, angle = pointpats.ellipse(points, weights=weights, **plain)
    found = deviational_ellipse(points, weights)
    assert found.centre == pytest.approx(pointpats.weighted_mean_center(points, weights))
    assert (found.major, found.minor) == pytest.approx((major, minor), rel=1e-9)
    assert found.rotation == pytest.approx(90 - np.degrees(angle), abs=1e-6)
