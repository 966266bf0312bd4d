"""Where groups look like random groups."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from resilmeter.errors import Problem, doubt

CLAIMS = {"within": "between-like-chance", "net_between": "means-like-chance"}


def chance_doubts(parts: pd.DataFrame, level: float) -> Iterator[Problem]:
    """Say in which periods the gaps between groups are no more than chance.

    Parameters
    ----------
    parts : DataFrame
        Of `GapEvidence`.
    level : float
        p values above it are like chance.

    Yields
    ------
    Problem
        One for the share of the gaps between groups, one for the gap between their means.
    """
    for statistic, key in CLAIMS.items():
        rows = parts[parts["statistic"] == statistic]
        alike = rows[rows["p"] > level]
        if len(alike):
            years = ", ".join(str(period) for period in alike["period"])
            shown = {"count": len(alike), "periods": len(rows), "years": years}
            yield doubt(key, {"key": "analyze.gaps"}, level=f"{level:.3g}", **shown)
