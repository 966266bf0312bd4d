"""Do drivers do more together than they add up to?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import DriverChoices
from resilmeter.analyze.drivers.gather import Drivers, gather_drivers
from resilmeter.analyze.drivers.sample import Sample, corrected, reason, sample, tabled
from resilmeter.analyze.drivers.source import DriverSource
from resilmeter.core.detector import Interaction, interaction_detector, published_interaction
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

PLACES = ("driver_a", "driver_b", "driver_c")
INTERACTION_COLUMNS = {
    **dict.fromkeys(PLACES, "text"), "period": "Int64", "rows": "Int64", "cells": "Int64",
    "smallest": "Int64", "q_a": "float", "q_b": "float", "q": "float", "q_adjusted": "float",
    "q_noise": "float", "kind": "text", "f": "float", "p_f": "float", "p": "float",
    "p_adjusted": "float", "readable": "boolean", "q_compat": "float", "kind_compat": "text",
    "note": "text",
}  # fmt: skip
CELL_COLUMNS = {
    **dict.fromkeys(PLACES, "text"), "period": "Int64", "stratum_a": "text", "stratum_b": "text",
    "stratum_c": "text", "rows": "Int64", "mean": "float",
}  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class Interactions:
    """What drivers explain together, and whether that is more than their sum.

    Attributes
    ----------
    table : DataFrame
        driver_a, driver_b, driver_c (blank in a pair), period, rows, cells, smallest (rows in the
        smallest cell), q_a, q_b, q (of the overlay), q_adjusted, q_noise, kind, f, p_f, p (test of
        additivity), p_adjusted (Benjamini-Hochberg), readable (False: blocked, see note), q_compat,
        kind_compat, note.
    cells : DataFrame
        driver_a, driver_b, driver_c, period, stratum_a, stratum_b, stratum_c, rows, mean (blank in
        an empty cell).
    given : Drivers
        What was looked at.
    """

    table: pd.DataFrame
    cells: pd.DataFrame
    given: Drivers

    _repr_html_ = card

    def __repr__(self) -> str:
        blocked = int((~self.table["readable"].fillna(value=False)).sum())
        told = int((self.table["p_adjusted"] < self.given.choices.alpha).sum())
        return (
            f"<Interactions: {len(self.table)} overlays, {blocked} blocked; {told} do more than"
            " add up>"
        )


def detect_interactions(
    scores: Scores | pd.Series,
    drivers: DriverSource | Drivers,
    choices: DriverChoices | None = None,
    *,
    seed: int = 1,
) -> Interactions:
    """Overlay all pairs of drivers (and chosen triples) and test whether they do more than add up.

    Parameters
    ----------
    scores : Scores or Series
        The index, or any outcome by unit or by (unit, period).
    drivers : DataFrame, str, Path, sequence of str or Drivers
        As for `gather_drivers`.
    choices : DriverChoices, optional
        Kinds, groups, strata, guards, periods, numbers of permutations.
    seed : int
        Where the random numbers start.

    Returns
    -------
    Interactions

    Raises
    ------
    StudyError, DataError, MethodError
        As `gather_drivers`; a single driver.

    Notes
    -----
    That an overlay explains no less than either driver is a theorem, not a finding: its strata are
    parts of theirs. On noise, too, it explains more, ``(cells - 1)/(N - 1)`` on average. So the
    class is by adjusted q, and the question is the test against the additive model, its residuals
    permuted, corrected for all pairs and periods. Each period is looked at by itself: rows of all
    periods together would fill the cells with the same cities over and over. Blocked, with the
    reason, where a cell holds fewer than 3 rows or there are more cells than N/5 (E-11).

    References
    ----------
    Wang et al. (2010), International Journal of Geographical Information Science 24(1), 107-127,
    doi:10.1080/13658810802443457. Freedman, Lane (1983), Journal of Business & Economic Statistics
    1(4), 292-298, doi:10.1080/07350015.1983.10509354.

    Examples
    --------
    >>> names = [f"city {i}" for i in range(20)]
    >>> table = pd.DataFrame({"a": np.arange(20) // 10, "b": np.arange(20) % 2}, index=names)
    >>> y = pd.Series(np.arange(20) % 5 + 9.0 * table["a"] * table["b"], index=names)
    >>> detect_interactions(y, table.astype(str)).table[["kind", "readable"]].values.tolist()
    [['enhance-nonlinear', True]]
    """
    given = gather_drivers(scores, drivers, choices, seed=seed)
    names = [member.name for member in given.members]
    if len(names) < 2:
        raise MethodError(problem("interaction-one-driver"))
    sets = [*combinations(names, 2), *given.choices.triples]
    rows, cells = list[dict[str, Any]](), list[dict[str, Any]]()
    for period in given.detailed:
        for together in sets:
            row, own = _overlay(given, together, period)
            rows.append(row)
            cells += own
    table = tabled(rows, INTERACTION_COLUMNS)
    table["p_adjusted"] = corrected(table["p"])
    return Interactions(table=table, cells=tabled(cells, CELL_COLUMNS), given=given)


def _overlay(
    given: Drivers, together: tuple[str, ...], period: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Overlay some drivers in one period: its row and its cells."""
    keys: dict[str, Any] = {**dict(zip(PLACES, together, strict=False)), "period": period}
    try:
        taken = sample(given, together, period)
        found = interaction_detector(
            taken.y, *taken.codes, permutations=given.choices.permutations, seed=given.seed
        )
    except MethodError as error:
        return keys | {"readable": False, "note": reason(error)}, []
    there = found.sizes[found.sizes > 0]
    row = keys | {
        "rows": taken.y.size, "cells": there.size, "smallest": int(there.min()),
        "q_a": found.q_parts[0], "q_b": found.q_parts[1], "q": found.q,
        "q_adjusted": found.q_adjusted, "q_noise": found.q_noise, "kind": found.kind, "f": found.f,
        "p_f": found.p_f, "p": found.p, "readable": not found.blocked,
        "note": "; ".join(block.text() for block in found.blocked),
    }  # fmt: skip
    searched = [name for name in together if given.cuts[name].searched]
    if searched:
        row |= {"kind": None, "p": None, "p_f": None, "readable": False,
                "note": reason(problem("driver-searched"))}  # fmt: skip
    row |= _published(given, taken)
    return row, [keys | cell for cell in _cells(given, together, period, taken, found)]


def _published(given: Drivers, taken: Sample) -> dict[str, Any]:
    """Add q and class of a pair as the program of `compat` gives them."""
    if given.choices.compat is None or len(taken.codes) > 2:
        return {}
    first, second = taken.codes
    try:
        found = published_interaction(taken.y, first, second, given.choices.compat)
    except MethodError:
        return {}
    return {"q_compat": found.q, "kind_compat": found.kind}


def _cells(
    given: Drivers, together: tuple[str, ...], period: int, taken: Sample, found: Interaction
) -> Iterator[dict[str, Any]]:
    """Yield every combination of strata with its rows and mean, empty ones too."""
    present = [np.unique(codes) for codes in taken.codes]
    spread, middle = taken.y.std(), taken.y.mean()
    for place, rows in np.ndenumerate(found.sizes):
        strata = [
            given.cuts[name].label(int(codes[at]), period)
            for name, codes, at in zip(together, present, place, strict=True)
        ]
        mean = middle + spread * found.sums[place] / rows if rows else np.nan
        names = dict(zip(("stratum_a", "stratum_b", "stratum_c"), strata, strict=False))
        yield {**names, "rows": int(rows), "mean": mean}
