"""The index of every unit and period, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from resilmeter.core.aggregate import parts
from resilmeter.errors import MethodError, Problem, problem
from resilmeter.notebook import card
from resilmeter.prepare import Scaled
from resilmeter.scoring.choices import ScoreChoices, Scoring
from resilmeter.weighting import Weights


@dataclass(frozen=True, eq=False, kw_only=True)
class Scores:
    """The index of every unit and period, and what it is made of.

    Attributes
    ----------
    index : Series
        By (unit, period).
    parts : DataFrame
        By (unit, period), one column a dimension; rows add up to `index`. Sums of contributions
        where the score is additive, exact Shapley values where it is not, the index itself where it
        was computed elsewhere.
    by_indicator : DataFrame or None
        Contributions by (unit, period), one column an indicator; None where nothing adds up.
    weights : Weights
        The weights that were used.
    scaled : Scaled
        The values that were scored.
    method : str
        How they were aggregated.
    choices : ScoreChoices
        Choices beside the method.
    comparable_over_time : bool
        False if scaling, weights or ideals are those of each period.
    levels : DataFrame or None
        By (unit, period), one column a dimension or sub-index: its own value, for the method
        "levels".
    steps : tuple of Problem
        What a reader of the scores has to know.
    """

    index: pd.Series
    parts: pd.DataFrame
    by_indicator: pd.DataFrame | None
    weights: Weights
    scaled: Scaled
    method: Scoring
    choices: ScoreChoices = field(default_factory=ScoreChoices)
    comparable_over_time: bool = True
    levels: pd.DataFrame | None = None
    steps: tuple[Problem, ...] = ()

    @property
    def additive(self) -> bool:
        """True if contributions of indicators add up to the index."""
        return self.by_indicator is not None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Dimensions that the index has parts of; none where it was computed elsewhere."""
        return () if self.method == "imported" else tuple(self.parts.columns)

    @property
    def contributions(self) -> pd.DataFrame:
        """By (unit, period), one column an indicator; rows add up to `index`.

        Raises
        ------
        MethodError
            Scores of which indicators have no contributions.
        """
        if self.by_indicator is None:
            raise MethodError(problem("not-additive", {"key": "score.method"}, method=self.method))
        return self.by_indicator

    @property
    def ends(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The least and the most that each part can be: weight x worst and best scaled value.

        By period, one column a dimension; blank unless the index is a weighted sum of values that
        have a worst and a best one.
        """
        periods, columns = list(self.scaled.panel.periods), self.parts.columns
        worst, best = self.scaled.worst, self.scaled.best
        if self.method != "weighted-sum" or worst is None or best is None:
            blank = pd.DataFrame(np.nan, periods, columns)
            return blank, blank
        codes = self.scaled.panel.framework.dimension_codes
        weights = np.broadcast_to(self.weights.for_periods(periods), (len(periods), codes.size))
        whole = pd.DataFrame(parts(weights, codes), periods, columns)
        return whole * worst, whole * best

    @property
    def fill(self) -> pd.DataFrame:
        """Each part on the way from the least (0) to the most (1) it can be; see `ends`."""
        rows = self.index.index.get_level_values("period")
        least, most = (end.loc[rows].set_axis(self.index.index) for end in self.ends)
        span = (most - least).where(most > least)
        return (self.parts - least) / span

    @property
    def ranks(self) -> pd.Series:
        """Rank within the period, 1 is best; equal scores share the best rank ("min").

        Scores are compared at 12 decimals: sums that are equal on paper differ beyond that.
        """
        by_period = self.index.round(12).groupby(level="period")
        return by_period.rank(method="min", ascending=False).astype(int)

    _repr_html_ = card

    def __repr__(self) -> str:
        yearly = self.index.groupby(level="period").mean()
        first, last = yearly.index[0], yearly.index[-1]
        return (
            f"<Scores: {self.method} of {len(self.index)} unit-periods; mean index"
            f" {yearly.iloc[0]:.4f} ({first}) to {yearly.iloc[-1]:.4f} ({last})>"
        )
