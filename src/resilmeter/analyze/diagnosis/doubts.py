"""What the diagnostics give reason to doubt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.errors import Problem, doubt
from resilmeter.rows import each_row

# An importance of twice the weight, or half of it, is another index than the weights say.
FAR = 2.0
# A unit that moves by more than this share of all ranks owes its rank to the weights.
LARGE_SHIFT = 0.2


def direction_doubts(indicators: pd.DataFrame, flips: pd.DataFrame) -> Iterator[Problem]:
    """Doubt directions that run against their dimension.

    Parameters
    ----------
    indicators, flips : DataFrame
        Tables of the diagnosis.
    """
    lowest = flips.groupby("indicator")["rank_correlation"].min()
    largest = flips.groupby("indicator")["largest_shift"].max()
    for row in each_row(indicators[indicators["contested"]]):
        where = {"indicator": row.indicator}
        values = {"r": row.item_rest, "dimension": row.dimension, "shift": largest[row.indicator]}
        if pd.isna(lowest[row.indicator]):
            yield doubt("contested-direction", where, **values)
        else:
            yield doubt("contested-direction-ranks", where, lowest=lowest[row.indicator], **values)


def importance_doubts(indicators: pd.DataFrame) -> Iterator[Problem]:
    """Doubt weights that do not say what counts, farthest first."""
    weighed = indicators[indicators["weight"] > 0]
    ratio = (weighed["importance"] / weighed["weight"]).to_numpy()
    far = (ratio > FAR) | (ratio < 1 / FAR)
    distance = np.abs(np.log(np.maximum(ratio[far], np.finfo(np.float64).tiny)))
    codes = weighed["indicator"].to_numpy()[far][np.argsort(-distance, kind="stable")].tolist()
    if codes:
        yield doubt("importance-far", count=len(codes), of=len(indicators), indicators=codes)


def pair_doubts(correlations: pd.DataFrame) -> Iterator[Problem]:
    """Doubt pairs of indicators that say nearly the same."""
    for row in each_row(correlations[correlations["double_counting"]]):
        where = {"indicator": f"{row.indicator_a}, {row.indicator_b}"}
        yield doubt("same-indicators", where, r=row.pearson)


def dimension_doubts(dimensions: pd.DataFrame) -> Iterator[Problem]:
    """Doubt dimensions whose indicators contradict each other."""
    for row in each_row(dimensions[dimensions["alpha"] < 0]):
        if row.dimension:
            yield doubt("negative-alpha", alpha=row.alpha, dimension=row.dimension)
        else:
            yield doubt("negative-alpha-all", alpha=row.alpha)


def twin_doubts(periods: pd.DataFrame, units: int) -> Iterator[Problem]:
    """Doubt ranks that move far when all indicators weigh the same."""
    row = periods.iloc[int(periods["largest_shift"].argmax())]
    if row["largest_shift"] > LARGE_SHIFT * units:
        where = {"unit": row["unit"], "period": int(row["period"])}
        yield doubt("twin-shift", where, shift=int(row["largest_shift"]), units=units)
