"""What would move each unit: gain by raw unit, cheapest single change, and the way to its peers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from resilmeter.analyze.obstacles.group_levers import group_levers
from resilmeter.analyze.obstacles.ruler import Ruler, ruler
from resilmeter.core.arrays import ROUNDING, FloatArray
from resilmeter.core.levers import changes_to_reach, gain_per_unit, raw_change
from resilmeter.core.obstacles import attainable
from resilmeter.errors import refuse_unknown
from resilmeter.notebook import card
from resilmeter.panel import Panel
from resilmeter.scoring import Scores

Prices = Literal["years", "range"]
PEER_MEDIAN = "peer-median"
NEXT_GRADE = "next-grade"
REACHED = "reached"
NO_SINGLE = "no single indicator suffices"


@dataclass(frozen=True, eq=False, kw_only=True)
class LeverTables:
    """What would move each unit in one period, under the weights and goalposts of the study.

    Attributes
    ----------
    gains : DataFrame
        unit, period, indicator, dimension, raw, gain_per_unit, still_to_gain: what one raw unit
        more adds to the score (0 at the best value), and what the way to the best value would add.
    goals : DataFrame
        unit, period, goal, index, goal_index, need, indicator, change, cost, cost_in, note: the
        cheapest single change that reaches the goal; blank with a note where there is none.
    changes : DataFrame
        unit, period, goal, indicator, dimension, raw, change, reachable, cost: every single change,
        for the units that have not reached the goal.
    catch_up : DataFrame
        unit, period, indicator, dimension, raw, attainable, change, gain, place: the way to what
        the better ones among the peers have attained, largest gain first.
    groups : DataFrame
        group (blank for all units), period, place, indicator, dimension, behind, units, gain, mean,
        mean_after, gini, gini_after: what catching up in one indicator would move in each group.
    period : int
        The period.
    """

    gains: pd.DataFrame
    goals: pd.DataFrame
    changes: pd.DataFrame
    catch_up: pd.DataFrame
    groups: pd.DataFrame
    period: int

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        return {"lever_gains": self.gains, "lever_goals": self.goals,
                "lever_changes": self.changes, "catch_up": self.catch_up,
                "lever_groups": self.groups}  # fmt: skip

    _repr_html_ = card

    def __repr__(self) -> str:
        open_goals = int((self.goals["note"] != REACHED).sum())
        return f"<LeverTables: {self.period}, {open_goals} goals not yet reached>"


def levers(
    scores: Scores,
    *,
    period: int | None = None,
    next_grade: pd.Series | None = None,
    prices: Prices = "years",
    percentile: float = 75.0,
) -> LeverTables:
    """Say what each indicator alone would have to do, and what it would gain.

    Parameters
    ----------
    scores : Scores
        A weighted sum of values scaled between goalposts.
    period : int, optional
        The last one if left out.
    next_grade : Series, optional
        By unit, the score at which its next grade begins; blank in the highest grade. A second goal
        beside the median of the unit's group (of all units without groups).
    prices : {"years", "range"}
        What a change costs: years at the mean pace of all units in the panel, or shares of the way
        from worst to best. With a single period there is no pace, and the range is used.
    percentile : float
        Of the peers, for the catch-up table.

    Returns
    -------
    LeverTables

    Raises
    ------
    MethodError
        Scores that are no weighted sum, values without goalposts or kept beyond them, a period that
        was not scored, a percentile outside 0 to 100.
    StudyError
        Unknown prices.

    Notes
    -----
    ``dy / dx_j = w_j / (high - low)``; a lacking score d needs a rise of ``d / w_j`` on the scale
    from 0 to 1. Raw units are those after filling, division and treatment; goalposts are kept.
    Caveats: a pace of the past is no promise; an indicator that never moved has no cost and is
    never the cheapest.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.levers(rm.score(scaled, rm.weigh(scaled, method="equal")))
    >>> sorted(set(found.goals["note"]))
    ['', 'no single indicator suffices', 'reached']
    """
    refuse_unknown(prices, get_args(Prices), "obstacles.prices")
    measured = ruler(scores, period)
    panel = scores.scaled.panel
    how: Prices = prices if len(panel.periods) > 1 else "range"
    aims = {PEER_MEDIAN: _peer_medians(panel, measured)}
    if next_grade is not None:
        aims[NEXT_GRADE] = next_grade.reindex(list(panel.units)).to_numpy(dtype=np.float64)
    cost = _prices(panel, measured, how)
    found = [_goal(panel, measured, name, aim, cost) for name, aim in aims.items()]
    goals = pd.concat([g for g, _ in found], ignore_index=True)
    goals.insert(len(goals.columns) - 1, "cost_in", how)
    behind = _catch_up(panel, measured, percentile)
    return LeverTables(
        gains=_gains(panel, measured),
        goals=goals,
        changes=pd.concat([c for _, c in found], ignore_index=True),
        catch_up=behind,
        groups=group_levers(panel, measured, behind),
        period=measured.period,
    )


def _keys(panel: Panel, measured: Ruler) -> pd.DataFrame:
    """Lay out unit, period, indicator and dimension of every cell of the period."""
    n, framework = len(panel.units), panel.framework
    return pd.DataFrame({
        "unit": np.repeat(np.array(panel.units, dtype=object), len(framework.codes)),
        "period": measured.period,
        "indicator": list(framework.codes) * n,
        "dimension": [i.dimension for i in framework.indicators] * n,
        "raw": measured.raw.ravel(),
    })  # fmt: skip


def _gains(panel: Panel, measured: Ruler) -> pd.DataFrame:
    gain = gain_per_unit(measured.raw, measured.yardstick)
    left = (1.0 - measured.yardstick.scaled(measured.raw)) * measured.yardstick.weights
    return _keys(panel, measured).assign(gain_per_unit=gain.ravel(), still_to_gain=left.ravel())


def _peer_medians(panel: Panel, measured: Ruler) -> FloatArray:
    index = pd.Series(measured.index)
    medians = index.groupby(panel.group_codes).transform("median")
    return medians.to_numpy(dtype=np.float64)


def _prices(panel: Panel, measured: Ruler, how: Prices) -> FloatArray:
    """Cost of one raw unit of each indicator; NaN where the panel knows no pace."""
    if how == "range":
        return np.asarray(1.0 / measured.yardstick.reach, dtype=np.float64)
    years = np.diff(np.array(panel.periods, dtype=np.float64))
    steps = np.abs(np.diff(panel.cube(), axis=1)) / years[None, :, None]
    pace = steps.mean(axis=(0, 1))
    blank = np.full(pace.size, np.nan)
    return np.asarray(np.divide(1.0, pace, out=blank, where=pace > 0), dtype=np.float64)


def _goal(
    panel: Panel, measured: Ruler, name: str, aim: FloatArray, prices: FloatArray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the single changes that reach a goal; units without a goal have reached it."""
    # an aim that is above the index by rounding only is reached
    lacking = aim - measured.index > ROUNDING * np.abs(measured.index)
    wanted = np.where(lacking, aim, measured.index)
    found = changes_to_reach(measured.raw, measured.yardstick, wanted - measured.floor)
    cost = np.where(found.reachable, np.abs(found.change) * prices, np.nan)
    known = np.where(np.isnan(cost), np.inf, cost)
    best = known.argmin(axis=1)
    rows = np.arange(best.size)
    can = lacking & np.isfinite(known[rows, best])
    codes = np.array(panel.framework.codes, dtype=object)
    goals = pd.DataFrame({
        "unit": panel.units,
        "period": measured.period,
        "goal": name,
        "index": measured.index,
        "goal_index": aim,
        "need": np.where(lacking, found.need, 0.0),
        "indicator": np.where(can, codes[best], ""),
        "change": np.where(can, found.change[rows, best], np.nan),
        "cost": np.where(can, cost[rows, best], np.nan),
        "note": np.where(can, "", np.where(lacking, NO_SINGLE, REACHED)),
    })  # fmt: skip
    changes = _keys(panel, measured).assign(
        change=np.where(found.reachable, found.change, np.nan).ravel(),
        reachable=found.reachable.ravel(),
        cost=cost.ravel(),
    )
    changes.insert(2, "goal", name)
    return goals, changes[np.repeat(lacking, codes.size)]


def _catch_up(panel: Panel, measured: Ruler, percentile: float) -> pd.DataFrame:
    """Lay out the way to the percentile of the peers, the largest gain of each unit first."""
    scaled = measured.yardstick.scaled(measured.raw)
    rise = np.maximum(attainable(scaled, panel.group_codes, percentile) - scaled, 0.0)
    change = np.where(rise > 0, raw_change(measured.raw, rise, measured.yardstick), 0.0)
    gain = rise * measured.yardstick.weights
    place = np.argsort(np.argsort(-gain, axis=1, kind="stable"), axis=1) + 1
    table = _keys(panel, measured).assign(
        attainable=(measured.raw + change).ravel(),
        change=change.ravel(),
        gain=gain.ravel(),
        place=place.ravel(),
    )
    behind = table[table["gain"] > 0]
    order = {unit: at for at, unit in enumerate(panel.units)}
    return behind.sort_values(
        ["unit", "place"], key=lambda c: c.map(order) if c.name == "unit" else c, ignore_index=True
    )
