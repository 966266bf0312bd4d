"""Prepare: from the panel as read to oriented, scaled values; each step is named and logged."""

from resilmeter.prepare.bounds import OutOfBounds, apply_bounds
from resilmeter.prepare.changes import TreatScope
from resilmeter.prepare.impute import IMPUTATIONS, Imputation, impute
from resilmeter.prepare.interpolate import imputed_cells, interpolate
from resilmeter.prepare.missing import missing_problems
from resilmeter.prepare.normalizations import NORMALIZATIONS, Normalization
from resilmeter.prepare.normalize import Outside, normalize, rescaled, scaled_without
from resilmeter.prepare.per_capita import per_capita
from resilmeter.prepare.scaled import SCOPES, Scaled, Scope
from resilmeter.prepare.treat import TREATMENTS, Percentiles, Treatment, treat

__all__ = [
    "IMPUTATIONS",
    "NORMALIZATIONS",
    "SCOPES",
    "TREATMENTS",
    "Imputation",
    "Normalization",
    "OutOfBounds",
    "Outside",
    "Percentiles",
    "Scaled",
    "Scope",
    "TreatScope",
    "Treatment",
    "apply_bounds",
    "impute",
    "imputed_cells",
    "interpolate",
    "missing_problems",
    "normalize",
    "per_capita",
    "rescaled",
    "scaled_without",
    "treat",
]
