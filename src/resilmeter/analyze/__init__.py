"""Analyze: one file a question; each answer is a frozen record of tidy tables."""

from resilmeter.analyze.change import ChangeTables, change
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
from resilmeter.analyze.gaps import GiniDecomposition, gini_cells
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
    "ChangeTables",
    "Clusters",
    "Convergence",
    "Densities",
    "Diagnosis",
    "Dynamics",
    "GiniDecomposition",
    "GoalpostComparison",
    "GradeTables",
    "GrowthTables",
    "LeverTables",
    "Obstacles",
    "Prices",
    "Rule",
    "Scheme",
    "Space",
    "SpatialWeights",
    "Standing",
    "Transitions",
    "Variant",
    "WeightingComparison",
    "change",
    "clusters",
    "compare_goalposts",
    "compare_weightings",
    "convergence",
    "coupling",
    "densities",
    "diagnose",
    "entropy_shifts",
    "gini_cells",
    "grades",
    "gravity",
    "growth",
    "levers",
    "means",
    "obstacle_bounds",
    "obstacle_degree",
    "obstacle_variants",
    "outlook",
    "spatial_weights",
    "standing",
    "transitions",
    "what_if",
]
