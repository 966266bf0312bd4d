"""What every question about gaps starts from: the parts by period, checked and split once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.core.arrays import ROUNDING, FloatArray, IntArray
from resilmeter.core.inequality import Correction, GiniCells, null_shares
from resilmeter.core.inequality import gini_cells as split
from resilmeter.errors import MethodError, problem, refuse
from resilmeter.scoring import Scores


@dataclass(frozen=True, eq=False, kw_only=True)
class GapSplits:
    """The Gini coefficient of every period, split: all that the tables of gaps are made of.

    Attributes
    ----------
    periods : tuple of int
        The T periods.
    names : tuple of str
        The groups; one without a name where the panel has none.
    dimensions : tuple of str
        The q dimensions.
    correction : {"none", "sample"}
        Form of the Gini coefficient.
    splits : tuple of GiniCells
        One a period.
    additive : bool
        True if parts are sums of contributions, which have a level; Shapley values have none.
    """

    periods: tuple[int, ...]
    names: tuple[str, ...]
    dimensions: tuple[str, ...]
    correction: Correction
    splits: tuple[GiniCells, ...]
    additive: bool = True

    @property
    def grouped(self) -> bool:
        """True if the panel has groups."""
        return self.names != ("",)

    @property
    def units(self) -> IntArray:
        """(T,): number of units."""
        return np.array([s.sizes.sum() for s in self.splits])

    @property
    def nulls(self) -> FloatArray:
        """(T, k, k): share of each pair under random labels; NaN in a period of one unit."""
        blank = np.full((len(self.names), len(self.names)), np.nan)
        return np.stack([null_shares(s.sizes) if s.sizes.sum() > 1 else blank for s in self.splits])

    @property
    def factors(self) -> FloatArray:
        """(T,): what the population form of each period was multiplied by."""
        return np.array([s.factor for s in self.splits])


@dataclass(frozen=True, eq=False, kw_only=True)
class GapSample(GapSplits):
    """Parts of the index with groups and weights of the units, and how they split.

    Attributes
    ----------
    cube : (n, T, q) float array
        Part of each unit, period and dimension.
    codes : (n,) integer array
        Position of each unit's group in `names`.
    weights : (n, T) float array or None
        Weights of the units; None if all count the same.
    """

    cube: FloatArray
    codes: IntArray
    weights: FloatArray | None

    @property
    def null(self) -> FloatArray:
        """(k, k): share of each pair under random labels, the same in all periods."""
        return np.asarray(self.nulls[0])

    def weights_at(self, place: int) -> FloatArray | None:
        """(n,): weights in the period at this place."""
        return None if self.weights is None else self.weights[:, place]


def gap_sample(scores: Scores, weights: str | None, correction: Correction) -> GapSample:
    """Check the scores and split every period.

    Raises
    ------
    MethodError
        Negative scores, weights that are not there or not positive, or a period whose mean index
        is not positive.
    """
    negative = int((scores.index < 0).sum())
    if negative:
        raise MethodError(problem("gini-negative", {"key": "analyze.gaps"}, count=negative))
    means = scores.index.groupby(level="period").mean()
    # Parts that cancel leave rounding noise, which is no mean to divide by.
    none = means[means <= ROUNDING * scores.parts.abs().to_numpy().max()]
    refuse(MethodError, [problem("gini-mean", {"period": t}, mean=m) for t, m in none.items()])
    panel = scores.scaled.panel
    cube = parts_cube(scores)
    codes, mass = panel.group_codes, unit_weights(scores, weights)
    return GapSample(
        cube=cube,
        codes=codes,
        weights=mass,
        periods=panel.periods,
        names=panel.group_order or ("",),
        dimensions=tuple(scores.parts.columns),
        correction=correction,
        splits=tuple(
            split(cube[:, t], codes, None if mass is None else mass[:, t], correction=correction)
            for t in range(len(panel.periods))
        ),
        additive=scores.additive or not scores.dimensions,
    )


def parts_cube(scores: Scores) -> FloatArray:
    """Lay the parts out by (units, periods, dimensions)."""
    panel = scores.scaled.panel
    return scores.parts.to_numpy().reshape(len(panel.units), len(panel.periods), -1)


def unit_weights(scores: Scores, name: str | None) -> FloatArray | None:
    """Take the weights of the units from a column of the panel: (n, T), or None without a name.

    Raises
    ------
    MethodError
        No such column, or blank or not positive weights, all named.
    """
    if name is None:
        return None
    panel, where = scores.scaled.panel, {"key": "inequality.weights"}
    if name not in panel.others.columns:
        allowed = sorted(map(str, panel.others.columns))
        raise MethodError(problem("gap-weights-column", where, given=name, allowed=allowed))
    column: pd.Series = panel.others[name].reindex(scores.index.index)
    wrong = column[~(column > 0)]
    if wrong.size:
        unit, period = wrong.index[0]
        given = "n/a" if np.isnan(wrong.iloc[0]) else f"{wrong.iloc[0]:g}"
        shown = {"column": name, "count": wrong.size, "unit": unit, "period": period}
        raise MethodError(problem("gap-weights-positive", where, given=given, **shown))
    return column.to_numpy(np.float64).reshape(len(panel.units), len(panel.periods))
