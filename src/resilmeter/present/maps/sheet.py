"""The sheet: shapes projected and simplified once, and drawn in any number of panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.path import Path

from resilmeter.errors import MethodError, problem
from resilmeter.present.maps.projection import (
    KEPT_SEAS,
    MAINLAND,
    SOUTH_SEA,
    Box,
    Projection,
    grown,
    projection_of,
    whole_country,
)
from resilmeter.read import Boundaries
from resilmeter.read.boundaries.geometry import simplified, without_specks

FINE = 0.5  # points on paper that a border may lie from the true one
STEP = 40.0  # points: maps of about the same width share a sheet
INSET = 0.3  # height of the inset, as a share of the map's
ROOM = 0.012  # between inset and frame, as a share of the map's height


@dataclass(frozen=True, eq=False)
class Layers:
    """What one window draws.

    Attributes
    ----------
    units : dict of str to Path
        Outline of each unit.
    around : list of Path
        Shapes that are not studied.
    regions : list of Path
        Outlines of provinces.
    lines : list of Path
        Lines of a national map.
    """

    units: dict[str, Path]
    around: list[Path]
    regions: list[Path]
    lines: list[Path]


@dataclass(frozen=True, eq=False, kw_only=True)
class Sheet:
    """What every panel of a figure draws, in metres.

    Attributes
    ----------
    main, sea : Layers
        The map, and its inset (None without one).
    window, sea_window : tuple of float
        Left, bottom, right and top of both.
    inset : tuple of float or None
        Place of the inset in the window.
    projection : Projection
        How it was projected.
    shapes : (n,) object array
        All shapes and lines.
    size : float
        Width of the map on paper, in points.
    """

    main: Layers
    sea: Layers | None
    window: Box
    sea_window: Box
    inset: Box | None
    projection: Projection
    shapes: np.ndarray
    size: float

    @property
    def ratio(self) -> float:
        """Height of the window over its width."""
        x0, y0, x1, y1 = self.window
        return (y1 - y0) / (x1 - x0)


SHEETS: WeakKeyDictionary[Boundaries, dict[tuple[str, float], Sheet]] = WeakKeyDictionary()


def sheet_of(boundaries: Boundaries, style: str, points: float) -> Sheet:
    """Prepare boundaries for drawing, once for each style and size.

    Parameters
    ----------
    boundaries : Boundaries
        Shapes.
    style : {"auto", "cn", "plain"}
        See `MapChoices`.
    points : float
        Width of a panel on paper, in points: borders are as fine as can be seen there.

    Raises
    ------
    MethodError
        Style "cn" for boundaries without the lines of a national map.
    """
    size = STEP * max(1.0, np.ceil(points / STEP))
    known = SHEETS.setdefault(boundaries, {})
    if (style, size) not in known:
        if style == "cn" and boundaries.lines is None:
            raise MethodError(problem("map-style-cn", {"key": "present.maps.style"}))
        whole = whole_country(boundaries, style)
        known[style, size] = _prepare(boundaries, size, whole=whole)
    return known[style, size]


def _prepare(boundaries: Boundaries, size: float, *, whole: bool) -> Sheet:
    frame, projection = boundaries.frame, projection_of(boundaries)
    if not whole and not boundaries.tiles:
        near = grown(tuple(boundaries.studied.total_bounds), 0.25)
        frame = frame[(frame["unit"] != "") | frame.intersects(_box(near))]
    placed = frame if boundaries.tiles else frame.to_crs(projection.parameters)
    window = grown(tuple(placed[placed["unit"] != ""].total_bounds), 0.03)
    lines = np.empty(0, dtype=object)
    if whole and boundaries.lines is not None:
        window = _bounds_of(MAINLAND, frame, projection)
        lines = boundaries.lines.to_crs(projection.parameters).to_numpy()
    fine = 0.0 if boundaries.tiles else FINE * (window[2] - window[0]) / size
    shapes = _visible(placed.geometry.to_numpy(), fine, projection, whole=whole)
    drawn = np.concatenate([shapes, lines])
    sea = _bounds_of(SOUTH_SEA, None, projection) if whole else window
    window, inset = _with_inset(window, sea, drawn) if whole else (window, None)
    return Sheet(
        main=_layers(placed, shapes, lines, window),
        sea=_layers(placed, shapes, lines, sea) if whole else None,
        window=window, sea_window=sea, inset=inset, projection=projection, shapes=drawn,
        size=size,
    )  # fmt: skip


def _visible(shapes: np.ndarray, fine: float, projection: Projection, *, whole: bool) -> np.ndarray:
    """Simplify shapes together, and leave out islands too small to be seen.

    A map of the whole of China keeps every island of its seas.
    """
    from shapely import MultiPolygon  # noqa: PLC0415

    if fine <= 0:
        return shapes
    seas = [_box(_bounds_of(sea, None, projection)) for sea in KEPT_SEAS] if whole else []
    kept = MultiPolygon(seas)
    return np.array(
        [without_specks(shape, fine**2, kept) for shape in simplified(shapes, fine)], dtype=object
    )


def _layers(placed: Any, shapes: np.ndarray, lines: np.ndarray, window: Box) -> Layers:
    """Turn what lies in a window into paths, cut a little outside it."""
    from shapely import clip_by_rect, is_empty  # noqa: PLC0415

    around = grown(window, 0.02)
    units = placed["unit"].to_numpy(dtype=object)
    inner = clip_by_rect(shapes, *around)
    inside, studied = ~is_empty(inner), units != ""
    cut = clip_by_rect(lines, *around)
    return Layers(
        units={str(units[n]): path_of(inner[n]) for n in np.flatnonzero(inside & studied)},
        around=[path_of(shape) for shape in inner[inside & ~studied]],
        regions=_regions(placed["region"].to_numpy(dtype=object)[inside], inner[inside]),
        lines=[path_of(line) for line in cut[~is_empty(cut)]],
    )


def _regions(names: np.ndarray, shapes: np.ndarray) -> list[Path]:
    """Outline the simplified shapes of each region: outside only, as what lies inside has its own.

    The smallest islands are seen by their outlines, as a national map must show them.
    """
    from shapely import MultiPolygon, Polygon, get_parts, union_all  # noqa: PLC0415

    found = []
    for name in np.unique(names[names != ""]):
        parts = get_parts(union_all(shapes[names == name]))
        areas = [part for part in parts if part.geom_type == "Polygon"]
        found.append(path_of(MultiPolygon([Polygon(part.exterior) for part in areas])))
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
