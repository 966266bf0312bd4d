"""What each analysis needs of the data: a study that asks for more is refused, with the way out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from resilmeter.errors import Problem, doubt, note, problem
from resilmeter.panel import Panel
from resilmeter.scoring import SCORINGS
from resilmeter.study.schema import Study
from resilmeter.study.tried import unknown_tried
from resilmeter.study.unused import unused_keys

SMALL_GROUP = 5


def unmet_needs(study: Study, panel: Panel) -> Iterator[Problem]:
    """List what the study asks for and the panel cannot give.

    Parameters
    ----------
    study : Study
        What is asked.
    panel : Panel
        What there is.

    Yields
    ------
    Problem
        Each names the key that switches the analysis off or mends it.
    """
    ask, codes = study.analyze, panel.framework.codes
    if ask.growth and len(panel.periods) < 2:
        yield problem("needs-periods", {"key": "analyze.growth"}, period=panel.periods[0])
    elif ask.growth and not comparable(study):
        yield problem("not-comparable-over-time", {"key": "analyze.growth"})
    if ask.gaps and len(panel.units) < 2:
        yield problem("needs-units", {"key": "analyze.gaps"}, unit=panel.units[0])
    elif ask.gaps and len(panel.group_order) == 1:
        yield problem("needs-groups", {"key": "data.group"}, group=panel.group_order[0])
    if len(codes) == 1 and study.weigh.method not in {"equal", "given"}:
        yield problem("needs-indicators", {"key": "weigh.method"}, indicator=codes[0])
    yield from _obstacle_needs(study)
    if ask.gaps:
        yield from _small_groups(panel)
        yield from _change_periods(study, panel)
    if len(panel.periods) < 2 or not comparable(study):
        yield note("figures-over-time")
    yield from _events(study, panel)
    yield from _map_needs(study, panel)
    yield from unused_keys(study)
    yield from unknown_tried(study, study.robustness.over)


def _map_needs(study: Study, panel: Panel) -> Iterator[Problem]:
    """Find choices of maps that cannot be drawn."""
    keys = study.present.maps
    lacking = [period for period in keys.periods if period not in panel.periods]
    if lacking:
        where = {"key": "present.maps.periods"}
        yield problem("map-period", where, given=lacking, allowed=panel.periods)
    if any(low >= high for low, high in pairwise(keys.breaks)):
        where = {"key": "present.maps.breaks"}
        yield problem("map-classes", where, given=list(keys.breaks), classes=keys.classes)
    if keys.style == "cn" and study.data.boundaries not in {"", "china"}:
        yield problem("map-style-cn", {"key": "present.maps.style"})


def _events(study: Study, panel: Panel) -> Iterator[Problem]:
    """Find events that happened in none of the periods."""
    for place, event in enumerate(study.present.events, start=1):
        if event.period not in panel.periods:
            where = {"key": f"present.events[{place}]"}
            yield problem("no-such-period", where, given=event.period, allowed=panel.periods)


def _change_periods(study: Study, panel: Panel) -> Iterator[Problem]:
    """Find periods of the change that are not there, or not in order."""
    keys, periods = study.inequality, panel.periods
    first = periods[0] if keys.first_period is None else keys.first_period
    last = periods[-1] if keys.last_period is None else keys.last_period
    asked = keys.first_period is not None or keys.last_period is not None
    if asked and (first not in periods or last not in periods or first >= last):
        where = {"key": "inequality.first_period"}
        yield problem("change-periods", where, first=first, last=last, allowed=periods)


def _obstacle_needs(study: Study) -> Iterator[Problem]:
    method, where = study.score.method, {"key": "analyze.obstacles"}
    if study.analyze.obstacles and method != "weighted-sum":
        yield problem("obstacles-need-sum", where, method=method)


def comparable(study: Study) -> bool:
    """Tell whether scores of different periods share a yardstick.

    Parameters
    ----------
    study : Study
        What is asked.

    Returns
    -------
    bool
        False if scaling, weights or ideals are those of each period.
    """
    own_ideals = SCORINGS[study.score.method].ideals and study.score.ideals == "per-period"
    scopes = (study.prepare.normalize.scope, study.weigh.scope)
    return "per-period" not in scopes and not own_ideals


def _small_groups(panel: Panel) -> Iterator[Problem]:
    sizes = np.bincount(panel.group_codes)
    for group, count in zip(panel.group_order, sizes.tolist(), strict=False):
        if count < SMALL_GROUP and len(panel.units) > 1:
            yield doubt("small-group", {"group": group}, count=count)
