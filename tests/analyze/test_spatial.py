"""Neighbours, spatial association through PySAL, and the centre of gravity."""

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.analyze.spatial import autocorrelation
from resilmeter.analyze.spatial.projection import distances, projected

UNITS = ("a", "b", "c", "d")
PLACES = pd.DataFrame({"lon": [0.0, 1.0, 3.0, 9.0], "lat": 0.0}, index=list(UNITS))


@pytest.fixture
def grid(score_by_hand):
    """25 units on a grid of 5 x 5 whose scores rise from west to east, then from south to north."""
    cells = [(i, j) for i in range(5) for j in range(5)]
    rows = {f"u{i}{j}": [[0.1 + 0.15 * i + 0.01 * j], [0.1 + 0.15 * j + 0.01 * i]]
            for i, j in cells}  # fmt: skip
    scores = score_by_hand(rows, dimensions=["A"], weights=[1.0], periods=(2000, 2001))
    places = pd.DataFrame({"lon": [100.0 + i for i, _ in cells],
                           "lat": [float(j) for _, j in cells]}, index=list(rows))  # fmt: skip
    return scores, places


def test_nearest_band_and_inverse_distance_by_hand():
    nearest = rm.spatial_weights(UNITS, coordinates=PLACES, k=2)
    assert (nearest.matrix > 0).sum(axis=1).tolist() == [2, 2, 2, 2]
    band = rm.spatial_weights(UNITS, rule="distance-band", coordinates=PLACES, distance=250.0)
    assert band.matrix.tolist() == [[0, 1, 0, 0], [0.5, 0, 0.5, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert band.islands == ("d",)
    inverse = rm.spatial_weights(UNITS, rule="inverse-distance", coordinates=PLACES, distance=250.0)
    # b is 1 degree from a and 2 from c
    assert inverse.matrix[1] == pytest.approx([2 / 3, 0, 1 / 3, 0], rel=1e-9)


def test_without_a_distance_nobody_is_an_island():
    band = rm.spatial_weights(UNITS, rule="distance-band", coordinates=PLACES)
    assert band.islands == ()


def test_what_is_missing_is_refused_all_at_once():
    with pytest.raises(rm.DataError) as caught:
        rm.spatial_weights(UNITS, coordinates=PLACES.loc[["a", "d"]])
    assert [p.where["unit"] for p in caught.value.problems] == ["b", "c"]
    with pytest.raises(rm.StudyError, match=r"spatial\.coordinates"):
        rm.spatial_weights(UNITS)
    with pytest.raises(rm.StudyError, match=r"spatial\.matrix"):
        rm.spatial_weights(UNITS, rule="matrix")
    given = pd.DataFrame(1.0, ["a", "b", "c"], ["a", "b", "c"])
    with pytest.raises(rm.MethodError, match="for d"):
        rm.spatial_weights(UNITS, rule="matrix", matrix=given)
    with pytest.raises(rm.MethodError, match=r"9 weights|weights are negative"):
        rm.spatial_weights(("a", "b", "c"), rule="matrix", matrix=-given)
    with pytest.raises(rm.MethodError, match=r"spatial\.k"):
        rm.spatial_weights(UNITS, coordinates=PLACES, k=4)


def test_the_plane_keeps_short_distances():
    places = np.array([[112.0, 30.0], [114.0, 30.0], [113.0, 29.0]])
    points, name = projected(places)
    flat = np.linalg.norm(points[:, None] - points[None], axis=2)
    # 200 km around its centre the projection stretches by less than 1 in 1000
    assert flat == pytest.approx(distances(places), rel=1e-3, abs=1e-9)
    assert name.startswith("+proj=laea +lon_0=113.0")


def test_a_gradient_is_clustered_and_its_corners_survive(grid):
    pytest.importorskip("esda")
    scores, places = grid
    weights = rm.spatial_weights(scores.scaled.panel.units, coordinates=places, k=4)
    found = rm.clusters(scores, weights, permutations=199, seed=3)
    assert (found.totals["moran"] > 0.5).all()
    assert (found.totals["geary"] < 0.5).all()
    assert (found.totals["moran_p"] == 1 / 200).all()
    survivors = found.places.query("moran_survives")
    assert set(survivors["quadrant"]) <= {"high-high", "low-low"}
    again = rm.clusters(scores, weights, permutations=199, seed=3)
    assert again.places.equals(found.places)
    assert again.totals.equals(found.totals)


def test_moran_and_geary_are_those_of_the_formula(grid):
    pytest.importorskip("esda")
    scores, places = grid
    weights = rm.spatial_weights(scores.scaled.panel.units, coordinates=places, k=3)
    row = rm.clusters(scores, weights, permutations=9).totals.iloc[0]
    y, w = scores.index.xs(2000, level="period").to_numpy(), weights.matrix
    z = y - y.mean()
    moran = len(y) / w.sum() * (z @ w @ z) / (z @ z)
    apart = (y[:, None] - y[None, :]) ** 2
    geary = (len(y) - 1) / (2 * w.sum()) * (w * apart).sum() / (z @ z)
    assert row["moran"] == pytest.approx(moran, rel=1e-12)
    assert row["geary"] == pytest.approx(geary, rel=1e-12)


def test_equal_scores_have_no_association_but_the_reason(score_by_hand):
    pytest.importorskip("esda")
    rows = {unit: [[0.5]] for unit in UNITS}
    scores = score_by_hand(rows, dimensions=["A"], weights=[1.0])
    found = rm.clusters(scores, rm.spatial_weights(UNITS, coordinates=PLACES, k=1))
    assert found.totals["note"].tolist() == ["n/a: all values are equal"]
    assert found.places.empty


def test_without_pysal_the_extra_is_named(grid, monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(autocorrelation, "import_module", absent)
    scores, places = grid
    weights = rm.spatial_weights(scores.scaled.panel.units, coordinates=places)
    with pytest.raises(rm.StudyError, match=r"resilmeter\[spatial\]"):
        rm.clusters(scores, weights)


def test_the_centre_moves_from_east_to_north(grid):
    scores, places = grid
    found = rm.gravity(scores, places, draws=99)
    last = found.iloc[1]
    # weights turn from rising eastwards to rising northwards: the centre goes north-west
    assert 270 < last["bearing"] < 360
    assert last["east_high"] < 0 < last["north_low"]
    assert found["note"].iloc[0] != ""  # no bearing from the first period to itself
    assert len(set(found["projection"])) == 1


def test_units_without_coordinates_have_no_centre(grid):
    scores, places = grid
    with pytest.raises(rm.DataError, match="u00"):
        rm.gravity(scores, places.drop(index="u00"))
