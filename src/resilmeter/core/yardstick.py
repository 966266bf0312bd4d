"""The yardstick of an additive index: how raw values become a score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, fitting_weights, matrix, vector
from resilmeter.core.scale import min_max, target_interval
from resilmeter.errors import MethodError, Problem, problem, refuse

DIRECTIONS = ("higher", "lower", "target")


@dataclass(frozen=True, kw_only=True)
class Yardstick:
    """How raw values become a score: goalposts, directions and weights of an additive index.

    Attributes
    ----------
    low, high : (q,) float arrays
        Goalposts in raw units, ``low < high``.
    directions : tuple of str
        "higher", "lower" or "target" for each indicator.
    inner : (q, 2) float array
        Best interval of the "target" indicators; not looked at for the others.
    weights : (q,) float array
        Weights that sum to 1; times the width of the scale where it is not from 0 to 1.

    Raises
    ------
    MethodError
        Arrays of different length, goalposts out of order, unknown directions, a target interval
        that holds both goalposts, negative weights.
    """

    low: FloatArray
    high: FloatArray
    directions: Sequence[str]
    inner: FloatArray
    weights: FloatArray

    def __post_init__(self) -> None:
        sizes = (self.low, self.high, self.directions, self.inner, self.weights)
        lengths = [len(each) for each in sizes]
        if len(set(lengths)) > 1:
            raise MethodError(problem("yardstick-length", lengths=lengths))
        vector(self.low), vector(self.high), fitting_weights(self.weights, self.low.shape)
        refuse(MethodError, self._problems())

    def _problems(self) -> Iterator[Problem]:
        for j, direction in enumerate(self.directions):
            low, high, (first, last) = self.low[j], self.high[j], self.inner[j]
            if not low < high:
                place = f"column {j + 1}"
                yield problem("yardstick-goalposts", column=place, low=low, high=high)
            sound = first <= last and (low < first or last < high)
            if direction not in DIRECTIONS or (direction == "target" and not sound):
                yield problem(
                    "yardstick-direction",
                    column=f"column {j + 1}",
                    given=direction,
                    allowed=DIRECTIONS,
                )

    @property
    def reach(self) -> FloatArray:
        """(q,): raw units from the worst value (scaled 0) to the best (scaled 1)."""
        target = np.array([direction == "target" for direction in self.directions])
        farther = np.maximum(self.inner[:, 0] - self.low, self.high - self.inner[:, 1])
        return np.asarray(np.where(target, farther, self.high - self.low), dtype=np.float64)

    def scaled(self, x: npt.ArrayLike) -> FloatArray:
        """Scale (n, q) raw values; beyond the goalposts they count as 0 or 1."""
        array = matrix(x)
        fitting_weights(self.weights, array.shape[1:])
        columns = [self._column(array[:, j], j) for j in range(array.shape[1])]
        return np.asarray(np.clip(np.column_stack(columns), 0.0, 1.0), dtype=np.float64)

    def _column(self, x: FloatArray, j: int) -> FloatArray:
        low, high = float(self.low[j]), float(self.high[j])
        if self.directions[j] == "target":
            return target_interval(x, low, high, inner=(self.inner[j, 0], self.inner[j, 1]))
        return min_max(x, low, high, higher=self.directions[j] == "higher")

    def sense(self, x: FloatArray) -> FloatArray:
        """Give (n, q): 1 where a raw value should rise, -1 where it should fall."""
        fixed = {"higher": np.inf, "lower": -np.inf}
        ends = [fixed.get(d, self.inner[j, 0]) for j, d in enumerate(self.directions)]
        return np.asarray(np.where(x < np.array(ends), 1.0, -1.0), dtype=np.float64)
