"""How much drivers explain: q of strata and of their overlays, from counts and sums."""

from __future__ import annotations

from itertools import combinations
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import Detail
from resilmeter.analyze.drivers.factors import FACTOR_COLUMNS
from resilmeter.analyze.drivers.interactions import INTERACTION_COLUMNS
from resilmeter.analyze.drivers.sample import reason, tabled
from resilmeter.analyze.means import ALL, Averages
from resilmeter.core.arrays import FloatArray, constant
from resilmeter.core.detector.factor import f_ratio, p_of, q_interval
from resilmeter.core.detector.guards import blocks_of, noise_of
from resilmeter.core.detector.interaction import classify
from resilmeter.core.detector.sums import adjusted, explained_of
from resilmeter.errors import Problem, problem
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.engine import Engine
from resilmeter.scale.gini import Scored


class Stratified(NamedTuple):
    """One period by its strata: rows, sums of the standardised index, and why it has no q."""

    sizes: FloatArray
    sums: FloatArray
    refused: Problem | None


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
        reshuffled is blank; so is all of an index that does not vary, and of a driver with one
        stratum or as many as rows, with the reason in `note`.
    """
    names = [f"s{f}" for f in range(len(ask.drivers))]
    table = scored.table.with_columns(**{
        name: _stratum(name, driver.cuts)
        for name, driver in zip(names, ask.drivers, strict=True)
    })  # fmt: skip
    table = table.with_columns(y=nw.col("index") - float(scored.origin.sum()))
    sums = {name: _by_period(engine, table, scored, whole, [name]) for name in names}
    rows = [_row(ask, f, t, sums[name][t])
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
) -> dict[int, Stratified]:
    """Give rows and sums of the standardised index in each stratum of each period."""
    asked = {"rows": nw.len(), "sum": nw.col("y").sum()}
    found = engine.rows(table.group_by("period", *keys).agg(**asked))
    centre = float(scored.origin.sum())
    out = {}
    for place, period in enumerate(scored.periods):
        own = found[found["period"] == period]
        sizes = own["rows"].to_numpy(np.float64)
        mean, std = float(whole.mean[ALL].iloc[place]), float(whole.std[ALL].iloc[place])
        flat = constant(float(scored.least[place]), float(scored.most[place]))
        refused = _refusal(sizes, mean if flat else None)
        norm = (std or 1.0) * np.sqrt(sizes.sum())
        sums = (own["sum"].to_numpy(np.float64) - sizes * (mean - centre)) / norm
        out[period] = Stratified(sizes, sums, refused)
    return out


def _refusal(sizes: FloatArray, value: float | None) -> Problem | None:
    """Find what `factor_detector` refuses; `value` is that of an index that does not vary."""
    if value is not None:
        return problem("detector-constant-outcome", value=value)
    if sizes.sum() < 3:
        return problem("detector-few-rows", given=int(sizes.sum()))
    if sizes.size < 2:
        return problem("detector-one-stratum")
    if sizes.size >= sizes.sum():
        return problem("detector-all-alone", rows=int(sizes.sum()))
    return None


def _row(ask: Ask, f: int, period: int, found: Stratified) -> dict[str, Any]:
    driver, sizes = ask.drivers[f], found.sizes
    rows, strata = int(sizes.sum()), sizes.size
    keys = {"driver": driver.name, "group": driver.group, "period": period, "rows": rows,
            "dropped": 0}  # fmt: skip
    if found.refused:
        return keys | {"note": reason(found.refused)}
    q = explained_of(found.sums, sizes)
    ratio = f_ratio(q, rows, strata)
    low, high = q_interval(ratio, rows, strata)
    return keys | {
        "strata": strata, "smallest": int(sizes.min()), "singletons": int((sizes == 1).sum()),
        "q": q, "q_adjusted": adjusted(q, rows, strata), "q_noise": noise_of(rows, strata),
        "low": low, "high": high, "p_f": p_of(ratio, rows, strata),
    }  # fmt: skip


def _pair(
    ask: Ask,
    pair: tuple[int, int],
    period: int,
    parts: list[Stratified],
    cells: Stratified,
) -> dict[str, Any]:
    first, second = (ask.drivers[f].name for f in pair)
    keys: dict[str, Any] = {"driver_a": first, "driver_b": second, "period": period}
    refused = next((one.refused for one in (*parts, cells) if one.refused), None)
    if refused:
        return keys | {"readable": False, "note": reason(refused)}
    sizes = cells.sizes
    rows, count, q = int(sizes.sum()), sizes.size, explained_of(cells.sums, sizes)
    own = [explained_of(part.sums, part.sizes) for part in parts]
    fair = [adjusted(one, rows, part.sizes.size) for one, part in zip(own, parts, strict=True)]
    blocked, q_adjusted = blocks_of(sizes), adjusted(q, rows, count)
    return keys | {
        "rows": rows, "cells": count, "smallest": int(sizes.min()), "q_a": own[0], "q_b": own[1],
        "q": q, "q_adjusted": q_adjusted, "q_noise": noise_of(rows, count),
        "kind": None if blocked else classify(fair[0], fair[1], q_adjusted),
        "readable": not blocked, "note": "; ".join(block.text() for block in blocked),
    }  # fmt: skip
