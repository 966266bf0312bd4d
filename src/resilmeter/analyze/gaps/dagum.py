"""Dagum's question: is the gap inside groups, between their means, or in their overlap?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.gaps.layout import at_pairs, pair_keys, ratios, tidy
from resilmeter.analyze.gaps.sample import GapSample, gap_sample
from resilmeter.core.inequality import Correction, Dagum, dagum_of
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

PARTS = ("within", "net_between", "transvariation")


@dataclass(frozen=True, eq=False)
class DagumDecomposition:
    """Dagum's decomposition of the Gini coefficient by period.

    A group's own inequality (G_jj) and its contribution are different columns: the contribution
    grows with the square of the group's size.

    Attributes
    ----------
    total : DataFrame
        period, gini, within, net_between, transvariation, within_share, net_between_share,
        transvariation_share, null_within_share. The three parts add up to the Gini coefficient.
    groups : DataFrame
        period, group, units, mean, population_share (p), value_share (s), own_gini (G_jj),
        contribution (G_jj p s), share, null_share.
    pairs : DataFrame
        period, group_a, group_b, pair_gini (G_jh), affluence (D_jh, from 0 where two groups overlap
        fully to 1 where they do not), net_between, transvariation, share; one row a pair of
        different groups. `share` is that of both parts.
    """

    total: pd.DataFrame
    groups: pd.DataFrame
    pairs: pd.DataFrame

    _repr_html_ = card

    def __repr__(self) -> str:
        last = self.total.iloc[-1]
        shares = ", ".join(f"{part} {last[f'{part}_share']:.1%}" for part in PARTS)
        return f"<DagumDecomposition: {last['period']:.0f}: {shares}>"


def dagum(
    scores: Scores, *, weights: str | None = None, correction: Correction = "none"
) -> DagumDecomposition:
    """Split the Gini coefficient of every period as Dagum does.

    Parameters
    ----------
    scores : Scores
        Scores of a panel with groups.
    weights : str, optional
        Column of the panel (`panel.others`) with positive weights of the units.
    correction : {"none", "sample"}
        "sample" multiplies every part by n / (n - 1).

    Returns
    -------
    DagumDecomposition

    Raises
    ------
    MethodError
        A panel without groups, negative scores, a period whose mean index is not positive, or
        weights that are not there or not positive.

    Notes
    -----
    ``G_w = sum_j G_jj p_j s_j``, ``G_nb = sum_{j>h} G_jh (p_j s_h + p_h s_j) D_jh``, ``G_t`` the
    same with ``1 - D_jh``. G_nb is the Gini coefficient of the group means. The order of the groups
    does not matter. Caveat: the share of G_w is nearly mechanical; `null_within_share` is what
    random group labels would give.

    References
    ----------
    Dagum (1997), Empirical Economics 22, 515-531, doi:10.1007/BF01205777.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> table = rm.dagum(rm.score(scaled, rm.weigh(scaled, method="entropy"))).total
    >>> parts = table[["within", "net_between", "transvariation"]].sum(axis=1)
    >>> bool(np.allclose(parts, table["gini"], rtol=1e-12))
    True
    """
    sample = gap_sample(scores, weights, correction)
    if not sample.grouped:
        raise MethodError(problem("gap-needs-groups"))
    found = [dagum_of(s) for s in sample.splits]
    return DagumDecomposition(_total(sample, found), _groups(sample, found), _pairs(sample, found))


def _total(sample: GapSample, found: list[Dagum]) -> pd.DataFrame:
    gini = np.array([d.gini for d in found])
    parts = {part: np.array([getattr(d, part) for d in found]) for part in PARTS}
    return pd.DataFrame(
        {
            "period": sample.periods,
            "gini": gini,
            **parts,
            **{f"{part}_share": ratios(value, gini) for part, value in parts.items()},
            "null_within_share": float(np.trace(sample.null)),
        }
    )


def _groups(sample: GapSample, found: list[Dagum]) -> pd.DataFrame:
    contribution = np.stack([d.contributions for d in found])
    shape = contribution.shape
    values = {
        "units": np.broadcast_to(sample.splits[0].sizes, shape),
        "mean": np.stack([s.means for s in sample.splits]),
        "population_share": np.stack([d.populations for d in found]),
        "value_share": np.stack([d.shares for d in found]),
        "own_gini": np.stack([d.own for d in found]),
        "contribution": contribution,
        "share": ratios(contribution, np.array([[d.gini] for d in found])),
        "null_share": np.broadcast_to(np.diag(sample.null), shape),
    }
    return tidy(sample.periods, {"group": np.array(sample.names, dtype=object)}, values)


def _pairs(sample: GapSample, found: list[Dagum]) -> pd.DataFrame:
    """Lay out pairs of different groups, which follow the groups with themselves."""
    k = len(sample.names)
    columns = {
        "pair_gini": "pairs", "affluence": "affluence", "net_between": "net_pairs",
        "transvariation": "transvariation_pairs",
    }  # fmt: skip
    values = {
        column: at_pairs(np.stack([getattr(d, field) for d in found]))[:, k:]
        for column, field in columns.items()
    }
    gini = np.array([[d.gini] for d in found])
    values["share"] = ratios(values["net_between"] + values["transvariation"], gini)
    keys = {name: key[k:] for name, key in pair_keys(sample).items()}
    return tidy(sample.periods, keys, values)
