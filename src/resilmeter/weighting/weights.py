"""One weight an indicator, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import Problem
from resilmeter.notebook import card
from resilmeter.rows import each_row


@dataclass(frozen=True, eq=False, kw_only=True)
class Weights:
    """One weight an indicator.

    Attributes
    ----------
    table : DataFrame
        One row an indicator, in framework order: indicator, dimension, weight, dimension_weight,
        std, conflict, entropy, zero_share, skewness, weight_without_extreme, extreme_unit,
        extreme_period. Weights sum to 1; blank where a diagnostic is not defined.
    method : str
        Weighting that was used.
    level : str
        "flat" if indicators were weighed against all others, "within-dimension" if against those of
        their dimension.
    by_period : DataFrame or None
        Weights of each period, one column an indicator, where periods were weighed by themselves;
        `table` then holds their means.
    judgements : DataFrame or None
        compared, items, experts, method, largest_eigenvalue, consistency_index, consistency_ratio,
        accepted, worst: what experts' comparison matrices say, where they were looked at.
    steps : tuple of Problem
        What is doubtful in the weights, such as comparisons that contradict each other.
    """

    table: pd.DataFrame
    method: str
    level: str = "flat"
    by_period: pd.DataFrame | None = None
    judgements: pd.DataFrame | None = None
    steps: tuple[Problem, ...] = ()

    @property
    def values(self) -> FloatArray:
        """(q,): the weights, in framework order, summing to 1."""
        return self.table["weight"].to_numpy(dtype=np.float64)

    def for_periods(self, periods: Iterable[int]) -> FloatArray:
        """Weights in each of n periods: (q,) shared by all, or (n, q)."""
        if self.by_period is None:
            return self.values
        return self.by_period.loc[list(periods)].to_numpy(dtype=np.float64)

    @property
    def by_dimension(self) -> pd.Series:
        """Sum of the weights in each dimension."""
        return self.table.groupby("dimension", sort=False)["weight"].sum()

    _repr_html_ = card

    def __repr__(self) -> str:
        top = self.table.nlargest(3, "weight")
        named = ", ".join(f"{r.indicator} {r.weight:.4f}" for r in each_row(top))
        return f"<Weights: {self.method}, {len(self.table)} indicators; largest {named}>"
