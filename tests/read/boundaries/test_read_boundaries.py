"""Boundaries from files: joined, mended, placed on the globe; all else is refused by name."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from tests.shapes import CITIES, board, panel_of, written

import resilmeter as rm
from resilmeter.errors import DataError
from resilmeter.read import read_boundaries

pytest.importorskip("geopandas")
import shapely
from geopandas import GeoDataFrame


@pytest.fixture
def file(tmp_path):
    return written(board(), tmp_path / "board.geojson")


def keys(boundaries):
    return [p.key for p in boundaries.steps]


def refused(*given, **keys):
    with pytest.raises(DataError) as caught:
        read_boundaries(*given, **keys)
    return caught.value.problems[0]


@pytest.mark.parametrize("name", ["board.geojson", "board.gpkg", "board.shp"])
def test_shapes_are_joined_in_the_order_of_the_panel(tmp_path, name):
    path = written(board(), tmp_path / name)
    found = read_boundaries(path, panel_of(["Cohe", "Ahe"]))
    assert found.units == ("Cohe", "Ahe")
    assert found.column == "name"
    assert found.unmatched == ()
    assert found.frame["unit"].to_list() == ["Cohe", "Ahe", "", "", "", ""]
    np.testing.assert_allclose(found.studied.bounds.loc["Cohe"], [12, 50, 13, 51])
    assert keys(found) == ["boundary-joined", "boundary-unused"]
    assert repr(found).startswith("<Boundaries: 2 units by name, 0 without a shape, 4 other shapes")


def test_the_file_is_hashed(file):
    found = read_boundaries(file, panel_of(["Ahe"]))
    assert found.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert found.source == "board.geojson"


def test_unmatched_units_are_listed(file):
    found = read_boundaries(file, panel_of(["Ahe", "Bohee", "Zzz"]))
    assert found.unmatched == ("Bohee", "Zzz")
    said = [p for p in found.steps if p.key == "boundary-unmatched"]
    assert [p.where["unit"] for p in said] == ["Bohee", "Zzz"]
    assert all(p.level == "doubt" for p in said)


def test_the_column_that_matches_most_is_used_or_the_one_named(file):
    assert read_boundaries(file, panel_of(["00", "03"])).column == "code"
    assert read_boundaries(file, panel_of(["Ahe"]), column="name").column == "name"
    assert refused(file, panel_of(["Ahe"]), column="nmae").key == "unknown-column"
    by_code = read_boundaries(file, panel_of(["x"]), codes={"x": "05"})
    np.testing.assert_allclose(by_code.studied.bounds.loc["x"], [12, 51, 13, 52])


def test_no_match_at_all_is_refused(file):
    said = refused(file, panel_of(["Xxx"]))
    assert said.key == "boundary-none"
    assert "data.code" in said.text()


def test_rows_of_a_named_column_are_parts_of_one_unit(tmp_path):
    path = written(board(["Ahe", "Bohe", "Ahe"]), tmp_path / "twice.geojson")
    panel = panel_of(["Ahe", "Bohe"])
    assert read_boundaries(path, panel).unmatched == ("Ahe",)
    found = read_boundaries(path, panel, column="name")
    assert found.studied.geometry["Ahe"].area == pytest.approx(2.0)


def test_one_unit(file):
    found = read_boundaries(file, panel_of(["Ahe"]))
    assert found.units == ("Ahe",)
    assert len(found.features()["features"]) == 1


def test_crossing_shapes_are_mended_and_said(tmp_path):
    frame = board()
    bow = shapely.Polygon([(10, 50), (11, 51), (11, 50), (10, 51)])
    path = written(frame.set_geometry([bow, *frame.geometry[1:]]), tmp_path / "bow.geojson")
    found = read_boundaries(path, panel_of(CITIES))
    assert keys(found)[0] == "boundary-mended"
    assert found.frame.geometry.is_valid.all()
    assert found.studied.geometry["Ahe"].area == pytest.approx(0.5)  # two triangles of a quarter


def test_empty_shapes_are_left_out_and_said(tmp_path):
    frame = board()
    shapes = [shapely.Point(0, 0), None, *frame.geometry[2:]]
    path = written(frame.set_geometry(shapes, crs=4326), tmp_path / "empty.geojson")
    found = read_boundaries(path, panel_of(CITIES))
    assert found.unmatched == ("Ahe", "Bohe")
    said = next(p for p in found.steps if p.key == "boundary-empty")
    assert said.values["rows"] == ["1", "2"]


def test_points_alone_are_refused(tmp_path):
    frame = board()
    path = written(
        frame.set_geometry(frame.geometry.representative_point()), tmp_path / "points.geojson"
    )
    assert refused(path, panel_of(CITIES)).key == "boundary-no-areas"


def test_other_reference_systems_are_turned_into_degrees(tmp_path):
    path = written(board().to_crs(3035), tmp_path / "europe.gpkg")
    found = read_boundaries(path, panel_of(CITIES))
    np.testing.assert_allclose(found.frame.total_bounds, [10, 50, 13, 52], atol=1e-6)  # 0.1 m


def test_a_missing_reference_system_is_assumed_for_degrees_only(tmp_path):
    bare = GeoDataFrame(board().drop(columns="geometry"), geometry=board().geometry.to_numpy())
    with pytest.warns(UserWarning, match="crs"):
        path = written(bare, tmp_path / "bare.shp")
    assert keys(read_boundaries(path, panel_of(CITIES)))[0] == "boundary-degrees-assumed"
    metres = board().to_crs(3857)
    bare = GeoDataFrame(metres.drop(columns="geometry"), geometry=metres.geometry.to_numpy())
    with pytest.warns(UserWarning, match="crs"):
        path = written(bare, tmp_path / "metres.shp")
    assert refused(path, panel_of(CITIES)).key == "boundary-no-crs"


def test_a_wrong_reference_system_is_refused(tmp_path):
    metres = board().to_crs(3857)
    path = written(metres.set_crs(4326, allow_override=True), tmp_path / "wrong.gpkg")
    assert refused(path, panel_of(CITIES)).key == "boundary-wrong-crs"


def test_files_that_cannot_be_read(tmp_path):
    panel = panel_of(CITIES)
    assert refused(tmp_path / "none.geojson", panel).key == "missing-file"
    for name, text, key in (
        ("board.kml", "x", "boundary-kind"), ("board.json", "{}", "boundary-damaged"),
        ("empty.json", "", "empty-file"),
    ):  # fmt: skip
        (tmp_path / name).write_text(text)
        assert refused(tmp_path / name, panel).key == key


def test_several_layers_are_doubted(tmp_path):
    board().to_file(tmp_path / "two.gpkg", layer="first")
    board().to_file(tmp_path / "two.gpkg", layer="second")
    found = read_boundaries(tmp_path / "two.gpkg", panel_of(CITIES))
    assert keys(found)[0] == "boundary-layers"


def test_a_missing_extra_is_named(file, monkeypatch):
    monkeypatch.setattr("resilmeter.read.boundaries.verb.find_spec", lambda name: None)
    said = refused(file, panel_of(CITIES))
    assert said.key == "needs-extra"
    assert "resilmeter[maps]" in said.text()


def test_features_are_small_and_run_clockwise(file):
    found = read_boundaries(file, panel_of(["Ahe", "Ehe"])).features()
    json.dumps(found)
    assert [f["properties"] for f in found["features"]] == [{"unit": "Ahe"}, {"unit": "Ehe"}]
    for feature in found["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert not shapely.is_ccw(shapely.LinearRing(ring))


def test_simplified_borders_stay_shared(tmp_path):
    rng = np.random.default_rng(1)
    points = shapely.MultiPoint(rng.uniform(0, 4, (12, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shapely.box(-1, -1, 5, 5)))
    fine = shapely.segmentize(cells, 0.05)
    names = [f"c{n}" for n in range(len(fine))]
    frame = GeoDataFrame({"name": names}, geometry=fine, crs=4326)
    found = read_boundaries(written(frame, tmp_path / "v.geojson"), panel_of(names))
    shapes = [shapely.geometry.shape(f["geometry"]) for f in found.features(0.3)["features"]]
    whole = shapely.union_all(shapes)
    assert shapely.get_num_coordinates(shapes).sum() < 0.5 * shapely.get_num_coordinates(fine).sum()
    # Rounding to three decimals may open or close slits of 0.001 along borders of some 100 degrees.
    assert sum(s.area for s in shapes) == pytest.approx(whole.area, abs=0.1)


def test_centres_lie_inside(file):
    found = read_boundaries(file, panel_of(CITIES))
    inside = shapely.contains_xy(found.studied.geometry, found.centres["lon"], found.centres["lat"])
    assert inside.all()


def test_public_names():
    assert rm.read_boundaries is read_boundaries
    assert rm.Boundaries.__name__ == "Boundaries"
