"""Tiles: one hexagon a unit, near where it lies or beside its group; no boundaries needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from resilmeter.core.arrays import FloatArray
from resilmeter.panel import Panel
from resilmeter.read.boundaries.record import Boundaries

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

ROW = np.sqrt(3) / 2  # height of a row of hexagons whose centres are 1 apart
ROOM = 1.5  # places on the grid for each unit that has coordinates


def tile_boundaries(panel: Panel, places: pd.DataFrame | None = None) -> Boundaries:
    """Give each unit a hexagon of the same size.

    Parameters
    ----------
    panel : Panel
        The units and their groups.
    places : DataFrame, optional
        lon and lat in degrees, indexed by unit. With them, hexagons lie as near to the units as a
        grid allows; without, side by side in the order of the panel, group by group.

    Returns
    -------
    Boundaries
        In a plane of their own, neighbouring centres 1 apart.

    Notes
    -----
    With places, units and the points of a hexagonal grid of the same extent are paired so that the
    squared distances add up to the least (linear assignment). Caveats: neighbours on the grid need
    not be neighbours on the ground; do not read distances.
    """
    from geopandas import GeoDataFrame  # noqa: PLC0415

    units = list(panel.units)
    centres = _by_group(panel) if places is None else _by_place(places.reindex(units))
    frame: GeoDataFrame = GeoDataFrame(
        {"unit": units, "name": units, "region": ""},
        geometry=[_hexagon(centre) for centre in centres],
    )
    return Boundaries(frame=frame, unmatched=(), source="tiles")


def _by_group(panel: Panel) -> FloatArray:
    """Lay groups side by side as blocks of hexagons, about as high as all are wide."""
    codes = panel.group_codes
    high = max(1, round(np.sqrt(codes.size * 0.7)))
    centres, left = np.zeros((codes.size, 2)), 0.0
    for group in np.unique(codes):
        members = np.flatnonzero(codes == group)
        column, row = np.divmod(np.arange(members.size), high)
        centres[members] = np.column_stack([left + column + 0.5 * (row % 2), -row * ROW])
        left += column.max() + 2.5
    return centres


def _by_place(places: pd.DataFrame) -> FloatArray:
    """Give each unit a point of a grid near its place."""
    lon, lat = places["lon"].to_numpy(np.float64), places["lat"].to_numpy(np.float64)
    at = np.column_stack([lon * np.cos(np.radians(lat.mean())), lat])
    span = np.maximum(np.ptp(at, axis=0), 1e-6)
    step = np.sqrt(span.prod() / (ROOM * len(at) * ROW)) or 1.0
    step = min(step, span.max())
    across, down = (int(n) for n in np.ceil(span / (step, step * ROW)) + 1)
    while across * down < len(at):
        across, down = across + 1, down + 1
    row, column = np.divmod(np.arange(across * down), across)
    grid = np.column_stack([column + 0.5 * (row % 2), row * ROW])
    scaled = (at - at.min(axis=0)) / step
    cost = ((scaled[:, None] - grid) ** 2).sum(axis=2)
    return np.asarray(grid[linear_sum_assignment(cost)[1]], dtype=np.float64)


def _hexagon(centre: FloatArray) -> object:
    from shapely import Polygon  # noqa: PLC0415

    angles = np.radians(np.arange(30, 390, 60))
    corners = np.column_stack([np.cos(angles), np.sin(angles)]) / np.sqrt(3)
    return Polygon((centre + corners).round(6))  # so that neighbours share their corners
