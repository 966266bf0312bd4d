"""What the diagnostics look at: all unit-periods at once, as arrays, and their correlations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from resilmeter.core import weights as kernels
from resilmeter.core.arrays import BoolArray, FloatArray, constant
from resilmeter.core.reliability import item_rest
from resilmeter.framework import Framework
from resilmeter.scoring import Scores


@dataclass(frozen=True, eq=False)
class Sample:
    """The scaled values and the index of all unit-periods.

    Parameters
    ----------
    scores : Scores
        What is diagnosed.
    """

    scores: Scores

    @property
    def framework(self) -> Framework:
        """The indicators."""
        return self.scores.scaled.panel.framework

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units, in the order of the rows."""
        return self.scores.scaled.panel.units

    @cached_property
    def periods(self) -> tuple[int, ...]:
        """The periods; rows go by unit, then period."""
        return self.scores.scaled.panel.periods

    @cached_property
    def x(self) -> FloatArray:
        """(n, q): the scaled values, one row a unit-period."""
        return self.scores.scaled.values.to_numpy(dtype=np.float64)

    @cached_property
    def reached(self) -> FloatArray:
        """(n, q): values from 0 at the worst to 1 at the best; NaN where there are none."""
        worst, best = self.scores.scaled.worst, self.scores.scaled.best
        if worst is None or best is None:
            return self.x * np.nan
        return (self.x - worst) / (best - worst)

    @cached_property
    def index(self) -> FloatArray:
        """(n,): the index."""
        return self.scores.index.to_numpy(dtype=np.float64)

    @cached_property
    def varied(self) -> BoolArray:
        """(q,): True for indicators that are not constant."""
        return np.array([not constant(column.min(), column.max()) for column in self.x.T])

    @property
    def index_varies(self) -> bool:
        """True if the index is not constant."""
        return not constant(self.index.min(), self.index.max())

    @cached_property
    def pearson(self) -> FloatArray:
        """(q, q): Pearson's correlations; NaN with a constant indicator."""
        return self._between(kernels.pearson)

    @cached_property
    def spearman(self) -> FloatArray:
        """(q, q): Spearman's correlations; NaN with a constant indicator."""
        return self._between(kernels.spearman)

    @cached_property
    def with_index(self) -> FloatArray:
        """(q,): Pearson's correlation of each indicator with the index; NaN where not defined."""
        if not (self.index_varies and self.varied.any()):
            return np.full(self.x.shape[1], np.nan)
        beside = np.column_stack([self.x[:, self.varied], self.index])
        return self.by_indicator(kernels.pearson(beside)[-1, :-1])

    @cached_property
    def item_rest(self) -> FloatArray:
        """(q,): correlation with the rest of the own dimension; NaN where not defined."""
        return item_rest(self.x, self.framework.dimension_codes)

    @cached_property
    def contested(self) -> BoolArray:
        """(q,): True for indicators that run against the rest of their dimension."""
        return np.asarray(self.item_rest < 0)

    def by_indicator(self, values: FloatArray) -> FloatArray:
        """Spread values of the indicators that vary over all; NaN for the others."""
        out = np.full(self.x.shape[1], np.nan)
        out[self.varied] = values
        return out

    def _between(self, kernel: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Correlate the indicators that vary; NaN beside the others."""
        out = np.full((self.x.shape[1],) * 2, np.nan)
        if self.varied.any():
            out[np.ix_(self.varied, self.varied)] = kernel(self.x[:, self.varied])
        return out
