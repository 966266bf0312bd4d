"""Analyze: one file a question; each answer is a frozen record of tidy tables."""

from resilmeter.analyze.claims import JOINED, SENTENCES, Outcome, claims
from resilmeter.analyze.comparison import Comparison
from resilmeter.analyze.counts import LEAST_SHARE
from resilmeter.analyze.diagnosis import Diagnosis, diagnose
from resilmeter.analyze.gaps import GiniDecomposition, gini_cells
from resilmeter.analyze.goalposts import GoalpostComparison, compare_goalposts
from resilmeter.analyze.growth import GrowthTables, growth
from resilmeter.analyze.means import means
from resilmeter.analyze.obstacles import Obstacles, obstacle_degree
from resilmeter.analyze.robustness import (
    Robustness,
    Variants,
    mean_shifts,
    summed_up,
)
from resilmeter.analyze.weightings import (
    WeightingComparison,
    compare_weightings,
    entropy_shifts,
)

__all__ = [
    "JOINED",
    "LEAST_SHARE",
    "SENTENCES",
    "Comparison",
    "Diagnosis",
    "GiniDecomposition",
    "GoalpostComparison",
    "GrowthTables",
    "Obstacles",
    "Outcome",
    "Robustness",
    "Variants",
    "WeightingComparison",
    "claims",
    "compare_goalposts",
    "compare_weightings",
    "diagnose",
    "entropy_shifts",
    "gini_cells",
    "growth",
    "mean_shifts",
    "means",
    "obstacle_degree",
    "summed_up",
]
