"""Choices behind a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from resilmeter.core.strata import Discretization

MapStyle = Literal["auto", "cn", "plain"]
MapMethod = Discretization
MAP_STYLES: tuple[MapStyle, ...] = get_args(MapStyle)


@dataclass(frozen=True, kw_only=True)
class MapChoices:
    """How values become classes, and how the map is framed.

    Attributes
    ----------
    method : {"natural", "quantile", "equal", "geometric", "standard-deviation"}
        How classes are cut, over all panels of a figure together.
    classes : int
        How many; fewer where there are fewer distinct values.
    breaks : tuple of float
        Rising inner limits of the classes, instead of `method` and `classes`.
    style : {"auto", "cn", "plain"}
        "cn": the whole of China with the South China Sea in an inset; "plain": the units and what
        lies around them; "auto": the first where the units spread over a quarter of the country.
    """

    method: MapMethod = "natural"
    classes: int = 5
    breaks: tuple[float, ...] = ()
    style: MapStyle = "auto"
