"""How unequal is the index, and between whom and in which dimension does the gap lie?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.gaps.layout import at_pairs, cell_keys, pair_keys, pair_places, ratios, tidy
from resilmeter.analyze.gaps.sample import GapSample, gap_sample
from resilmeter.core.inequality import Correction, net_cells, spread
from resilmeter.notebook import card
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
        period, group_a, group_b, dimension, contribution, share, null_share, ratio_to_null, within,
        net_between, transvariation. The contributions of a period add up to its Gini coefficient;
        they may be negative. Each is the sum of its last three columns: gaps inside groups, between
        the means of two groups, and where these overlap; so net between and transvariation of
        Dagum are split by dimension.
    weights : str or None
        Column of the panel with the weights of the units; None if all count the same.
    correction : {"none", "sample"}
        Form of the Gini coefficient.
    """

    total: pd.DataFrame
    groups: pd.DataFrame
    dimensions: pd.DataFrame
    cells: pd.DataFrame
    weights: str | None = None
    correction: Correction = "none"

    _repr_html_ = card

    def __repr__(self) -> str:
        first, last = self.total.iloc[0], self.total.iloc[-1]
        return (
            f"<GiniDecomposition: Gini {first['gini']:.4f} ({first['period']:.0f}) to"
            f" {last['gini']:.4f} ({last['period']:.0f})>"
        )


def gini_cells(
    scores: Scores, *, weights: str | None = None, correction: Correction = "none"
) -> GiniDecomposition:
    """Split the Gini coefficient of every period by pair of groups and by dimension.

    Parameters
    ----------
    scores : Scores
        Index and parts that add up to it: sums of contributions, or Shapley values.
    weights : str, optional
        Column of the panel (`panel.others`) with positive weights of the units, such as population
        or area; all units count the same if left out.
    correction : {"none", "sample"}
        "sample" multiplies every part by n / (n - 1).

    Returns
    -------
    GiniDecomposition

    Raises
    ------
    MethodError
        Negative scores, a period whose mean index is not positive, or weights that are not there or
        not positive.

    Notes
    -----
    ``G = sum |x_i - x_r| / (2 mu n^2)`` and its two-dimensional split, equations 8 to 13 of S1.
    With k groups of sizes n_j, random labels give each pair the share ``2 n_j n_h / (n (n - 1))``
    and each group ``n_j (n_j - 1) / (n (n - 1))``; `ratio_to_null` is share / null_share (a cell:
    its share / (null share of the pair x share of the dimension)). Near 1 the pair says nothing.
    Net between of a cell is ``p_j p_h sgn(mu_j - mu_h) (mu_j^m - mu_h^m) / mu``, transvariation the
    rest of a cell of two groups.

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
    sample = gap_sample(scores, weights, correction)
    total = _total(sample)
    groups, cells = _groups_and_cells(sample)
    if not sample.grouped:
        total[list(SPLIT)] = np.nan
        groups = groups.iloc[:0]
    return GiniDecomposition(total, groups, _dimensions(sample), cells, weights, correction)


def _total(sample: GapSample) -> pd.DataFrame:
    """Lay out one row a period."""
    spreads = [
        spread(sample.cube[:, t].sum(axis=1), sample.weights_at(t))
        for t in range(len(sample.periods))
    ]
    mean, std = np.array([(s.mean, s.deviation) for s in spreads]).T
    gini, within, between = np.array([(s.gini, s.within, s.between) for s in sample.splits]).T
    null_within = float(np.trace(sample.null))
    return pd.DataFrame(
        {
            "period": sample.periods,
            "units": len(sample.cube),
            "mean": mean,
            "std": std,
            "cv": std / mean,
            "gini": gini,
            "absolute_gini": gini * mean,
            "within": within,
            "between": between,
            "within_share": ratios(within, gini),
            "between_share": ratios(between, gini),
            "null_within_share": null_within,
            "null_between_share": 1.0 - null_within,
        }
    )


def _dimensions(sample: GapSample) -> pd.DataFrame:
    """Lay out one row a period and dimension."""
    components, gini = _components(sample)
    share = ratios(components, gini)
    mean_share = np.stack([s.centre / s.mean for s in sample.splits])
    if not sample.additive:
        mean_share[:] = np.nan
    values = {
        "contribution": components,
        "share": share,
        "mean_share": mean_share,
        "concentration": ratios(share, mean_share),
    }
    dimensions = np.array(sample.dimensions, dtype=object)
    return tidy(sample.periods, {"dimension": dimensions}, values)


def _groups_and_cells(sample: GapSample) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay out the pairs of groups and their cells: groups with themselves first, as S1 prints."""
    contribution = at_pairs(np.stack([s.cells for s in sample.splits]))
    components, gini = _components(sample)
    expected = at_pairs(sample.null[None])[..., None] * components[:, None, :]
    by_pair = _shares(contribution.sum(axis=2), expected.sum(axis=2), gini)
    by_cell = _shares(contribution, expected, gini[:, :, None]) | _three_ways(sample, contribution)
    return (
        tidy(sample.periods, pair_keys(sample), by_pair),
        tidy(sample.periods, cell_keys(sample), by_cell),
    )


def _three_ways(sample: GapSample, contribution: np.ndarray) -> dict[str, np.ndarray]:
    """Part each cell: inside a group all of it is within, between two groups none is."""
    nets = [net_cells(s) for s in sample.splits]
    first, second = pair_places(len(sample.names))
    return {
        "within": np.where((first == second)[None, :, None], contribution, 0.0),
        "net_between": at_pairs(np.stack([net.net for net in nets])),
        "transvariation": at_pairs(np.stack([net.transvariation for net in nets])),
    }


def _components(sample: GapSample) -> tuple[np.ndarray, np.ndarray]:
    """Stack what each dimension contributes, (periods, dimensions), and the Gini, (periods, 1)."""
    splits = sample.splits
    return np.stack([s.components for s in splits]), np.array([[s.gini] for s in splits])


def _shares(
    contribution: np.ndarray, expected: np.ndarray, gini: np.ndarray
) -> dict[str, np.ndarray]:
    """Set contributions beside their shares of the Gini and those that random labels give."""
    share, null_share = ratios(contribution, gini), ratios(expected, gini)
    return {
        "contribution": contribution,
        "share": share,
        "null_share": null_share,
        "ratio_to_null": ratios(share, null_share),
    }
