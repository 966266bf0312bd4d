"""Open a file of shapes: in degrees, mended, with every assumption said."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from resilmeter.errors import DataError, Problem, doubt, note, problem
from resilmeter.read.boundaries.geometry import areas_of
from resilmeter.read.files import refuse_missing

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

SHAPES = (".geojson", ".gpkg", ".json", ".shp", ".zip")
SIDECARS = (".cpg", ".dbf", ".prj", ".shx")
DEGREES = 4326
# A little more than the globe, for shapes that reach over its edge.
EDGE = np.array([-180.5, -90.5, 180.5, 90.5])


def shape_files(path: Path) -> list[Path]:
    """List the files that make up a file of shapes: a Shapefile has companions."""
    beside = [path.with_suffix(suffix) for suffix in SIDECARS] if path.suffix == ".shp" else []
    return [path, *(file for file in beside if file.exists())]


def fingerprint(path: Path) -> str:
    """SHA-256 of a file of shapes and its companions."""
    together = hashlib.sha256()
    for file in shape_files(path):
        together.update(file.read_bytes())
    return together.hexdigest()


def open_shapes(path: Path) -> tuple[GeoDataFrame, list[Problem]]:
    """Read a file of shapes.

    Parameters
    ----------
    path : Path
        GeoJSON, GeoPackage, Shapefile, or a Shapefile in a ZIP archive.

    Returns
    -------
    frame : GeoDataFrame
        Its columns, and areas in longitude and latitude (EPSG:4326).
    found : list of Problem
        What was assumed and mended.

    Raises
    ------
    DataError
        No such file, a kind that is not read, a damaged file, no areas, coordinates that do not fit
        their reference system or have none.
    """
    where: dict[str, object] = {"file": path.name}
    refuse_missing(path, where)
    if path.suffix.lower() not in SHAPES:
        raise DataError(
            problem("boundary-kind", where, given=path.suffix or path.name, allowed=SHAPES)
        )
    frame, found = _read(path, where)
    frame, more = _in_degrees(frame, where)
    return _mended(frame, [*found, *more], where)


def _read(path: Path, where: dict[str, object]) -> tuple[GeoDataFrame, list[Problem]]:
    from geopandas import list_layers, read_file  # noqa: PLC0415
    from pyogrio.errors import DataSourceError  # noqa: PLC0415

    try:
        layers = list_layers(path)["name"].to_list()
        try:
            frame, found = read_file(path, layer=layers[0]), list[Problem]()
        except UnicodeDecodeError:
            frame = read_file(path, layer=layers[0], encoding="gb18030")
            found = [note("read-as-gb18030", where)]
    except (DataSourceError, OSError, UnicodeDecodeError) as error:
        detail = " ".join(str(error).split())
        raise DataError(problem("boundary-damaged", where, detail=detail)) from None
    if frame.empty or "geometry" not in frame:
        raise DataError(problem("boundary-no-areas", where))
    if len(layers) > 1:
        found.append(doubt("boundary-layers", where, used=layers[0], others=layers[1:]))
    return frame, found


def _in_degrees(
    frame: GeoDataFrame, where: dict[str, object]
) -> tuple[GeoDataFrame, list[Problem]]:
    """Bring shapes to longitude and latitude; what cannot be placed on the globe is refused."""
    bounds = frame.total_bounds
    fits = bool((bounds[:2] >= EDGE[:2]).all() and (bounds[2:] <= EDGE[2:]).all())
    if frame.crs is None:
        if not fits:
            raise DataError(problem("boundary-no-crs", where, given=bounds.round(1).tolist()))
        return frame.set_crs(DEGREES), [doubt("boundary-degrees-assumed", where)]
    if frame.crs.is_geographic and not fits:
        given = bounds.round(1).tolist()
        raise DataError(problem("boundary-wrong-crs", where, crs=str(frame.crs), given=given))
    placed = frame.to_crs(DEGREES)
    if not np.isfinite(placed.total_bounds).all():
        given = bounds.round(1).tolist()
        raise DataError(problem("boundary-wrong-crs", where, crs=str(frame.crs), given=given))
    return placed, []


def _mended(
    frame: GeoDataFrame, found: list[Problem], where: dict[str, object]
) -> tuple[GeoDataFrame, list[Problem]]:
    """Make shapes valid areas; rows without one are left out, and counted."""
    from shapely import get_coordinate_dimension  # noqa: PLC0415

    shapes = frame.geometry
    crossed = ~shapes.is_valid & shapes.notna()
    if crossed.any():
        shapes = shapes.make_valid()
        found.append(doubt("boundary-mended", where, count=int(crossed.sum()),
                           rows=_rows(crossed.to_numpy())))  # fmt: skip
    if (get_coordinate_dimension(shapes.to_numpy()) == 3).any():
        shapes = shapes.force_2d()
    frame = frame.set_geometry(shapes.map(areas_of))
    empty = frame.geometry.is_empty
    if empty.all():
        raise DataError(problem("boundary-no-areas", where))
    if empty.any():
        found.append(doubt("boundary-empty", where, count=int(empty.sum()),
                           rows=_rows(empty.to_numpy())))  # fmt: skip
    return frame[~empty].reset_index(drop=True), found


def _rows(chosen: np.ndarray) -> list[str]:
    """Say which rows, from 1: the first of them, and how many more."""
    places = (np.flatnonzero(chosen) + 1).tolist()
    more = [f"(+{len(places) - 12})"] if len(places) > 12 else []
    return [*map(str, places[:12]), *more]
