"""What holds each unit back? Obstacle degrees, the largest ones, and how often each is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from resilmeter.core.aggregate import parts
from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.obstacles import (
    attainable,
    attainable_degree,
    degree_within,
    unweighted_degree,
)
from resilmeter.core.obstacles import obstacle_degree as degrees_of
from resilmeter.errors import MethodError, problem, refuse_unknown
from resilmeter.notebook import card
from resilmeter.panel import Panel
from resilmeter.prepare import Scaled
from resilmeter.weighting import Weights

Variant = Literal["printed", "unweighted", "within-dimension", "attainable"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)


@dataclass(frozen=True, eq=False, kw_only=True)
class Obstacles:
    """Obstacle degrees by unit, period and indicator.

    Attributes
    ----------
    degrees : DataFrame
        By (unit, period), one column an indicator; shares in [0, 1], rows add up to 1 (or are all
        0 where every indicator is at its ideal); for "within-dimension" each dimension adds up to
        1.
    top : DataFrame
        unit, period, rank, indicator, dimension, weight, distance, obstacle: the `k` largest of
        each unit and period; equal degrees in framework order. Weight and distance (what is
        lacking on the scale from 0 to 1) stand beside the degree: is it the gap or the weight?
    counts : DataFrame
        period, indicator, dimension, first, among_top: in how many units the indicator is the
        largest obstacle, and one of the `k` largest.
    dimensions : DataFrame
        unit, period, dimension, obstacle: degrees added up within dimensions.
    means : DataFrame
        period, group (blank for all units), indicator, dimension, obstacle: mean degree over the
        units.
    k : int
        Length of the lists.
    variant : {"printed", "unweighted", "within-dimension", "attainable"}
        Which degree.
    """

    degrees: pd.DataFrame
    top: pd.DataFrame
    counts: pd.DataFrame
    dimensions: pd.DataFrame
    means: pd.DataFrame
    k: int
    variant: Variant = "printed"

    def compare(self, start: int | None = None, end: int | None = None) -> pd.DataFrame:
        """Set two periods beside each other; first and last if left out.

        Returns
        -------
        DataFrame
            indicator, dimension, start, end, mean_start, mean_end, first_start, first_end,
            among_top_start, among_top_end.

        Raises
        ------
        MethodError
            A period that was not diagnosed.
        """
        periods = sorted(self.counts["period"].unique().tolist())
        chosen = (periods[0] if start is None else start, periods[-1] if end is None else end)
        for given in chosen:
            if given not in periods:
                raise MethodError(problem("no-such-period", given=given, allowed=periods))
        overall = self.means[self.means["group"] == ""]
        both = self.counts.merge(overall[["period", "indicator", "obstacle"]])
        both = both.rename(columns={"obstacle": "mean"})
        sides = [both[both["period"] == period].set_index("indicator") for period in chosen]
        out = sides[0][["dimension"]].assign(start=chosen[0], end=chosen[1])
        for name in ("mean", "first", "among_top"):
            for side, table in zip(("start", "end"), sides, strict=True):
                out[f"{name}_{side}"] = table[name]
        return out.reset_index()

    _repr_html_ = card

    def __repr__(self) -> str:
        last = self.counts[self.counts["period"] == self.counts["period"].max()]
        row = last.iloc[int(last["first"].argmax())]
        return (
            f"<Obstacles: most often first in {row['period']}: {row['indicator']} ({row['first']})>"
        )


def obstacle_degree(
    scaled: Scaled,
    weights: Weights,
    *,
    top: int = 5,
    variant: Variant = "printed",
    percentile: float = 75.0,
) -> Obstacles:
    """Diagnose what each unit lacks most.

    Parameters
    ----------
    scaled : Scaled
        Oriented values, none above the best. They count from 0 at the worst to 1 at the best.
    weights : Weights
        The weights of the index.
    top : int
        Length of the lists of largest obstacles; at most the number of indicators is used.
    variant : {"printed", "unweighted", "within-dimension", "attainable"}
        As S2 prints it; as if all indicators weighed the same; each dimension by itself; or the way
        to what the better ones among the peers have attained, instead of the way to the best.
    percentile : float
        What counts as attained: the percentile of the unit's group (of all units without groups) in
        the same period, for "attainable".

    Returns
    -------
    Obstacles

    Raises
    ------
    MethodError
        Scaled values above the best, or a normalisation that knows no best value.
    StudyError
        An unknown variant.

    Notes
    -----
    ``I_j = w_j v_j / sum_j w_j v_j`` with ``v = 1 - x``: S2. Unweighted: ``v_j / sum v``; within a
    dimension: the sum runs over its indicators; attainable: ``v = max(p75 - x, 0)``. Caveats: an
    indicator of weight w can come first only while the index is at least
    ``1 - sum_k min(w_k, w)``, see `obstacle_bounds`.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> obstacles = rm.obstacle_degree(scaled, rm.weigh(scaled, method="entropy"), top=3)
    >>> int(obstacles.counts["first"].sum()) == len(scaled.values)
    True
    """
    refuse_unknown(variant, VARIANTS, "obstacles.variant")
    framework, index = scaled.panel.framework, scaled.values.index
    reached = reached_share(scaled)
    own = np.broadcast_to(weights.for_periods(index.get_level_values("period")), reached.shape)
    goals = np.ones_like(reached)
    if variant == "attainable":
        goals = attainable(reached, peer_codes(scaled.panel), percentile)
    degrees = degrees_under(variant, reached, own, goals, framework.dimension_codes)
    table = pd.DataFrame(degrees, index, list(framework.codes))
    k = min(top, degrees.shape[1])
    dimension = pd.Series([i.dimension for i in framework.indicators], list(framework.codes))
    distance = np.maximum(goals - reached, 0.0)
    listed = _top(table, distance, own, k).assign(dimension=lambda t: t["indicator"].map(dimension))
    columns = ["unit", "period", "rank", "indicator", "dimension", "weight", "distance", "obstacle"]
    by_dimension = pd.DataFrame(
        parts(degrees, framework.dimension_codes), index, list(framework.dimensions)
    )
    return Obstacles(
        degrees=table,
        top=listed[columns],
        counts=_counts(listed, scaled, dimension),
        dimensions=_long(by_dimension, "dimension"),
        means=_means(table, scaled.panel, dimension),
        k=k,
        variant=variant,
    )


def reached_share(scaled: Scaled) -> FloatArray:
    """Give the share of the way from worst to best that each value has gone, (n, q)."""
    if scaled.best is None or scaled.worst is None:
        where = {"key": "analyze.obstacles"}
        raise MethodError(problem("obstacles-need-best", where, method=scaled.method))
    values = scaled.values.to_numpy()
    return np.asarray((values - scaled.worst) / (scaled.best - scaled.worst), dtype=np.float64)


def peer_codes(panel: Panel) -> IntArray:
    """Give the set of peers of each row: its group in its period."""
    count = len(panel.periods)
    codes = panel.group_codes[:, None] * count + np.arange(count)
    return np.asarray(codes.ravel(), dtype=np.int64)


def degrees_under(
    variant: Variant, reached: FloatArray, own: FloatArray, goals: FloatArray, member: IntArray
) -> FloatArray:
    """Call the kernel of a variant.

    Parameters
    ----------
    variant : {"printed", "unweighted", "within-dimension", "attainable"}
        Form of the obstacle degree.
    reached : (n, q) float array
        Share of the way from worst to best.
    own : (n, q) float array
        Weights of each row.
    goals : (n, q) float array
        What each row could attain.
    member : (q,) integer array
        Code of each indicator's dimension.

    Returns
    -------
    (n, q) float array
        Obstacle degrees.
    """
    kernels: dict[Variant, Callable[[], FloatArray]] = {
        "printed": lambda: degrees_of(reached, own),
        "unweighted": lambda: unweighted_degree(reached),
        "within-dimension": lambda: degree_within(reached, own, member),
        "attainable": lambda: attainable_degree(reached, own, goals),
    }
    return kernels[variant]()


def _means(table: pd.DataFrame, panel: Panel, dimension: pd.Series) -> pd.DataFrame:
    """Average degrees over all units and over those of each group."""
    units = table.index.get_level_values("unit")
    own = {"": np.ones(len(table), dtype=bool)}
    if panel.groups is not None:
        group = panel.groups.reindex(units).to_numpy()
        own |= {name: group == name for name in panel.group_order}
    pieces = []
    for name, rows in own.items():
        long = table[rows].groupby(level="period").mean().stack()
        keys = long.index.set_names(["period", "indicator"]).to_frame(index=False)
        pieces.append(keys.assign(group=name, obstacle=long.to_numpy()))
    means = pd.concat(pieces, ignore_index=True)
    means["dimension"] = means["indicator"].map(dimension)
    return means[["period", "group", "indicator", "dimension", "obstacle"]]


def _top(table: pd.DataFrame, distance: FloatArray, weights: FloatArray, k: int) -> pd.DataFrame:
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
            "distance": distance[rows, columns],
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
