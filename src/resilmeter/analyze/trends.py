"""What may be said of each series: its steps, its growth, its trend, and a verdict."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.core.trend import Trend, trend
from resilmeter.scoring import Scores

NAN = float("nan")


def trends(scores: Scores) -> pd.DataFrame:
    """Collect the trends of the mean index, of groups, dimensions and units."""
    periods = scores.scaled.panel.periods
    rows = [
        {"level": level, "name": name, "periods": len(periods), **_row(trend(values, periods))}
        for level, name, values in _series(scores)
    ]
    return pd.DataFrame(rows)


def _series(scores: Scores) -> Iterator[tuple[str, str, FloatArray]]:
    panel = scores.scaled.panel
    index = scores.index.to_numpy(dtype=np.float64)
    cube = index.reshape(len(panel.units), len(panel.periods))
    yield "total", "", cube.mean(axis=0)
    for code, name in enumerate(panel.group_order):
        yield "group", name, cube[panel.group_codes == code].mean(axis=0)
    parts = scores.parts.groupby(level="period").mean()
    for name in parts.columns:
        yield "dimension", name, parts[name].to_numpy(dtype=np.float64)
    for unit, values in zip(panel.units, cube, strict=True):
        yield "unit", unit, values


def _row(found: Trend) -> dict[str, object]:
    grown, test, slope = found.growth, found.test, found.slope
    return {
        "first": found.first,
        "last": found.last,
        "change": found.total,
        "rises": found.rises,
        "falls": found.falls,
        "turns": found.turns,
        "shape": found.shape,
        "verdict": found.verdict,
        "mean_of_yearly_rates": NAN if grown is None else grown.mean_of_rates,
        "compound_yearly_growth": NAN if grown is None else grown.compound,
        "tau": NAN if test is None else test.tau,
        "p": NAN if test is None else test.p,
        "how": "" if test is None else test.how,
        "slope": NAN if slope is None else slope.slope,
        "slope_low": NAN if slope is None or slope.low is None else slope.low,
        "slope_high": NAN if slope is None or slope.high is None else slope.high,
        "note": "" if found.reason is None else found.reason.text(),
    }
