"""What changed from one run to another: the tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

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
    """

    causes: pd.DataFrame
    weights: pd.DataFrame
    scores: pd.DataFrame
    headlines: pd.DataFrame

    _repr_html_ = card

    def __repr__(self) -> str:
        moved = int((self.scores["moved"].fillna(0) != 0).sum())
        return (
            f"<Comparison: {len(self.causes)} causes; {moved} of {len(self.scores)} ranks changed>"
        )
