"""Keys of the study file: which questions to answer, and how to show the answers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from resilmeter.sections import Section


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
    top: int = Field(default=5, ge=1)
    """How many of the largest obstacles to list."""


class Present(Section):
    """How results are shown."""

    language: Literal["en", "zh", "both"] = "en"
    """Language of report and figures."""
    figures: tuple[Literal["svg", "png", "pdf"], ...] = ("svg", "png")
    """File formats of the figures."""
    workbook: bool = True
    """Write all tables as one Excel workbook as well."""
