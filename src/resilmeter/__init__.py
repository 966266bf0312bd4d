"""resilmeter: measure how resilient cities are, and why they differ.

The public names, each loaded when first used, so that the command answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from resilmeter._version import __version__

if TYPE_CHECKING:
    from resilmeter.analyze import (
        ChangeTables,
        Clusters,
        Convergence,
        Densities,
        Diagnosis,
        Dynamics,
        GiniDecomposition,
        GoalpostComparison,
        GradeTables,
        GrowthTables,
        LeverTables,
        Obstacles,
        Space,
        SpatialWeights,
        Standing,
        Transitions,
        WeightingComparison,
        change,
        clusters,
        compare_goalposts,
        compare_weightings,
        convergence,
        coupling,
        densities,
        diagnose,
        entropy_shifts,
        gini_cells,
        grades,
        gravity,
        growth,
        levers,
        means,
        obstacle_bounds,
        obstacle_degree,
        obstacle_variants,
        outlook,
        spatial_weights,
        standing,
        transitions,
        what_if,
    )
    from resilmeter.checking import Check, check
    from resilmeter.errors import (
        DataError,
        MethodError,
        OutputError,
        Problem,
        ResilmeterError,
        SelfTestError,
        StudyError,
        UsageError,
    )
    from resilmeter.framework import Framework, Indicator
    from resilmeter.panel import Panel
    from resilmeter.prepare import (
        Scaled,
        apply_bounds,
        impute,
        imputed_cells,
        interpolate,
        normalize,
        per_capita,
        treat,
    )
    from resilmeter.present import report
    from resilmeter.read import read_framework, read_panel
    from resilmeter.result import Result
    from resilmeter.scoring import ScoreChoices, Scores, score
    from resilmeter.study import Study, example, new_study, run, write
    from resilmeter.weighting import Choices, Combine, Weights, weigh

HOME = {
    "resilmeter.analyze": (
        "ChangeTables", "Clusters", "Convergence", "Densities", "Diagnosis", "Dynamics",
        "GiniDecomposition", "GoalpostComparison", "GradeTables", "GrowthTables",
        "LeverTables", "Obstacles", "Space", "SpatialWeights", "Standing", "Transitions",
        "WeightingComparison", "change", "clusters", "compare_goalposts",
        "compare_weightings", "convergence", "coupling", "densities", "diagnose",
        "entropy_shifts", "gini_cells", "grades", "gravity", "growth", "levers", "means",
        "obstacle_bounds", "obstacle_degree", "obstacle_variants", "outlook",
        "spatial_weights", "standing", "transitions", "what_if",
    ),
    "resilmeter.checking": ("Check", "check"),
    "resilmeter.errors": (
        "DataError", "MethodError", "OutputError", "Problem", "ResilmeterError",
        "SelfTestError", "StudyError", "UsageError",
    ),
    "resilmeter.framework": ("Framework", "Indicator"),
    "resilmeter.panel": ("Panel",),
    "resilmeter.prepare": (
        "Scaled", "apply_bounds", "impute", "imputed_cells", "interpolate", "normalize",
        "per_capita", "treat",
    ),
    "resilmeter.present": ("report",),
    "resilmeter.read": ("read_framework", "read_panel"),
    "resilmeter.result": ("Result",),
    "resilmeter.scoring": ("ScoreChoices", "Scores", "score"),
    "resilmeter.study": ("Study", "example", "new_study", "run", "write"),
    "resilmeter.weighting": ("Choices", "Combine", "Weights", "weigh"),
}  # fmt: skip
PLACE_OF = {name: module for module, names in HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in PLACE_OF:
        raise AttributeError(f"module 'resilmeter' has no attribute {name!r}")
    return getattr(import_module(PLACE_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "ChangeTables", "Check", "Choices", "Clusters", "Combine", "Convergence", "DataError",
    "Densities", "Diagnosis", "Dynamics", "Framework", "GiniDecomposition",
    "GoalpostComparison", "GradeTables", "GrowthTables", "Indicator", "LeverTables",
    "MethodError", "Obstacles", "OutputError", "Panel", "Problem", "ResilmeterError", "Result",
    "Scaled", "ScoreChoices", "Scores", "SelfTestError", "Space", "SpatialWeights", "Standing",
    "Study", "StudyError", "Transitions", "UsageError", "WeightingComparison", "Weights",
    "__version__", "apply_bounds", "change", "check", "clusters", "compare_goalposts",
    "compare_weightings", "convergence", "coupling", "densities", "diagnose", "entropy_shifts",
    "example", "gini_cells", "grades", "gravity", "growth", "impute", "imputed_cells",
    "interpolate", "levers", "means", "new_study", "normalize", "obstacle_bounds",
    "obstacle_degree", "obstacle_variants", "outlook", "per_capita", "read_framework",
    "read_panel", "report", "run", "score", "spatial_weights", "standing", "transitions",
    "treat", "weigh", "what_if", "write",
]  # fmt: skip
