"""All detectors on the same drivers, and what their results give reason to doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from resilmeter.analyze.drivers.choices import DriverChoices
from resilmeter.analyze.drivers.ecological import EcologicalPairs, detect_ecological
from resilmeter.analyze.drivers.factors import Factors, detect_factors
from resilmeter.analyze.drivers.gather import Drivers, gather_drivers
from resilmeter.analyze.drivers.interactions import Interactions, detect_interactions
from resilmeter.analyze.drivers.risk import Risks, detect_risk
from resilmeter.analyze.drivers.search import SearchedStrata, optimal_strata
from resilmeter.analyze.drivers.shapley import ShapleyShares, shapley_drivers
from resilmeter.analyze.drivers.source import DriverSource
from resilmeter.errors import Problem, doubt
from resilmeter.notebook import card
from resilmeter.scoring import Scores

# Below this number of units a correlation of .5 is found in three of four studies at best.
FEW_UNITS = 30
# One stratum for five rows: the rule of E-11, here said for all drivers at once.
ROWS_A_STRATUM = 5


@dataclass(frozen=True, eq=False, kw_only=True)
class DriverAnalysis:
    """Everything that was found about drivers.

    Attributes
    ----------
    given : Drivers
        Outcome, drivers, strata, choices.
    factors : Factors
        q of every driver and period, over all periods, and its change.
    interactions : Interactions or None
        Overlays of pairs and triples; None for a single driver.
    risk : Risks
        Means of strata.
    ecological : EcologicalPairs or None
        Differences between drivers; None for a single driver.
    search : SearchedStrata
        q by method and number of classes.
    shapley : ShapleyShares
        Shares of drivers and of groups.
    doubts : tuple of Problem
        What the tables give reason to doubt, and notes on what was done.
    """

    given: Drivers
    factors: Factors
    interactions: Interactions | None
    risk: Risks
    ecological: EcologicalPairs | None
    search: SearchedStrata
    shapley: ShapleyShares
    doubts: tuple[Problem, ...] = ()

    _repr_html_ = card

    def __repr__(self) -> str:
        return f"<DriverAnalysis: {self.factors!r}>"


def analyze_drivers(
    scores: Scores | pd.Series,
    drivers: DriverSource | Drivers,
    choices: DriverChoices | None = None,
    *,
    weights: pd.DataFrame | None = None,
    seed: int = 1,
) -> DriverAnalysis:
    """Run every detector on the same drivers.

    Parameters
    ----------
    scores : Scores or Series
        The index, or any outcome by unit or by (unit, period).
    drivers : DataFrame, str, Path, sequence of str or Drivers
        As for `gather_drivers`.
    choices : DriverChoices, optional
        How drivers are looked at.
    weights : DataFrame, optional
        Spatial weights with the units as rows and columns.
    seed : int
        Where the random numbers start.

    Returns
    -------
    DriverAnalysis

    Raises
    ------
    StudyError, DataError, MethodError
        As `gather_drivers`.

    Examples
    --------
    >>> y = pd.Series(range(40), index=[f"city {i}" for i in range(40)])
    >>> rain = pd.DataFrame({"rain": range(40)}, index=y.index)
    >>> analyze_drivers(y, rain, DriverChoices(searches=9)).factors
    <Factors: 1 drivers of 40 units; in 0 1 explain more than noise>
    """
    given = gather_drivers(scores, drivers, choices, weights=weights, seed=seed)
    several = len(given.members) > 1
    factors = detect_factors(scores, given)
    interactions = detect_interactions(scores, given) if several else None
    return DriverAnalysis(
        given=given,
        factors=factors,
        interactions=interactions,
        risk=detect_risk(scores, given),
        ecological=detect_ecological(scores, given) if several else None,
        search=optimal_strata(scores, given),
        shapley=shapley_drivers(scores, given),
        doubts=(*given.notes, *_doubts(given, factors, interactions)),
    )


def _doubts(
    given: Drivers, factors: Factors, interactions: Interactions | None
) -> Iterator[Problem]:
    """Say once, for all drivers, what the numbers of units and strata do not support."""
    if given.units < FEW_UNITS:
        yield doubt("drivers-few-units", units=given.units)
    for name, cut in given.cuts.items():
        if cut.refused is not None:
            yield doubt("driver-not-cut", {"driver": name}, why=cut.refused.text())
    table = factors.table[factors.table["period"].notna()]
    yield from _thin(table, len(given.members))
    moved = list(dict.fromkeys(table.loc[table["p_wang_moves"].fillna(value=False), "driver"]))
    if moved:
        yield doubt("drivers-published-p", count=len(moved), of=len(given.members), drivers=moved)
    if interactions is not None:
        own = interactions.table
        blocked = int((~own["readable"].fillna(value=False)).sum())
        if blocked:
            yield doubt("interactions-blocked", count=blocked, of=len(own))
    searched = [name for name, cut in given.cuts.items() if cut.searched and cut.refused is None]
    if searched:
        yield doubt("drivers-searched", drivers=searched)


def _thin(table: pd.DataFrame, drivers: int) -> Iterator[Problem]:
    """Doubt strata with too few rows, and strata of one row."""
    few = table[table["strata"] * ROWS_A_STRATUM > table["rows"]]
    if not few.empty:
        yield doubt("drivers-thin", count=few["driver"].nunique(), of=drivers,
                    noise=float(few["q_noise"].max()))  # fmt: skip
    alone = table[table["singletons"] > 0]
    if not alone.empty:
        yield doubt("drivers-alone", count=alone["driver"].nunique(), of=drivers)
