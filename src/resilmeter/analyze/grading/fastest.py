"""Growth of sets of units in its two averages, and who grows fastest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.scoring import Scores

NOT_COMPARABLE = "n/a: scores of different periods do not compare"
ONE_PERIOD = "n/a: growth needs at least two periods"
NOT_POSITIVE = "n/a: growth needs positive values (the last may be zero)"
SHAPLEY = "n/a: parts are Shapley values, which have differences but no level of their own"
ALL, CAPITALS, OTHERS = "all", "capitals", "others"


def growth_of_sets(scores: Scores, capitals: tuple[str, ...]) -> pd.DataFrame:
    """Set the compound growth of means beside the mean of the units' compound growth."""
    columns = [
        "set", "group", "dimension", "units", "first", "last", "rate_of_means", "mean_of_rates",
        "without_rate", "note",
    ]  # fmt: skip
    years = _years(scores)
    rows = [
        {"set": kind, "group": name, "dimension": dimension, "units": int(member.sum()),
         **_rates(first[member], last[member], years, _reason(scores, dimension))}
        for dimension, first, last in _ends(scores)
        for kind, name, member in _sets(scores, capitals)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def fastest(scores: Scores) -> pd.DataFrame:
    """Name the unit and the group of fastest compound growth, by index and by dimension."""
    panel, years = scores.scaled.panel, _years(scores)
    rows = []
    for dimension, first, last in _ends(scores):
        races = [("units", panel.units, first, last)]
        if panel.group_order:
            own = [_by_group(values, panel.group_codes) for values in (first, last)]
            races.append(("groups", panel.group_order, own[0], own[1]))
        for of, names, start, end in races:
            reason = _reason(scores, dimension)
            rows.append(
                {"of": of, "dimension": dimension, **_first(names, start, end, years, reason)}
            )
    return pd.DataFrame(rows)


def _years(scores: Scores) -> int:
    periods = scores.scaled.panel.periods
    return periods[-1] - periods[0]


def _ends(scores: Scores) -> Iterator[tuple[str, FloatArray, FloatArray]]:
    """Give first and last values of the units, for the index and each dimension."""
    periods = scores.scaled.panel.periods
    table = scores.parts.copy()
    table.insert(0, "", scores.index)
    first = table.xs(periods[0], level="period").to_numpy(dtype=np.float64)
    last = table.xs(periods[-1], level="period").to_numpy(dtype=np.float64)
    for k, name in enumerate(table.columns):
        yield str(name), first[:, k], last[:, k]


def _sets(scores: Scores, capitals: tuple[str, ...]) -> Iterator[tuple[str, str, np.ndarray]]:
    panel = scores.scaled.panel
    yield ALL, "", np.ones(len(panel.units), dtype=bool)
    for code, name in enumerate(panel.group_order):
        yield "group", name, panel.group_codes == code
    named = np.isin(np.array(panel.units, dtype=object), capitals)
    if named.any():
        yield CAPITALS, "", named
    if named.any() and not named.all():
        yield OTHERS, "", ~named


def _reason(scores: Scores, dimension: str) -> str:
    """Say why no series of these scores grows, whatever its values."""
    if not scores.comparable_over_time:
        return NOT_COMPARABLE
    if len(scores.scaled.panel.periods) < 2:
        return ONE_PERIOD
    return SHAPLEY if dimension and not scores.additive else ""


def _compound(first: FloatArray, last: FloatArray, years: int) -> FloatArray:
    """Compound growth; NaN where the base is not positive or the last value is negative."""
    fine = (first > 0) & (last >= 0)
    ratio = np.divide(last, first, out=np.ones_like(first), where=fine)
    return np.asarray(np.where(fine, ratio ** (1.0 / years) - 1.0, np.nan), dtype=np.float64)


def _rates(first: FloatArray, last: FloatArray, years: int, reason: str) -> dict[str, object]:
    out: dict[str, object] = {"first": first.mean(), "last": last.mean()}
    if reason:
        return out | {"without_rate": first.size, "note": reason}
    own = _compound(first, last, years)
    mean = _compound(first.mean(keepdims=True), last.mean(keepdims=True), years)[0]
    known = own[~np.isnan(own)]
    return out | {
        "rate_of_means": mean,
        "mean_of_rates": known.mean() if known.size else np.nan,
        "without_rate": int(np.isnan(own).sum()),
        "note": "" if known.size == own.size and not np.isnan(mean) else NOT_POSITIVE,
    }


def _by_group(values: FloatArray, codes: np.ndarray) -> FloatArray:
    return np.asarray(np.bincount(codes, values) / np.bincount(codes), dtype=np.float64)


def _first(
    names: tuple[str, ...], first: FloatArray, last: FloatArray, years: int, reason: str
) -> dict[str, object]:
    growth = np.full(first.size, np.nan) if reason else _compound(first, last, years)
    if np.isnan(growth).all():
        return {"name": "", "first": np.nan, "last": np.nan, "growth": np.nan,
                "first_rank": pd.NA, "note": reason or NOT_POSITIVE}  # fmt: skip
    top = int(np.nanargmax(growth))
    return {"name": names[top], "first": first[top], "last": last[top], "growth": growth[top],
            "first_rank": 1 + int((first > first[top]).sum()), "note": ""}  # fmt: skip
