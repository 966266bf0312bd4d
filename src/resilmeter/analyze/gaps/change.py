"""Where does the change of the gap come from? The share of a level is not the share of a change."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from resilmeter.analyze.gaps.chance import USUAL, Chance
from resilmeter.analyze.gaps.change_rows import own_table, part_tables
from resilmeter.analyze.gaps.sample import GapSample, gap_sample
from resilmeter.core.inequality import (
    ChangeIntervals,
    Correction,
    change_intervals,
    draw_cities,
)
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores


@dataclass(frozen=True, eq=False)
class GapChange:
    """The change of the Gini coefficient between two periods, split exactly.

    A blank cell is not defined; the column `note` of its row says why.

    Attributes
    ----------
    parts : DataFrame
        level, group_a, group_b, dimension, first, last, change, share_effect,
        concentration_effect, first_share, last_share, change_share, error, low, high, note.
        `level` is total, within, between, pair, dimension or cell; the changes of the pairs, of the
        dimensions and of the cells add up to the total. A component's share in the mean index and
        the concentration of its gaps make each change: ``change = share_effect +
        concentration_effect``. `first_share` and `last_share` are shares of the level,
        `change_share` of the change.
    own : DataFrame
        group, first, last, change, error, low, high, note: each group's own Gini coefficient
        (G_jj). Empty without groups.
    start, end : int
        The periods.
    chance : Chance
        Draws, confidence and seed.
    """

    parts: pd.DataFrame
    own: pd.DataFrame
    start: int
    end: int
    chance: Chance

    _repr_html_ = card

    def __repr__(self) -> str:
        total = self.parts.iloc[0]
        return (
            f"<GapChange: Gini {total['change']:+.4f} from {self.start} to {self.end}"
            f" ({total['low']:+.4f} to {total['high']:+.4f})>"
        )


def gap_change(
    scores: Scores,
    first: int | None = None,
    last: int | None = None,
    *,
    weights: str | None = None,
    correction: Correction = "none",
    chance: Chance = USUAL,
) -> GapChange:
    """Split the change of the Gini coefficient between two periods over groups and dimensions.

    Parameters
    ----------
    scores : Scores
        Scores that can be compared over time.
    first, last : int, optional
        Two periods; the first and the last of the panel if left out.
    weights : str, optional
        Column of the panel (`panel.others`) with positive weights of the units.
    correction : {"none", "sample"}
        As for `gini_cells`.
    chance : Chance
        Draws, confidence and seed.

    Returns
    -------
    GapChange

    Raises
    ------
    MethodError
        Scores that cannot be compared over time, periods that are not in the panel or not in order,
        and what `gini_cells` refuses.

    Notes
    -----
    A cell is ``C = S K``, the share S of its dimension in the mean index times the concentration K
    of its gaps. ``dC = dS (K_0 + K_1) / 2 + dK (S_0 + S_1) / 2`` leaves no rest. Intervals are
    Student's, with error and bias of the draws.

    References
    ----------
    Efron, Tibshirani (1993), An Introduction to the Bootstrap, doi:10.1201/9780429246593.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> change = rm.gap_change(rm.score(scaled, rm.weigh(scaled, method="entropy")))
    >>> parts = change.parts.groupby("level")["change"].sum()
    >>> bool(np.allclose(parts[["cell", "dimension", "pair"]], parts["total"], rtol=1e-9))
    True
    """
    if not scores.comparable_over_time:
        raise MethodError(problem("not-comparable-over-time", {"key": "analyze.gaps"}))
    places = change_places(scores.scaled.panel.periods, first, last)
    sample = gap_sample(scores, weights, correction)
    intervals, note = _intervals(sample, places, chance)
    parts = pd.concat(part_tables(sample, places, intervals, note), ignore_index=True)
    own = own_table(sample, places, intervals, note)
    start, end = (sample.periods[place] for place in places)
    return GapChange(
        parts=parts,
        own=own if sample.grouped else own.iloc[:0],
        start=start,
        end=end,
        chance=chance,
    )


def change_places(periods: tuple[int, ...], first: int | None, last: int | None) -> tuple[int, int]:
    """Find the places of the two periods of a change.

    Raises
    ------
    MethodError
        One period only, or periods that are not there or not in order.
    """
    if len(periods) < 2:
        raise MethodError(problem("change-one-period", period=periods[0]))
    start = periods[0] if first is None else first
    end = periods[-1] if last is None else last
    if start not in periods or end not in periods or start >= end:
        where = {"key": "inequality.first_period"}
        raise MethodError(problem("change-periods", where, first=start, last=end, allowed=periods))
    return periods.index(start), periods.index(end)


def _intervals(
    sample: GapSample, places: tuple[int, int], chance: Chance
) -> tuple[ChangeIntervals | None, str]:
    """Draw cities; where no city can be drawn again or a draw has no mean, note the reason."""
    if len(sample.cube) == len(np.unique(sample.codes)):
        return None, problem("all-groups-of-one").text()
    try:
        found = draw_cities(
            sample.cube, sample.codes, sample.weights, draws=chance.draws, seed=chance.seed
        )
    except MethodError as error:
        return None, error.problems[0].text()
    factor = sample.factors[:, None]
    whole = factor[:, :, None, None]
    found = replace(
        found,
        cells=found.cells * whole,
        own=found.own * factor,
        drawn_cells=found.drawn_cells * whole,
        drawn_own=found.drawn_own * factor,
    )
    return change_intervals(found, *places, confidence=chance.confidence), ""
