"""Shapes as shapely sees them: mended, simplified without tearing borders, written for a page."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log10
from typing import Any

import numpy as np
import numpy.typing as npt

Shapes = npt.NDArray[np.object_]
DECIMALS = 3


def areas_of(shape: Any) -> Any:
    """Keep the areas of a shape; empty where there is none.

    >>> from shapely import GeometryCollection, LineString, box
    >>> areas_of(GeometryCollection([box(0, 0, 1, 1), LineString([(0, 0), (2, 2)])])).area
    1.0
    """
    from shapely import MultiPolygon, get_parts  # noqa: PLC0415

    if shape is None or shape.is_empty:
        return MultiPolygon()
    parts = [part for part in get_parts(get_parts(shape)) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Simplify shapes together, so that a border that two share stays one.

    By Visvalingam's rule: a corner goes if its triangle is smaller than the tolerance squared.
    """
    from shapely import coverage_simplify  # noqa: PLC0415

    return np.asarray(coverage_simplify(shapes, tolerance) if tolerance > 0 else shapes)


def without_specks(shape: Any, least: float, kept: Any = None) -> Any:
    """Leave out the parts of a shape smaller than `least`, but for the largest and those in `kept`.

    >>> from shapely import MultiPolygon, box
    >>> without_specks(MultiPolygon([box(0, 0, 3, 3), box(5, 0, 6, 1)]), 2.0).area
    9.0
    """
    from shapely import MultiPolygon  # noqa: PLC0415

    if shape.geom_type != "MultiPolygon" or shape.is_empty:
        return shape
    parts = list(shape.geoms)
    least = min(least, max(part.area for part in parts))
    large = [
        part for part in parts
        if part.area >= least or (kept is not None and kept.intersects(part))
    ]  # fmt: skip
    return large[0] if len(large) == 1 else MultiPolygon(large)


def collection(units: Sequence[str], shapes: Shapes, tolerance: float) -> dict[str, Any]:
    """Write shapes as a FeatureCollection with clockwise exterior rings."""
    from shapely import orient_polygons  # noqa: PLC0415

    large = [without_specks(shape, tolerance**2) for shape in simplified(shapes, tolerance)]
    oriented = orient_polygons(np.array(large, dtype=object), exterior_cw=True)
    decimals = max(DECIMALS, ceil(-log10(tolerance)) + 1)
    features = [
        {"type": "Feature", "properties": {"unit": unit}, "geometry": _geometry(shape, decimals)}
        for unit, shape in zip(units, oriented, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _geometry(shape: Any, decimals: int) -> dict[str, Any]:
    """Write one shape as GeoJSON, its coordinates rounded; rings that vanish are left out."""
    parts = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    rounded = [
        [_ring(ring, decimals) for ring in (part.exterior, *part.interiors)] for part in parts
    ]
    kept = [
        [part[0], *(ring for ring in part[1:] if len(ring) > 3)]
        for part in rounded if len(part[0]) > 3
    ]  # fmt: skip
    if not kept:  # smaller than the rounding: as it is
        kept = [[[list(place) for place in part.exterior.coords]] for part in parts]
    if len(kept) == 1:
        return {"type": "Polygon", "coordinates": kept[0]}
    return {"type": "MultiPolygon", "coordinates": kept}


def _ring(ring: Any, decimals: int) -> list[list[float]]:
    places = np.round(np.asarray(ring.coords)[:, :2], decimals)
    moved = np.append(True, (np.diff(places, axis=0) != 0).any(axis=1))
    return [list(map(float, place)) for place in places[moved]]
