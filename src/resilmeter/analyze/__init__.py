"""Analyze: one file a question; each answer is a frozen record of tidy tables."""

from resilmeter.analyze.claims import JOINED, SENTENCES, Outcome, claims
from resilmeter.analyze.comparison import Comparison
from resilmeter.analyze.counts import LEAST_SHARE
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
    "Chance",
    "Comparison",
    "DagumDecomposition",
    "Diagnosis",
    "GapChange",
    "GapEvidence",
    "GiniDecomposition",
    "GoalpostComparison",
    "GrowthTables",
    "Inequality",
    "Obstacles",
    "Outcome",
    "Robustness",
    "Variants",
    "WeightingComparison",
    "claims",
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
    "mean_shifts",
    "means",
    "obstacle_degree",
    "summed_up",
]
