"""What drivers are to explain: the index of a study, or any series by unit and period."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from resilmeter.errors import MethodError, problem
from resilmeter.scoring import Scores, score
from resilmeter.weighting import Weights


@dataclass(frozen=True, eq=False, kw_only=True)
class Outcome:
    """What is to be explained, and the indicators it is made of.

    Attributes
    ----------
    values : Series
        By (unit, period), finite.
    indicators : DataFrame
        The indicators by (unit, period), as they were scaled; no columns for a series.
    columns : dict of str to str
        Code of the indicator that each column of the panel holds.
    scores : Scores or None
        Where the values come from; None for a series.
    """

    values: pd.Series
    indicators: pd.DataFrame
    columns: dict[str, str]
    scores: Scores | None = None


def outcome_of(given: Scores | pd.Series) -> Outcome:
    """Take the index of scores, or a series by unit or by (unit, period).

    Raises
    ------
    MethodError
        A series that holds missing values or names a unit and period twice.
    """
    if isinstance(given, Scores):
        framework = given.scaled.panel.framework
        columns = {i.source_column: i.code for i in framework.indicators}
        columns |= {code: code for code in framework.codes}
        return Outcome(values=given.index, indicators=given.scaled.values, columns=columns,
                       scores=given)  # fmt: skip
    values = given.astype(float)
    index = values.index
    units = [str(unit) for unit in index.get_level_values(0)]
    periods = index.get_level_values(1) if index.nlevels > 1 else np.zeros(len(values), dtype=int)
    values.index = pd.MultiIndex.from_arrays([units, periods], names=["unit", "period"])
    if not np.isfinite(values.to_numpy()).all():
        count = int((~np.isfinite(values.to_numpy())).sum())
        raise MethodError(problem("values-not-finite", count=count))
    if values.index.has_duplicates:
        count = int(values.index.duplicated().sum())
        raise MethodError(problem("panel-repeated-rows", count=count))
    return Outcome(values=values, indicators=pd.DataFrame(index=values.index), columns={})


def without_indicators(scores: Scores, codes: list[str]) -> Scores:
    """Score again without some indicators; the other weights keep their ratios.

    Raises
    ------
    MethodError
        Scores that were computed elsewhere, or no indicator that is left.
    """
    left = [code for code in scores.scaled.panel.framework.codes if code not in codes]
    if scores.method == "imported" or not left:
        raise MethodError(problem("driver-cannot-drop", {"key": "drivers.circular"}, codes=codes))
    panel = scores.scaled.panel
    smaller = replace(
        panel,
        framework=panel.framework.without(codes),
        values=panel.values[left],
        status=panel.status[left],
    )
    posts = scores.scaled.goalposts
    kept = posts[posts["indicator"].isin(left)]
    scaled = replace(
        scores.scaled, panel=smaller, values=scores.scaled.values[left], goalposts=kept
    )
    weights = _rescaled(scores.weights, left)
    return score(scaled, weights, method=scores.method, choices=scores.choices)


def _rescaled(weights: Weights, left: list[str]) -> Weights:
    """Keep some weights, so that they sum to 1 again."""
    table = weights.table[weights.table["indicator"].isin(left)].copy()
    table["weight"] /= table["weight"].sum()
    by_period = weights.by_period
    if by_period is not None:
        by_period = by_period[left].div(by_period[left].sum(axis=1), axis=0)
    return replace(weights, table=table, by_period=by_period)
