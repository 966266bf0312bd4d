"""Analyze: one file a question; each answer is a frozen record of tidy tables."""

from resilmeter.analyze.gaps import GiniDecomposition, gini_cells
from resilmeter.analyze.growth import GrowthTables, growth
from resilmeter.analyze.means import means
from resilmeter.analyze.obstacles import Obstacles, obstacle_degree

__all__ = [
    "GiniDecomposition",
    "GrowthTables",
    "Obstacles",
    "gini_cells",
    "growth",
    "means",
    "obstacle_degree",
]
