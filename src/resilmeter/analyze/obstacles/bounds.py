"""Which indicators can be a first obstacle at all, and what other forms of the degree say."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.analyze.obstacles.degrees import VARIANTS, obstacle_degree, reached_share
from resilmeter.core.obstacles import feasibility_bound
from resilmeter.errors import Problem, doubt
from resilmeter.prepare import Scaled
from resilmeter.weighting import Weights


def obstacle_bounds(scaled: Scaled, weights: Weights, *, top: int = 5) -> pd.DataFrame:
    """Find the score that a unit needs before an indicator can be among its largest obstacles.

    Parameters
    ----------
    scaled : Scaled
        Oriented values that have a best one.
    weights : Weights
        The weights of the index.
    top : int
        Length of the lists of largest obstacles.

    Returns
    -------
    DataFrame
        period, indicator, dimension, weight, bound_first, bound_top, highest, can_be_first,
        can_be_top: bounds on the score from 0 to 1, the highest score of the period, and whether it
        reaches the bound.

    Raises
    ------
    MethodError
        A normalisation that knows no best value.

    Notes
    -----
    First place: ``y >= 1 - sum_k min(w_k, w_j)``. It follows from the weights alone: an indicator
    that no unit's score lets come first is no smaller problem, the formula just cannot say so.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> bounds = rm.obstacle_bounds(scaled, rm.weigh(scaled, method="entropy"))
    >>> bool(bounds["can_be_first"].all())
    False
    """
    framework, periods = scaled.panel.framework, scaled.panel.periods
    reached = reached_share(scaled)
    own = np.broadcast_to(weights.for_periods(periods), (len(periods), len(framework.codes)))
    of_row = np.tile(own, (len(scaled.panel.units), 1))
    score = (reached * of_row).sum(axis=1).reshape(-1, len(periods)).max(axis=0)
    k = min(top, len(framework.codes))
    tables = [
        pd.DataFrame({
            "period": period,
            "indicator": framework.codes,
            "dimension": [i.dimension for i in framework.indicators],
            "weight": own[t],
            "bound_first": feasibility_bound(own[t]),
            "bound_top": feasibility_bound(own[t], k),
            "highest": score[t],
        })
        for t, period in enumerate(periods)
    ]  # fmt: skip
    table = pd.concat(tables, ignore_index=True)
    table["can_be_first"] = table["bound_first"] <= table["highest"]
    table["can_be_top"] = table["bound_top"] <= table["highest"]
    return table


def never_first(bounds: pd.DataFrame) -> list[Problem]:
    """Doubt the list of first obstacles where weights alone keep indicators out of it."""
    possible = bounds.groupby("indicator", sort=False)["can_be_first"].any()
    barred = possible.index[~possible].tolist()
    if not barred:
        return []
    highest = float(bounds["highest"].max())
    where = {"key": "analyze.obstacles"}
    return [
        doubt("obstacle-never-first", where, count=len(barred), all=len(possible),
              highest=highest, indicators=barred)
    ]  # fmt: skip


def obstacle_variants(
    scaled: Scaled, weights: Weights, *, top: int = 5, percentile: float = 75.0
) -> pd.DataFrame:
    """Set the forms of the obstacle degree beside one another.

    Parameters
    ----------
    scaled : Scaled
        Oriented values that have a best one.
    weights : Weights
        The weights of the index.
    top : int
        Length of the lists of largest obstacles.
    percentile : float
        What counts as attained, for "attainable".

    Returns
    -------
    DataFrame
        variant, period, indicator, dimension, mean, first, among_top.

    Raises
    ------
    MethodError
        As `obstacle_degree`.

    Notes
    -----
    ``I_j = w_j v_j / sum_j w_j v_j`` with and without weights, within dimensions, and towards what
    peers have attained. An indicator that leads all forms lags; one that leads the weighted form
    only weighs much.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> forms = rm.obstacle_variants(scaled, rm.weigh(scaled, method="entropy"))
    >>> forms["variant"].unique().tolist()
    ['printed', 'unweighted', 'within-dimension', 'attainable']
    """
    tables = []
    for variant in VARIANTS:
        found = obstacle_degree(scaled, weights, top=top, variant=variant, percentile=percentile)
        means = found.means[found.means["group"] == ""].rename(columns={"obstacle": "mean"})
        both = means[["period", "indicator", "dimension", "mean"]].merge(
            found.counts[["period", "indicator", "first", "among_top"]]
        )
        both.insert(0, "variant", variant)
        tables.append(both)
    return pd.concat(tables, ignore_index=True)
