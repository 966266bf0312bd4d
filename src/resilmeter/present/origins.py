"""Addresses of printed numbers: by them the page says where a number comes from."""

from __future__ import annotations

from resilmeter.panel import Panel
from resilmeter.result import Result

Pair = tuple[str, str]
ALL, WITHIN, BETWEEN = "all", "within", "between"


def mean_origin(result: Result, period: int, group: str = "", dimension: str = "") -> str:
    """Name a mean: of the index or a dimension, over all units or those of a group.

    Returns
    -------
    str
        "mean", place of the measure (0 is the index), 0 for all units or 1 + place of the group,
        place of the period.
    """
    panel = result.panel
    row = 1 + panel.group_order.index(group) if group else 0
    return f"mean {_measure(result, dimension)} {row} {panel.periods.index(period)}"


def score_origin(panel: Panel, unit: str, period: int) -> str:
    """Name the index of one unit: "score", places of unit and period."""
    return f"score {panel.units.index(unit)} {panel.periods.index(period)}"


def obstacle_origin(result: Result, indicator: str, unit: str, period: int) -> str:
    """Name an obstacle degree: "obstacle", places of indicator, unit and period.

    Blank for "attainable": the page does not carry what peers have attained.
    """
    if result.obstacles is None or result.obstacles.variant == "attainable":
        return ""
    panel = result.panel
    place = panel.framework.codes.index(indicator)
    return f"obstacle {place} {panel.units.index(unit)} {panel.periods.index(period)}"


def weight_origin(panel: Panel, indicator: str) -> str:
    """Name the weight of an indicator: "weight" and its place."""
    return f"weight {panel.framework.codes.index(indicator)}"


def gap_origin(
    result: Result,
    period: int,
    pairs: str | Pair = ALL,
    dimension: str = "",
    *,
    share: bool = False,
) -> str:
    """Name a part of the Gini coefficient, or its share.

    Parameters
    ----------
    result : Result
        What a study led to.
    period : int
        The period.
    pairs : {"all", "within", "between"} or (str, str)
        Pairs of units that are added up: every one, those inside groups, those across, or those of
        two groups (twice the same for one group).
    dimension : str
        Code of a dimension; blank for the whole index.
    share : bool
        Printed as a share of the Gini coefficient.

    Returns
    -------
    str
        "gap", pairs (places of two groups joined by a colon), place of the measure, place of the
        period, "share" or "value".
    """
    panel = result.panel
    if not isinstance(pairs, str):
        pairs = ":".join(str(panel.group_order.index(group)) for group in pairs)
    place = panel.periods.index(period)
    form = "share" if share else "value"
    return f"gap {pairs} {_measure(result, dimension)} {place} {form}"


def _measure(result: Result, dimension: str) -> int:
    return 1 + result.scores.dimensions.index(dimension) if dimension else 0
