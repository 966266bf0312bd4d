"""Boundaries: the shapes of the units, joined once, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resilmeter.errors import Problem
from resilmeter.notebook import card
from resilmeter.read.boundaries.geometry import collection

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from pandas import DataFrame


@dataclass(frozen=True, eq=False, kw_only=True)
class Boundaries:
    """Shapes of the units of a panel, and of the places around them.

    Attributes
    ----------
    frame : GeoDataFrame
        One row a shape: `unit` (blank where the panel has no such unit), `name` as its source
        writes it, `region` (such as the province; shapes of one region are outlined together, blank
        for none), `geometry` in longitude and latitude (EPSG:4326; in a plane of their own for
        tiles). The units come first, in the order of the panel.
    unmatched : tuple of str
        Units of the panel without a shape.
    source : str
        Where the shapes come from, as a figure names it.
    sha256 : str
        SHA-256 of the file; empty for shapes of a package and for tiles.
    column : str
        Column of the source that was compared with the units.
    lines : GeoSeries or None
        Lines that a map of the whole country needs beside the shapes; None if none are known.
    steps : tuple of Problem
        What was assumed, mended and left over.
    """

    frame: GeoDataFrame
    unmatched: tuple[str, ...]
    source: str
    sha256: str = ""
    column: str = ""
    lines: GeoSeries | None = None
    steps: tuple[Problem, ...] = ()

    _repr_html_ = card

    @property
    def units(self) -> tuple[str, ...]:
        """Units with a shape, in the order of the panel."""
        return tuple(unit for unit in self.frame["unit"] if unit)

    @property
    def studied(self) -> GeoDataFrame:
        """The shapes of units, indexed by unit."""
        return self.frame[self.frame["unit"] != ""].set_index("unit")

    @property
    def centres(self) -> DataFrame:
        """A point inside each unit: lon and lat in degrees, indexed by unit."""
        points = self.studied.geometry.representative_point()
        table: DataFrame = points.get_coordinates().set_axis(["lon", "lat"], axis=1)
        return table

    @property
    def tiles(self) -> bool:
        """True for tiles, which lie nowhere on the earth."""
        return self.frame.crs is None

    def features(self, tolerance: float = 0.05) -> dict[str, Any]:
        """Give the units as a small GeoJSON FeatureCollection for a page.

        Parameters
        ----------
        tolerance : float
            How far a simplified border may lie from the true one, in degrees; borders stay shared.

        Returns
        -------
        dict
            Features with the property `unit`. Exterior rings run clockwise, as d3 and Vega ask
            (and against RFC 7946); coordinates have three decimals (110 m), those of tiles too.
        """
        shapes = self.studied
        return collection(shapes.index.to_list(), shapes.geometry.to_numpy(), tolerance)

    def __repr__(self) -> str:
        around = len(self.frame) - len(self.units)
        return (
            f"<Boundaries: {len(self.units)} units by {self.column or 'order'},"
            f" {len(self.unmatched)} without a shape, {around} other shapes; {self.source}>"
        )
