"""Prepare: from the panel as read to oriented, scaled values; each step is named and logged."""

from resilmeter.prepare.bounds import OutOfBounds, apply_bounds
from resilmeter.prepare.interpolate import imputed_cells, interpolate
from resilmeter.prepare.missing import missing_problems
from resilmeter.prepare.normalizations import NORMALIZATIONS, Normalization
from resilmeter.prepare.normalize import Outside, normalize, rescaled, scaled_without
from resilmeter.prepare.per_capita import per_capita
from resilmeter.prepare.scaled import SCOPES, Scaled, Scope

__all__ = [
    "NORMALIZATIONS",
    "SCOPES",
    "Normalization",
    "OutOfBounds",
    "Outside",
    "Scaled",
    "Scope",
    "apply_bounds",
    "imputed_cells",
    "interpolate",
    "missing_problems",
    "normalize",
    "per_capita",
    "rescaled",
    "scaled_without",
]
