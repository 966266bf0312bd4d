"""From degrees to paper: the projection, and the window that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from resilmeter.read import Boundaries

ProjectionName = Literal["albers", "laea", "equal-earth", "none"]
ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +datum=WGS84 +units=m"
EQUAL_EARTH = "+proj=eqearth +datum=WGS84 +units=m"
# The part of the country that a map of China shows beside its inset, in degrees, and the inset.
MAINLAND = (73.0, 17.6, 136.0, 54.5)
SOUTH_SEA = (106.2, 1.6, 123.0, 24.0)
# Seas whose smallest islands stay on a map of China: the South China Sea, and around Diaoyu Dao.
KEPT_SEAS = ((105.0, 2.6, 122.0, 20.0), (122.5, 25.0, 125.5, 26.6))
WIDE = 100.0  # degrees: what spreads further is shown as a map of the world
SPREAD = 0.25  # share of the country from which a map shows all of it
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Projection:
    """A projection, by name for readers and by its parameters for programs.

    Attributes
    ----------
    name : {"albers", "laea", "equal-earth", "none"}
        All are equal-area, as classes coloured by area ask for; "none" for tiles.
    parameters : str
        As PROJ reads them.
    lon, lat : float
        Middle of an azimuthal projection, in degrees.
    """

    name: ProjectionName
    parameters: str = ""
    lon: float = 0.0
    lat: float = 0.0


def projection_of(boundaries: Boundaries) -> Projection:
    """Choose a projection: Albers for China, azimuthal around the units elsewhere.

    Units that spread over more than 100 degrees are shown on the Equal Earth projection.
    """
    if boundaries.tiles:
        return Projection("none")
    if boundaries.lines is not None:
        return Projection("albers", ALBERS)
    west, south, east, north = boundaries.studied.total_bounds
    if east - west > WIDE or north - south > WIDE:
        return Projection("equal-earth", EQUAL_EARTH)
    lon, lat = round((west + east) / 2, 2), round((south + north) / 2, 2)
    return Projection(
        "laea", f"+proj=laea +lon_0={lon} +lat_0={lat} +datum=WGS84 +units=m", lon, lat
    )


def whole_country(boundaries: Boundaries, style: str) -> bool:
    """Tell whether the whole of China is shown."""
    if boundaries.lines is None or style == "plain":
        return False
    if style == "cn":
        return True
    spread, country = (
        np.ptp(np.reshape(frame.total_bounds, (2, 2)), axis=0).prod()
        for frame in (boundaries.studied, boundaries.frame)
    )
    return bool(spread >= SPREAD * country)


def grown(window: Box, share: float) -> Box:
    """Enlarge a window on all sides."""
    x0, y0, x1, y1 = window
    more = share * max(x1 - x0, y1 - y0)
    return x0 - more, y0 - more, x1 + more, y1 + more
