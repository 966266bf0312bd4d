"""What a weighting may look at, and the choices that some of them need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from resilmeter.core.arrays import BoolArray, FloatArray, IntArray
from resilmeter.core.weights import AhpMethod, Combination
from resilmeter.framework import Framework

Level = Literal["flat", "within-dimension"]
WeighScope = Literal["pooled", "per-period"]


@dataclass(frozen=True, kw_only=True)
class Combine:
    """How sets of weights are combined.

    Parameters
    ----------
    methods : tuple of str
        The weightings, two or more.
    how : {"linear", "product", "game", "relative-entropy"}
        See `resilmeter.core.weights.combine`.
    alpha : tuple of float
        Shares for "linear"; equal if empty.
    """

    methods: tuple[str, ...] = ("entropy", "critic")
    how: Combination = "linear"
    alpha: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Choices:
    """Choices beside the method.

    Parameters
    ----------
    given : mapping of str to float
        For "given": a weight for every indicator.
    shift : float
        For "entropy": added to every scaled value first.
    comparisons : tuple of DataFrame
        For "ahp": one matrix an expert, indicators (or dimensions) in rows and columns.
    ahp : {"eigenvector", "geometric-mean"}
        For "ahp".
    combine : Combine
        For "combined".
    fixed : mapping of str to float
        Weights that some indicators have whatever the method says; the rest share what is left.
    level : {"flat", "within-dimension"}
        Weigh all indicators against each other, or within each dimension.
    dimension_weights : mapping of str to float
        For "within-dimension": weights of the dimensions; if empty equal, within sub-indices of
        equal weight where there are any.
    scope : {"pooled", "per-period"}
        Weigh all rows together, or each period by itself, which rules out comparisons over time.
    """

    given: Mapping[str, float] = field(default_factory=dict)
    shift: float = 0.0
    comparisons: tuple[pd.DataFrame, ...] = ()
    ahp: AhpMethod = "eigenvector"
    combine: Combine = field(default_factory=Combine)
    fixed: Mapping[str, float] = field(default_factory=dict)
    level: Level = "flat"
    dimension_weights: Mapping[str, float] = field(default_factory=dict)
    scope: WeighScope = "pooled"

    def only(self, framework: Framework) -> Choices:
        """Keep given and fixed weights of the indicators and dimensions of a framework."""
        codes, dimensions = framework.codes, framework.dimensions
        return replace(
            self,
            given={code: w for code, w in self.given.items() if code in codes},
            fixed={code: w for code, w in self.fixed.items() if code in codes},
            dimension_weights={
                name: w for name, w in self.dimension_weights.items() if name in dimensions
            },
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """The values that are weighed.

    Attributes
    ----------
    x : (n, q) float array
        Oriented, scaled values.
    raw : (n, q) float array
        Raw values.
    periods : (n,) integer array
        Period of each row.
    directions : tuple of str
        Direction of each column.
    codes : tuple of str
        Indicator of each column.
    choices : Choices
        Choices beside the method.
    """

    x: FloatArray
    raw: FloatArray
    periods: IntArray
    directions: tuple[str, ...]
    codes: tuple[str, ...]
    choices: Choices

    @property
    def higher(self) -> BoolArray:
        """(q,): True where larger raw values are better."""
        return np.array([direction == "higher" for direction in self.directions])

    def where(self, chosen: BoolArray) -> Rows:
        """Keep some rows."""
        return replace(self, x=self.x[chosen], raw=self.raw[chosen], periods=self.periods[chosen])

    def only(self, columns: list[int]) -> Rows:
        """Keep some columns."""
        return replace(
            self,
            x=self.x[:, columns],
            raw=self.raw[:, columns],
            directions=tuple(self.directions[j] for j in columns),
            codes=tuple(self.codes[j] for j in columns),
        )
