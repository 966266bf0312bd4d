"""Circular drivers: a driver that is a part of the index explains it by construction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import Circular, Driver
from resilmeter.analyze.drivers.outcome import Outcome
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import Problem, problem

# Beyond this correlation, plain or of ranks, a driver is an indicator in another unit (E-13).
SAME = 0.98


class Circle(NamedTuple):
    """A driver that is an indicator, or nearly: its name, the indicator, and the correlation."""

    driver: str
    indicator: str
    r: float


def circles(
    outcome: Outcome, values: pd.DataFrame, drivers: tuple[Driver, ...]
) -> Iterator[Circle]:
    """Find drivers that are indicators of the index or correlate with one beyond 0.98.

    Correlations are Pearson's and Spearman's over all rows, so that a logarithm does not hide an
    indicator.
    """
    for driver in drivers:
        code = outcome.columns.get(driver.source)
        if code is not None:
            yield Circle(driver.name, code, 1.0)
            continue
        if pd.api.types.is_numeric_dtype(values[driver.name]):
            yield from _correlated(outcome, driver.name, values[driver.name])


def circle_refusals(found: list[Circle]) -> Iterator[Problem]:
    """Refuse each circular driver, naming the indicator and the way out."""
    for circle in found:
        where = {"driver": circle.driver}
        if circle.r == 1.0:
            yield problem("driver-is-indicator", where, code=circle.indicator)
        else:
            yield problem("driver-like-indicator", where, code=circle.indicator, r=circle.r)


def circle_notes(found: list[Circle], circular: Circular) -> Iterator[Problem]:
    """Say what was done about circular drivers."""
    named = list(dict.fromkeys(circle.driver for circle in found))
    codes = list(dict.fromkeys(circle.indicator for circle in found))
    if circular == "drop":
        yield Problem("driver-dropped", {}, {"drivers": named, "codes": codes}, "doubt")
    else:
        yield Problem("driver-allowed", {}, {"drivers": named, "codes": codes}, "doubt")


def _correlated(outcome: Outcome, name: str, column: pd.Series) -> Iterator[Circle]:
    x = column.to_numpy(dtype=np.float64)
    there = np.isfinite(x)
    if there.sum() < 3:
        return
    for code in outcome.indicators.columns:
        z = outcome.indicators[code].to_numpy(dtype=np.float64)
        pair = np.column_stack([x[there], z[there]])
        r = max((_pearson(pair), _pearson(_ranks(pair))), key=abs)
        if abs(r) > SAME:
            yield Circle(name, str(code), r)


def _ranks(pair: FloatArray) -> FloatArray:
    return pd.DataFrame(pair).rank().to_numpy()


def _pearson(pair: FloatArray) -> float:
    """Correlate two columns; 0 where one does not vary."""
    centred = pair - pair.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=0))
    if (size <= 1e-12 * np.abs(pair).max(axis=0)).any():
        return 0.0
    return float(np.clip(centred[:, 0] @ centred[:, 1] / (size[0] * size[1]), -1.0, 1.0))
