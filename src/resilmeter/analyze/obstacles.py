"""What holds each unit back? Obstacle degrees, the largest ones, and how often each is one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.core.aggregate import parts
from resilmeter.core.arrays import FloatArray
from resilmeter.core.obstacles import obstacle_degree as degrees_of
from resilmeter.errors import MethodError, problem
from resilmeter.prepare import Scaled
from resilmeter.weighting import Weights


@dataclass(frozen=True, eq=False, kw_only=True)
class Obstacles:
    """Obstacle degrees by unit, period and indicator.

    Attributes
    ----------
    degrees : DataFrame
        By (unit, period), one column an indicator; shares in [0, 1], rows add up to 1 (or are all
        0 where every indicator is at its ideal).
    top : DataFrame
        unit, period, rank, indicator, dimension, weight, distance, obstacle: the `k` largest of
        each unit and period; equal degrees in framework order. Weight and distance (0 at the best
        value, 1 at the worst) stand beside the degree: is it the gap or the weight?
    counts : DataFrame
        period, indicator, dimension, first, among_top: in how many units the indicator is the
        largest obstacle, and one of the `k` largest.
    dimensions : DataFrame
        unit, period, dimension, obstacle: degrees added up within dimensions.
    k : int
        Length of the lists.
    """

    degrees: pd.DataFrame
    top: pd.DataFrame
    counts: pd.DataFrame
    dimensions: pd.DataFrame
    k: int

    def __repr__(self) -> str:
        last = self.counts[self.counts["period"] == self.counts["period"].max()]
        row = last.iloc[int(last["first"].argmax())]
        return (
            f"<Obstacles: most often first in {row['period']}: {row['indicator']} ({row['first']})>"
        )


def obstacle_degree(scaled: Scaled, weights: Weights, *, top: int = 5) -> Obstacles:
    """Diagnose what each unit lacks most.

    Parameters
    ----------
    scaled : Scaled
        Oriented values, none above the best. They count from 0 at the worst to 1 at the best.
    weights : Weights
        The weights of the index.
    top : int
        Length of the lists of largest obstacles; at most the number of indicators is used.

    Returns
    -------
    Obstacles

    Raises
    ------
    MethodError
        Scaled values above the best, or a normalisation that knows no best value.

    Notes
    -----
    ``I_j = w_j (1 - x_j) / sum_j w_j (1 - x_j)`` with x from 0 at the worst to 1 at the best: S2.
    Degrees belong to the weighted sum, whatever the index. Caveats: an indicator of weight w can
    come first only while that sum is at least ``1 - sum_k min(w_k, w)``.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> obstacles = rm.obstacle_degree(scaled, rm.weigh(scaled, method="entropy"), top=3)
    >>> int(obstacles.counts["first"].sum()) == len(scaled.values)
    True
    """
    framework, index = scaled.panel.framework, scaled.values.index
    if scaled.best is None or scaled.worst is None:
        where = {"key": "analyze.obstacles"}
        raise MethodError(problem("obstacles-need-best", where, method=scaled.method))
    reached = (scaled.values.to_numpy() - scaled.worst) / (scaled.best - scaled.worst)
    own = np.broadcast_to(weights.for_periods(index.get_level_values("period")), reached.shape)
    degrees = degrees_of(reached, own)
    table = pd.DataFrame(degrees, index, list(framework.codes))
    k = min(top, degrees.shape[1])
    dimension = pd.Series([i.dimension for i in framework.indicators], list(framework.codes))
    listed = _top(table, reached, own, k).assign(dimension=lambda t: t["indicator"].map(dimension))
    columns = ["unit", "period", "rank", "indicator", "dimension", "weight", "distance", "obstacle"]
    by_dimension = pd.DataFrame(
        parts(degrees, framework.dimension_codes), index, list(framework.dimensions)
    )
    return Obstacles(
        degrees=table,
        top=listed[columns],
        counts=_counts(listed, scaled, dimension),
        dimensions=_long(by_dimension, "dimension"),
        k=k,
    )


def _top(table: pd.DataFrame, reached: FloatArray, weights: FloatArray, k: int) -> pd.DataFrame:
    degrees = table.to_numpy()
    order = np.argsort(-degrees, axis=1, kind="stable")[:, :k]
    rows = np.repeat(np.arange(len(table)), k)
    columns = order.ravel()
    listed = pd.DataFrame(
        {
            "unit": table.index.get_level_values("unit")[rows],
            "period": table.index.get_level_values("period")[rows],
            "rank": np.tile(np.arange(1, k + 1), len(table)),
            "indicator": table.columns.to_numpy()[columns],
            "weight": weights[rows, columns],
            "distance": 1.0 - reached[rows, columns],
            "obstacle": degrees[rows, columns],
        }
    )
    return listed[listed["obstacle"] > 0].reset_index(drop=True)


def _counts(listed: pd.DataFrame, scaled: Scaled, dimension: pd.Series) -> pd.DataFrame:
    keys = pd.MultiIndex.from_product(
        [scaled.panel.periods, scaled.panel.framework.codes], names=["period", "indicator"]
    )
    by = ["period", "indicator"]
    first = listed[listed["rank"] == 1].groupby(by).size().reindex(keys, fill_value=0)
    among = listed.groupby(by).size().reindex(keys, fill_value=0)
    counts = pd.DataFrame({"first": first, "among_top": among}).reset_index()
    counts.insert(2, "dimension", counts["indicator"].map(dimension))
    return counts


def _long(table: pd.DataFrame, name: str) -> pd.DataFrame:
    long = table.stack()
    keys = long.index.set_names(["unit", "period", name]).to_frame(index=False)
    return keys.assign(obstacle=long.to_numpy())
