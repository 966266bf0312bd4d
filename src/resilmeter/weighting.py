"""Weigh: from scaled values to one weight an indicator, with the diagnostics beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from resilmeter.core import weights as kernels
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, StudyError, problem, refuse, refuse_unknown
from resilmeter.prepare import Scaled
from resilmeter.rows import each_row

Weighting = Literal["critic", "entropy", "equal", "given"]

WEIGHTINGS: dict[str, Callable[..., FloatArray]] = {
    "critic": kernels.critic,
    "entropy": kernels.entropy,
    "equal": kernels.equal,
    "given": kernels.given,
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Weights:
    """One weight an indicator.

    Attributes
    ----------
    table : DataFrame
        One row an indicator, in framework order: indicator, dimension, weight, dimension_weight,
        std, conflict, entropy, zero_share, skewness, weight_without_extreme, extreme_unit,
        extreme_period. Weights sum to 1; blank where a diagnostic is not defined.
    method : str
        Weighting that was used.
    """

    table: pd.DataFrame
    method: str

    @property
    def values(self) -> FloatArray:
        """(q,): the weights, in framework order, summing to 1."""
        return self.table["weight"].to_numpy(dtype=np.float64)

    @property
    def by_dimension(self) -> pd.Series:
        """Sum of the weights in each dimension."""
        return self.table.groupby("dimension", sort=False)["weight"].sum()

    def __repr__(self) -> str:
        top = self.table.nlargest(3, "weight")
        named = ", ".join(f"{r.indicator} {r.weight:.4f}" for r in each_row(top))
        return f"<Weights: {self.method}, {len(self.table)} indicators; largest {named}>"


def weigh(
    scaled: Scaled, *, method: Weighting = "critic", given: Mapping[str, float] | None = None
) -> Weights:
    """Weigh the indicators.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values.
    method : {"critic", "entropy", "equal", "given"}
        Weighting.
    given : mapping of str to float, optional
        For method "given": a weight for every indicator, rescaled to sum to 1.

    Returns
    -------
    Weights

    Raises
    ------
    StudyError
        An unknown method, or given weights that do not name every indicator.
    MethodError
        Values for which the method is not defined, by indicator.

    Notes
    -----
    The diagnostic `weight_without_extreme` is the indicator's weight after leaving out the
    city-year that holds its most extreme scaled value (farthest from the median) and, where the
    goalposts come from the data, scaling again.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> round(float(rm.weigh(scaled, method="entropy").values.sum()), 12)
    1.0
    """
    codes = scaled.panel.framework.codes
    refuse_unknown(method, WEIGHTINGS, "weigh.method")
    x = scaled.values.to_numpy()
    fixed = None if method != "given" else _given(codes, given)

    def kernel(rows: FloatArray) -> FloatArray:
        return WEIGHTINGS[method](rows if fixed is None else fixed, codes)

    table = _frame(scaled, kernel(x)).assign(**_diagnostics(x, codes))
    return Weights(table=table.assign(**_without_extreme(scaled, kernel)), method=method)


def _given(codes: tuple[str, ...], given: Mapping[str, float] | None) -> FloatArray:
    named = dict(given or {})
    where = {"key": "weigh.given"}
    found = [problem("given-lacks", where, indicator=c) for c in codes if c not in named]
    found += [
        problem("given-unknown", where, indicator=c, allowed=codes) for c in named if c not in codes
    ]
    refuse(StudyError, found)
    return np.array([named[code] for code in codes], dtype=np.float64)


def _frame(scaled: Scaled, weights: FloatArray) -> pd.DataFrame:
    framework = scaled.panel.framework
    frame = pd.DataFrame(
        {
            "indicator": framework.codes,
            "dimension": [i.dimension for i in framework.indicators],
            "weight": weights,
        }
    )
    total = frame.groupby("dimension")["weight"].transform("sum")
    return frame.assign(dimension_weight=total)


def _diagnostics(x: FloatArray, codes: tuple[str, ...]) -> dict[str, FloatArray]:
    undefined = np.full(x.shape[1], np.nan)
    several = x.shape[1] > 1
    evenness = x.shape[0] > 1 and (x >= 0).all()
    return {
        "std": x.std(axis=0),
        "conflict": kernels.conflict(x, codes) if several else undefined,
        "entropy": kernels.entropies(x, codes) if evenness else undefined,
        "zero_share": (x == 0).mean(axis=0),
        "skewness": kernels.skewness(x, codes),
    }


def _without_extreme(
    scaled: Scaled, kernel: Callable[[FloatArray], FloatArray]
) -> dict[str, pd.Series]:
    """Weigh again without the row of each indicator's most extreme value."""
    x = scaled.values.to_numpy()
    rows = np.abs(x - np.median(x, axis=0)).argmax(axis=0)
    index = scaled.values.index
    return {
        "weight_without_extreme": pd.Series(
            [_weight_without(scaled, kernel, int(row), j) for j, row in enumerate(rows)]
        ),
        "extreme_unit": pd.Series(index.get_level_values("unit")[rows]),
        "extreme_period": pd.Series(index.get_level_values("period")[rows]),
    }


def _weight_without(
    scaled: Scaled, kernel: Callable[[FloatArray], FloatArray], row: int, column: int
) -> float:
    """Give the weight of a column without a row; NaN where too little is left to weigh."""
    rest = np.delete(scaled.values.to_numpy(), row, axis=0)
    if scaled.scope == "pooled":
        span = np.ptp(rest, axis=0)
        rest = (rest - rest.min(axis=0)) / np.where(span > 0, span, 1.0)
    try:
        return float(kernel(rest)[column])
    except MethodError:
        return float("nan")
