"""What moved the index: an exact split of every change, and what may be said of the way there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.trends import trends
from resilmeter.core.arrays import FloatArray
from resilmeter.core.change import Change, attribute
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

SHAPLEY = "n/a: parts are Shapley values, which have differences but no level of their own"
KEYS = ("level", "name", "start", "end")


@dataclass(frozen=True, eq=False, kw_only=True)
class ChangeTables:
    """The change of the index between two periods, and the trend over all.

    Attributes
    ----------
    dimensions : DataFrame
        level (total, group, unit), name (blank for total), start, end, dimension, before, after,
        change, change_share, level_share, note: what each dimension adds to the change, its share
        in the change and in the level at the end.
    indicators : DataFrame
        level, name, start, end, indicator, dimension, change, share; empty for scores to which
        indicators do not add up.
    trends : DataFrame
        level (total, group, dimension, unit), name, periods, first, last, change, rises, falls,
        turns, shape, verdict, mean_of_yearly_rates, compound_yearly_growth, tau, p, how, slope,
        slope_low, slope_high, note.
    start, end : int
        The two periods.
    """

    dimensions: pd.DataFrame
    indicators: pd.DataFrame
    trends: pd.DataFrame
    start: int
    end: int

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        return {"change_dimensions": self.dimensions, "change_indicators": self.indicators,
                "trends": self.trends}  # fmt: skip

    _repr_html_ = card

    def __repr__(self) -> str:
        total = self.dimensions[self.dimensions["level"] == "total"]
        top = total.iloc[int(total["change"].abs().argmax())]
        return (
            f"<ChangeTables: {self.start} to {self.end}: {total['change'].sum():+.4f},"
            f" most of it {top['dimension']} ({top['change']:+.4f})>"
        )


def change(scores: Scores, start: int | None = None, end: int | None = None) -> ChangeTables:
    """Split the change of the index over dimensions and indicators, without a residual.

    Parameters
    ----------
    scores : Scores
        Index and parts, comparable over time.
    start, end : int, optional
        Two periods; first and last if left out.

    Returns
    -------
    ChangeTables

    Raises
    ------
    MethodError
        Scores that cannot be compared over time, a single period, periods that were not scored or
        are not in order of time.

    Notes
    -----
    ``y_end - y_start = sum_j w_j (x'_j,end - x'_j,start)``, for each unit, for the mean of each
    group and of all. Level share and change share are different things: in S1 resistance makes up
    more than half of the level and less than a third of the rise. Caveats: it says which indicators
    moved the index, not what moved the indicators.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.change(rm.score(scaled, rm.weigh(scaled, method="entropy")))
    >>> float(found.dimensions.query("level == 'total'")["change_share"].sum().round(12))
    1.0
    """
    first, last = _ends(scores, start, end)
    panel, split = scores.scaled.panel, scores.by_indicator
    framework = panel.framework
    if split is None:
        split, member = scores.parts, np.arange(scores.parts.shape[1])
    else:
        member = framework.dimension_codes
    names = _names(scores)
    times = split.index.get_level_values("period")
    before, after = (_stack(split[times == t], scores) for t in (first, last))
    found = attribute(before, after, member)
    keys = pd.DataFrame(names, columns=["level", "name"]).assign(start=first, end=last)
    return ChangeTables(
        dimensions=_dimensions(keys, found, (before, after), member, scores),
        indicators=_indicators(keys, found, scores),
        trends=trends(scores),
        start=first,
        end=last,
    )


def _ends(scores: Scores, start: int | None, end: int | None) -> tuple[int, int]:
    periods, where = scores.scaled.panel.periods, {"key": "analyze.change"}
    if not scores.comparable_over_time:
        raise MethodError(problem("not-comparable-over-time", where))
    if len(periods) < 2:
        raise MethodError(problem("change-needs-periods", where, period=periods[0]))
    chosen = (periods[0] if start is None else start, periods[-1] if end is None else end)
    for given in chosen:
        if given not in periods:
            raise MethodError(problem("no-such-period", where, given=given, allowed=periods))
    if chosen[0] >= chosen[1]:
        raise MethodError(problem("periods-order", where, first=chosen[0], last=chosen[1]))
    return chosen


def _names(scores: Scores) -> list[tuple[str, str]]:
    panel = scores.scaled.panel
    groups = [("group", name) for name in panel.group_order]
    return [("total", ""), *groups, *(("unit", name) for name in panel.units)]


def _stack(values: pd.DataFrame, scores: Scores) -> FloatArray:
    """Put the mean of all, the means of the groups and the units under each other."""
    array, panel = values.to_numpy(dtype=np.float64), scores.scaled.panel
    codes = panel.group_codes
    groups = [array[codes == k].mean(axis=0) for k in range(len(panel.group_order))]
    return np.vstack([array.mean(axis=0), *groups, array])


def _dimensions(
    keys: pd.DataFrame,
    found: Change,
    sides: tuple[FloatArray, FloatArray],
    member: np.ndarray,
    scores: Scores,
) -> pd.DataFrame:
    dimensions = list(scores.parts.columns)
    count = len(dimensions)
    of = (member[:, None] == np.arange(count)).astype(np.float64)
    level, change_share = found.level_shares.copy(), found.change_shares.copy()
    level[[r is not None for r in found.no_level]] = np.nan
    change_share[[r is not None for r in found.no_change]] = np.nan
    notes = [" ".join(r.text() for r in pair if r is not None)
             for pair in zip(found.no_change, found.no_level, strict=True)]  # fmt: skip
    if not scores.additive:
        level[:] = np.nan
        notes = [SHAPLEY] * len(notes)
    table = _repeated(keys, count)
    table["dimension"] = dimensions * len(notes)
    for name, values in (("before", sides[0] @ of), ("after", sides[1] @ of),
                         ("change", found.dimensions), ("change_share", change_share),
                         ("level_share", level)):  # fmt: skip
        table[name] = values.ravel()
    return table.assign(note=np.repeat(np.array(notes, dtype=object), count))


def _indicators(keys: pd.DataFrame, found: Change, scores: Scores) -> pd.DataFrame:
    framework = scores.scaled.panel.framework
    columns = [*KEYS, "indicator", "dimension", "change", "share"]
    if not scores.additive:
        return pd.DataFrame(columns=columns)
    table = _repeated(keys, len(framework.codes))
    still = np.array([r is not None for r in found.no_change])[:, None]
    total = np.where(still, np.nan, found.total[:, None])
    table["indicator"] = list(framework.codes) * len(still)
    table["dimension"] = [i.dimension for i in framework.indicators] * len(still)
    table["change"] = found.indicators.ravel()
    table["share"] = (found.indicators / total).ravel()
    return table


def _repeated(keys: pd.DataFrame, times: int) -> pd.DataFrame:
    return keys.loc[keys.index.repeat(times)].reset_index(drop=True)
