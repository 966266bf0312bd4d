"""Analyze: one file a question; each answer is a frozen record of tidy tables."""

from resilmeter.analyze.diagnosis import Diagnosis, diagnose
from resilmeter.analyze.gaps import GiniDecomposition, gini_cells
from resilmeter.analyze.growth import GrowthTables, growth
from resilmeter.analyze.means import means
from resilmeter.analyze.obstacles import Obstacles, obstacle_degree

__all__ = [
    "Diagnosis",
    "GiniDecomposition",
    "GrowthTables",
    "Obstacles",
    "diagnose",
    "gini_cells",
    "growth",
    "means",
    "obstacle_degree",
]
