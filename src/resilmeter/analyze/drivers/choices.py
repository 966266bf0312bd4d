"""What a driver is, and how drivers are to be looked at: fixed before any q is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from resilmeter.core.detector import COMPATS, Compat, Rule
from resilmeter.errors import Problem, problem

DriverKind = Literal["auto", "continuous", "categorical"]
CutMethod = Literal[
    "quantile", "equal", "natural", "geometric", "standard-deviation", "manual", "optimal", "robust"
]
Missing = Literal["refuse", "drop-pair", "drop-all"]
Circular = Literal["refuse", "drop", "allow"]
Breaks = Literal["pooled", "per-period"]
Detail = Literal["ends", "last", "all"]
Spread = Literal["degrees", "plane"]
SEARCHED = frozenset({"optimal", "robust"})


@dataclass(frozen=True, kw_only=True)
class Driver:
    """One driver and how it is cut into strata.

    Parameters
    ----------
    name : str
        Name in tables and figures.
    column : str
        Column that holds it; the name if empty.
    name_zh : str
        Chinese name; the name if empty.
    kind : {"auto", "continuous", "categorical"}
        Categories are strata as they are. "auto": categories if no cell is a number.
    group, group_zh : str
        What it belongs to, such as resources, disasters or industry, and its Chinese name.
    method : str
        How a continuous driver is cut; empty for the choice made for all drivers.
    classes : int
        How many strata; 0 for the choice made for all drivers.
    cuts : tuple of float
        For the method "manual": rising inner breaks.
    """

    name: str
    column: str = ""
    name_zh: str = ""
    kind: DriverKind = "auto"
    group: str = ""
    group_zh: str = ""
    method: CutMethod | Literal[""] = ""
    classes: int = 0
    cuts: tuple[float, ...] = ()

    @property
    def source(self) -> str:
        """The column that holds it."""
        return self.column or self.name

    def title(self, language: str) -> str:
        """Name for people."""
        return self.name_zh or self.name if language == "zh" else self.name


@dataclass(frozen=True, kw_only=True)
class DriverChoices:
    """How drivers are looked at.

    Parameters
    ----------
    drivers : tuple of Driver
        The drivers; every column of the table if empty.
    method : str
        How continuous drivers are cut: quantile, equal, natural, geometric, standard-deviation,
        manual, optimal (best of all methods, tested with the search repeated) or robust.
    classes : int
        How many strata, fixed beforehand.
    breaks : {"pooled", "per-period"}
        Breaks common to all periods, or those of each period.
    periods : {"ends", "last", "all"}
        Periods of interactions, risks, differences and Shapley values; q is of every period.
    missing : {"refuse", "drop-pair", "drop-all"}
        Rows where a driver is missing: refuse, leave out of what needs that driver, leave out of
        everything.
    circular : {"refuse", "drop", "allow"}
        Drivers that are, or almost are, indicators of the index: refuse, recompute the index
        without the indicator, allow.
    lag : int
        Periods by which drivers come before the outcome.
    triples : tuple of (str, str, str)
        Three drivers whose joint overlay is looked at, beside all pairs.
    permutations, samples, searches : int
        Reshuffled outcomes, bootstrap samples, and reshuffled outcomes for searches of strata.
    rule : {"cross-validated", "elbow", "largest-q"}
        How the search of strata chooses.
    smallest : int
        Fewest units (in each period, on average) in a class that a search may choose.
    compat : {"wang", "gd", "gdverse"}, optional
        A program whose published numbers are to stand beside ours.
    coordinates : (str, str) or ()
        Columns with longitude and latitude, for a null of outcomes that resemble their neighbours.
    coordinates_in : {"degrees", "plane"}
        Whether the coordinates are degrees or lie in a plane.
    alpha : float
        Level of letters and decisions.
    """

    drivers: tuple[Driver, ...] = ()
    method: CutMethod = "quantile"
    classes: int = 4
    breaks: Breaks = "pooled"
    periods: Detail = "ends"
    missing: Missing = "refuse"
    circular: Circular = "refuse"
    lag: int = 0
    triples: tuple[tuple[str, str, str], ...] = ()
    permutations: int = 999
    samples: int = 999
    searches: int = 199
    rule: Rule = "cross-validated"
    smallest: int = 5
    compat: Compat | None = None
    coordinates: tuple[str, ...] = ()
    coordinates_in: Spread = "degrees"
    alpha: float = 0.05

    def problems(self) -> Iterator[Problem]:
        """List choices that are unknown or out of range, each with its key."""
        known = {
            "method": get_args(CutMethod), "breaks": get_args(Breaks), "periods": get_args(Detail),
            "missing": get_args(Missing), "circular": get_args(Circular), "rule": get_args(Rule),
            "coordinates_in": get_args(Spread), "compat": (None, *COMPATS),
        }  # fmt: skip
        for name, allowed in known.items():
            given = getattr(self, name)
            if given not in allowed:
                where = {"key": f"drivers.{name}"}
                yield problem("unknown-method", where, given=given, allowed=list(allowed))
        for name, least in (("classes", 2), ("lag", 0), ("permutations", 1), ("samples", 1),
                            ("searches", 1), ("smallest", 2)):  # fmt: skip
            if getattr(self, name) < least:
                where = {"key": f"drivers.{name}"}
                yield problem("bad-value-least", where, given=getattr(self, name), limit=least)
        if len(self.coordinates) not in {0, 2}:
            yield problem("driver-coordinates", {"key": "drivers.coordinates"},
                          given=list(self.coordinates))  # fmt: skip
        yield from self._driver_problems()

    def _driver_problems(self) -> Iterator[Problem]:
        names = [driver.name for driver in self.drivers]
        for place, driver in enumerate(self.drivers, start=1):
            where = {"key": f"drivers.driver.{place}"}
            if names.index(driver.name) < place - 1:
                yield problem("driver-twice", where, given=driver.name)
            method = driver.method or self.method
            if method == "manual" and driver.kind != "categorical" and not driver.cuts:
                yield problem("driver-cuts", where, given=driver.name)
        for triple in self.triples:
            for name in triple if names else ():
                if name not in names:
                    where = {"key": "drivers.triples"}
                    yield problem("unknown-method", where, given=name, allowed=names)
