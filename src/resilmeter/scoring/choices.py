"""The choices that some ways of scoring need, and what a way of scoring may look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from resilmeter.core.compromise import Distance

Scoring = Literal[
    "weighted-sum", "geometric-mean", "power-mean", "levels", "mazziotta-pareto",
    "adjusted-mazziotta-pareto", "topsis", "vikor", "grey-relation", "rank-sum-ratio", "imported",
]  # fmt: skip
Mean = Literal["arithmetic", "geometric", "harmonic"]
EXPONENTS: dict[str, float] = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}
ScoredValues = Literal["scaled", "scaled-vector", "vector", "raw"]
Ideals = Literal["pooled", "per-period"]


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoreChoices:
    """Choices beside the method.

    Parameters
    ----------
    exponent : float
        For "power-mean".
    levels : tuple of {"arithmetic", "geometric", "harmonic"}
        For "levels": the mean of each level, from the indicators up.
    distance : {"matrix", "inside"}
        For "topsis": weights on the matrix (squared under the root) or inside the sum.
    values : {"scaled", "scaled-vector", "vector", "raw"}
        For "topsis": what distances are measured on: scaled values, scaled values divided by their
        vector length, raw values divided by theirs, or raw values as they are (raw values are
        turned where lower is better).
    ideals : {"pooled", "per-period"}
        Where best and worst, ranks, or mean and deviation come from, for the methods that need
        them.
    strategy : float
        For "vikor": weight of the group utility against the largest regret, in [0, 1].
    distinguishing : float
        For "grey-relation": distinguishing coefficient in (0, 1].
    imported : Series or None
        For "imported": an index computed elsewhere, by (unit, period).
    """

    exponent: float = 0.5
    levels: tuple[Mean, ...] = ("arithmetic", "geometric")
    distance: Distance = "matrix"
    values: ScoredValues = "scaled"
    ideals: Ideals = "pooled"
    strategy: float = 0.5
    distinguishing: float = 0.5
    imported: pd.Series | None = None
