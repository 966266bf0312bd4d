"""How much does the choice of weights matter? The same index under several weightings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import pandas as pd

from resilmeter.core.ranks import agreement
from resilmeter.errors import (
    MethodError,
    Problem,
    StudyError,
    problem,
    refuse,
    refuse_unknown,
)
from resilmeter.notebook import card
from resilmeter.prepare import Scaled
from resilmeter.scoring import Scores, score
from resilmeter.weighting import WEIGHTINGS, Choices, Weighting, Weights, weigh

METHODS = ("equal", "critic", "entropy", "coefficient-of-variation", "standard-deviation", "pca")
SHIFTS = (0.0, 0.0001, 0.01, 1.0)


@dataclass(frozen=True, eq=False, kw_only=True)
class WeightingComparison:
    """The same index under several weightings.

    Attributes
    ----------
    methods : DataFrame
        method, spearman, mean_shift, largest_shift, unit, period, note: rank correlation of its
        index with that of the first method over all units and periods, mean and largest shift of
        ranks within periods, and where the largest is; blank with a note where a method is not
        defined for these values.
    pairs : DataFrame
        method_a, method_b, spearman, mean_shift: every pair.
    weights : DataFrame
        method, indicator, dimension, weight.
    movers : DataFrame
        indicator, dimension, lowest, lowest_method, highest, highest_method, range: the indicators
        whose weight moves most come first.
    reasons : mapping of str to Problem
        Why a method is not defined for these values.
    """

    methods: pd.DataFrame
    pairs: pd.DataFrame
    weights: pd.DataFrame
    movers: pd.DataFrame
    reasons: Mapping[str, Problem] = field(default_factory=dict)

    _repr_html_ = card

    def __repr__(self) -> str:
        low = self.methods["spearman"].min()
        return (
            f"<WeightingComparison: {len(self.methods)} methods; rank correlation from {low:.3f}>"
        )


def compare_weightings(
    scaled: Scaled,
    methods: Iterable[str] = METHODS,
    *,
    choices: Choices | None = None,
    scoring: Callable[[Scaled, Weights], Scores] = score,
) -> WeightingComparison:
    """Compute the index under several weightings and compare ranks and weights.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values.
    methods : iterable of str
        Weightings; the first is what the others are compared with.
    choices : Choices, optional
        What some methods need, and whether to weigh within dimensions; the same for all.
    scoring : callable
        From scaled values and weights to scores; the weighted sum if left out.

    Returns
    -------
    WeightingComparison

    Raises
    ------
    StudyError
        No method, or one that is not known.
    MethodError
        Not one of the methods is defined for these values.

    Notes
    -----
    Spearman's rho between the indices of all units and periods; a shift is the absolute difference
    of two ranks of a unit within a period. Weights near each other can still rank differently, and
    weights far apart alike.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.compare_weightings(scaled, ("equal", "critic", "entropy"))
    >>> found.pairs[["method_a", "method_b"]].to_numpy().tolist()
    [['equal', 'critic'], ['equal', 'entropy'], ['critic', 'entropy']]
    """
    methods = tuple(dict.fromkeys(methods))
    for name in methods:
        refuse_unknown(name, WEIGHTINGS, "weigh.compare")
    tried = {name: _attempt(scaled, name, choices, scoring) for name in methods}
    scored = {name: found for name, found in tried.items() if isinstance(found, Scores)}
    refused = {name: found for name, found in tried.items() if isinstance(found, Problem)}
    if not scored:
        refuse(MethodError, refused.values())
        raise StudyError(problem("compare-nothing", {"key": "weigh.compare"}))
    weights = pd.concat(
        [s.weights.table[["indicator", "dimension", "weight"]].assign(method=name)
         for name, s in scored.items()], ignore_index=True,
    )[["method", "indicator", "dimension", "weight"]]  # fmt: skip
    pairs = [
        {"method_a": a, "method_b": b, **_agreement(scored[a], scored[b])[0]}
        for a, b in combinations(scored, 2)
    ]
    columns = ["method_a", "method_b", "spearman", "mean_shift"]
    return WeightingComparison(
        methods=_methods(tried, scored),
        pairs=pd.DataFrame(pairs, columns=columns),
        weights=weights,
        movers=_movers(weights),
        reasons=refused,
    )


def entropy_shifts(
    scaled: Scaled,
    shifts: Iterable[float] = SHIFTS,
    *,
    method: Weighting = "entropy",
    choices: Choices | None = None,
) -> pd.DataFrame:
    """Show what adding a constant before the entropy weighting does to the weights.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values, none negative.
    shifts : iterable of float
        Constants that are added to every scaled value; the shift of `choices` is added to them.
    method : {"entropy", "combined"}
        Weighting in which entropy is used.
    choices : Choices, optional
        All else as in the study: level, scope, fixed weights.

    Returns
    -------
    DataFrame
        shift, indicator, dimension, zero_share, weight.

    Raises
    ------
    MethodError
        Negative values.

    Notes
    -----
    ``0 ln 0 = 0`` needs no shift. A shift makes an indicator with many zeros look more even, so its
    weight falls as the shift grows; software that shifts in silence changes the weights by that
    much.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> rm.entropy_shifts(scaled, (0, 0.01)).groupby("shift")["weight"].sum().round(12).tolist()
    [1.0, 1.0]
    """
    chosen = choices or Choices()
    zeros = (scaled.values.to_numpy() == 0).mean(axis=0)
    tables = []
    for shift in sorted({float(shift) for shift in (*shifts, chosen.shift)}):
        shifted = replace(chosen, shift=shift)
        weights = weigh(scaled, method=method, choices=shifted, describe=False)
        table = weights.table[["indicator", "dimension", "weight"]]
        tables.append(table.assign(shift=shift, zero_share=zeros))
    columns = ["shift", "indicator", "dimension", "zero_share", "weight"]
    return pd.concat(tables, ignore_index=True)[columns]


def _attempt(
    scaled: Scaled,
    method: str,
    choices: Choices | None,
    scoring: Callable[[Scaled, Weights], Scores],
) -> Scores | Problem:
    """Score under one weighting, or say why it cannot be done."""
    try:
        weights = weigh(scaled, method=method, choices=choices, describe=False)  # type: ignore[arg-type]
        return scoring(scaled, weights)
    except (MethodError, StudyError) as error:
        return error.problems[0]


def _agreement(one: Scores, other: Scores) -> tuple[dict[str, float | None], pd.Series]:
    """Rank correlation and mean shift of two indices, and the shift of every row."""
    shifts = (other.ranks - one.ranks).abs()
    rho = agreement(one.index.to_numpy(), other.index.to_numpy()).correlation
    return {"spearman": rho, "mean_shift": float(shifts.mean())}, shifts


def _methods(tried: dict[str, Scores | Problem], scored: dict[str, Scores]) -> pd.DataFrame:
    first = next(iter(scored.values()))
    rows: list[dict[str, Any]] = []
    for name, found in tried.items():
        if isinstance(found, Problem):
            rows.append({"method": name, "note": f"n/a: {found.text()}"})
            continue
        summary, shifts = _agreement(first, found)
        largest = int(shifts.max())
        place = shifts.index[int(shifts.argmax())] if largest else ("", pd.NA)
        row = {"largest_shift": largest, "unit": place[0], "period": place[1], "note": ""}
        rows.append({"method": name, **summary, **row})
    columns = ["method", "spearman", "mean_shift", "largest_shift", "unit", "period", "note"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"spearman": float, "largest_shift": "Int64", "period": "Int64"})


def _movers(weights: pd.DataFrame) -> pd.DataFrame:
    wide = weights.pivot_table(index="indicator", columns="method", values="weight", sort=False)
    dimension = weights.drop_duplicates("indicator").set_index("indicator")["dimension"]
    table = pd.DataFrame({
        "dimension": dimension,
        "lowest": wide.min(axis=1),
        "lowest_method": wide.idxmin(axis=1),
        "highest": wide.max(axis=1),
        "highest_method": wide.idxmax(axis=1),
        "range": wide.max(axis=1) - wide.min(axis=1),
    })  # fmt: skip
    return table.sort_values("range", ascending=False, kind="stable").reset_index()
