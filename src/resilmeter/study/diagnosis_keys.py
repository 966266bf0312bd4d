"""Keys of the study file: how the questions that follow a score are asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from resilmeter.analyze import Prices, Rule, Scheme, Variant
from resilmeter.core.density import Rule as Bandwidth
from resilmeter.sections import Section


def _two_periods(given: object) -> object:
    """Refuse in one sentence what is neither empty nor two periods."""
    if isinstance(given, (list, tuple)) and len(given) in {0, 2}:
        return given
    raise PydanticCustomError("choice", "two periods, such as [2009, 2023]")


TwoPeriods = Annotated[tuple[int, ...], BeforeValidator(_two_periods)]


class WhatIfKeys(Section):
    """One change of a raw value, with `to` or `by`."""

    unit: str
    """Unit that changes."""
    indicator: str
    """Code of the indicator."""
    to: float | None = None
    """New raw value."""
    by: float | None = None
    """What is added to the raw value."""


class ObstacleKeys(Section):
    """What holds units back, and what would move them."""

    variant: Variant = "printed"
    """printed: weighted distance from the best; unweighted; within-dimension: each dimension by
    itself; attainable: distance from what the better ones among the peers have attained."""
    percentile: float = Field(default=75.0, ge=0)
    """What counts as attained: this percentile of the peers, up to 100."""
    periods: TwoPeriods = ()
    """Two periods to set beside each other; first and last if left out."""
    prices: Prices = "years"
    """What a change costs: years at the mean pace of the panel, or shares of the range."""
    what_if: tuple[WhatIfKeys, ...] = ()
    """Changes of raw values in the last period, made together; goalposts are kept."""


class GradeKeys(Section):
    """Grades on boundaries that all periods share, and who is ahead."""

    scheme: Scheme = "deviation"
    """deviation: from a reference; natural, quantile, equal, head-tail: classes of all unit-periods
    together; given: the boundaries in `cuts`."""
    reference: float | None = None
    """Score to compare with; the mean of all units and periods if left out."""
    source: str = ""
    """Where the reference comes from; the report repeats it."""
    classes: int = Field(default=5, ge=2)
    """Number of classes, for natural, quantile and equal."""
    cuts: tuple[float, ...] = ()
    """Increasing boundaries: deviations such as -0.3 for scheme deviation, scores for given."""
    capitals: tuple[str, ...] = ()
    """Units to set against all others, such as provincial capitals."""


class ChangeKeys(Section):
    """What moved the index."""

    periods: TwoPeriods = ()
    """Two periods between which the change is split; first and last if left out."""


class DynamicsKeys(Section):
    """Who catches up, how units spread and move, and what may come next."""

    periods: tuple[int, ...] = ()
    """Periods whose densities are estimated; first, middle and last if left out."""
    bandwidth: Bandwidth | float = "sheather-jones"
    """Bandwidth of the densities: sheather-jones, silverman, or a number."""
    draws: int = Field(default=199, ge=1)
    """Bootstrap draws of the test for more than one hump."""
    states: int = Field(default=4, ge=2)
    """Classes between which moves are counted: quantiles of all unit-periods together."""
    cuts: tuple[float, ...] = ()
    """Increasing boundaries of these classes, instead of quantiles."""
    effects: bool = False
    """Also estimate convergence with a level for each unit and each period (extra `effects`)."""
    horizon: int | None = Field(default=None, ge=1)
    """Periods to forecast, at most a third of the periods; up to three if left out."""


class SpatialKeys(Section):
    """Who neighbours whom, and where units lie."""

    rule: Rule = "k-nearest"
    """k-nearest; distance-band: all within a distance; inverse-distance: the same, weighted by 1 /
    distance; matrix: a file of the user; queen, rook: units of `data.boundaries` that touch in a
    point, or along a line."""
    coordinates: str = ""
    """File with the columns unit, lon, lat in degrees; inner points of `data.boundaries` if left
    out."""
    matrix: str = ""
    """File of weights: a square table, a list with unit and neighbour, GAL or GWT."""
    k: int = Field(default=4, ge=1)
    """Number of neighbours, for k-nearest."""
    distance: float | None = None
    """Distance in km; the least that leaves no island if left out."""
    permutations: int = Field(default=999, ge=1)
    """Seeded permutations of the tests, and draws of the intervals."""
