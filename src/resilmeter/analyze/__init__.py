"""Analyze: one file a question; each answer is a frozen record of tidy tables."""

from resilmeter.analyze.change import ChangeTables, change
from resilmeter.analyze.claims import JOINED, SENTENCES, Outcome, claims
from resilmeter.analyze.claims_time import converged
from resilmeter.analyze.comparison import Comparison
from resilmeter.analyze.counts import LEAST_SHARE
from resilmeter.analyze.diagnosis import Diagnosis, diagnose
from resilmeter.analyze.dynamics import (
    Convergence,
    Densities,
    Dynamics,
    Transitions,
    convergence,
    coupling,
    densities,
    outlook,
    transitions,
)
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
from resilmeter.analyze.grading import GradeTables, Scheme, Standing, grades, standing
from resilmeter.analyze.growth import GrowthTables, growth
from resilmeter.analyze.means import means
from resilmeter.analyze.obstacles import (
    LeverTables,
    Obstacles,
    Prices,
    Variant,
    levers,
    obstacle_bounds,
    obstacle_degree,
    obstacle_variants,
    what_if,
)
from resilmeter.analyze.robustness import (
    Robustness,
    Variants,
    mean_shifts,
    summed_up,
)
from resilmeter.analyze.spatial import (
    Clusters,
    Rule,
    Space,
    SpatialWeights,
    clusters,
    gravity,
    spatial_weights,
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
    "ChangeTables",
    "Clusters",
    "Comparison",
    "Convergence",
    "DagumDecomposition",
    "Densities",
    "Diagnosis",
    "Dynamics",
    "GapChange",
    "GapEvidence",
    "GiniDecomposition",
    "GoalpostComparison",
    "GradeTables",
    "GrowthTables",
    "Inequality",
    "LeverTables",
    "Obstacles",
    "Outcome",
    "Prices",
    "Robustness",
    "Rule",
    "Scheme",
    "Space",
    "SpatialWeights",
    "Standing",
    "Transitions",
    "Variant",
    "Variants",
    "WeightingComparison",
    "change",
    "claims",
    "clusters",
    "compare_decompositions",
    "compare_goalposts",
    "compare_weightings",
    "converged",
    "convergence",
    "coupling",
    "dagum",
    "densities",
    "diagnose",
    "entropy_shifts",
    "gap_change",
    "gap_evidence",
    "gini_cells",
    "grades",
    "gravity",
    "growth",
    "inequality",
    "levers",
    "mean_shifts",
    "means",
    "obstacle_bounds",
    "obstacle_degree",
    "obstacle_variants",
    "outlook",
    "spatial_weights",
    "standing",
    "summed_up",
    "transitions",
    "what_if",
]
