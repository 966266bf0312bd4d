"""What do frozen goalposts change? The index under given goalposts and under the panel's own."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.prepare import Scaled, rescaled
from resilmeter.scoring import Scores, score


@dataclass(frozen=True, eq=False, kw_only=True)
class GoalpostComparison:
    """The index under given goalposts, and under those that the panel itself would set.

    Attributes
    ----------
    scores : DataFrame
        unit, period, index, own_index, difference, rank, own_rank, rank_shift; "own" are the
        goalposts of the panel itself. Weights are the same on both sides.
    goalposts : DataFrame
        indicator, low, high, own_low, own_high: in raw units.
    """

    scores: pd.DataFrame
    goalposts: pd.DataFrame

    _repr_html_ = card

    def __repr__(self) -> str:
        largest = self.scores["difference"].abs().max()
        return f"<GoalpostComparison: largest difference of the index {largest:.4f}>"


def compare_goalposts(scores: Scores) -> GoalpostComparison:
    """Compare scores under given goalposts with scores under the panel's own.

    Parameters
    ----------
    scores : Scores
        Of values scaled with given goalposts, such as those of last year's study.

    Returns
    -------
    GoalpostComparison

    Raises
    ------
    MethodError
        Values that were not scaled with given goalposts, or scores computed elsewhere.

    Notes
    -----
    ``difference = own_index - index``: what a reader would see change in scores already published
    if goalposts were found again each year. Pooled goalposts rescale all history when one extreme
    value is added.
    """
    scaled = scores.scaled
    if scaled.scope != "fixed" or scores.method == "imported":
        where = {"key": "prepare.normalize.scope"}
        raise MethodError(
            problem("goalposts-not-given", where, scope=scaled.scope, method=scores.method)
        )
    own = rescaled(scaled)
    twin = score(own, scores.weights, method=scores.method, choices=scores.choices)
    table = pd.DataFrame({
        "index": scores.index, "own_index": twin.index,
        "difference": twin.index - scores.index,
        "rank": scores.ranks, "own_rank": twin.ranks, "rank_shift": twin.ranks - scores.ranks,
    })  # fmt: skip
    return GoalpostComparison(scores=table.reset_index(), goalposts=_moved(scaled, own))


def _moved(scaled: Scaled, own: Scaled) -> pd.DataFrame:
    given = scaled.goalposts.set_index("indicator")[["low", "high"]]
    found = own.goalposts.set_index("indicator")[["low", "high"]].add_prefix("own_")
    return given.join(found).reset_index()
