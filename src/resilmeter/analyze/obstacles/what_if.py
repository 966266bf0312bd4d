"""What if raw values were others? Scores again, with the panel's goalposts kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.analyze.obstacles.ruler import ruler
from resilmeter.core.arrays import FloatArray
from resilmeter.core.levers import what_if as score_again
from resilmeter.errors import Problem, StudyError, problem, refuse
from resilmeter.scoring import Scores

DECIMALS = 12  # ranks are compared as in `Scores.ranks`


def what_if(
    scores: Scores, changes: Iterable[Mapping[str, Any]], *, period: int | None = None
) -> pd.DataFrame:
    """Score again after changes of raw values.

    Parameters
    ----------
    scores : Scores
        A weighted sum of values scaled between goalposts.
    changes : iterable of mapping
        Each with `unit`, `indicator`, and either `to` (the new raw value) or `by` (what is added to
        it). Raw units are those after filling, division and treatment.
    period : int, optional
        The last one if left out.

    Returns
    -------
    DataFrame
        One row a change, in the given order: unit, period, indicator, dimension, before, after,
        beyond, gain, index_before, index_after, rank_before, rank_after. All changes are made
        together; `beyond` says that the new value lies beyond a goalpost and counts as the
        goalpost.

    Raises
    ------
    MethodError
        As `levers`.
    StudyError
        Unknown units or indicators, neither or both of `to` and `by`, numbers that are not finite,
        one cell twice; all at once.

    Notes
    -----
    ``sum_j w_j (x'_j(new) - x'_j(old))``, exact. Goalposts stay, so other units keep their scores.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> scores = rm.score(scaled, rm.weigh(scaled, method="equal"))
    >>> unit = scaled.panel.units[0]
    >>> found = rm.what_if(scores, [{"unit": unit, "indicator": "x1", "by": 0.0}])
    >>> found["gain"].tolist()
    [0.0]
    """
    panel, wanted = scores.scaled.panel, [dict(each) for each in changes]
    refuse(StudyError, _problems(wanted, panel.units, panel.framework.codes))
    measured = ruler(scores, period)
    places = [
        (panel.units.index(each["unit"]), panel.framework.codes.index(each["indicator"]))
        for each in wanted
    ]
    steps = np.zeros_like(measured.raw)
    for each, place in zip(wanted, places, strict=True):
        old = measured.raw[place]
        steps[place] = each["by"] if each.get("to") is None else each["to"] - old
    found = score_again(measured.raw, steps, measured.yardstick)
    before, after = measured.floor + found.before, measured.floor + found.after
    rank_before, rank_after = _ranks(before), _ranks(after)
    rows = [
        {
            "unit": panel.units[i], "period": measured.period,
            "indicator": panel.framework.codes[j],
            "dimension": panel.framework.indicators[j].dimension,
            "before": measured.raw[i, j], "after": measured.raw[i, j] + steps[i, j],
            "beyond": bool(found.beyond[i, j]), "gain": found.gains[i, j],
            "index_before": before[i], "index_after": after[i],
            "rank_before": rank_before[i], "rank_after": rank_after[i],
        }
        for i, j in places
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [
    "unit", "period", "indicator", "dimension", "before", "after", "beyond", "gain",
    "index_before", "index_after", "rank_before", "rank_after",
]  # fmt: skip


def _ranks(index: FloatArray) -> np.ndarray:
    ranks = pd.Series(index).round(DECIMALS).rank(method="min", ascending=False)
    return ranks.to_numpy(dtype=np.int64)


def _problems(
    wanted: list[dict[str, Any]], units: tuple[str, ...], codes: tuple[str, ...]
) -> Iterator[Problem]:
    seen: set[tuple[object, object]] = set()
    for place, each in enumerate(wanted, start=1):
        where = {"key": f"obstacles.what_if.{place}"}
        for name, allowed in (("unit", units), ("indicator", codes)):
            if each.get(name) not in allowed:
                yield problem("what-if-unknown", where, name=name, given=each.get(name))
        given = [each[name] for name in ("to", "by") if each.get(name) is not None]
        if len(given) != 1 or not np.isfinite(given[0]):
            yield problem("what-if-one-number", where)
        cell = (each.get("unit"), each.get("indicator"))
        if cell in seen:
            yield problem("what-if-twice", where, unit=cell[0], indicator=cell[1])
        seen.add(cell)
