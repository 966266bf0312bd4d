"""Look a panel over before any calculation: every problem and doubt at once, nothing changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from resilmeter.core.arrays import constant
from resilmeter.core.skewness import dominated, skewness_kurtosis
from resilmeter.errors import Problem, doubt, listing, note, problem
from resilmeter.framework import Indicator
from resilmeter.notebook import card
from resilmeter.panel import Panel, Status
from resilmeter.rows import each_cell

# Rules of thumb of the OECD-JRC handbook on composite indicators (2008) and its successors.
LEAST_COVERAGE = 0.65
MOST_ZEROS = 0.30
SAME_INDICATOR = 0.95
SAME_PERIOD = 0.90
TRACKS_SIZE = 0.80
LEAST_PAIRS = 5


@dataclass(frozen=True, eq=False)
class Check:
    """What was found in a panel.

    Attributes
    ----------
    problems : tuple of Problem
        Errors, doubts and notes.
    coverage : DataFrame
        indicator, cells, observed, imputed, missing, observed_share; one row an indicator.
    """

    problems: tuple[Problem, ...]
    coverage: pd.DataFrame

    _repr_html_ = card

    @property
    def ok(self) -> bool:
        """True if nothing refuses the panel."""
        return not any(p.level == "error" for p in self.problems)

    def __str__(self) -> str:
        return "\n".join(listing(self.problems)) or "No problems found."


def check(panel: Panel) -> Check:
    """Look a panel over.

    Parameters
    ----------
    panel : Panel
        As read.

    Returns
    -------
    Check
        Prints as a list of sentences.

    Examples
    --------
    >>> import resilmeter as rm
    >>> rm.check(rm.example("seed-002")).ok
    True
    """
    found = [*panel.steps]
    for indicator in panel.framework.indicators:
        found += _indicator_problems(panel.values[indicator.code], indicator)
    found += _repeated_periods(panel)
    found += _same_indicators(panel.values)
    found += _totals(panel)
    return Check(tuple(found), coverage(panel))


def coverage(panel: Panel) -> pd.DataFrame:
    """Count observed and missing cells of every indicator.

    Parameters
    ----------
    panel : Panel
        Before or after filling.

    Returns
    -------
    DataFrame
        indicator, cells, observed, imputed, missing, observed_share.
    """
    return _coverage("indicator", panel.framework.codes, panel.status.to_numpy().T)


def coverage_by(panel: Panel, level: Literal["unit", "period"]) -> pd.DataFrame:
    """Count observed and missing cells of every unit, or of every period.

    Parameters
    ----------
    panel : Panel
        Before or after filling.
    level : {"unit", "period"}
        What a row stands for.

    Returns
    -------
    DataFrame
        unit or period, cells, observed, imputed, missing, observed_share.

    Examples
    --------
    >>> import resilmeter as rm
    >>> table = coverage_by(rm.example("seed-002"), "period")
    >>> bool((table["observed"] + table["missing"] == table["cells"]).all())
    True
    """
    cube = panel.status.to_numpy().reshape(len(panel.units), len(panel.periods), -1)
    if level == "unit":
        return _coverage(level, panel.units, cube)
    return _coverage(level, panel.periods, cube.swapaxes(0, 1))


def _coverage(name: str, keys: Sequence[object], status: np.ndarray) -> pd.DataFrame:
    """Count the cells of every key; the first axis of `status` goes by keys."""
    flat = status.reshape(len(keys), -1)
    counts = {
        "cells": flat.shape[1],
        "observed": (flat == Status.OBSERVED).sum(axis=1),
        "imputed": (flat >= Status.INTERPOLATED).sum(axis=1),
        "missing": (flat == Status.MISSING).sum(axis=1),
    }
    table = pd.DataFrame({name: keys, **counts})
    return table.assign(observed_share=table["observed"] / table["cells"])


def outside_bounds(panel: Panel, indicator: Indicator) -> Iterator[Problem]:
    """List the cells of an indicator that lie outside its theoretical bounds."""
    low = -np.inf if indicator.lower_bound is None else indicator.lower_bound
    high = np.inf if indicator.upper_bound is None else indicator.upper_bound
    column = panel.values[indicator.code]
    for unit, period, value in each_cell(column[(column < low) | (column > high)]):
        where = {"indicator": indicator.code, "unit": unit, "period": period}
        yield problem("out-of-bounds", where, given=value, low=low, high=high)


def _indicator_problems(column: pd.Series, indicator: Indicator) -> Iterator[Problem]:
    where: dict[str, object] = {"indicator": indicator.code}
    known = column.dropna().to_numpy()
    if known.size == 0:
        yield problem("indicator-all-missing", where)
        return
    same = constant(known.min(), known.max())
    if same and not indicator.denominator:
        yield problem("constant-indicator", where, value=known[0])
        return
    share = known.size / column.size
    if share < LEAST_COVERAGE:
        yield doubt("low-coverage", where, share=share, least=LEAST_COVERAGE)
    elif share < 1:
        yield note("some-missing", where, count=column.size - known.size)
    zeros = float((known == 0).mean())
    if zeros > MOST_ZEROS:
        yield doubt("many-zeros", where, share=zeros)
    if not same:
        yield from _skewed(column, where)


def _skewed(column: pd.Series, where: dict[str, object]) -> Iterator[Problem]:
    known = column.dropna().to_numpy()
    if dominated(known):
        skew, kurtosis = skewness_kurtosis(known)
        distance = column.sub(known.mean()).abs()
        unit, period, _ = next(each_cell(column[distance == distance.max()]))
        yield doubt("skewed", where, skew=skew, kurtosis=kurtosis, unit=unit, period=period)


def _repeated_periods(panel: Panel) -> Iterator[Problem]:
    """Find periods that repeat the one before in nearly every unit: copied, not measured."""
    if len(panel.units) < 5:
        return
    cube = panel.values.to_numpy().reshape(len(panel.units), len(panel.periods), -1)
    same = (cube[:, 1:] == cube[:, :-1]) & (cube[:, 1:] != 0)
    both = ~np.isnan(cube[:, 1:]) & ~np.isnan(cube[:, :-1])
    for t, j in np.argwhere(same.sum(axis=0) > SAME_PERIOD * np.maximum(both.sum(axis=0), 5)):
        where = {"indicator": panel.framework.codes[j], "period": panel.periods[t + 1]}
        counts = {"count": int(same[:, t, j].sum()), "of": int(both[:, t, j].sum())}
        yield doubt("repeats-period", where, before=panel.periods[t], **counts)


def _same_indicators(values: pd.DataFrame) -> Iterator[Problem]:
    """Find pairs of indicators that say nearly the same: they count twice."""
    varied = values.loc[:, values.max() > values.min()]
    r = varied.corr().to_numpy()
    for i, j in np.argwhere(np.triu(np.abs(r), 1) > SAME_INDICATOR):
        pair = (varied.columns[i], varied.columns[j])
        yield doubt("same-indicators", {"indicator": f"{pair[0]}, {pair[1]}"}, r=float(r[i, j]))


def _totals(panel: Panel) -> Iterator[Problem]:
    """Find indicators without denominator that follow the size of the unit."""
    whole = {i.code for i in panel.framework.indicators if not i.denominator}
    varied = panel.values.loc[:, panel.values.max() > panel.values.min()]
    sizes = panel.others.loc[:, panel.others.max() > panel.others.min()]
    r = pd.concat([varied, sizes], axis=1).corr(min_periods=LEAST_PAIRS).to_numpy()
    for i, code in enumerate(varied.columns):
        for j, column in enumerate(sizes.columns, start=len(varied.columns)):
            if code in whole and r[i, j] > TRACKS_SIZE:
                yield doubt("tracks-size", {"indicator": code}, column=column, r=float(r[i, j]))
