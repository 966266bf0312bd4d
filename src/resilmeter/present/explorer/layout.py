"""Where units are drawn: as the shapes given, or as tiles grouped by region."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from resilmeter.result import Result

MOST_TILES = 400
# Albers' projection keeps areas; its parallels stand a sixth from each end of the latitudes shown.
WIDEST = 180.0  # degrees of longitude that a cone can show


@dataclass(frozen=True, eq=False)
class Tiles:
    """Units as tiles.

    Attributes
    ----------
    shapes : dict
        A FeatureCollection of squares; the first row lies below 0.
    headings : list of dict
        Group, and place of its heading; empty without groups.
    wide, high : float
        Tiles across and down, headings included.
    """

    shapes: dict[str, Any]
    headings: list[dict[str, Any]]
    wide: float
    high: float

    @property
    def projection(self) -> dict[str, Any]:
        """Fit all of the frame into the chart: fitted to the tiles alone, headings are cut off."""
        fit = f"min(width / {self.wide}, height / {self.high})"
        return {"type": "identity", "reflectY": True, "scale": {"expr": fit}, "translate": [0, 0]}


def clockwise(shapes: Mapping[str, Any]) -> dict[str, Any]:
    """Turn exterior rings clockwise and holes the other way, as Vega draws polygons.

    Parameters
    ----------
    shapes : mapping
        GeoJSON FeatureCollection of polygons, each with the property "unit".

    Returns
    -------
    dict
        The same shapes. A ring that runs the other way would fill all but its inside.
    """
    features = [
        {"type": "Feature", "properties": {"unit": feature["properties"]["unit"]},
         "geometry": _turned(feature["geometry"])}
        for feature in shapes["features"]
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def tiles(result: Result) -> Tiles | None:
    """Lay units out as tiles, group by group, best first by their mean rank over all periods.

    Returns
    -------
    Tiles or None
        None for more than 400 units, which would be too small to tell apart.
    """
    units, groups = result.panel.units, result.panel.group_codes
    if len(units) > MOST_TILES:
        return None
    order = mean_rank_order(result)
    columns = max(12, min(24, math.ceil(math.sqrt(2.2 * len(units)))))
    named = bool(result.panel.group_order)
    heading = columns / 14 if named else 0.0  # in tiles: room for letters where tiles are small
    squares, headings, top = [], [], 0.0
    for code in range(max(1, len(result.panel.group_order))):
        members = [i for i in order if groups[i] == code]
        headings.append({"group": code, "x": 0.0, "y": round(-top - heading + 0.15, 2)})
        squares += [
            _square(units[i], n % columns, top + heading + n // columns)
            for n, i in enumerate(members)
        ]
        top += heading + 0.3 + math.ceil(len(members) / columns)
    shapes = {"type": "FeatureCollection", "features": squares}
    return Tiles(shapes, headings if named else [], columns, round(top, 2))


def mean_rank_order(result: Result) -> list[int]:
    """Order units by their mean rank over all periods: it does not move with the period shown."""
    shape = (len(result.panel.units), len(result.panel.periods))
    mean = result.scores.ranks.to_numpy().reshape(shape).mean(axis=1)
    return [int(i) for i in np.argsort(mean, kind="stable")]


def projection(shapes: Mapping[str, Any]) -> dict[str, Any]:
    """Choose how to draw: as it stands unless in degrees; Albers, or Equal Earth for the world."""
    points = np.array([p for ring in _rings(shapes) for p in ring], dtype=np.float64)
    (west, south), (east, north) = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    degrees = west >= -180 and east <= 180 and south >= -90 and north <= 90
    if not degrees:
        return {"type": "identity", "reflectY": True}
    if east - west > WIDEST or south * north < 0:
        return {"type": "equalEarth"}
    sixth = (north - south) / 6
    return {
        "type": "conicEqualArea",
        "parallels": [round(float(south + sixth), 2), round(float(north - sixth), 2)],
        "rotate": [round(float(-(west + east) / 2), 2), 0],
    }


def _square(unit: str, column: int, row: float) -> dict[str, Any]:
    """Make one tile, clockwise as seen with y upwards, with a gap around it."""
    left, right, top, bottom = column, column + 0.92, -row, -row - 0.92
    ring = [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]]
    geometry = {"type": "Polygon", "coordinates": [[[round(x, 2), round(y, 2)] for x, y in ring]]}
    return {"type": "Feature", "properties": {"unit": unit}, "geometry": geometry}


def _turned(geometry: Mapping[str, Any]) -> dict[str, Any]:
    many = geometry["type"] == "MultiPolygon"
    parts = geometry["coordinates"] if many else [geometry["coordinates"]]
    turned = [
        [_ring(ring, clockwise=n == 0) for n, ring in enumerate(polygon)] for polygon in parts
    ]
    return {"type": geometry["type"], "coordinates": turned if many else turned[0]}


def _ring(ring: Sequence[Sequence[float]], *, clockwise: bool) -> list[list[float]]:
    """Reverse a ring that runs the wrong way; coordinates keep four decimals."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    twice_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)  # positive: counter-clockwise
    points = ring if (twice_area < 0) is clockwise else list(reversed(ring))
    return [[round(float(x), 4), round(float(y), 4)] for x, y, *_ in points]


def _rings(shapes: Mapping[str, Any]) -> Iterable[Sequence[Sequence[float]]]:
    for feature in shapes["features"]:
        given = feature["geometry"]
        parts = given["coordinates"] if given["type"] == "MultiPolygon" else [given["coordinates"]]
        yield from (ring for polygon in parts for ring in polygon)
