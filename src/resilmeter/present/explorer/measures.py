"""What can be shown by unit and period: the index and its dimensions, their ranks and classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from resilmeter.core.arrays import FloatArray, constant
from resilmeter.core.strata import natural
from resilmeter.present.explorer.packed import packed
from resilmeter.present.words import word
from resilmeter.result import Result

CLASSES = 5
# Digits: what the page adds up from scores is to print as what is computed from all their digits.
SHOWN, SHOWN_OF_MANY, MANY = 8, 6, 50_000
RANK_DIGITS = 6


@dataclass(frozen=True, eq=False)
class Measures:
    """The index and the parts of its dimensions.

    Attributes
    ----------
    values : (m, units, periods) float array
        Index first.
    ranks : (m, units, periods) float array
        1 is best; equal values share the best rank.
    means : (m, 1 + groups, periods) float array
        Mean over all units, then of each group.
    cuts : list of lists of list of float
        By measure, one list for all periods or one a period: the values where a class ends, each
        between the largest value below and the smallest above it.
    """

    values: FloatArray
    ranks: FloatArray
    means: FloatArray
    cuts: list[list[list[float]]]

    @property
    def digits(self) -> int:
        """Significant digits that the page carries, fewer where there are many numbers."""
        return SHOWN if self.values.size <= MANY else SHOWN_OF_MANY

    def packed(self) -> dict[str, Any]:
        """Write them as the page carries them."""
        return {
            "values": packed(self.values, self.digits),
            "ranks": packed(self.ranks, RANK_DIGITS),
            "means": packed(self.means, self.digits),
            "cuts": self.cuts,
            "digits": self.digits,
        }


def measures(result: Result) -> Measures:
    """Gather what the map, the ranking and the trajectory show."""
    shape = (len(result.panel.units), len(result.panel.periods))
    columns = [result.scores.index, *(result.scores.parts[d] for d in result.scores.dimensions)]
    values = np.stack([column.to_numpy(dtype=np.float64).reshape(shape) for column in columns])
    pooled = result.scores.comparable_over_time
    return Measures(values, _ranks(values), _means(result, values), _cuts(values, pooled=pooled))


def measure_titles(result: Result) -> list[dict[str, str]]:
    """Name the index and its dimensions in both languages."""
    title = result.panel.framework.dimension_title
    dimensions = [{"en": title(d, "en"), "zh": title(d, "zh")} for d in result.scores.dimensions]
    return [{"en": word("index", "en"), "zh": word("index", "zh")}, *dimensions]


def _ranks(values: FloatArray) -> FloatArray:
    """Rank within each period as `Scores.ranks` does: at 12 decimals, the best rank for ties."""
    rounded = -values.round(12)
    ordered = np.sort(rounded, axis=1)
    out = np.empty_like(values)
    for m, t in np.ndindex(values.shape[0], values.shape[2]):
        out[m, :, t] = 1 + np.searchsorted(ordered[m, :, t], rounded[m, :, t], side="left")
    return out


def _means(result: Result, values: FloatArray) -> FloatArray:
    codes = result.panel.group_codes
    groups = range(len(result.panel.group_order))
    rows = [values.mean(axis=1), *(values[:, codes == g].mean(axis=1) for g in groups)]
    return np.stack(rows, axis=1)


def _cuts(values: FloatArray, *, pooled: bool) -> list[list[list[float]]]:
    """Cut each measure over all periods together; each by itself where they cannot be compared."""
    if pooled:
        return [[_natural(layer.ravel())] for layer in values]
    return [[_natural(layer[:, t]) for t in range(layer.shape[1])] for layer in values]


def _natural(values: FloatArray) -> list[float]:
    """Find natural breaks, moved to halfway between the values on both sides.

    The page rounds its values; halfway from the next value no class changes by that.
    """
    x = np.unique(values.round(12))
    count = min(CLASSES, x.size)
    if count < 2 or constant(float(x[0]), float(x[-1])):
        return []
    breaks = natural(values.round(12), count).breaks
    if breaks is None:
        return []
    above = np.searchsorted(x, breaks[1:-1], side="right")
    return [float((x[i - 1] + x[i]) / 2) for i in above]
