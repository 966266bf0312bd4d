"""Oriented, scaled values, and how they came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from resilmeter.notebook import card
from resilmeter.panel import Panel

Scope = Literal["pooled", "per-period", "base-period", "fixed"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, eq=False, kw_only=True)
class Scaled:
    """Oriented, scaled values.

    Attributes
    ----------
    panel : Panel
        The raw values they come from.
    values : DataFrame
        Float, same rows and columns as `panel.values`; larger is better.
    goalposts : DataFrame
        indicator, period (blank when shared by all periods), low, high, in raw units.
    method, scope : str
        How they were scaled.
    base_period : int or None
        The base period, for scope "base-period".
    clipped : bool
        True if values beyond the goalposts were clipped.
    interval : (float, float)
        The interval that goalposts are scaled to, for the methods that have one.
    worst, best : float or None
        Scaled value at the worst and the best goalpost; None where the method knows none
        (z-scores, vector length).
    clip : bool
        True if values beyond the goalposts are clipped, whether or not there were any.
    """

    panel: Panel
    values: pd.DataFrame
    goalposts: pd.DataFrame
    method: str
    scope: Scope
    base_period: int | None = None
    clipped: bool = False
    interval: tuple[float, float] = (0.0, 1.0)
    worst: float | None = 0.0
    best: float | None = 1.0
    clip: bool = False

    @property
    def comparable_over_time(self) -> bool:
        """False under per-period scaling, where every period has its own yardstick."""
        return self.scope != "per-period"

    @property
    def negative(self) -> int:
        """Number of negative values, which rule out what works with shares or ratios."""
        return int((self.values < 0).to_numpy().sum())

    _repr_html_ = card

    def __repr__(self) -> str:
        return f"<Scaled: {self.method}, {self.scope}, of {self.panel!r}>"
