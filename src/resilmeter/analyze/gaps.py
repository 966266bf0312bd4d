"""How unequal is the index, and between whom and in which dimension does the gap lie?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.core.inequality import GiniCells, null_shares
from resilmeter.core.inequality import gini_cells as split
from resilmeter.errors import MethodError, problem
from resilmeter.scoring import Scores

SPLIT = (
    "within", "between", "within_share", "between_share", "null_within_share", "null_between_share",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class GiniDecomposition:
    """The Gini coefficient by period, split by pair of groups and by dimension.

    `contribution` is a part of the Gini coefficient, not a group's own inequality: it grows with
    the square of the group's size. `null_share` is the share that random group labels would give.

    Attributes
    ----------
    total : DataFrame
        period, units, mean, std, cv, gini, absolute_gini, within, between, within_share,
        between_share, null_within_share, null_between_share; the split is blank without groups.
    groups : DataFrame
        period, group_a, group_b, contribution, share, null_share, ratio_to_null; one row an
        unordered pair, equal names for a group with itself. Empty without groups.
    dimensions : DataFrame
        period, dimension, contribution, share, mean_share, concentration: share of the gap, share
        of the mean index, and their ratio.
    cells : DataFrame
        period, group_a, group_b, dimension, contribution, share, null_share, ratio_to_null. The
        contributions of a period add up to its Gini coefficient; they may be negative.
    """

    total: pd.DataFrame
    groups: pd.DataFrame
    dimensions: pd.DataFrame
    cells: pd.DataFrame

    def __repr__(self) -> str:
        first, last = self.total.iloc[0], self.total.iloc[-1]
        return (
            f"<GiniDecomposition: Gini {first['gini']:.4f} ({first['period']:.0f}) to"
            f" {last['gini']:.4f} ({last['period']:.0f})>"
        )


def gini_cells(scores: Scores) -> GiniDecomposition:
    """Split the Gini coefficient of every period by pair of groups and by dimension.

    Parameters
    ----------
    scores : Scores
        Additive scores: parts that add up to the index.

    Returns
    -------
    GiniDecomposition

    Raises
    ------
    MethodError
        Negative scores, or a period whose mean index is not positive.

    Notes
    -----
    ``G = sum |x_i - x_r| / (2 mu n^2)`` and its two-dimensional split, equations 8 to 13 of S1.
    With k groups of sizes n_j, random labels give each pair the share ``2 n_j n_h / (n (n - 1))``
    and each group ``n_j (n_j - 1) / (n (n - 1))``; `ratio_to_null` is share / null_share (a cell:
    its share / (null share of the pair x share of the dimension)). Near 1 the pair says nothing.

    References
    ----------
    Mussini (2013), Applied Economics 45(17), 2457-2468, doi:10.1080/00036846.2012.667553.
    Dagum (1997), Empirical Economics 22, 515-531, doi:10.1007/BF01205777.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> gaps = rm.gini_cells(rm.score(scaled, rm.weigh(scaled, method="entropy")))
    >>> sums = gaps.cells.groupby("period")["contribution"].sum().to_numpy()
    >>> bool(np.allclose(sums, gaps.total["gini"], rtol=1e-12))
    True
    """
    panel = scores.scaled.panel
    negative = int((scores.index < 0).sum())
    if negative:
        raise MethodError(problem("gini-negative", {"key": "analyze.gaps"}, count=negative))
    cube = scores.parts.to_numpy().reshape(len(panel.units), len(panel.periods), -1)
    codes = panel.group_codes
    splits = [split(cube[:, t], codes) for t in range(len(panel.periods))]
    names = panel.group_order or ("",)
    null = null_shares(splits[0].sizes) if len(panel.units) > 1 else np.full((1, 1), np.nan)
    total, dimensions, cells = [], [], []
    for t, (period, result) in enumerate(zip(panel.periods, splits, strict=True)):
        total.append({"period": period, **_total(cube[:, t].sum(axis=1), result, null)})
        part_means = cube[:, t].mean(axis=0)
        dimensions.append(_dimensions(scores, result, part_means).assign(period=period))
        cells.append(_cells(names, list(scores.parts.columns), result, null).assign(period=period))
    table = _first(pd.concat(cells, ignore_index=True), "period")
    totals = pd.DataFrame(total)
    if not panel.group_order:
        totals[list(SPLIT)] = np.nan
    grouped = _group_table(table) if panel.group_order else table.iloc[:0].drop(columns="dimension")
    by_dimension = _first(pd.concat(dimensions, ignore_index=True), "period")
    return GiniDecomposition(totals, grouped, by_dimension, table)


def _total(index: np.ndarray, result: GiniCells, null: np.ndarray) -> dict[str, float]:
    mean, std = float(index.mean()), float(index.std())
    null_within = float(np.trace(null))
    return {
        "units": index.size,
        "mean": mean,
        "std": std,
        "cv": std / mean,
        "gini": result.gini,
        "absolute_gini": result.gini * mean,
        "within": result.within,
        "between": result.between,
        "within_share": _ratio(result.within, result.gini),
        "between_share": _ratio(result.between, result.gini),
        "null_within_share": null_within,
        "null_between_share": 1.0 - null_within,
    }


def _dimensions(scores: Scores, result: GiniCells, part_means: np.ndarray) -> pd.DataFrame:
    share = _ratios(result.components, np.float64(result.gini))
    mean_share = part_means / part_means.sum()
    return pd.DataFrame(
        {
            "dimension": list(scores.parts.columns),
            "contribution": result.components,
            "share": share,
            "mean_share": mean_share,
            "concentration": _ratios(share, mean_share),
        }
    )


def _cells(
    names: tuple[str, ...], dimensions: list[str], result: GiniCells, null: np.ndarray
) -> pd.DataFrame:
    """Lay the cells of one period out: groups with themselves first, then pairs, as S1 prints."""
    k, q = len(names), len(dimensions)
    own = [(j, j) for j in range(k)]
    first, second = np.array([*own, *((j, h) for j in range(k) for h in range(j + 1, k))]).T
    contribution = result.cells[first, second]
    expected = null[first, second][:, None] * result.components
    whole = np.float64(result.gini)
    return pd.DataFrame(
        {
            "group_a": np.repeat(np.array(names, dtype=object)[first], q),
            "group_b": np.repeat(np.array(names, dtype=object)[second], q),
            "dimension": np.tile(np.array(dimensions, dtype=object), first.size),
            "contribution": contribution.ravel(),
            "share": _ratios(contribution, whole).ravel(),
            "null_share": _ratios(expected, whole).ravel(),
            "ratio_to_null": _ratios(contribution, expected).ravel(),
        }
    )


def _group_table(cells: pd.DataFrame) -> pd.DataFrame:
    keys = ["period", "group_a", "group_b"]
    table = cells.groupby(keys, sort=False)[["contribution", "share", "null_share"]].sum(
        min_count=1
    )
    table = table.reset_index()
    return table.assign(
        ratio_to_null=_ratios(table["share"].to_numpy(), table["null_share"].to_numpy())
    )


def _ratio(part: float, whole: float) -> float:
    return float(_ratios(np.float64(part), np.float64(whole)))


def _ratios(part: np.ndarray | np.float64, whole: np.ndarray | np.float64) -> np.ndarray:
    """Divide; not defined (NaN, an empty cell in the files) where the whole is zero."""
    part, whole = np.broadcast_arrays(part, whole)
    blank = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=blank, where=whole != 0), dtype=np.float64)


def _first(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table[[column, *table.columns.drop(column)]]
