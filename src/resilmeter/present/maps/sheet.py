"""The sheet: shapes projected and simplified once, and drawn in any number of panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.path import Path

from resilmeter.errors import MethodError, problem
from resilmeter.present.maps.projection import (
    MAINLAND,
    SOUTH_SEA,
    Box,
    Projection,
    grown,
    projection_of,
    whole_country,
)
from resilmeter.read import Boundaries
from resilmeter.read.boundaries.geometry import simplified

FINE = 1500  # a border may lie this part of the window's width from the true one
INSET = 0.3  # height of the inset, as a share of the map's
ROOM = 0.012  # between inset and frame, as a share of the map's height


@dataclass(frozen=True, eq=False, kw_only=True)
class Sheet:
    """What every panel of a figure draws.

    Attributes
    ----------
    units : dict of str to Path
        Outline of each unit, in metres.
    around : list of Path
        Shapes that are not studied.
    regions : list of Path
        Outlines of provinces.
    lines : list of Path
        Lines of a national map.
    window : tuple of float
        Left, bottom, right and top of the map, in metres.
    inset, sea : tuple of float or None
        Place of the inset in the window, and the window of the inset.
    projection : Projection
        How it was projected.
    shapes : (n,) object array
        All drawn shapes and lines.
    """

    units: dict[str, Path]
    around: list[Path]
    regions: list[Path]
    lines: list[Path]
    window: Box
    inset: Box | None
    sea: Box | None
    projection: Projection
    shapes: np.ndarray

    @property
    def ratio(self) -> float:
        """Height of the window over its width."""
        x0, y0, x1, y1 = self.window
        return (y1 - y0) / (x1 - x0)


SHEETS: WeakKeyDictionary[Boundaries, dict[str, Sheet]] = WeakKeyDictionary()


def sheet_of(boundaries: Boundaries, style: str) -> Sheet:
    """Prepare boundaries for drawing, once for each style.

    Raises
    ------
    MethodError
        Style "cn" for boundaries without the lines of a national map.
    """
    known = SHEETS.setdefault(boundaries, {})
    if style not in known:
        if style == "cn" and boundaries.lines is None:
            raise MethodError(problem("map-style-cn", {"key": "present.maps.style"}))
        known[style] = _prepare(boundaries, whole=whole_country(boundaries, style))
    return known[style]


def _prepare(boundaries: Boundaries, *, whole: bool) -> Sheet:
    frame, projection = boundaries.frame, projection_of(boundaries)
    if not whole and not boundaries.tiles:
        near = grown(tuple(boundaries.studied.total_bounds), 0.25)
        frame = frame[(frame["unit"] != "") | frame.intersects(_box(near))]
    placed = frame if boundaries.tiles else frame.to_crs(projection.parameters)
    studied = (placed["unit"] != "").to_numpy()
    window = grown(tuple(placed[studied].total_bounds), 0.03)
    lines: list[Any] = []
    if whole and boundaries.lines is not None:
        window = _bounds_of(MAINLAND, frame, projection)
        lines = list(boundaries.lines.to_crs(projection.parameters))
    fine = 0.0 if boundaries.tiles else (window[2] - window[0]) / FINE
    shapes = simplified(placed.geometry.to_numpy(), fine)
    drawn = np.array([*shapes, *lines], dtype=object)
    inset = sea = None
    if whole:
        sea = _bounds_of(SOUTH_SEA, None, projection)
        window, inset = _with_inset(window, sea, drawn)
    return Sheet(
        units=dict(zip(placed["unit"][studied], map(path_of, shapes[studied]), strict=True)),
        around=[path_of(shape) for shape in shapes[~studied]],
        regions=_regions(placed["region"].to_numpy(dtype=object), shapes),
        lines=[path_of(line) for line in lines],
        window=window, inset=inset, sea=sea, projection=projection, shapes=drawn,
    )  # fmt: skip


def _regions(names: np.ndarray, shapes: np.ndarray) -> list[Path]:
    """Outline the simplified shapes of each region: outside only, as what lies inside has its own.

    The smallest islands are seen by their outlines, as a national map must show them.
    """
    from shapely import MultiPolygon, Polygon, get_parts, union_all  # noqa: PLC0415

    found = []
    for name in np.unique(names[names != ""]):
        parts = get_parts(union_all(shapes[names == name]))
        found.append(path_of(MultiPolygon([Polygon(part.exterior) for part in parts])))
    return found


def _box(window: Box) -> Any:
    from shapely import box  # noqa: PLC0415

    return box(*window)


def _bounds_of(degrees: Box, frame: Any, projection: Projection) -> Box:
    """Project a window in degrees; with shapes, only as far as they reach inside it."""
    from geopandas import GeoSeries  # noqa: PLC0415
    from shapely import segmentize  # noqa: PLC0415

    inside = GeoSeries([segmentize(_box(degrees), 1.0)], crs=4326)
    if frame is not None:
        inside = frame.geometry.clip_by_rect(*degrees)
        inside = inside[~inside.is_empty]
    found = tuple(inside.to_crs(projection.parameters).total_bounds)
    return grown(found, 0.015) if frame is not None else found


def _with_inset(window: Box, sea: Box, drawn: np.ndarray) -> tuple[Box, Box]:
    """Find room for the inset in the lower right, widening the map until nothing is covered."""
    from shapely import STRtree  # noqa: PLC0415

    tree = STRtree(drawn)
    x0, y0, x1, y1 = window
    high, gap = INSET * (y1 - y0), ROOM * (y1 - y0)
    wide = high * (sea[2] - sea[0]) / (sea[3] - sea[1])
    while True:
        inset = (x1 - gap - wide, y0 + gap, x1 - gap, y0 + gap + high)
        if not tree.query(_box(grown(inset, 0.03)), predicate="intersects").size:
            return (x0, y0, x1, y1), inset
        x1 += 0.1 * wide


def path_of(shape: Any) -> Path:
    """Turn a shape into a path: holes run the other way round, so that they stay empty.

    >>> from shapely import box
    >>> len(path_of(box(0, 0, 1, 1).difference(box(0.2, 0.2, 0.8, 0.8))).vertices)
    10
    """
    from shapely import get_parts, orient_polygons  # noqa: PLC0415

    rings: list[np.ndarray] = []
    for part in get_parts(orient_polygons(shape)):
        if part.geom_type == "Polygon":
            rings += [np.asarray(ring.coords) for ring in (part.exterior, *part.interiors)]
        else:
            rings.append(np.asarray(part.coords))
    codes = [np.r_[Path.MOVETO, np.full(len(ring) - 1, Path.LINETO)] for ring in rings]
    if not rings:
        return Path(np.empty((0, 2)))
    return Path(np.vstack(rings)[:, :2], np.concatenate(codes))
