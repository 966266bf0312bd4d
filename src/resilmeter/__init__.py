"""resilmeter: measure how resilient cities are, and why they differ.

The public names, each loaded when first used, so that the command answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from resilmeter._version import __version__

if TYPE_CHECKING:
    from resilmeter.analyze import (
        Chance,
        ChangeTables,
        Clusters,
        Comparison,
        Convergence,
        DagumDecomposition,
        Densities,
        Diagnosis,
        Dynamics,
        GapChange,
        GapEvidence,
        GiniDecomposition,
        GoalpostComparison,
        GradeTables,
        GrowthTables,
        Inequality,
        LeverTables,
        Obstacles,
        Robustness,
        Space,
        SpatialWeights,
        Standing,
        Transitions,
        WeightingComparison,
        change,
        clusters,
        compare_decompositions,
        compare_goalposts,
        compare_weightings,
        convergence,
        coupling,
        dagum,
        densities,
        diagnose,
        entropy_shifts,
        gap_change,
        gap_evidence,
        gini_cells,
        grades,
        gravity,
        growth,
        inequality,
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
    from resilmeter.analyze.drivers import (
        Classes,
        Driver,
        DriverAnalysis,
        DriverChoices,
        Drivers,
        EcologicalPairs,
        Factors,
        Interactions,
        Risks,
        SearchedStrata,
        ShapleyShares,
        analyze_drivers,
        detect_ecological,
        detect_factors,
        detect_interactions,
        detect_risk,
        discretize,
        gather_drivers,
        optimal_strata,
        shapley_drivers,
    )
    from resilmeter.auditing import Finding, Paper, PaperKeys, audit, read_paper, write_audit
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
    from resilmeter.present.figures.plot import plot_figure
    from resilmeter.present.maps.choices import MapChoices
    from resilmeter.present.maps.plot import plot_categories, plot_map, plot_maps
    from resilmeter.present.paper import paper_of
    from resilmeter.present.report import report
    from resilmeter.read import (
        Boundaries,
        contiguity,
        read_boundaries,
        read_framework,
        read_panel,
        tile_boundaries,
    )
    from resilmeter.result import Result
    from resilmeter.scale.result import TableResult
    from resilmeter.scoring import ScoreChoices, Scores, score
    from resilmeter.study import (
        Span,
        Study,
        compare,
        example,
        new_study,
        run,
        uncertainty,
        vary,
        write,
    )
    from resilmeter.weighting import Choices, Combine, Weights, weigh

HOME = {
    "resilmeter.analyze": (
        "Chance", "ChangeTables", "Clusters", "Comparison", "Convergence",
        "DagumDecomposition", "Densities", "Diagnosis", "Dynamics", "GapChange", "GapEvidence",
        "GiniDecomposition", "GoalpostComparison", "GradeTables", "GrowthTables", "Inequality",
        "LeverTables", "Obstacles", "Robustness", "Space", "SpatialWeights", "Standing",
        "Transitions", "WeightingComparison", "change", "clusters", "compare_decompositions",
        "compare_goalposts", "compare_weightings", "convergence", "coupling", "dagum",
        "densities", "diagnose", "entropy_shifts", "gap_change", "gap_evidence", "gini_cells",
        "grades", "gravity", "growth", "inequality", "levers", "means", "obstacle_bounds",
        "obstacle_degree", "obstacle_variants", "outlook", "spatial_weights", "standing",
        "transitions", "what_if",
    ),
    "resilmeter.auditing": (
        "Finding", "Paper", "PaperKeys", "audit", "read_paper", "write_audit",
    ),
    "resilmeter.analyze.drivers": (
        "Classes", "Driver", "DriverAnalysis", "DriverChoices", "Drivers", "EcologicalPairs",
        "Factors", "Interactions", "Risks", "SearchedStrata", "ShapleyShares", "analyze_drivers",
        "detect_ecological", "detect_factors", "detect_interactions", "detect_risk", "discretize",
        "gather_drivers", "optimal_strata", "shapley_drivers",
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
    "resilmeter.present.figures.plot": ("plot_figure",),
    "resilmeter.present.maps.choices": ("MapChoices",),
    "resilmeter.present.maps.plot": ("plot_categories", "plot_map", "plot_maps"),
    "resilmeter.present.paper": ("paper_of",),
    "resilmeter.present.report": ("report",),
    "resilmeter.read": (
        "Boundaries", "contiguity", "read_boundaries", "read_framework", "read_panel",
        "tile_boundaries",
    ),
    "resilmeter.result": ("Result",),
    "resilmeter.scale.result": ("TableResult",),
    "resilmeter.scoring": ("ScoreChoices", "Scores", "score"),
    "resilmeter.study": (
        "Span", "Study", "compare", "example", "new_study", "run", "uncertainty", "vary",
        "write",
    ),
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
    "Boundaries", "Chance", "ChangeTables", "Check", "Choices", "Classes", "Clusters",
    "Combine", "Comparison", "Convergence", "DagumDecomposition", "DataError", "Densities",
    "Diagnosis", "Driver", "DriverAnalysis", "DriverChoices", "Drivers", "Dynamics",
    "EcologicalPairs", "Factors", "Finding", "Framework", "GapChange", "GapEvidence",
    "GiniDecomposition", "GoalpostComparison", "GradeTables", "GrowthTables", "Indicator",
    "Inequality", "Interactions", "LeverTables", "MapChoices", "MethodError", "Obstacles",
    "OutputError", "Panel", "Paper", "PaperKeys", "Problem", "ResilmeterError", "Result",
    "Risks", "Robustness", "Scaled", "ScoreChoices", "Scores", "SearchedStrata",
    "SelfTestError", "ShapleyShares", "Space", "Span", "SpatialWeights", "Standing",
    "Study", "StudyError", "TableResult", "Transitions", "UsageError",
    "WeightingComparison", "Weights",
    "__version__", "analyze_drivers", "apply_bounds", "audit", "change", "check",
    "clusters", "compare", "compare_decompositions", "compare_goalposts",
    "compare_weightings", "contiguity", "convergence", "coupling", "dagum", "densities",
    "detect_ecological", "detect_factors", "detect_interactions", "detect_risk", "diagnose",
    "discretize", "entropy_shifts", "example", "gap_change", "gap_evidence",
    "gather_drivers", "gini_cells", "grades", "gravity", "growth", "impute",
    "imputed_cells", "inequality", "interpolate", "levers", "means", "new_study",
    "normalize", "obstacle_bounds", "obstacle_degree", "obstacle_variants",
    "optimal_strata", "outlook", "paper_of", "per_capita", "plot_categories", "plot_figure",
    "plot_map", "plot_maps", "read_boundaries", "read_framework", "read_panel",
    "read_paper", "report", "run", "score", "shapley_drivers", "spatial_weights",
    "standing", "tile_boundaries", "transitions", "treat", "uncertainty", "vary", "weigh",
    "what_if", "write", "write_audit",
]  # fmt: skip
