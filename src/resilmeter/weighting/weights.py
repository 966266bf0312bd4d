"""Weigh: from scaled values to one weight an indicator, with the diagnostics beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from resilmeter.core import weights as kernels
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, Problem, StudyError, problem, refuse, refuse_unknown
from resilmeter.framework import Framework
from resilmeter.prepare import Scaled, scaled_without
from resilmeter.rows import each_row
from resilmeter.weighting.choices import Choices, Rows
from resilmeter.weighting.experts import compared, doubts, judgement
from resilmeter.weighting.methods import WEIGHTINGS, Weighting


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
    level : str
        "flat" if indicators were weighed against all others, "within-dimension" if against those of
        their dimension.
    by_period : DataFrame or None
        Weights of each period, one column an indicator, where periods were weighed by themselves;
        `table` then holds their means.
    steps : tuple of Problem
        What is doubtful in the weights, such as comparisons that contradict each other.
    """

    table: pd.DataFrame
    method: str
    level: str = "flat"
    by_period: pd.DataFrame | None = None
    steps: tuple[Problem, ...] = ()

    @property
    def values(self) -> FloatArray:
        """(q,): the weights, in framework order, summing to 1."""
        return self.table["weight"].to_numpy(dtype=np.float64)

    def for_periods(self, periods: Iterable[int]) -> FloatArray:
        """Weights in each of n periods: (q,) shared by all, or (n, q)."""
        if self.by_period is None:
            return self.values
        return self.by_period.loc[list(periods)].to_numpy(dtype=np.float64)

    @property
    def by_dimension(self) -> pd.Series:
        """Sum of the weights in each dimension."""
        return self.table.groupby("dimension", sort=False)["weight"].sum()

    def __repr__(self) -> str:
        top = self.table.nlargest(3, "weight")
        named = ", ".join(f"{r.indicator} {r.weight:.4f}" for r in each_row(top))
        return f"<Weights: {self.method}, {len(self.table)} indicators; largest {named}>"


def weigh(
    scaled: Scaled, *, method: Weighting = "critic", choices: Choices | None = None
) -> Weights:
    """Weigh the indicators.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values.
    method : str
        critic, critic-spearman, critic-distance, critic-cv, entropy, coefficient-of-variation,
        standard-deviation, pca, pca-first, pca-scores, merec, ahp, equal, given or combined.
    choices : Choices, optional
        What some methods need, weights that are fixed, and whether to weigh within dimensions.

    Returns
    -------
    Weights

    Raises
    ------
    StudyError
        An unknown method, or choices that do not fit it or the indicators.
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
    refuse_unknown(method, WEIGHTINGS, "weigh.method")
    chosen, framework = choices or Choices(), scaled.panel.framework
    refuse(StudyError, choice_problems(method, chosen, framework))
    rows = Rows(
        x=scaled.values.to_numpy(),
        raw=scaled.panel.values.to_numpy(),
        directions=tuple(i.direction for i in framework.indicators),
        codes=framework.codes,
        choices=chosen,
    )
    table = _frame(framework, _weights(rows, method, framework))
    table = table.assign(**_diagnostics(rows))
    table = table.assign(**_without_extreme(scaled, rows, method))
    steps = doubts(chosen, rows.codes) if method == "ahp" and chosen.level == "flat" else []
    return Weights(table=table, method=method, level=chosen.level, steps=tuple(steps))


def choice_problems(method: str, choices: Choices, framework: Framework) -> list[Problem]:
    """Find choices that do not fit the method or the framework; looks at no values."""
    return [*_lacking(method, choices, framework), *_unknown(choices, framework)]


def _lacking(method: str, choices: Choices, framework: Framework) -> list[Problem]:
    """Find indicators without a given weight, where some method needs one."""
    combined = method == "combined" and "given" in choices.combine.methods
    if method != "given" and not combined:
        return []
    where = {"key": "weigh.given"}
    lacking = [code for code in framework.codes if code not in choices.given]
    return [problem("given-lacks", where, indicator=code) for code in lacking]


def _unknown(choices: Choices, framework: Framework) -> list[Problem]:
    """Find weights for what is no indicator or dimension."""
    codes, dimensions = framework.codes, framework.dimensions
    named = [("weigh.given", choices.given, codes), ("weigh.fixed", choices.fixed, codes)]
    named.append(("weigh.dimension_weights", choices.dimension_weights, dimensions))
    return [
        problem("given-unknown", {"key": key}, indicator=name, allowed=allowed)
        for key, weights, allowed in named
        for name in weights
        if name not in allowed
    ]


def _weights(rows: Rows, method: str, framework: Framework) -> FloatArray:
    """Weigh flat or within dimensions, then put the fixed weights in."""
    weigher = WEIGHTINGS[method].weigh
    weights = weigher(rows) if rows.choices.level == "flat" else _nested(rows, method, framework)
    fixed = {rows.codes.index(code): share for code, share in rows.choices.fixed.items()}
    return kernels.fix_shares(weights, fixed) if fixed else weights


def _nested(rows: Rows, method: str, framework: Framework) -> FloatArray:
    """Weigh each dimension by itself and multiply by the weight of the dimension."""
    weights = np.zeros(len(rows.codes))
    upper = _dimension_weights(rows.choices, method, framework)
    for place, dimension in enumerate(upper):
        columns = np.flatnonzero(framework.dimension_codes == place).tolist()
        own = [1.0] if len(columns) == 1 else WEIGHTINGS[method].weigh(rows.only(columns))
        weights[columns] = dimension * np.asarray(own)
    return weights


def _dimension_weights(choices: Choices, method: str, framework: Framework) -> FloatArray:
    """Weights of the dimensions: given, compared by the experts, or equal."""
    names = framework.dimensions
    if choices.dimension_weights:
        where = {"key": "weigh.dimension_weights"}
        lacking = [name for name in names if name not in choices.dimension_weights]
        refuse(StudyError, [problem("given-lacks", where, indicator=name) for name in lacking])
        return kernels.given([choices.dimension_weights[name] for name in names], names)
    if method == "ahp" and compared(choices, names):
        return judgement(choices, names).weights
    return np.full(len(names), 1.0 / len(names))


def _frame(framework: Framework, weights: FloatArray) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "indicator": framework.codes,
            "dimension": [i.dimension for i in framework.indicators],
            "weight": weights,
        }
    )
    total = frame.groupby("dimension")["weight"].transform("sum")
    return frame.assign(dimension_weight=total)


def _diagnostics(rows: Rows) -> dict[str, FloatArray]:
    x, codes = rows.x, rows.codes
    undefined = np.full(x.shape[1], np.nan)
    evenness = x.shape[0] > 1 and (x >= 0).all()
    return {
        "std": x.std(axis=0),
        "conflict": kernels.conflict(x, codes) if x.shape[1] > 1 else undefined,
        "entropy": kernels.entropies(x, codes) if evenness else undefined,
        "zero_share": (x == 0).mean(axis=0),
        "skewness": kernels.skewness(x, codes),
    }


def _without_extreme(scaled: Scaled, rows: Rows, method: str) -> dict[str, pd.Series]:
    """Weigh again without the row of each indicator's most extreme value."""
    extreme = np.abs(rows.x - np.median(rows.x, axis=0)).argmax(axis=0)
    index = scaled.values.index
    without = {
        row: _weights_without(scaled, rows, row, method) for row in np.unique(extreme).tolist()
    }
    weights = [without[row][column] for column, row in enumerate(extreme.tolist())]
    return {
        "weight_without_extreme": pd.Series(weights),
        "extreme_unit": pd.Series(index.get_level_values("unit")[extreme]),
        "extreme_period": pd.Series(index.get_level_values("period")[extreme]),
    }


def _weights_without(scaled: Scaled, rows: Rows, row: int, method: str) -> FloatArray:
    """Weigh without one row, scaled again; NaN where too little is left to weigh."""
    nothing = np.full(len(rows.codes), np.nan)
    x = scaled_without(scaled, row)
    if x is None:
        return nothing
    try:
        rest = replace(rows, x=x, raw=np.delete(rows.raw, row, axis=0))
        return _weights(rest, method, scaled.panel.framework)
    except MethodError:
        return nothing
