"""How indicators are measured: which rows set the yardstick, and the values against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.framework import Framework
from resilmeter.prepare.normalizations import NORMALIZATIONS, Column, Normalizer
from resilmeter.prepare.scaled import Scope

UNIT = (0.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class How:
    """The choices of a normalisation.

    Attributes
    ----------
    method, scope : str
        Normalisation, and where its yardstick comes from.
    base_period : int or None
        For scope "base-period".
    interval : (float, float)
        Scaled values at the worst and the best goalpost.
    clip : bool
        True to clip values beyond the goalposts.
    """

    method: str
    scope: Scope
    base_period: int | None
    interval: tuple[float, float] = UNIT
    clip: bool = False

    @property
    def normalizer(self) -> Normalizer:
        """The normalisation."""
        return NORMALIZATIONS[self.method]

    def span(self, rows: int) -> tuple[float, float] | None:
        """Scaled values of the worst and the best of `rows`; None where there are none."""
        if self.normalizer.goalposts:
            return self.interval
        return {"rank": (1.0, float(rows)), "percentile": UNIT}.get(self.method)

    def finished(self, unit: Any) -> Any:
        """Clip values and take them from 0 to 1 to the interval, where goalposts are used.

        For whatever knows arithmetic: an array, or a column of a table.
        """
        if not self.normalizer.goalposts:
            return unit
        clipped = unit.clip(0.0, 1.0) if self.clip else unit
        first, last = self.interval
        return clipped if self.interval == UNIT else first + (last - first) * clipped


def unit_values(
    raw: FloatArray, periods: np.ndarray, framework: Framework, posts: pd.DataFrame, how: How
) -> FloatArray:
    """Measure raw values against the yardstick.

    Parameters
    ----------
    raw : (n, q) float array
        Raw values.
    periods : (n,) integer array
        Period of each row.
    framework : Framework
        What the columns mean.
    posts : DataFrame
        Goalposts: all indicators in order, once or period by period.
    how : How
        The choices.

    Returns
    -------
    (n, q) float array
        Between 0 and 1 at the goalposts for methods that use them.
    """
    out = np.empty_like(raw)
    low = posts["low"].to_numpy().reshape(-1, len(framework.codes))
    high = posts["high"].to_numpy().reshape(-1, len(framework.codes))
    for block, (rows, reference) in enumerate(_blocks(periods, how)):
        for j, indicator in enumerate(framework.indicators):
            out[rows, j] = how.normalizer.scale(
                Column(x=raw[rows, j], reference=raw[reference, j], low=low[block, j],
                       high=high[block, j], indicator=indicator)
            )  # fmt: skip
    return out


def _blocks(periods: np.ndarray, how: How) -> Iterator[tuple[BoolArray | slice, BoolArray | slice]]:
    """Give the rows that share a yardstick and the rows that set it."""
    whole = slice(None)
    if how.scope == "per-period":
        for time in np.unique(periods):
            yield periods == time, periods == time
    else:
        yield whole, periods == how.base_period if how.scope == "base-period" else whole
