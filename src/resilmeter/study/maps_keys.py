"""Keys of the study file: maps."""

from __future__ import annotations

from pydantic import Field

from resilmeter.present.maps.choices import MapMethod, MapStyle
from resilmeter.sections import Section


class MapsKeys(Section):
    """How maps are drawn, where `data.boundaries` gives shapes."""

    periods: tuple[int, ...] = ()
    """Periods to map; the first, the last and two between if left out."""
    style: MapStyle = "auto"
    """cn: the whole of China with the South China Sea in an inset; plain: the units and what lies
    around them; auto: cn where the units spread over a quarter of the country."""
    method: MapMethod = "natural"
    """How classes are cut, over all panels of a figure together."""
    classes: int = Field(default=5, ge=1)
    """How many classes; fewer where there are fewer distinct values."""
    breaks: tuple[float, ...] = ()
    """Rising inner limits of the classes of the index, instead of `method` and `classes`."""
    dimensions: bool = True
    """Map each dimension as well."""
