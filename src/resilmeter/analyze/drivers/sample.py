"""The rows that a detector sees: one period, and the drivers that have strata there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.gather import Drivers
from resilmeter.core.arrays import BoolArray, FloatArray, IntArray
from resilmeter.core.detector import benjamini_hochberg
from resilmeter.errors import MethodError, Problem


class Sample(NamedTuple):
    """Outcome and stratum codes of the rows where all drivers have a stratum."""

    y: FloatArray
    codes: list[IntArray]
    rows: BoolArray


def sample(drivers: Drivers, names: Iterable[str], period: int | None) -> Sample:
    """Take the rows of one period, or of all, in which every driver has a stratum.

    Raises
    ------
    MethodError
        A driver that could not be cut, for the reason that its cut gives.
    """
    chosen = tuple(names)
    refused = [r for r in (drivers.cuts[name].refused for name in chosen) if r is not None]
    if refused:
        raise MethodError(refused)
    rows = drivers.rows(chosen, period)
    y = drivers.outcome.to_numpy(dtype=np.float64)[rows]
    return Sample(y, [drivers.cuts[name].codes[rows] for name in chosen], rows)


def dropped(drivers: Drivers, taken: Sample, period: int | None) -> int:
    """Count the rows of a period that are left out because a driver is missing."""
    whole = int(drivers.rows((), period).sum())
    return whole - int(taken.rows.sum())


def reason(found: MethodError | Problem) -> str:
    """Write why there is no number, for the column `note`."""
    problem = found.problems[0] if isinstance(found, MethodError) else found
    return f"n/a: {problem.text()}"


def tabled(rows: list[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    """Lay rows out with typed columns; what a row lacks is blank, and "" in a column of text."""
    table = pd.DataFrame(rows, columns=list(columns))
    for name, kind in columns.items():
        if kind == "text":
            table[name] = table[name].astype(object).where(table[name].notna(), "")
        else:
            table[name] = table[name].astype(kind)  # type: ignore[call-overload]
    return table


def corrected(p: pd.Series) -> pd.Series:
    """Correct the p-values of many tests by Benjamini and Hochberg; blanks stay blank."""
    there = p.notna()
    out = pd.Series(np.nan, p.index, dtype=float)
    if there.any():
        out[there] = benjamini_hochberg(p[there].to_numpy(dtype=np.float64))
    return out
