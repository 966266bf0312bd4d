"""Obstacles: what holds each unit back, and what would move it."""

from resilmeter.analyze.obstacles.bounds import obstacle_bounds, obstacle_variants
from resilmeter.analyze.obstacles.degrees import (
    VARIANTS,
    Obstacles,
    Variant,
    degrees_under,
    obstacle_degree,
)
from resilmeter.analyze.obstacles.levers import LeverTables, Prices, levers
from resilmeter.analyze.obstacles.what_if import what_if

__all__ = [
    "VARIANTS",
    "LeverTables",
    "Obstacles",
    "Prices",
    "Variant",
    "degrees_under",
    "levers",
    "obstacle_bounds",
    "obstacle_degree",
    "obstacle_variants",
    "what_if",
]
