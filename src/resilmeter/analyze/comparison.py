"""What changed from one run to another: the tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from resilmeter.errors import Problem
from resilmeter.notebook import card


@dataclass(frozen=True, eq=False, kw_only=True)
class Comparison:
    """What changed from one run to another.

    Attributes
    ----------
    causes : DataFrame
        kind, what, first, second: keys of the study, inputs (by the beginning of their hash),
        versions and goalposts that differ.
    weights : DataFrame
        indicator, weight_first, weight_second, change: largest change first; blank where an
        indicator is in one run only.
    scores : DataFrame
        unit, period, index_first, index_second, change, rank_first, rank_second, moved: ranks
        gained are positive; blank where a unit or period is in one run only.
    headlines : DataFrame
        run, headline: sentences that only one of the runs says, "first" or "second".
    shares : DataFrame
        unit, period, stage, change, moved: what each stage that differs adds to the change of the
        index and to the ranks gained; the rows of a unit and period sum to its row in `scores`.
        Stages are data, filling, outliers, normalisation, weights, aggregation, and rest: what
        replaying both studies today does not give. Empty where nothing differs or `reason` is.
    reason : Problem or None
        Why the change is not split.
    """

    causes: pd.DataFrame
    weights: pd.DataFrame
    scores: pd.DataFrame
    headlines: pd.DataFrame
    shares: pd.DataFrame
    reason: Problem | None = None

    @property
    def by_stage(self) -> pd.DataFrame:
        """stage, mean_change, mean_size, mean_moved: means over units and periods.

        Of the change of the index, of its size, and of the size of the change of ranks.
        """
        grouped = self.shares.assign(
            mean_change=self.shares["change"], mean_size=self.shares["change"].abs(),
            mean_moved=self.shares["moved"].abs(),
        ).groupby("stage", sort=False)[["mean_change", "mean_size", "mean_moved"]]  # fmt: skip
        return grouped.mean().reset_index()

    _repr_html_ = card

    def __repr__(self) -> str:
        moved = int((self.scores["moved"].fillna(0) != 0).sum())
        return (
            f"<Comparison: {len(self.causes)} causes; {moved} of {len(self.scores)} ranks changed>"
        )
