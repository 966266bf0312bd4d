"""Is one driver stronger than another?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import DriverChoices
from resilmeter.analyze.drivers.gather import Drivers, gather_drivers
from resilmeter.analyze.drivers.sample import Sample, corrected, reason, sample, tabled
from resilmeter.analyze.drivers.source import DriverSource
from resilmeter.core.detector import ecological_detector, published_ecological
from resilmeter.errors import MethodError, doubt, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

# Below this the bootstrap finds too much: 10 % instead of 5 % at 30 rows.
FEWEST_ROWS = 60
ECOLOGICAL_COLUMNS = {
    "driver_a": "text", "driver_b": "text", "period": "Int64", "rows": "Int64",
    "difference": "float", "low": "float", "high": "float", "p": "float", "f": "float",
    "p_f": "float", "p_adjusted": "float", "differs": "boolean", "differs_compat": "boolean",
    "note": "text",
}  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class EcologicalPairs:
    """Which drivers are stronger than which.

    Attributes
    ----------
    table : DataFrame
        driver_a, driver_b, period, rows, difference (of adjusted q, a minus b), low, high, p
        (paired bootstrap), f, p_f (two-sided F test), p_adjusted (Benjamini-Hochberg, of p; of p_f
        below 60 rows, where the bootstrap finds too much), differs, differs_compat, note.
    given : Drivers
        What was looked at.
    """

    table: pd.DataFrame
    given: Drivers

    _repr_html_ = card

    def __repr__(self) -> str:
        told = int(self.table["differs"].fillna(value=False).sum())
        return f"<EcologicalPairs: {told} of {len(self.table)} pairs of drivers differ>"


def detect_ecological(
    scores: Scores | pd.Series,
    drivers: DriverSource | Drivers,
    choices: DriverChoices | None = None,
    *,
    seed: int = 1,
) -> EcologicalPairs:
    """Test for all pairs of drivers whether one explains more than the other.

    Parameters
    ----------
    scores : Scores or Series
        The index, or any outcome by unit or by (unit, period).
    drivers : DataFrame, str, Path, sequence of str or Drivers
        As for `gather_drivers`.
    choices : DriverChoices, optional
        Kinds, strata, guards, periods, number of samples, level.
    seed : int
        Where the random numbers start.

    Returns
    -------
    EcologicalPairs

    Raises
    ------
    StudyError, DataError, MethodError
        As `gather_drivers`; a single driver.

    Notes
    -----
    The difference of adjusted q with an interval by paired bootstrap, and the published F ratio
    ``(1 - q_1)/(1 - q_2)``, here two-sided, so that the order of the drivers does not matter.
    Published programs differ: one rule calls half of all pairs of equal drivers different, another
    changes its mind with the order (`differs_compat`).

    References
    ----------
    Wang et al. (2010), International Journal of Geographical Information Science 24(1), 107-127,
    doi:10.1080/13658810802443457.

    Examples
    --------
    >>> names = [f"city {i}" for i in range(12)]
    >>> table = pd.DataFrame({"a": np.arange(12) // 6, "b": np.arange(12) % 2}, index=names)
    >>> y = pd.Series(np.arange(12.0), index=names)
    >>> bool(detect_ecological(y, table.astype(str)).table["difference"].iloc[0] > 0)
    True
    """
    given = gather_drivers(scores, drivers, choices, seed=seed)
    names = [member.name for member in given.members]
    if len(names) < 2:
        raise MethodError(problem("interaction-one-driver"))
    rows = [
        _difference(given, pair, period)
        for period in given.detailed for pair in combinations(names, 2)
    ]  # fmt: skip
    table = tabled(rows, ECOLOGICAL_COLUMNS)
    used = table["p"].where(table["rows"] >= FEWEST_ROWS, table["p_f"])
    table["p_adjusted"] = corrected(used)
    told = table["p_adjusted"] < given.choices.alpha
    table["differs"] = told.astype("boolean").mask(table["p_adjusted"].isna())
    return EcologicalPairs(table=table, given=given)


def _difference(given: Drivers, pair: tuple[str, str], period: int) -> dict[str, Any]:
    """Compare two drivers in one period."""
    keys: dict[str, Any] = {"driver_a": pair[0], "driver_b": pair[1], "period": period}
    if any(given.cuts[name].searched for name in pair):
        return keys | {"note": reason(problem("driver-searched"))}
    try:
        taken = sample(given, pair, period)
        found = ecological_detector(
            taken.y, *taken.codes, samples=given.choices.samples, seed=given.seed
        )
    except MethodError as error:
        return keys | {"note": reason(error)}
    few = taken.y.size < FEWEST_ROWS
    low, high = (np.nan, np.nan) if found.interval is None else found.interval
    return keys | {
        "rows": taken.y.size, "difference": found.difference, "low": low, "high": high,
        "p": found.p, "f": found.f, "p_f": found.p_f,
        "differs_compat": _published(given, taken),
        "note": doubt("ecological-few", rows=taken.y.size).text() if few else "",
    }  # fmt: skip


def _published(given: Drivers, taken: Sample) -> object:
    """Give the decision of the program of `compat`; blank where it makes none."""
    if given.choices.compat is None:
        return pd.NA
    first, second = taken.codes
    try:
        return published_ecological(taken.y, first, second, given.choices.compat)
    except MethodError:
        return pd.NA
