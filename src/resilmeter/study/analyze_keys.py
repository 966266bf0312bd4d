"""Keys of the study file: which questions to answer, and how to show the answers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from resilmeter.sections import Section
from resilmeter.study.maps_keys import MapsKeys


class Analyze(Section):
    """Which questions to answer."""

    diagnose: bool = True
    """Importance beside weight, correlations, reliability, equal-weight twin, turned directions."""
    growth: bool = True
    """Growth of the index and its parts; needs two periods and scores comparable over time."""
    gaps: bool = True
    """Inequality, by group and dimension, with intervals and tests; needs two units."""
    obstacles: bool = True
    """Obstacle degrees."""
    levers: bool = True
    """What would move each unit; needs a weighted sum of values scaled between goalposts."""
    grades: bool = True
    """Grades, moves between them, primacy, types of groups, leaders."""
    change: bool = True
    """What moved the index, and what may be said of its trend."""
    dynamics: bool = True
    """Convergence, densities, moves between classes, coupling coordination, forecasts."""
    spatial: bool = False
    """Neighbours, clusters, centre of gravity; needs files of [spatial] and the extra `spatial`."""
    top: int = Field(default=5, ge=1)
    """How many of the largest obstacles to list."""


class EventKeys(Section):
    """Something that happened, marked in the figures over time. A mark claims no effect."""

    period: int
    """When: one of the periods."""
    label: str = Field(min_length=1, max_length=30)
    """What, in up to 30 characters."""
    label_zh: str = Field(default="", max_length=30)
    """The same in Chinese; `label` if left out."""


class Present(Section):
    """How results are shown."""

    language: Literal["en", "zh", "both"] = "en"
    """Language of report and figures."""
    figures: tuple[Literal["svg", "png", "pdf"], ...] = ("svg", "png")
    """File formats of the figures."""
    width: float = Field(default=160, ge=80, le=400)
    """Width of the figures in mm: 89 or 183 for most journals, 80 or 160 for Chinese ones."""
    maps: MapsKeys = MapsKeys()
    """How maps are drawn."""
    events: tuple[EventKeys, ...] = ()
    """Marks in the figures over time, such as policies."""
    workbook: bool = True
    """Write all tables as one Excel workbook as well."""
