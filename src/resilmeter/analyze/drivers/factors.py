"""How much does each driver explain, in each period and in all, and did that change?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import DriverChoices
from resilmeter.analyze.drivers.cut import codes_of
from resilmeter.analyze.drivers.gather import Drivers, gather_drivers
from resilmeter.analyze.drivers.sample import Sample, corrected, dropped, reason, sample, tabled
from resilmeter.analyze.drivers.source import DriverSource
from resilmeter.analyze.drivers.spatial import SpatialNull
from resilmeter.core.detector import Factor, factor_detector, panel_detector, published_factor
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.rows import each_row
from resilmeter.scoring import Scores

FACTOR_COLUMNS = {
    "driver": "text", "group": "text", "period": "Int64", "rows": "Int64", "dropped": "Int64",
    "strata": "Int64", "smallest": "Int64", "singletons": "Int64", "rank": "Int64", "q": "float",
    "q_adjusted": "float", "q_noise": "float", "low": "float", "high": "float", "p": "float",
    "p_adjusted": "float", "p_spatial": "float", "p_f": "float", "p_wang": "float",
    "p_wang_moves": "boolean", "q_compat": "float", "p_compat": "float", "note": "text",
}  # fmt: skip
CHANGE_COLUMNS = {
    "driver": "text", "group": "text", "start": "Int64", "end": "Int64", "first": "float",
    "last": "float", "change": "float", "low": "float", "high": "float", "p": "float",
    "p_adjusted": "float", "note": "text",
}  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class Factors:
    """What each driver explains, and how that changed.

    A blank cell is not defined; the column `note` of its row says why.

    Attributes
    ----------
    table : DataFrame
        driver, group, period (blank: all periods, their means taken off), rows, dropped, strata,
        smallest, singletons, rank (by adjusted q in its period), q, q_adjusted, q_noise, low, high
        (interval of q at 95 %), p (by permutation; of units with their histories over all periods),
        p_adjusted (Benjamini-Hochberg over drivers and periods), p_spatial, p_f, p_wang,
        p_wang_moves, q_compat, p_compat, note.
    changes : DataFrame
        driver, group, start, end, first, last (adjusted q), change, low, high, p, p_adjusted, note;
        no rows in a single period.
    given : Drivers
        What was looked at.
    """

    table: pd.DataFrame
    changes: pd.DataFrame
    given: Drivers

    _repr_html_ = card

    def __repr__(self) -> str:
        last = self.table[self.table["period"] == self.given.periods[-1]]
        told = int((last["p_adjusted"] < self.given.choices.alpha).sum())
        return (
            f"<Factors: {len(self.given.members)} drivers of {self.given.units} units; in"
            f" {self.given.periods[-1]} {told} explain more than noise>"
        )


def detect_factors(
    scores: Scores | pd.Series,
    drivers: DriverSource | Drivers,
    choices: DriverChoices | None = None,
    *,
    weights: pd.DataFrame | None = None,
    seed: int = 1,
) -> Factors:
    """Measure what share of the differences between units each driver explains.

    Parameters
    ----------
    scores : Scores or Series
        The index, or any outcome by unit or by (unit, period).
    drivers : DataFrame, str, Path, sequence of str or Drivers
        As for `gather_drivers`.
    choices : DriverChoices, optional
        Kinds, groups, strata, guards, numbers of permutations.
    weights : DataFrame, optional
        Spatial weights with the units as rows and columns, for `p_spatial`.
    seed : int
        Where the random numbers start.

    Returns
    -------
    Factors

    Raises
    ------
    StudyError, DataError, MethodError
        As `gather_drivers`.

    Notes
    -----
    ``q = 1 - sum_h N_h s_h^2 / (N s^2)``, in every period, with breaks common to all unless asked
    otherwise, so that q of different periods speak of the same strata. Beside it stand
    ``(L - 1)/(N - 1)``, the q of strata that mean nothing, q corrected for it, and an interval by
    the non-central F distribution. p is by permutation; over all periods, the means of the periods
    are taken off and whole histories of units are exchanged, since the years of a city are no
    independent trials. `p_spatial` compares with outcomes that resemble their neighbours as this
    one does: Moran spectral randomization where weights are given, a fitted covariance where
    coordinates are. `p_wang` is the published p-value; where `p_wang_moves` it changes more than
    tenfold when the mean is taken off, and says nothing. For strata that were searched with the
    outcome in view, p is that of the whole search.

    References
    ----------
    Wang et al. (2010), International Journal of Geographical Information Science 24(1), 107-127,
    doi:10.1080/13658810802443457. Benjamini, Hochberg (1995), Journal of the Royal Statistical
    Society B 57(1), 289-300, doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> y = pd.Series(range(12), index=[f"city {i}" for i in range(12)])
    >>> rain = pd.DataFrame({"rain": np.arange(12) ** 2.0}, index=y.index)
    >>> detect_factors(y, rain, DriverChoices(classes=2)).table[["q", "q_noise"]].round(2).values
    array([[0.76, 0.09]])
    """
    given = gather_drivers(scores, drivers, choices, weights=weights, seed=seed)
    null = SpatialNull(given)
    rows = [_row(given, m.name, period, null) for period in given.periods for m in given.members]
    pooled, changes = list[dict[str, Any]](), list[dict[str, Any]]()
    if len(given.periods) > 1:
        both = [_panel(given, member.name) for member in given.members]
        pooled, changes = [one for one, _ in both], [other for _, other in both]
    table = tabled(rows + pooled, FACTOR_COLUMNS)
    own = table["period"].notna()
    table.loc[own, "p_adjusted"] = corrected(table.loc[own, "p"])
    table.loc[~own, "p_adjusted"] = corrected(table.loc[~own, "p"])
    table["rank"] = (
        table.groupby("period", dropna=False)["q_adjusted"].rank(method="min", ascending=False)
    ).astype("Int64")  # fmt: skip
    moved = tabled(changes, CHANGE_COLUMNS)
    moved["p_adjusted"] = corrected(moved["p"])
    return Factors(table=table, changes=moved, given=given)


def _keys(given: Drivers, name: str) -> dict[str, Any]:
    return {"driver": name, "group": given.driver(name).group}


def _row(given: Drivers, name: str, period: int, null: SpatialNull) -> dict[str, Any]:
    """Measure one driver in one period, or say why not."""
    keys: dict[str, Any] = {**_keys(given, name), "period": period}
    try:
        taken = sample(given, [name], period)
        keys |= {"rows": taken.y.size, "dropped": dropped(given, taken, period)}
        found = factor_detector(
            taken.y, taken.codes[0], permutations=given.choices.permutations, seed=given.seed
        )
        keys |= _numbers(found) | _published(given, taken)
        keys["p_spatial"] = null.p(taken)
    except MethodError as error:
        return keys | {"note": reason(error)}
    cut = given.cuts[name]
    if cut.searched:
        alone = len(given.periods) == 1
        keys["p"] = cut.p if alone else np.nan
        keys |= {"low": np.nan, "high": np.nan, "p_f": np.nan, "p_wang": np.nan,
                 "p_wang_moves": pd.NA, "p_spatial": np.nan}  # fmt: skip
        keys["note"] = reason(problem("driver-searched"))
    return keys


def _numbers(found: Factor) -> dict[str, Any]:
    """Take the numbers of the kernel's record."""
    return {
        "strata": found.sizes.size, "smallest": int(found.sizes.min()),
        "singletons": int((found.sizes == 1).sum()), "q": found.q, "q_adjusted": found.q_adjusted,
        "q_noise": found.q_noise, "low": found.interval[0], "high": found.interval[1],
        "p": found.p, "p_f": found.p_f, "p_wang": found.p_wang,
        "p_wang_moves": found.p_wang_moves,
        "note": "; ".join(doubt.text() for doubt in found.doubts),
    }  # fmt: skip


def _published(given: Drivers, taken: Sample) -> dict[str, Any]:
    """Add q and p as the program of `compat` computes them; blank where it cannot."""
    if given.choices.compat is None:
        return {}
    try:
        found = published_factor(taken.y, taken.codes[0], given.choices.compat)
    except MethodError:
        return {}
    return {"q_compat": found.q, "p_compat": found.p}


def _panel(given: Drivers, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Measure one driver over all periods, and its change from the first to the last."""
    keys = _keys(given, name)
    start, end = given.periods[0], given.periods[-1]
    change: dict[str, Any] = {**keys, "start": start, "end": end}
    try:
        taken = sample(given, [name], None)
        index = given.outcome.index[taken.rows]
        found = panel_detector(
            taken.y, taken.codes, codes_of(index, "unit"), codes_of(index, "period"),
            permutations=given.choices.permutations, samples=given.choices.samples,
            seed=given.seed,
        )  # fmt: skip
    except MethodError as error:
        return keys | {"note": reason(error)}, change | {"note": reason(error)}
    sizes = np.bincount(taken.codes[0])
    q, noise = float(found.pooled[0]), float(found.pooled_noise[0])
    pooled = keys | {
        "rows": taken.y.size, "dropped": dropped(given, taken, None),
        "strata": int((sizes > 0).sum()), "smallest": int(sizes[sizes > 0].min()),
        "singletons": int((sizes == 1).sum()), "q": q, "q_noise": noise,
        "q_adjusted": (q - noise) / (1.0 - noise), "p": float(found.pooled_p[0]),
    }  # fmt: skip
    cut = given.cuts[name]
    if cut.searched:
        return pooled | {"p": cut.p}, change | {"note": reason(problem("driver-searched"))}
    first, last = float(found.q_adjusted[0, 0]), float(found.q_adjusted[0, -1])
    low, high = (float(end) for end in found.change_interval[0])
    change |= {"first": first, "last": last, "change": float(found.change[0]), "low": low,
               "high": high, "p": float(found.change_p[0])}  # fmt: skip
    return pooled, change


def by_driver(table: pd.DataFrame, period: int | None) -> dict[str, Any]:
    """Give the row of each driver in one period, or over all."""
    own = table["period"].isna() if period is None else table["period"] == period
    return {str(row.driver): row for row in each_row(table[own.fillna(value=False)])}
