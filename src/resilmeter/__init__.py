"""resilmeter: measure how resilient cities are, and why they differ.

The public names, each loaded when first used, so that the command answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from resilmeter._version import __version__

if TYPE_CHECKING:
    from resilmeter.analyze import (
        Diagnosis,
        GiniDecomposition,
        GrowthTables,
        Obstacles,
        diagnose,
        gini_cells,
        growth,
        means,
        obstacle_degree,
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
    from resilmeter.panel import Framework, Indicator, Panel
    from resilmeter.prepare import (
        Scaled,
        apply_bounds,
        imputed_cells,
        interpolate,
        normalize,
        per_capita,
    )
    from resilmeter.present import report
    from resilmeter.read import read_framework, read_panel
    from resilmeter.result import Result
    from resilmeter.scoring import Scores, score
    from resilmeter.study import Study, example, new_study, run, write
    from resilmeter.weighting import Choices, Combine, Weights, weigh

HOME = {
    "resilmeter.analyze": (
        "Diagnosis", "GiniDecomposition", "GrowthTables", "Obstacles", "diagnose", "gini_cells",
        "growth", "means", "obstacle_degree",
    ),
    "resilmeter.checking": ("Check", "check"),
    "resilmeter.errors": (
        "DataError", "MethodError", "OutputError", "Problem", "ResilmeterError",
        "SelfTestError", "StudyError", "UsageError",
    ),
    "resilmeter.panel": ("Framework", "Indicator", "Panel"),
    "resilmeter.prepare": (
        "Scaled", "apply_bounds", "imputed_cells", "interpolate", "normalize", "per_capita",
    ),
    "resilmeter.present": ("report",),
    "resilmeter.read": ("read_framework", "read_panel"),
    "resilmeter.result": ("Result",),
    "resilmeter.scoring": ("Scores", "score"),
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
    "Check", "Choices", "Combine", "DataError", "Diagnosis", "Framework", "GiniDecomposition",
    "GrowthTables", "Indicator", "MethodError", "Obstacles", "OutputError", "Panel", "Problem",
    "ResilmeterError", "Result", "Scaled", "Scores", "SelfTestError", "Study", "StudyError",
    "UsageError", "Weights", "__version__", "apply_bounds", "check", "diagnose", "example",
    "gini_cells", "growth", "imputed_cells", "interpolate", "means", "new_study", "normalize",
    "obstacle_degree", "per_capita", "read_framework", "read_panel", "report", "run", "score",
    "weigh", "write",
]  # fmt: skip
