"""Keys of the study file: how inequality is measured, and how chance is gauged."""

from __future__ import annotations

from pydantic import Field

from resilmeter.core.inequality import Correction
from resilmeter.sections import Section


class InequalityKeys(Section):
    """How inequality is measured where `analyze.gaps` asks for it, and how chance is gauged."""

    weights: str = ""
    """Column of the panel file with positive weights of the units, such as population or area; all
    units count the same if left out."""
    correction: Correction = "none"
    """none: population form of the Gini coefficient; sample: every part times n / (n - 1)."""
    shuffles: int = Field(default=999, ge=1)
    """How often group labels are shuffled for p values."""
    draws: int = Field(default=999, ge=2)
    """How often units are drawn again, with all their periods, for changes and first places."""
    confidence: float = Field(default=0.95, gt=0, lt=1)
    """Of intervals; a p value above 1 - confidence is like chance."""
    first_period: int | None = None
    """First period of the change; that of the panel if left out."""
    last_period: int | None = None
    """Last period of the change; that of the panel if left out."""
