"""Rows of the tables of drivers that are shown: those of the last period."""

from __future__ import annotations

import pandas as pd

from resilmeter.analyze.drivers import DriverAnalysis


def last_rows(found: DriverAnalysis) -> pd.DataFrame:
    """Rows of the last period, the largest adjusted q first, those without one at the end."""
    table = found.factors.table
    own = table[table["period"] == found.given.periods[-1]]
    return own.sort_values("q_adjusted", ascending=False, kind="stable", na_position="last")


def pairs_of(found: DriverAnalysis) -> pd.DataFrame:
    """Pairs of the last period, without triples."""
    if found.interactions is None:
        return pd.DataFrame()
    table = found.interactions.table
    last = table["period"] == found.given.periods[-1]
    return table[last & (table["driver_c"] == "") & table["q"].notna()]
