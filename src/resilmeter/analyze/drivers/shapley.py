"""What do all drivers explain together, and how is it shared out among them and their groups?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import DriverChoices
from resilmeter.analyze.drivers.gather import Drivers, gather_drivers
from resilmeter.analyze.drivers.sample import reason, tabled
from resilmeter.analyze.drivers.source import DriverSource
from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.core.detector import Growth, Shapley
from resilmeter.core.detector import shapley_drivers as share_out
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

SHAPLEY_COLUMNS = {
    "driver": "text", "group": "text", "period": "Int64", "rows": "Int64", "shapley": "float",
    "share": "float", "total": "float", "note": "text",
}  # fmt: skip
GROUP_COLUMNS = {
    "group": "text", "period": "Int64", "drivers": "Int64", "shapley": "float", "share": "float",
    "note": "text",
}  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class ShapleyShares:
    """Each driver's share of what all drivers explain together, and subtotals by group.

    Attributes
    ----------
    drivers : DataFrame
        driver, group, period, rows, shapley (may be negative), share (of the total), total (q of
        regression trees on all drivers), note.
    groups : DataFrame
        group, period, drivers (how many), shapley, share, note; adds up to the total.
    given : Drivers
        What was looked at.
    """

    drivers: pd.DataFrame
    groups: pd.DataFrame
    given: Drivers

    _repr_html_ = card

    def __repr__(self) -> str:
        last = self.drivers[self.drivers["period"] == self.drivers["period"].max()]
        total = last["total"].iloc[0]
        shown = "not available" if pd.isna(total) else f"share q {total:.3f}"
        return f"<ShapleyShares: {len(last)} drivers {shown}>"


def shapley_drivers(
    scores: Scores | pd.Series,
    drivers: DriverSource | Drivers,
    choices: DriverChoices | None = None,
    *,
    seed: int = 1,
) -> ShapleyShares:
    """Share what all drivers explain together out among them and their groups.

    Parameters
    ----------
    scores : Scores or Series
        The index, or any outcome by unit or by (unit, period).
    drivers : DataFrame, str, Path, sequence of str or Drivers
        As for `gather_drivers`; 12 drivers at most.
    choices : DriverChoices, optional
        Kinds, groups, guards, periods.
    seed : int
        Seed of a search of strata; the values draw nothing.

    Returns
    -------
    ShapleyShares
        Blank, with the reason, where there are fewer than 20 rows: no tree can be grown.

    Raises
    ------
    StudyError, DataError, MethodError
        As `gather_drivers`.

    Notes
    -----
    ``phi_j = sum over S without j of |S|! (m - |S| - 1)!/m! [v(S + j) - v(S)]`` with v(S) the q of
    a regression tree on the drivers in S and v of the empty set 0, so that values add up. A tree
    follows the outcome: its q is not corrected for that, and on noise it is above 0.

    References
    ----------
    Li et al. (2023), International Journal of Digital Earth 16(2),
    doi:10.1080/17538947.2023.2271883.

    Examples
    --------
    >>> x = np.arange(40)
    >>> y = pd.Series(x // 20 * 1.0, index=[f"city {i}" for i in x])
    >>> table = pd.DataFrame({"rain": x + 0.5, "odd": x % 2 + 0.0}, index=y.index)
    >>> shapley_drivers(y, table, DriverChoices(classes=2)).drivers["share"].tolist()
    [1.0, 0.0]
    """
    given = gather_drivers(scores, drivers, choices, seed=seed)
    rows = [row for period in given.detailed for row in _shares(given, period)]
    table = tabled(rows, SHAPLEY_COLUMNS)
    return ShapleyShares(drivers=table, groups=_groups(table), given=given)


def _shares(given: Drivers, period: int) -> list[dict[str, Any]]:
    """Share the q of one period out among the drivers."""
    names = [member.name for member in given.members]
    keys: list[dict[str, Any]] = [
        {"driver": m.name, "group": m.group, "period": period} for m in given.members
    ]
    there = given.values.notna().all(axis=1).to_numpy() & given.rows((), period)
    y = given.outcome.to_numpy(dtype=np.float64)[there]
    try:
        found = _values(given, there, y, names)
    except MethodError as error:
        return [key | {"rows": y.size, "note": reason(error)} for key in keys]
    return [
        key | {"rows": y.size, "shapley": value, "total": found.total,
               "share": value / found.total if found.total > 0 else np.nan}
        for key, value in zip(keys, found.values.tolist(), strict=True)
    ]  # fmt: skip


def _values(given: Drivers, there: BoolArray, y: FloatArray, names: list[str]) -> Shapley:
    """Call the kernel with categories as numbers; refuse rows too few for a tree."""
    if y.size < Growth().to_split:
        raise MethodError(problem("shapley-few-rows", given=y.size, least=Growth().to_split))
    frame = given.values.loc[there, names]
    kinds = [not pd.api.types.is_numeric_dtype(frame[name]) for name in names]
    columns = [
        pd.factorize(frame[name], sort=True)[0] if kind else frame[name]
        for name, kind in zip(names, kinds, strict=True)
    ]
    x = np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])
    return share_out(y, x, categorical=kinds, labels=names)


def _groups(table: pd.DataFrame) -> pd.DataFrame:
    """Add the values up by group, where drivers have one."""
    named = table[table["group"] != ""]
    rows = [
        {
            "group": group, "period": period, "drivers": len(own),
            "shapley": own["shapley"].sum(min_count=len(own)),
            "share": own["share"].sum(min_count=len(own)), "note": own["note"].iloc[0],
        }
        for (period, group), own in named.groupby(["period", "group"], sort=False)
    ]  # fmt: skip
    return tabled(rows, GROUP_COLUMNS)
