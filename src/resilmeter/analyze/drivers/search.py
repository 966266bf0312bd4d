"""The whole table of q by method and number of classes, and an honest choice from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import Driver, DriverChoices
from resilmeter.analyze.drivers.cut import centred, exchanges, least_rows
from resilmeter.analyze.drivers.gather import Drivers, gather_drivers
from resilmeter.analyze.drivers.sample import reason, tabled
from resilmeter.analyze.drivers.source import DriverSource
from resilmeter.core.arrays import FloatArray
from resilmeter.core.detector import OptimalStrata
from resilmeter.core.detector import optimal_strata as search_strata
from resilmeter.errors import MethodError
from resilmeter.notebook import card
from resilmeter.scoring import Scores

SEARCH_COLUMNS = {
    "driver": "text", "method": "text", "classes": "Int64", "q": "float", "q_adjusted": "float",
    "q_out": "float", "smallest": "Int64", "admissible": "boolean", "chosen": "boolean",
    "used": "boolean", "p": "float", "note": "text",
}  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class SearchedStrata:
    """What every way to cut each continuous driver would explain.

    Attributes
    ----------
    table : DataFrame
        driver, method, classes, q, q_adjusted, q_out (on rows left out one at a time), smallest
        (rows in the smallest class), admissible, chosen (by the rule), used (for the other tables),
        p (of the whole search, beside the choice), note; one row a method and number of classes.
        Over all periods, their means taken off.
    given : Drivers
        What was looked at.
    """

    table: pd.DataFrame
    given: Drivers

    _repr_html_ = card

    def __repr__(self) -> str:
        chosen = self.table[self.table["chosen"].fillna(value=False)]
        named = ", ".join(
            f"{driver} {method} {classes}"
            for driver, method, classes in zip(
                chosen["driver"], chosen["method"], chosen["classes"], strict=True
            )
        )
        return f"<SearchedStrata: {named or 'no choice'}>"


def optimal_strata(
    scores: Scores | pd.Series,
    drivers: DriverSource | Drivers,
    choices: DriverChoices | None = None,
    *,
    seed: int = 1,
) -> SearchedStrata:
    """Try every way to cut each continuous driver, and test the choice with the search repeated.

    Parameters
    ----------
    scores : Scores or Series
        The index, or any outcome by unit or by (unit, period).
    drivers : DataFrame, str, Path, sequence of str or Drivers
        As for `gather_drivers`.
    choices : DriverChoices, optional
        Rule, smallest class, how often the search is repeated.
    seed : int
        Where the random numbers start.

    Returns
    -------
    SearchedStrata

    Raises
    ------
    StudyError, DataError, MethodError
        As `gather_drivers`.

    Notes
    -----
    ``q = 1 - SSW/SST`` rises with the number of classes, and the best of 30 cuts is large on noise:
    .33 on average with 16 units. The choice looks at rows left out one at a time (or at the elbow
    of q), only cuts whose smallest class is large enough may be chosen, and each reshuffled outcome
    makes its own choice. In a panel, whole histories of units are exchanged.

    References
    ----------
    Song et al. (2020), GIScience & Remote Sensing 57(5), 593-610,
    doi:10.1080/15481603.2020.1760434.

    Examples
    --------
    >>> x = np.arange(40)
    >>> y = pd.Series(x // 20 + x % 2, index=[f"city {i}" for i in x])
    >>> rain = pd.DataFrame({"rain": x + 0.5}, index=y.index)
    >>> found = optimal_strata(y, rain, DriverChoices(searches=19))
    >>> len(found.table), int(found.table["chosen"].sum())
    (30, 1)
    """
    given = gather_drivers(scores, drivers, choices, seed=seed)
    rows = [
        row for member in given.members
        if pd.api.types.is_numeric_dtype(given.values[member.name])
        for row in _searched(given, member)
    ]  # fmt: skip
    return SearchedStrata(table=tabled(rows, SEARCH_COLUMNS), given=given)


def _searched(given: Drivers, member: Driver) -> Iterator[dict[str, Any]]:
    """Yield the table of one driver, or the reason why there is none."""
    known = given.values[member.name].dropna()
    y, x = centred(given.outcome.loc[known.index]), known.to_numpy(dtype=np.float64)
    least, rule = least_rows(known.index, given.choices), given.choices.rule
    try:
        draws = exchanges(known.index, given.choices.searches, given.seed)
        found = search_strata(y, x, rule=rule, smallest=least, seed=given.seed, permutations=draws)
    except MethodError as error:
        yield from _unchosen(given, member, (y, x), error)
        return
    yield from _table(given, member, found)


def _unchosen(
    given: Drivers, member: Driver, rows: tuple[FloatArray, FloatArray], error: MethodError
) -> Iterator[dict[str, Any]]:
    """Show q of every cut where none has classes large enough to be chosen, or the reason."""
    try:
        found = search_strata(*rows, smallest=2, permutations=0)
    except MethodError:
        yield {"driver": member.name, "note": reason(error)}
        return
    for row in _table(given, member, found):
        refused = {"admissible": False, "chosen": False, "q_out": None, "p": None}
        yield row | refused | {"note": row["note"] or reason(error)}


def _table(given: Drivers, member: Driver, found: OptimalStrata) -> Iterator[dict[str, Any]]:
    method = member.method or given.choices.method
    classes = member.classes or given.choices.classes
    for one in found.table:
        chosen = one is found.chosen
        fixed = (one.method, one.k) == (method, classes)
        yield {
            "driver": member.name, "method": one.method, "classes": one.k, "q": one.q,
            "q_adjusted": one.q_adjusted, "q_out": one.q_out,
            "smallest": None if one.strata is None else int(one.strata.sizes.min()),
            "admissible": one.refused is None, "chosen": chosen,
            "used": chosen if method == "optimal" else fixed,
            "p": found.p if chosen else None,
            "note": "" if one.refused is None else reason(one.refused),
        }  # fmt: skip
