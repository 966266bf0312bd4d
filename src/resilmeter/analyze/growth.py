"""How fast does it grow? Three forms of growth, each under its own name."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.means import means
from resilmeter.core.growth import Growth
from resilmeter.core.growth import growth as growth_of
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

NOT_POSITIVE = "n/a: growth needs positive values (the last may be zero)"
NAN = float("nan")
NO_GROWTH = Growth(NAN, NAN, NAN, NAN, rates=np.array([]))
ONE_PERIOD = "n/a: growth needs at least two periods"
SHAPLEY = "n/a: parts are Shapley values, which have differences but no level of their own"


@dataclass(frozen=True, eq=False)
class GrowthTables:
    """Growth between first and last period, and from period to period.

    Attributes
    ----------
    total : DataFrame
        level, group, dimension, start, end, first, last, change, total_growth,
        compound_yearly_growth, mean_of_yearly_rates, simple_yearly_growth, note. Fractions, not
        per cent; blank with a note where growth is not defined.
    yearly : DataFrame
        level, group, dimension, period, growth: from the period before, as a fraction of it.
    """

    total: pd.DataFrame
    yearly: pd.DataFrame

    _repr_html_ = card

    def __repr__(self) -> str:
        row = self.total.iloc[0]
        rate = (
            "n/a" if row["note"] else f"{row['mean_of_yearly_rates']:+.2%} a year (mean of rates)"
        )
        return f"<GrowthTables: index {row['start']} to {row['end']}: {rate}>"


def growth(scores: Scores) -> GrowthTables:
    """Measure growth of the mean index and its parts.

    Parameters
    ----------
    scores : Scores
        Index and parts, comparable over time.

    Returns
    -------
    GrowthTables

    Raises
    ------
    MethodError
        Scores that cannot be compared over time: scaling, weights or ideals of each period.

    Notes
    -----
    total ``y_T / y_0 - 1``; compound ``(y_T / y_0)^(1 / years) - 1`` (S2); mean of yearly rates
    ``mean(y_t / y_{t-1} - 1)`` (S1); simple ``total / years``. They are growth rates of the mean,
    not means of the units' growth rates.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> rm.growth(rm.score(scaled, rm.weigh(scaled, method="equal"))).total["note"].unique()
    array([''], dtype=object)
    """
    if not scores.comparable_over_time:
        raise MethodError(problem("not-comparable-over-time", {"key": "analyze.growth"}))
    table = means(scores)
    series = [
        (_names(keys), own["period"].to_numpy(), own["mean"].to_numpy())
        for keys, own in table.groupby(["level", "group", "dimension"], sort=False)
    ]
    total = pd.DataFrame(
        [_total(keys, periods, values, _reason(keys, scores)) for keys, periods, values in series]
    )
    yearly = [
        row
        for keys, periods, values in series
        if not _reason(keys, scores)
        for row in _yearly(keys, periods, values)
    ]
    columns = ["level", "group", "dimension", "period", "growth"]
    return GrowthTables(total.astype({"note": object}), pd.DataFrame(yearly, columns=columns))


def _names(keys: tuple[Hashable, ...]) -> tuple[str, str, str]:
    level, group, dimension = keys
    return str(level), str(group), str(dimension)


def _reason(keys: tuple[str, str, str], scores: Scores) -> str:
    """Say why a series has no rates of growth, whatever its values."""
    return "" if scores.additive or not keys[2] else SHAPLEY


def _total(
    keys: tuple[str, str, str], periods: np.ndarray, values: np.ndarray, reason: str
) -> dict[str, object]:
    rates = None if reason else growth_of(values, periods)
    if not (rates or reason):
        reason = ONE_PERIOD if len(periods) < 2 else NOT_POSITIVE
    shown = rates or NO_GROWTH
    return {
        **dict(zip(("level", "group", "dimension"), keys, strict=True)),
        "start": periods[0],
        "end": periods[-1],
        "first": values[0],
        "last": values[-1],
        "change": values[-1] - values[0],
        "total_growth": shown.total,
        "compound_yearly_growth": shown.compound,
        "mean_of_yearly_rates": shown.mean_of_rates,
        "simple_yearly_growth": shown.simple,
        "note": reason,
    }


def _yearly(
    keys: tuple[str, str, str], periods: np.ndarray, values: np.ndarray
) -> Iterator[tuple[object, ...]]:
    rates = growth_of(values, periods)
    for place, rate in enumerate(rates.rates if rates else ()):
        yield (*keys, int(periods[place + 1]), float(rate))
