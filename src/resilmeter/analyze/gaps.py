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
        Index and parts that add up to it: sums of contributions, or Shapley values.

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
    null = null_shares(splits[0].sizes) if len(panel.units) > 1 else np.full((1, 1), np.nan)
    total = _total(panel.periods, cube.sum(axis=2), splits, null)
    groups, cells = _groups_and_cells(scores, splits, null)
    if not panel.group_order:
        total[list(SPLIT)] = np.nan
        groups = groups.iloc[:0]
    return GiniDecomposition(total, groups, _dimensions(scores, splits, cube.mean(axis=0)), cells)


def _total(
    periods: tuple[int, ...], index: np.ndarray, splits: list[GiniCells], null: np.ndarray
) -> pd.DataFrame:
    """Lay out one row a period; `index` is (units, periods)."""
    mean, std = index.mean(axis=0), index.std(axis=0)
    gini, within, between = np.array([(s.gini, s.within, s.between) for s in splits]).T
    null_within = float(np.trace(null))
    return pd.DataFrame(
        {
            "period": periods,
            "units": len(index),
            "mean": mean,
            "std": std,
            "cv": std / mean,
            "gini": gini,
            "absolute_gini": gini * mean,
            "within": within,
            "between": between,
            "within_share": _ratios(within, gini),
            "between_share": _ratios(between, gini),
            "null_within_share": null_within,
            "null_between_share": 1.0 - null_within,
        }
    )


def _dimensions(scores: Scores, splits: list[GiniCells], means: np.ndarray) -> pd.DataFrame:
    """Lay out one row a period and dimension; `means` are the (periods, dimensions) mean parts."""
    components, gini = _components(splits)
    share = _ratios(components, gini)
    mean_share = means / means.sum(axis=1, keepdims=True)
    values = {
        "contribution": components,
        "share": share,
        "mean_share": mean_share,
        "concentration": _ratios(share, mean_share),
    }
    dimensions = np.array(scores.parts.columns, dtype=object)
    return _table(scores, {"dimension": dimensions}, values)


def _groups_and_cells(
    scores: Scores, splits: list[GiniCells], null: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay out the pairs of groups and their cells: groups with themselves first, as S1 prints."""
    names = np.array(scores.scaled.panel.group_order or ("",), dtype=object)
    dimensions = np.array(scores.parts.columns, dtype=object)
    k, q = len(names), len(dimensions)
    upper = np.triu_indices(k, 1)
    first, second = (np.concatenate([np.arange(k), places]) for places in upper)
    contribution = np.stack([s.cells[first, second] for s in splits])
    components, gini = _components(splits)
    expected = null[first, second][:, None] * components[:, None, :]
    pairs = {"group_a": names[first], "group_b": names[second]}
    cells = {key: np.repeat(pair, q) for key, pair in pairs.items()}
    cells["dimension"] = np.tile(dimensions, first.size)
    return (
        _table(scores, pairs, _shares(contribution.sum(axis=2), expected.sum(axis=2), gini)),
        _table(scores, cells, _shares(contribution, expected, gini[:, :, None])),
    )


def _components(splits: list[GiniCells]) -> tuple[np.ndarray, np.ndarray]:
    """Stack what each dimension contributes, (periods, dimensions), and the Gini, (periods, 1)."""
    return np.stack([s.components for s in splits]), np.array([[s.gini] for s in splits])


def _shares(
    contribution: np.ndarray, expected: np.ndarray, gini: np.ndarray
) -> dict[str, np.ndarray]:
    """Set contributions beside their shares of the Gini and those that random labels give."""
    share, null_share = _ratios(contribution, gini), _ratios(expected, gini)
    return {
        "contribution": contribution,
        "share": share,
        "null_share": null_share,
        "ratio_to_null": _ratios(share, null_share),
    }


def _table(
    scores: Scores, keys: dict[str, np.ndarray], values: dict[str, np.ndarray]
) -> pd.DataFrame:
    """Repeat the keys in every period and set the values, (periods, ...) arrays, beside them."""
    periods = scores.scaled.panel.periods
    rows = len(next(iter(keys.values())))
    return pd.DataFrame(
        {
            "period": np.repeat(periods, rows),
            **{name: np.tile(key, len(periods)) for name, key in keys.items()},
            **{name: value.ravel() for name, value in values.items()},
        }
    )


def _ratios(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Divide; not defined (NaN, an empty cell in the files) where the whole is zero."""
    part, whole = np.broadcast_arrays(part, whole)
    blank = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=blank, where=whole != 0), dtype=np.float64)
