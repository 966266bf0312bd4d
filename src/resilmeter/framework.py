"""The indicators of an index and the dimensions they form: refused when illegal."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from resilmeter.core.arrays import IntArray
from resilmeter.errors import DataError, Problem, problem, refuse
from resilmeter.notebook import card

Direction = Literal["higher", "lower", "target"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator: what it measures and which way is better.

    Parameters
    ----------
    code : str
        Short unique name, used in tables and files.
    dimension : str
        The dimension (criterion layer) it belongs to.
    sub_index, sub_index_zh : str
        The layer above the dimension, for indices of three levels; empty for none.
    direction : {"higher", "lower", "target"}
        Which raw values are better; "target" means inside [target_low, target_high].
    name, name_zh, dimension_zh, unit, unit_zh, source, note : str
        Names in English and Chinese, unit of measurement, literature or data source, remarks.
    column : str
        Its column in the panel file; the code if empty.
    denominator : str
        Column of the panel file to divide by, such as population; empty for none.
    per : float
        Multiplier after the division, such as 10000 for "per 10 000 inhabitants".
    lower_bound, upper_bound : float or None
        Theoretical bounds of the raw value; values outside are errors in the data.
    target_low, target_high : float or None
        Best interval, for direction "target"; also the goals of distance-to-target, where
        `target_low` is "at least" (higher is better) and `target_high` "at most" (lower is better).

    Raises
    ------
    DataError
        An empty code or dimension, an unknown direction, or bounds that contradict each other.

    Examples
    --------
    >>> Indicator(code="so2", dimension="Resistance", direction="lower").title("en")
    'so2'
    """

    code: str
    dimension: str
    direction: Direction
    name: str = ""
    name_zh: str = ""
    dimension_zh: str = ""
    sub_index: str = ""
    sub_index_zh: str = ""
    unit: str = ""
    unit_zh: str = ""
    source: str = ""
    note: str = ""
    column: str = ""
    denominator: str = ""
    per: float = 1.0
    lower_bound: float | None = None
    upper_bound: float | None = None
    target_low: float | None = None
    target_high: float | None = None

    def __post_init__(self) -> None:
        refuse(DataError, self._problems())

    def _problems(self) -> Iterable[Problem]:
        where = {"indicator": self.code or "?"}
        if not self.code:
            yield problem("indicator-without-code")
        if not self.dimension:
            yield problem("indicator-without-dimension", where)
        if self.direction not in DIRECTIONS:
            yield problem("unknown-direction", where, given=self.direction)
        if self.direction == "target" and not _ordered(self.target_low, self.target_high):
            yield problem("target-interval", where, low=self.target_low, high=self.target_high)
        if not (self.per > 0 and math.isfinite(self.per)):
            yield problem("per-not-positive", where, given=self.per)
        low, high = self.lower_bound, self.upper_bound
        if low is not None and high is not None and low >= high:
            yield problem("bounds-order", where, low=low, high=high)

    @property
    def source_column(self) -> str:
        """The column of the panel file that holds it."""
        return self.column or self.code

    @property
    def target(self) -> tuple[float, float]:
        """Best interval; infinite where it has no end."""
        low, high = self.target_low, self.target_high
        return (-math.inf if low is None else low, math.inf if high is None else high)

    def title(self, language: str) -> str:
        """Name for people: the name in that language, else the other name, else the code."""
        names = (self.name_zh, self.name) if language == "zh" else (self.name, self.name_zh)
        return next((name for name in names if name), self.code)


def _ordered(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low <= high


@dataclass(frozen=True)
class Framework:
    """The indicators of an index and the dimensions they form.

    Parameters
    ----------
    indicators : tuple of Indicator
        In the order of the tables.

    Raises
    ------
    DataError
        No indicators, or a code that occurs twice.

    Examples
    --------
    >>> framework = Framework((Indicator(code="a", dimension="D", direction="higher"),))
    >>> framework
    <Framework: 1 indicators in 1 dimensions (D)>
    """

    indicators: tuple[Indicator, ...]

    def __post_init__(self) -> None:
        if not self.indicators:
            raise DataError(problem("no-indicators"))
        twice = [code for code, count in Counter(self.codes).items() if count > 1]
        found = [problem("indicator-twice", {"indicator": code}) for code in twice]
        refuse(DataError, [*found, *self._upper_problems()])

    def _upper_problems(self) -> Iterable[Problem]:
        """Find dimensions in no sub-index or in two, where there are sub-indices."""
        for name in self.dimensions:
            own = dict.fromkeys(i.sub_index for i in self.indicators if i.dimension == name)
            if len(own) > 1 or ("" in own and self.sub_indices):
                shown = [given or "-" for given in own]
                yield problem("sub-index-of-dimension", dimension=name, given=shown)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the indicators, in order."""
        return tuple(indicator.code for indicator in self.indicators)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Dimensions, in order of first appearance."""
        return tuple(dict.fromkeys(indicator.dimension for indicator in self.indicators))

    @property
    def dimension_codes(self) -> IntArray:
        """(q,): position of each indicator's dimension in `dimensions`."""
        order = {name: place for place, name in enumerate(self.dimensions)}
        return np.array([order[i.dimension] for i in self.indicators], dtype=np.int64)

    @property
    def sub_indices(self) -> tuple[str, ...]:
        """Sub-indices above the dimensions, in order of first appearance; empty for none."""
        return tuple(dict.fromkeys(i.sub_index for i in self.indicators if i.sub_index))

    @property
    def sub_index_codes(self) -> IntArray:
        """(d,): position of each dimension's sub-index in `sub_indices`; all 0 without them."""
        order = {name: place for place, name in enumerate(self.sub_indices)}
        upper = {i.dimension: order.get(i.sub_index, 0) for i in self.indicators}
        return np.array([upper[name] for name in self.dimensions], dtype=np.int64)

    @property
    def denominators(self) -> tuple[str, ...]:
        """Columns that indicators are divided by, in order of first appearance."""
        return tuple(dict.fromkeys(i.denominator for i in self.indicators if i.denominator))

    def __getitem__(self, code: str) -> Indicator:
        return self.indicators[self.codes.index(code)]

    def dimension_title(self, dimension: str, language: str) -> str:
        """Name of a dimension for people."""
        named = (i.dimension_zh for i in self.indicators if i.dimension == dimension)
        return next(named, "") or dimension if language == "zh" else dimension

    def without(self, codes: Iterable[str]) -> Framework:
        """Return the framework without some indicators."""
        dropped = set(codes)
        return Framework(tuple(i for i in self.indicators if i.code not in dropped))

    _repr_html_ = card

    def __repr__(self) -> str:
        names = ", ".join(self.dimensions)
        count = len(self.indicators)
        return f"<Framework: {count} indicators in {len(self.dimensions)} dimensions ({names})>"
