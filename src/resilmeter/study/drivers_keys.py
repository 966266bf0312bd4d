"""Keys of the study file: drivers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from resilmeter.analyze.drivers.choices import (
    Breaks,
    Circular,
    CutMethod,
    Detail,
    DriverKind,
    Missing,
    Spread,
)
from resilmeter.core.detector import Compat, Rule
from resilmeter.sections import Section


class DriverKeys(Section):
    """One driver."""

    name: str = Field(min_length=1)
    """Name in tables and figures."""
    name_zh: str = ""
    """Chinese name; `name` if left out."""
    column: str = ""
    """Column of the drivers file; `name` if left out."""
    kind: DriverKind = "auto"
    """continuous, categorical (strata as they are), or auto: categories if no cell is a number."""
    group: str = ""
    """What it belongs to, such as resources, disasters or industry; groups get subtotals."""
    group_zh: str = ""
    """Chinese name of the group, given with one of its drivers."""
    method: CutMethod | Literal[""] = ""
    """How it is cut; `drivers.method` if left out."""
    classes: int = Field(default=0, ge=0)
    """How many strata; `drivers.classes` if left out."""
    cuts: tuple[float, ...] = ()
    """For method manual: rising inner breaks."""


class DriversKeys(Section):
    """What goes with the differences between units; asked for by naming drivers or a file."""

    file: str = ""
    """File with the drivers, one row a unit or a unit and period; the panel file if left out."""
    sheet: str = ""
    """Sheet of an Excel file; the first one if left out."""
    unit: str = ""
    """Column with the unit; `data.unit` if left out."""
    period: str = ""
    """Column with the period; `data.period` if left out. A file without it holds for all
    periods."""
    driver: tuple[DriverKeys, ...] = ()
    """The drivers; every other column of the file if left out."""
    method: CutMethod = "quantile"
    """How continuous drivers are cut, fixed before any result is seen; optimal and robust search
    with the outcome in view and are tested with the search repeated."""
    classes: int = Field(default=4, ge=2)
    """How many strata."""
    breaks: Breaks = "pooled"
    """Breaks common to all periods (pooled), or those of each period."""
    periods: Detail = "ends"
    """Periods of interactions, risks, differences and Shapley values: first and last (ends), last,
    all. The share q is of every period."""
    missing: Missing = "refuse"
    """Rows where a driver is missing: refuse, drop-pair (left out where the driver is needed),
    drop-all."""
    circular: Circular = "refuse"
    """Drivers that are indicators of the index or correlate with one beyond 0.98: refuse, drop
    (recompute the index without the indicator, for drivers only), allow."""
    lag: int = Field(default=0, ge=0)
    """Periods by which drivers come before the outcome."""
    triples: tuple[tuple[str, str, str], ...] = ()
    """Three drivers whose joint overlay is looked at, beside all pairs."""
    permutations: int = Field(default=999, ge=1)
    """Reshuffled outcomes behind each p-value."""
    samples: int = Field(default=999, ge=1)
    """Bootstrap samples behind intervals of differences and changes."""
    searches: int = Field(default=199, ge=1)
    """How often a search of strata is repeated on a reshuffled outcome."""
    rule: Rule = "cross-validated"
    """How a search of strata chooses: cross-validated, elbow, largest-q (the published rule)."""
    smallest: int = Field(default=5, ge=2)
    """Fewest units, in each period on average, in a class that a search may choose."""
    compat: Compat | None = None
    """Program whose published numbers stand beside ours: wang, gd or gdverse; none if left out."""
    coordinates: tuple[str, ...] = ()
    """Columns with longitude and latitude: p-values against outcomes that resemble their
    neighbours."""
    coordinates_in: Spread = "degrees"
    """Whether coordinates are degrees, or lie in a plane."""
    weights: str = ""
    """File with spatial weights, units in the first row and column (and any word in the corner);
    used instead of coordinates."""
    alpha: float = 0.05
    """Level of letters and decisions."""

    @property
    def asked(self) -> bool:
        """True if the study names drivers or a file of them."""
        return bool(self.file or self.driver)
