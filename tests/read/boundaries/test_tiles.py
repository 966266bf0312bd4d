"""Tiles and neighbours: equal hexagons that do not overlap; shared borders, and islands."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.shapes import CITIES, board, panel_of, written

pytest.importorskip("geopandas")
import shapely

from resilmeter.errors import DataError
from resilmeter.read import contiguity, read_boundaries, tile_boundaries

UNIT_HEXAGON = np.sqrt(3) / 2  # centres 1 apart


def apart(shapes):
    """True if no two shapes share area."""
    return shapely.union_all(shapes).area == pytest.approx(sum(s.area for s in shapes), rel=1e-5)


@pytest.mark.parametrize("count", [1, 2, 7, 60])
def test_one_equal_tile_a_unit(count):
    names = [f"u{n}" for n in range(count)]
    found = tile_boundaries(panel_of(names))
    assert found.units == tuple(names)
    assert found.tiles
    np.testing.assert_allclose(found.studied.area, UNIT_HEXAGON, rtol=1e-5)  # corners rounded
    assert apart(found.studied.geometry)


def test_tiles_keep_the_places_of_units():
    lon, lat = np.meshgrid([0.0, 1.0, 2.0], [0.0, 1.0])
    places = pd.DataFrame({"lon": lon.ravel(), "lat": lat.ravel()}, index=list(CITIES))
    found = tile_boundaries(panel_of(CITIES), places)
    centres = found.studied.centroid
    assert apart(found.studied.geometry)
    assert (centres.y[["Dohe", "Ehe", "Fohe"]].min()) > centres.y[["Ahe", "Bohe", "Cohe"]].max()
    assert centres.x["Ahe"] < centres.x["Bohe"] < centres.x["Cohe"]


def test_places_that_are_one_still_get_a_tile_each():
    places = pd.DataFrame({"lon": 5.0, "lat": 5.0}, index=list(CITIES))
    assert apart(tile_boundaries(panel_of(CITIES), places).studied.geometry)


def test_queen_and_rook_on_a_board(tmp_path):
    path = written(board(), tmp_path / "board.geojson")
    shapes = read_boundaries(path, panel_of(CITIES))
    queen, rook = contiguity(shapes), contiguity(shapes, rook=True)
    # Ahe lies beside Bohe and below Dohe; Ehe is across the corner.
    assert queen.loc["Ahe"].to_list() == [0, 1, 0, 1, 1, 0]
    assert rook.loc["Ahe"].to_list() == [0, 1, 0, 1, 0, 0]
    assert rook.to_numpy().sum() == 2 * 7
    assert (queen == queen.T).all(axis=None)


def test_islands_have_no_neighbours(tmp_path):
    frame = board()
    frame.loc[5, "geometry"] = shapely.box(30, 50, 31, 51)
    shapes = read_boundaries(written(frame, tmp_path / "island.geojson"), panel_of(CITIES))
    assert contiguity(shapes).loc["Fohe"].sum() == 0
    assert contiguity(read_boundaries(tmp_path / "island.geojson", panel_of(["Ahe"]))).shape == (
        1,
        1,
    )


def test_a_missing_extra_is_named(tmp_path, monkeypatch):
    shapes = read_boundaries(written(board(), tmp_path / "b.geojson"), panel_of(CITIES))
    monkeypatch.setattr("resilmeter.read.boundaries.neighbours.find_spec", lambda name: None)
    with pytest.raises(DataError, match=r"resilmeter\[spatial\]"):
        contiguity(shapes)
