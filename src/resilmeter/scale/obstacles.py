"""Obstacle degrees of a table: their means, and how often each indicator is among the largest."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, problem
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.engine import Engine
from resilmeter.scale.gate import Passed
from resilmeter.scale.weigh import Measured


def obstacle_tables(
    engine: Engine, passed: Passed, measured: Measured, weights: FloatArray, ask: Ask
) -> dict[str, pd.DataFrame]:
    """Average obstacle degrees, and count the largest ones, in one pass.

    Parameters
    ----------
    engine : Engine
        Who computes.
    passed, measured : Passed, Measured
        Periods and groups, and the scaled rows.
    weights : (q,) float array
        Weights of the indicators.
    ask : Ask
        How many of the largest obstacles count.

    Returns
    -------
    dict of str to DataFrame
        obstacle_counts and obstacle_means.

    Raises
    ------
    MethodError
        Values above the best one.
    """
    q = weights.size
    _refuse_above(engine, measured, ask)
    away = plan.distances(weights, ask.how.interval, plan.division(measured.table))
    table = measured.table.select("period", "group", **away)
    found = engine.rows(plan.obstacles(table, weights, min(ask.top, q)))
    by_period = found.drop(columns="group").groupby("period").sum()
    counts = {
        column: by_period[[f"{name}{j}" for j in range(q)]].to_numpy(np.int64).ravel()
        for column, name in (("first", "first"), ("among_top", "among"))
    }
    means = [_means(by_period, "", passed, ask)]
    for name in passed.groups if ask.group else ():
        own = found[found["group"] == name].set_index("period").sort_index()
        means.append(_means(own, name, passed, ask))
    return {
        "obstacle_counts": _keys(passed, ask).assign(**counts),
        "obstacle_means": pd.concat(means, ignore_index=True),
    }


def _refuse_above(engine: Engine, measured: Measured, ask: Ask) -> None:
    """Refuse scaled values above the best one, which are no distance away from it."""
    best = ask.how.interval[1] + plan.ROUNDING
    places = np.flatnonzero(measured.most > best).tolist()
    if not places:
        return
    asked = {f"n{j}": (plan.column("z", j) > best).cast(nw.Int64).sum() for j in places}
    count = sum(int(n) for n in engine.sums(measured.table, asked).values())
    raise MethodError(problem("obstacle-above-ideal", count=count))


def _means(sums: pd.DataFrame, group: str, passed: Passed, ask: Ask) -> pd.DataFrame:
    """Divide the sums of degrees by the rows."""
    names = [f"degree{j}" for j in range(len(ask.framework.codes))]
    degrees = sums[names].to_numpy(np.float64) / sums[["rows"]].to_numpy()
    keys = _keys(passed, ask)
    keys.insert(1, "group", group)
    return keys.assign(obstacle=degrees.ravel())


def _keys(passed: Passed, ask: Ask) -> pd.DataFrame:
    """Give each period with every indicator."""
    indicators, periods = ask.framework.indicators, passed.periods
    return pd.DataFrame(
        {
            "period": np.repeat(periods, len(indicators)),
            "indicator": [i.code for i in indicators] * len(periods),
            "dimension": [i.dimension for i in indicators] * len(periods),
        }
    )
