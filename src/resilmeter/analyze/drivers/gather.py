"""Gather outcome and drivers: read, check for circles, leave out, shift, cut into strata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import Driver, DriverChoices
from resilmeter.analyze.drivers.circular import circle_notes, circle_refusals, circles
from resilmeter.analyze.drivers.cut import Cut, codes_of, cut
from resilmeter.analyze.drivers.outcome import Outcome, outcome_of, without_indicators
from resilmeter.analyze.drivers.source import DriverSource, values_of
from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.core.detector import lagged_rows
from resilmeter.errors import DataError, MethodError, Problem, note, problem, refuse
from resilmeter.notebook import card
from resilmeter.scoring import Scores


@dataclass(frozen=True, eq=False, kw_only=True)
class Drivers:
    """Outcome and drivers, ready for every detector.

    Attributes
    ----------
    outcome : Series
        By (unit, period); without the first periods if drivers come before the outcome.
    values : DataFrame
        Drivers by the same index; numbers, or texts for categories; missing where not known.
    members : tuple of Driver
        The drivers.
    cuts : mapping of str to Cut
        Strata of each driver.
    choices : DriverChoices
        How they are looked at.
    places : (n, 2) float array or None
        Coordinates of the rows in a plane, in kilometres where they were degrees.
    weights : DataFrame or None
        Spatial weights between units.
    dropped : tuple of str
        Indicators that were taken out of the index because drivers repeat them.
    notes : tuple of Problem
        What was assumed, left out and recomputed.
    seed : int
        Where the random numbers of every detector start.
    """

    outcome: pd.Series
    values: pd.DataFrame
    members: tuple[Driver, ...]
    cuts: Mapping[str, Cut]
    choices: DriverChoices
    places: FloatArray | None = None
    weights: pd.DataFrame | None = None
    dropped: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()
    seed: int = 1

    @property
    def periods(self) -> tuple[int, ...]:
        """Periods of the outcome, increasing."""
        return tuple(sorted({int(t) for t in self.outcome.index.get_level_values("period")}))

    @property
    def detailed(self) -> tuple[int, ...]:
        """Periods of interactions, risks, differences and Shapley values."""
        ends = tuple(dict.fromkeys((self.periods[0], self.periods[-1])))
        return {"ends": ends, "last": ends[-1:], "all": self.periods}[self.choices.periods]

    @property
    def units(self) -> int:
        """Number of units."""
        return int(self.outcome.index.get_level_values("unit").nunique())

    def rows(self, names: Sequence[str], period: int | None = None) -> BoolArray:
        """(n,): rows, of one period or all, in which every one of these drivers has a stratum."""
        there = np.ones(len(self.outcome), dtype=np.bool_)
        for name in names:
            there &= self.cuts[name].codes >= 0
        if period is not None:
            there &= self.outcome.index.get_level_values("period") == period
        return there

    def driver(self, name: str) -> Driver:
        """Give a driver by its name."""
        return next(member for member in self.members if member.name == name)

    def group_title(self, group: str, language: str) -> str:
        """Name of a group of drivers for people."""
        named = (m.group_zh for m in self.members if m.group == group and m.group_zh)
        return next(named, group) if language == "zh" else group

    _repr_html_ = card

    def __repr__(self) -> str:
        return (
            f"<Drivers: {', '.join(m.name for m in self.members)}; {self.units} units,"
            f" {len(self.periods)} periods>"
        )


def gather_drivers(
    scores: Scores | pd.Series,
    drivers: DriverSource | Drivers,
    choices: DriverChoices | None = None,
    *,
    weights: pd.DataFrame | None = None,
    seed: int = 1,
) -> Drivers:
    """Set drivers beside an outcome: read them, refuse circles, cut them into strata.

    Parameters
    ----------
    scores : Scores or Series
        The index, or any outcome by unit or by (unit, period).
    drivers : DataFrame, str, Path, RawTable or sequence of str
        A table by unit or by (unit, period), a file with the columns unit and (if it has periods)
        period, or names of columns of the panel of the scores.
    choices : DriverChoices, optional
        Kinds, groups, strata, guards, numbers of permutations.
    weights : DataFrame, optional
        Spatial weights with the units as rows and columns.
    seed : int
        Where the random numbers start.

    Returns
    -------
    Drivers
        For `detect_factors` and the other detectors, each of which gathers by itself if given what
        this function takes.

    Raises
    ------
    StudyError
        Choices that are unknown or out of range.
    DataError
        What is wrong with the table, missing values (unless they may be left out), circular drivers
        (unless allowed or dropped).
    MethodError
        An outcome that does not fit, or an indicator that cannot be dropped.

    Examples
    --------
    >>> y = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], index=list("abcdef"))
    >>> rain = pd.DataFrame({"rain": [1, 2, 3, 4, 5, 6.5]}, index=list("abcdef"))
    >>> gather_drivers(y, rain, DriverChoices(classes=2))
    <Drivers: rain; 6 units, 1 periods>
    """
    if isinstance(drivers, Drivers):
        return drivers
    chosen = choices or DriverChoices()
    outcome = outcome_of(scores)
    table = values_of(outcome, drivers, chosen)
    found = list(circles(outcome, table.values, table.members))
    notes = [*table.notes]
    if found and chosen.circular != "allow":
        refuse(DataError, circle_refusals(found) if chosen.circular == "refuse" else [])
    if found:
        notes += circle_notes(found, chosen.circular)
    dropped = [circle.indicator for circle in found] if chosen.circular == "drop" else []
    if dropped and outcome.scores is not None:
        outcome = outcome_of(without_indicators(outcome.scores, dropped))
    y, values, places = _shifted(outcome, table.values, table.places, chosen.lag)
    notes += _missing(values, chosen)
    if chosen.missing == "drop-all":
        values = values.mask(np.repeat(values.isna().any(axis=1).to_numpy()[:, None],
                                       values.shape[1], axis=1))  # fmt: skip
    cuts = {m.name: cut(m, values[m.name], y, chosen, seed) for m in table.members}
    return Drivers(
        outcome=y, values=values, members=table.members, cuts=cuts, choices=chosen, places=places,
        weights=_fitting(weights, y), dropped=tuple(dict.fromkeys(dropped)), notes=tuple(notes),
        seed=seed,
    )  # fmt: skip


def _shifted(
    outcome: Outcome, values: pd.DataFrame, places: FloatArray | None, lag: int
) -> tuple[pd.Series, pd.DataFrame, FloatArray | None]:
    """Pair the outcome with the drivers of `lag` periods before."""
    y = outcome.values
    if lag == 0:
        return y, values, places
    now, before = lagged_rows(codes_of(y.index, "unit"), codes_of(y.index, "period"), lag)
    shifted = values.iloc[before].set_axis(y.index[now], axis=0)
    return y.iloc[now], shifted, None if places is None else places[now]


def _missing(values: pd.DataFrame, choices: DriverChoices) -> Iterator[Problem]:
    """Refuse missing values with their places, or say how many rows are left out."""
    found = []
    for name in values.columns:
        blank = values[name].isna().to_numpy()
        if not blank.any():
            continue
        if choices.missing == "refuse":
            unit, period = values.index[int(blank.argmax())]
            found.append(problem("driver-missing", {"driver": str(name)}, count=int(blank.sum()),
                                 rows=len(values), unit=unit, period=period))  # fmt: skip
        else:
            yield note("driver-left-out", {"driver": str(name)}, count=int(blank.sum()),
                       rows=len(values))  # fmt: skip
    refuse(DataError, found)


def _fitting(weights: pd.DataFrame | None, outcome: pd.Series) -> pd.DataFrame | None:
    """Bring spatial weights into the order of the units."""
    if weights is None:
        return None
    units = list(dict.fromkeys(outcome.index.get_level_values("unit")))
    lacking = [u for u in units if u not in weights.index or u not in weights.columns]
    if lacking:
        where = {"key": "drivers.weights"}
        raise MethodError(problem("driver-weights-lack", where, units=lacking[:8]))
    return weights.loc[units, units].astype(float)
