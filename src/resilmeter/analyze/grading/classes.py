"""Which grade is each unit in, how near to a boundary, and who moved?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from resilmeter.analyze.grading.moves import movers, moves, shares_of
from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.grades import CUTS, grade
from resilmeter.core.strata import Strata, discretize, head_tail, manual
from resilmeter.errors import MethodError, Problem, problem, refuse_unknown
from resilmeter.notebook import card
from resilmeter.scoring import Scores

Scheme = Literal["deviation", "natural", "quantile", "equal", "head-tail", "given"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
OWN_MEAN = "own-mean"


@dataclass(frozen=True, eq=False, kw_only=True)
class GradeTables:
    """Grades of every unit and period, on boundaries shared by all periods.

    Attributes
    ----------
    units : DataFrame
        unit, group, period, index, deviation, grade, boundary, margin, next_grade_index: grade 1 is
        the lowest; the nearest boundary and the distance to it, in units of the index; the index at
        which the next grade begins, blank in the highest. Deviations are blank for other schemes.
    breaks : DataFrame
        grade, low, high, low_deviation, high_deviation, reference, source; ends are blank.
    shares : DataFrame
        period, group (blank for all units), grade, units, share.
    moves : DataFrame
        start, end, grade_before, grade_after, units: between neighbouring periods, and from the
        first to the last.
    movers : DataFrame
        group (blank for all units), kind (riser, decliner), unit, start, end, first, last, change,
        grade_before, grade_after, count, units, note: the unit that gained and lost most, and how
        many units of the group rose or declined.
    scheme : str
        How boundaries were set.
    reference : float or None
        What deviations are taken from.
    source : str
        Where the reference comes from; "own-mean" for the mean of all units and periods.
    reason : Problem or None
        Why there are no grades; the tables are empty then.
    """

    units: pd.DataFrame
    breaks: pd.DataFrame
    shares: pd.DataFrame
    moves: pd.DataFrame
    movers: pd.DataFrame
    scheme: Scheme
    reference: float | None = None
    source: str = ""
    reason: Problem | None = None

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files; none without grades."""
        if self.reason is not None:
            return {}
        return {"grades": self.units, "grade_breaks": self.breaks, "grade_shares": self.shares,
                "grade_moves": self.moves, "grade_movers": self.movers}  # fmt: skip

    _repr_html_ = card

    def __repr__(self) -> str:
        return f"<GradeTables: {self.scheme}, {len(self.breaks)} grades>"


@dataclass(frozen=True, eq=False)
class _Cut:
    """Grades from 0 up with their boundaries in units of the index."""

    codes: IntArray
    boundaries: FloatArray  # (k - 1,), inner
    entries: FloatArray  # (k - 1,): the index at which the grade above begins
    deviations: FloatArray | None = None
    reference: float | None = None


def grades(
    scores: Scores,
    *,
    scheme: Scheme = "deviation",
    reference: float | None = None,
    source: str = "",
    classes: int = 5,
    cuts: Sequence[float] = (),
) -> GradeTables:
    """Grade every unit and period on boundaries that all periods share.

    Parameters
    ----------
    scores : Scores
        Index, comparable over time.
    scheme : {"deviation", "natural", "quantile", "equal", "head-tail", "given"}
        Deviation from a reference, or classes of all unit-periods together, or given boundaries.
    reference : float, optional
        For "deviation": the score to compare with, such as a national mean from elsewhere; the mean
        of all units and periods if left out.
    source : str
        Where a given reference comes from.
    classes : int
        Number of classes, for natural breaks, quantiles and equal intervals.
    cuts : sequence of float
        Increasing boundaries: deviations for "deviation" (-0.3, -0.1, 0.1, 0.3 if left out), values
        of the index for "given".

    Returns
    -------
    GradeTables

    Raises
    ------
    MethodError
        Scores that cannot be compared over time, boundaries that do not rise, classes that cannot
        be made.
    StudyError
        An unknown scheme.

    Notes
    -----
    ``(y - reference) / reference`` in [a, b); classes from breaks are (a, b]. Boundaries are found
    once from all unit-periods and then kept, so that a move is a move of the unit. Caveats: an
    external reference and the mean of the units themselves give different grades; near a boundary
    grades change by noise, so read the margin.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.grades(rm.score(scaled, rm.weigh(scaled, method="entropy")), reference=0.1214)
    >>> int(found.shares.query("period == 2019 and group == ''")["units"].sum())
    28
    """
    refuse_unknown(scheme, SCHEMES, "grades.scheme")
    if not scores.comparable_over_time:
        raise MethodError(problem("not-comparable-over-time", {"key": "analyze.grades"}))
    index = scores.index.to_numpy(dtype=np.float64)
    given = source if reference is not None else OWN_MEAN
    if scheme == "deviation":
        base = float(index.mean()) if reference is None else reference
        cut = _by_deviation(index, base, tuple(cuts) or CUTS)
        if isinstance(cut, Problem):
            return _none(scheme, base, given, cut)
    else:
        cut, given = _by_classes(index, scheme, classes, tuple(cuts)), ""
    units = _units(scores, cut)
    return GradeTables(
        units=units,
        breaks=_breaks(cut, given),
        shares=shares_of(units, scores.scaled.panel, cut.boundaries.size + 1),
        moves=moves(units, cut.boundaries.size + 1),
        movers=movers(units, scores.scaled.panel),
        scheme=scheme,
        reference=cut.reference,
        source=given,
    )


def _by_deviation(index: FloatArray, reference: float, cuts: Sequence[float]) -> _Cut | Problem:
    found = grade(index, reference, cuts)
    if found.reason is not None:
        return found.reason
    ends = reference * (1.0 + found.cuts)
    return _Cut(found.grades, ends, ends, found.deviations, reference)


def _by_classes(index: FloatArray, scheme: Scheme, classes: int, cuts: tuple[float, ...]) -> _Cut:
    """Cut all unit-periods at once; a grade begins at the lowest score in it."""
    if scheme == "given":
        made: Strata = manual(index, cuts)
    elif scheme == "head-tail":
        made = head_tail(index)
    else:
        made = discretize(index, scheme, classes)  # type: ignore[arg-type]
    inner = np.asarray(made.breaks, dtype=np.float64)[1:-1]
    entries = np.array([index[made.codes == k].min() for k in range(1, made.count)])
    return _Cut(made.codes, inner, entries)


def _units(scores: Scores, cut: _Cut) -> pd.DataFrame:
    panel, rows = scores.scaled.panel, scores.index.index
    units = rows.get_level_values("unit")
    groups = "" if panel.groups is None else panel.groups.reindex(units).to_numpy()
    index = scores.index.to_numpy(dtype=np.float64)
    nearest = np.abs(index[:, None] - cut.boundaries).argmin(axis=1)
    entries = np.append(cut.entries, np.nan)
    return pd.DataFrame({
        "unit": units,
        "group": groups,
        "period": rows.get_level_values("period"),
        "index": index,
        "deviation": np.nan if cut.deviations is None else cut.deviations,
        "grade": cut.codes + 1,
        "boundary": cut.boundaries[nearest],
        "margin": np.abs(index - cut.boundaries[nearest]),
        "next_grade_index": entries[cut.codes],
    })  # fmt: skip


def _breaks(cut: _Cut, source: str) -> pd.DataFrame:
    low, high = np.append(np.nan, cut.boundaries), np.append(cut.boundaries, np.nan)
    base = np.nan if cut.reference is None else cut.reference
    return pd.DataFrame({
        "grade": np.arange(1, low.size + 1),
        "low": low,
        "high": high,
        "low_deviation": low / base - 1.0,
        "high_deviation": high / base - 1.0,
        "reference": base,
        "source": source,
    })  # fmt: skip


def _none(scheme: Scheme, reference: float, source: str, reason: Problem) -> GradeTables:
    empty = pd.DataFrame()
    return GradeTables(
        units=empty, breaks=empty, shares=empty, moves=empty, movers=empty,
        scheme=scheme, reference=reference, source=source, reason=reason,
    )  # fmt: skip
