"""Keys of the study file: imputing what interpolation leaves, and treating outliers."""

from __future__ import annotations

from pydantic import Field

from resilmeter.prepare import Imputation, Percentiles, Treatment, TreatScope
from resilmeter.sections import Section


class ImputeKeys(Section):
    """How cells that interpolation leaves are filled from other units or indicators."""

    method: Imputation = "none"
    """none, group-median (of group and period), nearest-neighbours, chained-equations; the last two
    need the extra `impute`."""
    neighbours: int = Field(default=5, ge=1)
    """For nearest-neighbours: how many city-years to average."""


class TreatKeys(Section):
    """How outliers and skewness are treated, after filling and division."""

    method: Treatment = "none"
    """none, winsorize (to percentiles), jrc (winsorise a few values, else a logarithm), log,
    box-cox."""
    percentiles: Percentiles = (1, 99)
    """For winsorize: lower and upper percentile."""
    most: int = Field(default=5, ge=1)
    """For jrc: most values of an indicator to winsorise."""
    indicators: tuple[str, ...] = ()
    """Codes to treat; if left out all, and for log and box-cox those that the JRC rule flags."""
    scope: TreatScope = "pooled"
    """Look at all periods together (pooled), or at each by itself (winsorising only)."""
    power: float | None = None
    """For box-cox: lambda; fitted by maximum likelihood if left out."""
