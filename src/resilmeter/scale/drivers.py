"""How much drivers explain: q of strata and of their overlays, from counts and sums."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import Detail
from resilmeter.analyze.drivers.factors import FACTOR_COLUMNS
from resilmeter.analyze.drivers.interactions import INTERACTION_COLUMNS
from resilmeter.analyze.drivers.sample import tabled
from resilmeter.analyze.means import ALL, Averages
from resilmeter.core.arrays import FloatArray
from resilmeter.core.detector.factor import f_ratio, p_of, q_interval
from resilmeter.core.detector.guards import blocks_of, noise_of
from resilmeter.core.detector.interaction import classify
from resilmeter.core.detector.sums import adjusted, explained_of
from resilmeter.errors import MethodError, problem
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.gini import Scored
from resilmeter.scale.sources import Engine


def driver_tables(
    engine: Engine, scored: Scored, whole: Averages, ask: Ask
) -> dict[str, pd.DataFrame]:
    """Measure every driver in every period, and every pair.

    Parameters
    ----------
    engine : Engine
        Who computes.
    scored : Scored
        The scored rows, with s0, s1, ... of the drivers.
    whole : Averages
        Mean and spread of the index in every period.
    ask : Ask
        The drivers.

    Returns
    -------
    dict of str to DataFrame
        drivers, and interactions where there are two drivers or more. What needs the rows to be
        reshuffled is blank.

    Raises
    ------
    MethodError
        An index that does not vary, or a driver with one stratum or as many as rows.
    """
    names = [f"s{f}" for f in range(len(ask.drivers))]
    table = scored.table.with_columns(**{
        name: _stratum(name, driver.cuts)
        for name, driver in zip(names, ask.drivers, strict=True)
    })  # fmt: skip
    table = table.with_columns(y=nw.col("index") - float(scored.origin.sum()))
    sums = {name: _by_period(engine, table, scored, whole, [name]) for name in names}
    rows = [_row(ask, f, t, *sums[name][t])
            for t in scored.periods for f, name in enumerate(names)]  # fmt: skip
    drivers = tabled(rows, FACTOR_COLUMNS)
    ranks = drivers.groupby("period")["q_adjusted"].rank(method="min", ascending=False)
    out = {"drivers": drivers.assign(rank=ranks.astype("Int64"))}
    pairs = []
    for a, b in combinations(range(len(names)), 2):
        cells = _by_period(engine, table, scored, whole, [names[a], names[b]])
        pairs += [_pair(ask, (a, b), t, [sums[names[a]][t], sums[names[b]][t]], cells[t])
                  for t in _detailed(scored.periods, ask.detail)]  # fmt: skip
    if pairs:
        out["interactions"] = tabled(sorted(pairs, key=lambda row: row["period"]),
                                     INTERACTION_COLUMNS)  # fmt: skip
    return out


def _detailed(periods: tuple[int, ...], detail: Detail) -> tuple[int, ...]:
    ends = tuple(dict.fromkeys((periods[0], periods[-1])))
    return {"ends": ends, "last": ends[-1:], "all": periods}[detail]


def _stratum(name: str, cuts: tuple[float, ...]) -> nw.Expr:
    """Take strata as they are, or count the breaks that a value lies above."""
    if not cuts:
        return nw.col(name)
    return plan.chain((nw.col(name) > cut).cast(nw.Int16) for cut in cuts)


def _by_period(
    engine: Engine, table: plan.Table, scored: Scored, whole: Averages, keys: list[str]
) -> dict[int, tuple[FloatArray, FloatArray]]:
    """Give rows and sums of the standardised index in each stratum of each period."""
    asked = {"rows": nw.len(), "sum": nw.col("y").sum()}
    found = engine.rows(table.group_by("period", *keys).agg(**asked))
    centre = float(scored.origin.sum())
    out = {}
    for place, period in enumerate(scored.periods):
        own = found[found["period"] == period]
        sizes = own["rows"].to_numpy(np.float64)
        mean, std = float(whole.mean[ALL].iloc[place]), float(whole.std[ALL].iloc[place])
        _refuse(sizes, std, mean)
        norm = std * np.sqrt(sizes.sum())
        out[period] = sizes, (own["sum"].to_numpy(np.float64) - sizes * (mean - centre)) / norm
    return out


def _refuse(sizes: FloatArray, std: float, mean: float) -> None:
    """Refuse what `factor_detector` refuses."""
    if std == 0.0:
        raise MethodError(problem("detector-constant-outcome", value=mean))
    if sizes.size < 2:
        raise MethodError(problem("detector-one-stratum"))
    if sizes.size >= sizes.sum():
        raise MethodError(problem("detector-all-alone", rows=int(sizes.sum())))


def _row(ask: Ask, f: int, period: int, sizes: FloatArray, sums: FloatArray) -> dict[str, Any]:
    driver, q = ask.drivers[f], explained_of(sums, sizes)
    rows, strata = int(sizes.sum()), sizes.size
    ratio = f_ratio(q, rows, strata)
    low, high = q_interval(ratio, rows, strata)
    return {
        "driver": driver.name, "group": driver.group, "period": period, "rows": rows, "dropped": 0,
        "strata": strata, "smallest": int(sizes.min()), "singletons": int((sizes == 1).sum()),
        "q": q, "q_adjusted": adjusted(q, rows, strata), "q_noise": noise_of(rows, strata),
        "low": low, "high": high, "p_f": p_of(ratio, rows, strata),
    }  # fmt: skip


def _pair(
    ask: Ask,
    pair: tuple[int, int],
    period: int,
    parts: list[tuple[FloatArray, FloatArray]],
    cells: tuple[FloatArray, FloatArray],
) -> dict[str, Any]:
    sizes, sums = cells
    rows, count, q = int(sizes.sum()), sizes.size, explained_of(sums, sizes)
    own = [explained_of(s, n) for n, s in parts]
    fair = [adjusted(one, rows, n.size) for one, (n, _) in zip(own, parts, strict=True)]
    blocked, q_adjusted = blocks_of(sizes), adjusted(q, rows, count)
    first, second = (ask.drivers[f].name for f in pair)
    return {
        "driver_a": first, "driver_b": second, "period": period, "rows": rows, "cells": count,
        "smallest": int(sizes.min()), "q_a": own[0], "q_b": own[1], "q": q,
        "q_adjusted": q_adjusted, "q_noise": noise_of(rows, count),
        "kind": None if blocked else classify(fair[0], fair[1], q_adjusted),
        "readable": not blocked, "note": "; ".join(block.text() for block in blocked),
    }  # fmt: skip
