"""Drivers of a table that are an indicator of the index, or go with one in a straight line."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v2 as nw
import numpy as np

from resilmeter.analyze.drivers.circular import SAME, Circle, circle_notes, circle_refusals
from resilmeter.errors import DataError, Problem, refuse
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask
from resilmeter.scale.engine import Engine
from resilmeter.scale.weigh import Measured


def refuse_circular(engine: Engine, measured: Measured, ask: Ask) -> list[Problem]:
    """Refuse circular drivers, or say that they were allowed.

    Parameters
    ----------
    engine : Engine
        Who computes.
    measured : Measured
        The scaled rows, with the values of the drivers.
    ask : Ask
        The drivers, and what to do with circular ones.

    Returns
    -------
    list of Problem
        A doubt where circular drivers were allowed.

    Raises
    ------
    DataError
        Drivers that are an indicator or correlate with one beyond 0.98, where they are refused.

    Notes
    -----
    The correlation is Pearson's over all rows. That of ranks, which sees through a logarithm, needs
    every column to be sorted, and is looked at in memory only.
    """
    found = list(_circles(engine, measured, ask))
    if not found:
        return []
    refuse(DataError, circle_refusals(found) if ask.circular == "refuse" else [])
    return [*circle_notes(found, ask.circular)]


def _circles(engine: Engine, measured: Measured, ask: Ask) -> Iterator[Circle]:
    columns = {i.source_column: i.code for i in ask.framework.indicators}
    columns |= {code: code for code in ask.framework.codes}
    for f, driver in enumerate(ask.drivers):
        if driver.column in columns:
            yield Circle(driver.name, columns[driver.column], 1.0)
        elif driver.cuts:  # strata as they are have no order
            yield from _correlated(engine, measured, f, driver.name)


def _correlated(engine: Engine, measured: Measured, f: int, name: str) -> Iterator[Circle]:
    """Correlate one driver with every indicator, in a pass for its mean and one for the sums."""
    of = measured.sums.moments
    if of.rows < 3:  # two points always lie on a line
        return
    own = nw.col(f"s{f}").cast(nw.Float64)
    centre = float(engine.sums(measured.table, {"mean": own.mean()})["mean"])
    y = own - centre
    asked: plan.Named = {"square": (y * y).sum()}
    asked |= {f"p{j}": (y * (plan.column("z", j) - float(mean))).sum()
              for j, mean in enumerate(of.mean)}  # fmt: skip
    row = engine.sums(measured.table, asked)
    size = np.sqrt(float(row["square"]) * np.diag(of.products))
    if float(row["square"]) <= of.rows * (1e-12 * abs(centre)) ** 2:
        return
    r = np.clip(plan.pilot_of(row, "p", of.mean.size) / size, -1.0, 1.0)
    for j in np.flatnonzero(np.abs(r) > SAME).tolist():
        yield Circle(name, measured.sums.codes[j], float(r[j]))
