"""How high is the index, by period, group and dimension?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.core.arrays import IntArray
from resilmeter.scoring import Scores

ALL = ""
LEVELS = ("total", "group", "dimension", "group-dimension")


def means(scores: Scores) -> pd.DataFrame:
    """Average the index and its parts over units.

    Parameters
    ----------
    scores : Scores
        Index and parts.

    Returns
    -------
    DataFrame
        level (total, group, dimension, group-dimension), period, group (blank for all units),
        dimension (blank for the index), units, mean, std, fill. Every unit counts once; std is the
        population form over units; fill is the way of the mean from the least (0) to the most (1)
        it can be, blank where the index is no weighted sum.

    Notes
    -----
    Table 3 of S1: group means weighted by their number of units give the mean of all.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> table = rm.means(rm.score(scaled, rm.weigh(scaled, method="equal")))
    >>> sorted(set(table["level"]))
    ['dimension', 'group', 'group-dimension', 'total']
    """
    panel = scores.scaled.panel
    values = scores.parts.assign(**{ALL: scores.index})[[ALL, *scores.dimensions]]
    averages = [_averages(values, ALL)]
    if panel.groups is not None:
        group = panel.groups.reindex(values.index.get_level_values("unit")).to_numpy()
        averages += [_averages(values[group == name], name) for name in panel.group_order]
    return means_table(averages, scores.ends)


@dataclass(frozen=True, eq=False)
class Averages:
    """Means of one group, or of all units.

    Attributes
    ----------
    group : str
        The group; blank for all units.
    units : (T,) integer array
        Units that were averaged.
    mean, std : DataFrame
        By period, one column a dimension and one with a blank name for the index.
    """

    group: str
    units: IntArray
    mean: pd.DataFrame
    std: pd.DataFrame


def means_table(
    averages: Sequence[Averages], ends: tuple[pd.DataFrame, pd.DataFrame]
) -> pd.DataFrame:
    """Finish `means`: from the averages, and the least and the most that parts can be."""
    table = pd.concat([_summary(one) for one in averages], ignore_index=True)
    table["fill"] = _fill(table, ends)
    rank = {level: place for place, level in enumerate(LEVELS)}
    return table.sort_values("level", key=lambda c: c.map(rank), kind="stable", ignore_index=True)


def _fill(table: pd.DataFrame, ends: tuple[pd.DataFrame, pd.DataFrame]) -> np.ndarray:
    """Measure each mean on the way from the least to the most it can be."""
    keys = pd.MultiIndex.from_frame(table[["period", "dimension"]])
    least, most = (
        end.assign(**{ALL: end.sum(axis=1, min_count=1)}).stack().reindex(keys).to_numpy()
        for end in ends
    )
    blank = np.full(len(table), np.nan)
    way = table["mean"].to_numpy() - least
    return np.asarray(np.divide(way, most - least, out=blank, where=most > least))


def _averages(values: pd.DataFrame, group: str) -> Averages:
    """Average every column by period."""
    by_period = values.groupby(level="period")
    units = np.asarray(by_period.size(), dtype=np.int64)
    return Averages(group, units, by_period.mean(), by_period.std(ddof=0))


def _summary(own: Averages) -> pd.DataFrame:
    """Lay averages out in long form."""
    group, long = own.group, own.mean.stack()
    keys = long.index.set_names(["period", "dimension"]).to_frame(index=False)
    table = keys.assign(
        group=group,
        units=np.repeat(own.units, own.mean.shape[1]),
        mean=long.to_numpy(),
        std=own.std.stack().to_numpy(),
    )
    names = {(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}
    level = [LEVELS[names[group == ALL, dimension == ALL]] for dimension in table["dimension"]]
    table.insert(0, "level", level)
    return table[["level", "period", "group", "dimension", "units", "mean", "std"]]
