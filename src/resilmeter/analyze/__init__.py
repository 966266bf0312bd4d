"""Analyze: one file a question; each answer is a frozen record of tidy tables."""

from resilmeter.analyze.diagnosis import Diagnosis, diagnose
from resilmeter.analyze.gaps import (
    Chance,
    DagumDecomposition,
    GapChange,
    GapEvidence,
    GiniDecomposition,
    Inequality,
    compare_decompositions,
    dagum,
    gap_change,
    gap_evidence,
    gini_cells,
    inequality,
)
from resilmeter.analyze.goalposts import GoalpostComparison, compare_goalposts
from resilmeter.analyze.growth import GrowthTables, growth
from resilmeter.analyze.means import means
from resilmeter.analyze.obstacles import Obstacles, obstacle_degree
from resilmeter.analyze.weightings import (
    WeightingComparison,
    compare_weightings,
    entropy_shifts,
)

__all__ = [
    "Chance",
    "DagumDecomposition",
    "Diagnosis",
    "GapChange",
    "GapEvidence",
    "GiniDecomposition",
    "GoalpostComparison",
    "GrowthTables",
    "Inequality",
    "Obstacles",
    "WeightingComparison",
    "compare_decompositions",
    "compare_goalposts",
    "compare_weightings",
    "dagum",
    "diagnose",
    "entropy_shifts",
    "gap_change",
    "gap_evidence",
    "gini_cells",
    "growth",
    "inequality",
    "means",
    "obstacle_degree",
]
