"""What a lever would move in a whole group: its mean, and the gap between all units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.analyze.obstacles.ruler import Ruler
from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.core.inequality import gini
from resilmeter.panel import Panel

COLUMNS = ["group", "period", "place", "indicator", "dimension", "behind", "units", "gain", "mean",
           "mean_after", "gini", "gini_after"]  # fmt: skip


def group_levers(panel: Panel, measured: Ruler, catch_up: pd.DataFrame) -> pd.DataFrame:
    """Let the units of a group that lag behind their peers catch up in one indicator at a time.

    Parameters
    ----------
    panel : Panel
        Units and groups.
    measured : Ruler
        The period.
    catch_up : DataFrame
        unit, indicator, gain: what each unit would gain.

    Returns
    -------
    DataFrame
        group (blank for all units), period, place (1 is the largest gain of the group), indicator,
        dimension, behind (units that would rise), units, gain (of the mean index), mean,
        mean_after, gini, gini_after (of all units).
    """
    gains = catch_up.pivot_table(index="unit", columns="indicator", values="gain")
    codes = panel.framework.codes
    table = gains.reindex(index=list(panel.units), columns=list(codes)).fillna(0.0).to_numpy()
    members = [("", np.ones(len(panel.units), dtype=np.bool_))]
    members += [(name, panel.group_codes == g) for g, name in enumerate(panel.group_order)]
    # where anyone lies behind, somebody is above the worst, so that the Gini is defined
    rows = [
        {"group": name, "period": measured.period, "indicator": code,
         "dimension": indicator.dimension, **_moved(measured.index, table[:, j] * member, member)}
        for name, member in members
        for j, (code, indicator) in enumerate(zip(codes, panel.framework.indicators, strict=True))
        if (table[:, j] * member).any()
    ]  # fmt: skip
    return _placed(pd.DataFrame(rows)) if rows else pd.DataFrame(columns=COLUMNS)


def _moved(index: FloatArray, gain: FloatArray, member: BoolArray) -> dict[str, float]:
    """Mean of the group and gap between all units, before and after."""
    before, after = float(index[member].mean()), float((index + gain)[member].mean())
    return {
        "behind": int((gain > 0).sum()), "units": int(member.sum()),
        "gain": float(gain[member].mean()), "mean": before, "mean_after": after,
        "gini": gini(index),
        "gini_after": gini(index + gain),
    }  # fmt: skip


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Put the largest gain of each group first; ties in framework order."""
    order = {name: at for at, name in enumerate(dict.fromkeys(rows["group"]))}
    rows = rows.assign(order=rows["group"].map(order))
    rows = rows.sort_values(["order", "gain"], ascending=[True, False], kind="stable")
    rows["place"] = rows.groupby("order").cumcount() + 1
    return rows[COLUMNS].reset_index(drop=True)
