"""Walk a table through the passes: gate, weigh, score, gaps, obstacles, drivers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from resilmeter.analyze.gaps.cells import gini_tables
from resilmeter.analyze.gaps.dagum import dagum_tables
from resilmeter.analyze.gaps.sample import GapSplits
from resilmeter.analyze.growth import growth_tables
from resilmeter.analyze.means import ALL, Averages, means_table
from resilmeter.core.arrays import FloatArray
from resilmeter.core.inequality import Spread
from resilmeter.errors import MethodError, Problem, note, problem
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.circular import refuse_circular
from resilmeter.scale.drivers import driver_tables
from resilmeter.scale.engine import Engine
from resilmeter.scale.extreme import without_extreme
from resilmeter.scale.gate import Passed, gate
from resilmeter.scale.gini import Scored, pieces
from resilmeter.scale.grades import grade_tables
from resilmeter.scale.obstacles import obstacle_tables
from resilmeter.scale.result import TableAnswers
from resilmeter.scale.sources import said_plainly
from resilmeter.scale.weigh import Measured, diagnostics, measure
from resilmeter.scoring.scores import ends_of
from resilmeter.weighting.nested import block_weights
from resilmeter.weighting.weigh import weights_frame

Tables = dict[str, pd.DataFrame]


def answer_table(
    engine: Engine, given: plan.Table, ask: Ask, progress: Callable[[str], None]
) -> TableAnswers:
    """Answer everything that a study asks of a table.

    Parameters
    ----------
    engine : Engine
        Who computes.
    given : LazyFrame
        The rows, with the columns of the study.
    ask : Ask
        What is asked.
    progress : callable
        Called with the name of each pass as it begins.

    Returns
    -------
    TableAnswers

    Raises
    ------
    DataError, MethodError, StudyError
        What is wrong with the rows, by name, before anything is computed.
    OutputError
        A disk that is full.
    """
    progress("gate")
    with said_plainly("gate"):
        passed = gate(engine, given, ask)
    progress("weigh")
    with said_plainly("weigh"):
        measured = measure(engine, passed, ask)
        weights = block_weights(measured.sums, ask.method, ask.framework)
        table = weights_frame(ask.framework, weights).assign(
            **diagnostics(measured), **without_extreme(engine, passed, measured, ask)
        )
        circles = refuse_circular(engine, measured, ask)
    progress("score")
    with said_plainly("score"):
        folder = engine.write(_scores(measured, weights, ask), "scores", passed.periods)
        scored, spreads = _read_back(engine, folder, passed, measured, weights, ask)
    tables, steps = _answers(engine, scored, spreads, weights, ask, progress)
    if ask.obstacles:
        progress("obstacles")
        with said_plainly("obstacles"):
            tables |= obstacle_tables(engine, passed, measured, weights, ask)
    tables = {"weights": table, "goalposts": measured.posts, **tables}
    return TableAnswers(
        tables=tables, scores=folder, rows=measured.sums.moments.rows, periods=passed.periods,
        steps=(*passed.steps, *circles, *steps),
    )  # fmt: skip


def _scores(measured: Measured, weights: FloatArray, ask: Ask) -> plan.Table:
    """Score every row; the strata of drivers come along."""
    framework = ask.framework
    asked = plan.scores(weights, framework.dimension_codes.tolist(), framework.dimensions)
    keys = ("unit", "period", *(("group",) if ask.group else ()))
    strata = [f"s{f}" for f in range(len(ask.drivers))]
    return measured.table.select(*keys, *strata, **asked)


def _read_back(
    engine: Engine, folder: Path, passed: Passed, measured: Measured, weights: FloatArray, ask: Ask
) -> tuple[Scored, pd.DataFrame]:
    """Open the scored table, and sum it up by period and group."""
    names = ask.framework.dimensions
    contributions = weights * measured.sums.moments.mean
    codes = ask.framework.dimension_codes
    origin = np.bincount(codes, weights=contributions, minlength=len(names)).astype(np.float64)
    parts = {f"p{m}": nw.col(name) for m, name in enumerate(names)}
    group = nw.col("group") if ask.group else nw.lit("")
    strata = [f"s{f}" for f in range(len(ask.drivers))]

    def table(period: int | None = None) -> plan.Table:
        """Open the scored rows, or those of one period."""
        own = engine.read(folder, period)
        return own.select("unit", "period", "index", *strata, group=group, **parts)

    centres = {"index": float(origin.sum())}
    centres |= {f"p{m}": float(centre) for m, centre in enumerate(origin)}
    spreads = engine.rows(table().group_by("period", "group").agg(**plan.spreads(centres)))
    ends = spreads.groupby("period")
    least, most = (ends[name].agg(how).to_numpy(np.float64)
                   for name, how in (("least", "min"), ("most", "max")))  # fmt: skip
    made = Scored(table(), table, passed.periods, passed.rows, passed.groups, origin, least, most)
    return made, spreads


def _answers(
    engine: Engine,
    scored: Scored,
    spreads: pd.DataFrame,
    weights: FloatArray,
    ask: Ask,
    progress: Callable[[str], None],
) -> tuple[Tables, list[Problem]]:
    """Answer the questions that look at scores."""
    averages = _averages(scored, spreads, ask)
    shape = (len(scored.periods), weights.size)
    ends = ends_of(np.broadcast_to(weights, shape), ask.framework, scored.periods, ask.how.interval)
    tables: Tables = {"means": means_table(averages, ends)}
    steps: list[Problem] = []
    if ask.growth and len(scored.periods) > 1:
        growth = growth_tables(tables["means"])
        tables |= {"growth": growth.total, "growth_yearly": growth.yearly}
    if ask.gaps:
        progress("gaps")
        with said_plainly("gaps"):
            tables |= _gaps(engine, scored, averages[0], ask, steps)
    if ask.grades is not None:
        with said_plainly("grades"):
            tables |= grade_tables(engine, scored, averages[0], ask.grades, steps)
    if ask.drivers:
        progress("drivers")
        with said_plainly("drivers"):
            tables |= driver_tables(engine, scored, averages[0], ask)
    return tables, steps


def _averages(scored: Scored, spreads: pd.DataFrame, ask: Ask) -> list[Averages]:
    """Average the index and its parts: over all units, then by group."""
    names = [ALL, *ask.framework.dimensions]
    centre = np.array([scored.origin.sum(), *scored.origin])
    shape = (len(scored.periods), len(scored.groups))
    cell = (
        np.searchsorted(scored.periods, spreads["period"]),
        np.array([scored.groups.index(str(name)) for name in spreads["group"]]),
    )
    counts = np.zeros(shape, dtype=np.int64)
    counts[cell] = spreads["rows"]
    sums, variances = np.zeros((*shape, len(names))), np.zeros((*shape, len(names)))
    for m in range(len(names)):
        sums[(*cell, m)], variances[(*cell, m)] = spreads[f"s{m}"], spreads[f"v{m}"]
    index, n = pd.Index(scored.periods, name="period"), counts[..., None]

    def average(group: str, h: slice) -> Averages:
        """Finish one group, or all: the variance within groups, and between their means."""
        rows, means = n[:, h].sum(axis=1), sums[:, h] / n[:, h]
        mean = sums[:, h].sum(axis=1) / rows
        squares = n[:, h] * (variances[:, h] + (means - mean[:, None]) ** 2)
        std = np.sqrt(squares.sum(axis=1) / rows)
        return Averages(group, rows[:, 0], pd.DataFrame(centre + mean, index, names),
                        pd.DataFrame(std, index, names))  # fmt: skip

    out = [average(ALL, slice(None))]
    by_group = enumerate(scored.groups) if ask.group else ()
    return out + [average(name, slice(h, h + 1)) for h, name in by_group]


def _gaps(
    engine: Engine, scored: Scored, whole: Averages, ask: Ask, steps: list[Problem]
) -> Tables:
    """Split the Gini coefficient of every period; say how exact it is."""
    if (scored.least < 0).any():
        below = {"count": (nw.col("index") < 0).cast(nw.Int64).sum()}
        count = int(engine.sums(scored.table, below)["count"])
        raise MethodError(problem("gini-negative", {"key": "analyze.gaps"}, count=count))
    found, gaps = pieces(engine, scored, ask)
    splits = tuple(one.split(ask.correction) for one in found)
    sample = GapSplits(
        periods=scored.periods, names=scored.groups, dimensions=ask.framework.dimensions,
        correction=ask.correction, splits=splits,
    )  # fmt: skip
    spreads = [
        Spread(mean, std, std / mean if mean > 0 else None, float(low), float(high))
        for mean, std, low, high in zip(
            whole.mean[ALL].tolist(), whole.std[ALL].tolist(), scored.least, scored.most,
            strict=True,
        )
    ]  # fmt: skip
    made = gini_tables(sample, spreads)
    tables = {"gap_total": made.total, "gap_dimensions": made.dimensions, "gap_cells": made.cells}
    if ask.gini == "bins":
        steps.append(note("scale-binned", bins=ask.bins, most=f"{gaps.max():.2g}"))
    if ask.group:
        dagum = dagum_tables(sample)
        tables |= {"gap_groups": made.groups, "dagum": dagum.total, "dagum_groups": dagum.groups,
                   "dagum_pairs": dagum.pairs}  # fmt: skip
    return tables
