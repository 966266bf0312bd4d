"""Score: from scaled values and weights to an index, its dimension parts and contributions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from resilmeter.core.aggregate import parts, weighted_sum
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import refuse_unknown
from resilmeter.prepare import Scaled
from resilmeter.weighting import Weights

Scoring = Literal["weighted-sum"]

SCORINGS: dict[str, Callable[..., FloatArray]] = {"weighted-sum": weighted_sum}


@dataclass(frozen=True, eq=False, kw_only=True)
class Scores:
    """The index of every unit and period, and what it is made of.

    Attributes
    ----------
    index : Series
        By (unit, period); in [0, 1] when the scaled values are.
    parts : DataFrame
        By (unit, period), one column a dimension; rows add up to `index`.
    contributions : DataFrame
        By (unit, period), one column an indicator; rows add up to `index`.
    weights : Weights
        The weights that were used.
    scaled : Scaled
        The values that were scored.
    method : str
        How they were aggregated.
    """

    index: pd.Series
    parts: pd.DataFrame
    contributions: pd.DataFrame
    weights: Weights
    scaled: Scaled
    method: str

    @property
    def fill(self) -> pd.DataFrame:
        """Each part as a share of the most it can be: part / weight of its dimension."""
        return self.parts / self.weights.by_dimension

    @property
    def ranks(self) -> pd.Series:
        """Rank within the period, 1 is best; equal scores share the best rank ("min").

        Scores are compared at 12 decimals: sums that are equal on paper differ beyond that.
        """
        by_period = self.index.round(12).groupby(level="period")
        return by_period.rank(method="min", ascending=False).astype(int)

    def __repr__(self) -> str:
        yearly = self.index.groupby(level="period").mean()
        first, last = yearly.index[0], yearly.index[-1]
        return (
            f"<Scores: {self.method} of {len(self.index)} unit-periods; mean index"
            f" {yearly.iloc[0]:.4f} ({first}) to {yearly.iloc[-1]:.4f} ({last})>"
        )


def score(scaled: Scaled, weights: Weights, *, method: Scoring = "weighted-sum") -> Scores:
    """Aggregate scaled indicators to an index.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values.
    weights : Weights
        One weight an indicator.
    method : {"weighted-sum"}
        Aggregation.

    Returns
    -------
    Scores

    Raises
    ------
    StudyError
        An unknown method.

    Notes
    -----
    ``y_it = sum_j w_j x_ijt``; the part of a dimension is the sum over its indicators, so that
    parts add up to the index (S1 Table 3, S2 step 6); the fill rate is part / dimension weight.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> scores = rm.score(scaled, rm.weigh(scaled, method="entropy"))
    >>> list(scores.parts.columns)[:2]
    ['Economic resilience', 'Ecological resilience']
    """
    refuse_unknown(method, SCORINGS, "score.method")
    framework, rows = scaled.panel.framework, scaled.values.index
    contributions = SCORINGS[method](scaled.values.to_numpy(), weights.values)
    by_dimension = parts(contributions, framework.dimension_codes)
    return Scores(
        index=pd.Series(contributions.sum(axis=1), rows, name="index"),
        parts=pd.DataFrame(by_dimension, rows, list(framework.dimensions)),
        contributions=pd.DataFrame(contributions, rows, list(framework.codes)),
        weights=weights,
        scaled=scaled,
        method=method,
    )
