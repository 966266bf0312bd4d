"""Shapes of our own for tests: a board of squares, and a panel for any units."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.framework import Framework, Indicator
from resilmeter.panel import Panel

CITIES = ("Ahe", "Bohe", "Cohe", "Dohe", "Ehe", "Fohe")


def panel_of(units: Sequence[str], periods: Sequence[int] = (2009, 2011)) -> Panel:
    """A panel of one indicator for some units."""
    rows = pd.MultiIndex.from_product([units, periods], names=["unit", "period"])
    values = pd.DataFrame({"x": np.arange(len(rows), dtype=float)}, rows)
    one = Indicator(code="x", name="x", dimension="D", direction="higher")
    framework = Framework((one,))
    return Panel(framework=framework, values=values, status=values.astype(int) * 0,
                 others=pd.DataFrame(index=rows))  # fmt: skip


def board(names: Sequence[str] = CITIES, across: int = 3, west: float = 10.0) -> Any:
    """Squares of one degree side by side, named row by row from the south-west; GeoDataFrame."""
    from geopandas import GeoDataFrame
    from shapely import box

    squares = []
    for place in range(len(names)):
        row, column = divmod(place, across)
        squares.append(box(west + column, 50 + row, west + column + 1, 51 + row))
    return GeoDataFrame({"name": list(names), "code": [f"{n:02d}" for n in range(len(names))]},
                        geometry=squares, crs=4326)  # fmt: skip


def written(frame: Any, path: Path) -> Path:
    """Write shapes to a file."""
    frame.to_file(path)
    return path
