"""How unequal is the index, by every measure of the field, and how much lies between groups?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from resilmeter.analyze.gaps.sample import parts_cube, unit_weights
from resilmeter.core import inequality as kernels
from resilmeter.core.arrays import ROUNDING, FloatArray, IntArray
from resilmeter.core.inequality import Correction, atkinson_groups, entropy_groups
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

# Column of the measure, its family, and the parameter (alpha of the entropy, epsilon of Atkinson).
MEASURES = (
    ("theil_t", "entropy", 1.0), ("theil_l", "entropy", 0.0), ("entropy_2", "entropy", 2.0),
    ("atkinson_0_5", "atkinson", 0.5), ("atkinson_1", "atkinson", 1.0),
)  # fmt: skip
MOST_GROUPS = 12  # whose places the largest attainable gap between means tries
Values = dict[str, float]


@dataclass(frozen=True, eq=False)
class Inequality:
    """How unequal the index is, by period and measure.

    A blank cell is not defined; the column `note` of its row says why.

    Attributes
    ----------
    total : DataFrame
        period, units, mean, low, high, range, std, cv, gini, absolute_gini, shortfall_gini,
        theil_t, theil_l, entropy_2, atkinson_0_5, atkinson_1, net_between, attainable_between,
        attainable_share, note. The standard deviation, the range and the absolute Gini coefficient
        are in the unit of the index and grow with its level; the others are relative.
    groups : DataFrame
        period, measure, parameter, total, within, between, within_share, between_share, note:
        Theil's T and L and generalised entropy add up, ``total = within + between``; Atkinson's
        parts multiply, ``1 - total = (1 - within) (1 - between)``, and have no shares. Empty
        without groups.
    """

    total: pd.DataFrame
    groups: pd.DataFrame

    _repr_html_ = card

    def __repr__(self) -> str:
        first, last = self.total.iloc[0], self.total.iloc[-1]
        return (
            f"<Inequality: Gini {first['gini']:.4f} ({first['period']}) to {last['gini']:.4f}"
            f" ({last['period']}), CV {first['cv']:.4f} to {last['cv']:.4f}>"
        )


class _Period(NamedTuple):
    """The values of one period and what is measured against."""

    values: FloatArray
    codes: IntArray
    weights: FloatArray | None
    top: float
    correction: Correction
    grouped: bool


def inequality(
    scores: Scores, *, weights: str | None = None, correction: Correction = "none"
) -> Inequality:
    """Measure the inequality of the index in every period.

    Parameters
    ----------
    scores : Scores
        Scores of any method.
    weights : str, optional
        Column of the panel (`panel.others`) with positive weights of the units.
    correction : {"none", "sample"}
        "sample" multiplies the Gini coefficients by n / (n - 1).

    Returns
    -------
    Inequality
        What is not defined for a period is blank there, with its reason in the note.

    Raises
    ------
    MethodError
        Weights that are not there or not positive, or an unknown correction.

    Notes
    -----
    The shortfall Gini coefficient is that of what units lack to the most the index can be: a
    bounded index can be more equal in what is attained and less in what is missing. Theil's T is
    generalised entropy ``mean of ((x / mu)^a - 1) / (a (a - 1))`` with alpha 1, L with alpha 0;
    Atkinson's epsilon is in the name of the
    column, and its groups are compared by their equally distributed equivalents. `net_between` is
    the Gini coefficient of the group means, `attainable_share` its share of the largest that groups
    of these sizes allow (up to 12 groups may change places, more keep their order).

    References
    ----------
    Shorrocks (1980), Econometrica 48, 613-625, doi:10.2307/1913126.
    Atkinson (1970), Journal of Economic Theory 2, 244-263, doi:10.1016/0022-0531(70)90039-6.
    Elbers, Lanjouw, Mistiaen, Ozler (2008), Journal of Economic Inequality 6, 231-245.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.inequality(rm.score(scaled, rm.weigh(scaled, method="entropy")))
    >>> split = found.groups[found.groups["measure"] == "theil_t"]
    >>> bool(np.allclose(split["within"] + split["between"], split["total"]))
    True
    """
    panel, cube = scores.scaled.panel, parts_cube(scores)
    index, mass = cube.sum(axis=2), unit_weights(scores, weights)
    tops = scores.ends[1].sum(axis=1, min_count=1).to_numpy()
    total, groups = [], []
    for t, period in enumerate(panel.periods):
        weight = None if mass is None else mass[:, t]
        found = _Period(
            index[:, t], panel.group_codes, weight, tops[t], correction, bool(panel.group_order)
        )
        total.append({"period": period, **_total(found)})
        groups += [{"period": period, **_by_group(found, *measure)} for measure in MEASURES]
    by_group = pd.DataFrame(groups)
    return Inequality(pd.DataFrame(total), by_group if panel.group_order else by_group.iloc[:0])


def _total(found: _Period) -> dict[str, object]:
    """Measure one period."""
    values, weights, notes = found.values, found.weights, list[str]()
    spread = kernels.spread(values, weights)
    row: dict[str, object] = {
        "units": values.size,
        "mean": spread.mean, "low": spread.low, "high": spread.high, "range": spread.extent,
        "std": spread.deviation,
        "cv": np.nan if spread.variation is None else spread.variation,
    }  # fmt: skip
    form = {"correction": found.correction}
    relative: dict[str, Callable[[], float]] = {
        "gini": lambda: kernels.gini(_attained(values), weights, **form),
        "absolute_gini": lambda: kernels.absolute_gini(values, weights, **form),
        "shortfall_gini": lambda: _shortfall(found),
    }
    for name, family, parameter in MEASURES:
        relative[name] = partial(_index, found, family, parameter)
    row |= {name: _tried(notes, name, measure) for name, measure in relative.items()}
    row |= _attainable(found, notes)
    return {**row, "note": "; ".join(notes)}


def _tried(notes: list[str], name: str, measure: Callable[[], float]) -> float:
    """Measure; where that is not defined, note the reason and leave the cell blank."""
    try:
        return float(measure())
    except MethodError as error:
        notes.append(f"{name}: {error.problems[0].text()}")
        return float("nan")


def _attained(values: FloatArray) -> FloatArray:
    """Refuse negative values, of which a Gini coefficient can exceed 1."""
    negative = int((values < 0).sum())
    if negative:
        raise MethodError(problem("gini-negative", count=negative))
    return values


def _shortfall(found: _Period) -> float:
    if np.isnan(found.top):
        raise MethodError(problem("shortfall-no-top"))
    # a sum of parts can pass the whole by rounding
    over = found.values - found.top
    values = np.where((over > 0) & (over <= ROUNDING), found.top, found.values)
    return kernels.shortfall_gini(values, found.top, found.weights, correction=found.correction)


def _index(found: _Period, family: str, parameter: float) -> float:
    return _split(found, family, parameter)["total"]


def _split(found: _Period, family: str, parameter: float) -> Values:
    """Split an entropy or Atkinson's index by groups."""
    values, codes = found.values, found.codes
    if family == "entropy":
        entropy = entropy_groups(values, codes, parameter, found.weights)
        return {"total": entropy.total, "within": entropy.within, "between": entropy.between}
    index = atkinson_groups(values, codes, parameter, found.weights)
    return {"total": index.total, "within": index.within, "between": index.between}


def _by_group(found: _Period, name: str, family: str, parameter: float) -> dict[str, object]:
    """Lay out one measure of one period by groups."""
    row: dict[str, object] = {"measure": name, "parameter": parameter}
    blank = dict.fromkeys(("total", "within", "between", "within_share", "between_share"), np.nan)
    try:
        split = _split(found, family, parameter)
    except MethodError as error:
        return {**row, **blank, "note": error.problems[0].text()}
    if family == "atkinson":
        return {**row, **blank, **split, "note": problem("parts-multiply").text()}
    if split["total"] <= 0:
        return {**row, **blank, **split, "note": problem("nothing-to-share").text()}
    shares = {f"{part}_share": split[part] / split["total"] for part in ("within", "between")}
    return {**row, **split, **shares, "note": ""}


def _attainable(found: _Period, notes: list[str]) -> Values:
    """Set the gap between the group means beside the largest that group sizes allow."""
    names = ("net_between", "attainable_between", "attainable_share")
    blank = dict.fromkeys(names, float("nan"))
    if not found.grouped:
        notes.append(f"net_between: {problem('gap-needs-groups').text()}")
        return blank
    values, codes, form = found.values, found.codes, {"correction": found.correction}

    def net() -> float:
        """Compute the net gap between groups, which negative values do not have."""
        return kernels.dagum(_attained(values), codes, found.weights, **form).net_between

    between = _tried(notes, "net_between", net)
    if np.isnan(between):
        return blank
    if found.weights is not None or found.correction != "none":
        notes.append(f"attainable_between: {problem('attainable-plain').text()}")
        return blank | {"net_between": between}
    ranks: kernels.Ranks = "any" if codes.max() < MOST_GROUPS else "observed"
    largest = kernels.largest_net_between(values, codes, ranks)
    if largest <= 0:
        notes.append(f"attainable_share: {problem('nothing-to-share').text()}")
    share = between / largest if largest > 0 else float("nan")
    return dict(zip(names, (between, largest, share), strict=True))
