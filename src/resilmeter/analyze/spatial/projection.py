"""From longitude and latitude to a plane in kilometres, and distances on the sphere."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import DataError, problem, refuse

RADIUS = 6371.0088  # mean radius of the earth in km


def degrees_of(coordinates: pd.DataFrame, units: tuple[str, ...]) -> FloatArray:
    """Give (n, 2) longitude and latitude in the order of the units; refuse what is missing.

    Raises
    ------
    DataError
        Units without coordinates or with ones that are not degrees; all at once.
    """
    known = coordinates.reindex(list(units))[["lon", "lat"]].to_numpy(dtype=np.float64)
    inside = (np.abs(known) <= np.array([180.0, 90.0])).all(axis=1)
    refuse(DataError, [
        problem("no-coordinates", {"unit": unit}) for unit, fine in zip(units, inside, strict=True)
        if not fine
    ])  # fmt: skip
    return np.asarray(known, dtype=np.float64)


def distances(places: FloatArray) -> FloatArray:
    """Great-circle distances between places, (n, n) in km.

    >>> distances(np.array([[0.0, 0.0], [0.0, 90.0]]))[0, 1].round(1)
    np.float64(10007.6)
    """
    lon, lat = np.radians(places).T
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half += np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    return np.asarray(2 * RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=np.float64)


def projected(places: FloatArray) -> tuple[FloatArray, str]:
    """Project places on a plane around their middle, in km, and name the projection.

    Lambert's azimuthal equal-area projection of a sphere, centred on the mean direction.

    >>> projected(np.array([[10.0, 0.0], [12.0, 0.0]]))[0].round(1)
    array([[-111.2,    0. ],
           [ 111.2,    0. ]])
    """
    lon, lat = np.radians(places).T
    around = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    x, y, z = around.mean(axis=1)
    lon0, lat0 = np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))
    near = np.sin(lat0) * np.sin(lat) + np.cos(lat0) * np.cos(lat) * np.cos(lon - lon0)
    scale = RADIUS * np.sqrt(2 / (1 + near))
    east = scale * np.cos(lat) * np.sin(lon - lon0)
    north = scale * (np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(lon - lon0))
    name = (
        f"+proj=laea +lon_0={np.degrees(lon0):.4f} +lat_0={np.degrees(lat0):.4f}"
        f" +R={RADIUS * 1000:.1f} +units=km"
    )
    return np.column_stack([east, north]), name
