"""Who is ahead: primacy, types of groups, growth of sets of units, leaders and lead changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.grading.fastest import fastest, growth_of_sets
from resilmeter.core.arrays import FloatArray
from resilmeter.core.leaders import lead_changes, primacy
from resilmeter.core.typology import typology
from resilmeter.errors import StudyError, problem, refuse
from resilmeter.notebook import card
from resilmeter.scoring import Scores

TERCILES = np.array(["low", "middle", "high"], dtype=object)


@dataclass(frozen=True, eq=False, kw_only=True)
class Standing:
    """Who is ahead, in which group, and since when.

    Attributes
    ----------
    primacy : DataFrame
        period, group (blank for all units), first_unit, first, second_unit, second, ratio, note.
    types : DataFrame
        period, group, mean, std, cv, level, balance, relative_balance, note: terciles of the mean
        (low, middle, high), and of evenness by standard deviation (as S2) and by coefficient of
        variation.
    growth_sets : DataFrame
        set (all, group, capitals, others), group, dimension (blank for the index), units, first,
        last, rate_of_means, mean_of_rates, without_rate, note: compound growth of the mean, and the
        mean of the units' compound growth, which papers mix up.
    leaders : DataFrame
        of (units, groups, dimensions), dimension (blank for the index), period, leader, value,
        tied, before: `before` names who led until then where the lead changes, else it is blank.
    fastest : DataFrame
        of (units, groups), dimension (blank for the index), name, first, last, growth,
        first_rank, note: compound growth, with the rank of its start, since small bases inflate
        growth.
    """

    primacy: pd.DataFrame
    types: pd.DataFrame
    growth_sets: pd.DataFrame
    leaders: pd.DataFrame
    fastest: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        return {"primacy": self.primacy, "group_types": self.types,
                "growth_sets": self.growth_sets, "leaders": self.leaders,
                "fastest": self.fastest}  # fmt: skip

    _repr_html_ = card

    def __repr__(self) -> str:
        changes = int((self.leaders.query("of == 'units'")["before"] != "").sum())
        return f"<Standing: {changes} changes at the top of the units>"


def standing(scores: Scores, capitals: Iterable[str] = ()) -> Standing:
    """Say who is ahead, and whether capitals grow faster than others.

    Parameters
    ----------
    scores : Scores
        Index and parts.
    capitals : iterable of str
        Units to set against all others, such as provincial capitals; none for no contrast.

    Returns
    -------
    Standing

    Raises
    ------
    StudyError
        Capitals that are no units.

    Notes
    -----
    Primacy ``y_(1) / y_(2)``. Rate of means ``(m_T / m_0)^(1 / years) - 1`` of the mean m, mean of
    rates: the same of each unit, averaged. Growth is blank with a note where scores of different
    periods do not compare.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.standing(rm.score(scaled, rm.weigh(scaled, method="entropy")))
    >>> bool(found.primacy.query("period == 2019")["ratio"].min() > 1)
    True
    """
    panel, named = scores.scaled.panel, tuple(capitals)
    refuse(StudyError, [
        problem("no-such-unit", {"key": "grades.capitals"}, given=unit)
        for unit in named if unit not in panel.units
    ])  # fmt: skip
    return Standing(
        primacy=_primacy(scores),
        types=_types(scores),
        growth_sets=growth_of_sets(scores, named),
        leaders=_leaders(scores),
        fastest=fastest(scores),
    )


def _cube(scores: Scores) -> FloatArray:
    """Index as units by periods."""
    panel = scores.scaled.panel
    return scores.index.to_numpy(dtype=np.float64).reshape(len(panel.units), len(panel.periods))


def _primacy(scores: Scores) -> pd.DataFrame:
    panel, index = scores.scaled.panel, _cube(scores)
    units = np.array(panel.units, dtype=object)
    sets = [("", np.arange(len(units)))]
    sets += [(g, np.flatnonzero(panel.group_codes == k)) for k, g in enumerate(panel.group_order)]
    rows = []
    for t, period in enumerate(panel.periods):
        for name, member in sets:
            found = primacy(index[member, t])
            second = found.second
            rows.append({
                "period": period,
                "group": name,
                "first_unit": units[member[found.first]],
                "first": index[member[found.first], t],
                "second_unit": "" if second is None else units[member[second]],
                "second": np.nan if second is None else index[member[second], t],
                "ratio": np.nan if found.ratio is None else found.ratio,
                "note": "" if found.reason is None else found.reason.text(),
            })  # fmt: skip
    return pd.DataFrame(rows)


def _types(scores: Scores) -> pd.DataFrame:
    panel, index = scores.scaled.panel, _cube(scores)
    groups = panel.group_order or ("",)
    pieces = []
    for t, period in enumerate(panel.periods):
        own = [index[panel.group_codes == k, t] for k in range(len(groups))]
        mean, std = (np.array([f(values) for values in own]) for f in (np.mean, np.std))
        cv = np.divide(std, mean, out=np.zeros_like(std), where=mean > 0)
        by_std, by_cv = typology(mean, std), typology(mean, cv)
        reason = by_std.reason or by_cv.reason
        pieces.append(pd.DataFrame({
            "period": period,
            "group": groups,
            "mean": mean,
            "std": std,
            "cv": np.where(mean > 0, cv, np.nan),
            "level": "" if reason else TERCILES[by_std.level],
            "balance": "" if reason else TERCILES[by_std.balance],
            "relative_balance": "" if reason else TERCILES[by_cv.balance],
            "note": reason.text() if reason else "",
        }))  # fmt: skip
    return pd.concat(pieces, ignore_index=True)


def _leaders(scores: Scores) -> pd.DataFrame:
    """Name who leads in each period: among units and groups by index and part, and dimensions."""
    rows = [row for series in _races(scores) for row in _race(scores, *series)]
    columns = ["of", "dimension", "period", "leader", "value", "tied", "before"]
    return pd.DataFrame(rows, columns=columns)


def _races(scores: Scores) -> Iterator[tuple[str, str, tuple[str, ...], FloatArray]]:
    panel = scores.scaled.panel
    shape = (len(panel.units), len(panel.periods), -1)
    parts = scores.parts.to_numpy(dtype=np.float64).reshape(shape)
    values = {"": _cube(scores)}
    values |= {name: parts[:, :, k] for k, name in enumerate(scores.parts.columns)}
    for dimension, cube in values.items():
        yield "units", dimension, panel.units, cube
        if panel.group_order:
            own = [cube[panel.group_codes == k].mean(axis=0) for k in range(len(panel.group_order))]
            yield "groups", dimension, panel.group_order, np.stack(own)
    yield "dimensions", "", tuple(scores.parts.columns), parts.mean(axis=0).T


def _race(
    scores: Scores, of: str, dimension: str, names: tuple[str, ...], values: FloatArray
) -> Iterator[tuple[object, ...]]:
    found = lead_changes(values)
    before = {change.period: names[change.before] for change in found.changes}
    for t, period in enumerate(scores.scaled.panel.periods):
        leader = int(found.leaders[t])
        tied = bool(found.tied[t])
        yield of, dimension, period, names[leader], values[leader, t], tied, before.get(t, "")
