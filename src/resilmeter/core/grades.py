"""Five grades by the deviation from a reference, with the distance to the nearest boundary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import ROUNDING, FloatArray, IntArray, vector
from resilmeter.errors import MethodError, Problem, doubt, problem

CUTS = (-0.3, -0.1, 0.1, 0.3)


@dataclass(frozen=True)
class Grades:
    """Grades of scores against a reference.

    Attributes
    ----------
    reference : float
        The score that deviations are taken from.
    cuts : (k - 1,) float array
        Boundaries between the k grades, as deviations.
    deviations : (n,) float array
        ``(score - reference) / reference``; empty where `reason` says why.
    grades : (n,) integer array
        0 for the lowest grade to k - 1 for the highest; empty where `reason` says why.
    margins : (n,) float array
        Distance to the nearest boundary, as a deviation, zero or more.
    nearest : (n,) integer array
        Which boundary that is: it parts the grades `nearest` and `nearest` + 1.
    reason : Problem or None
        Why there are no grades.
    """

    reference: float
    cuts: FloatArray
    deviations: FloatArray
    grades: IntArray
    margins: FloatArray
    nearest: IntArray
    reason: Problem | None


def grade(scores: npt.ArrayLike, reference: float, cuts: Sequence[float] = CUTS) -> Grades:
    """Grade scores by their deviation from a reference.

    Parameters
    ----------
    scores : (n,) float array
        Scores.
    reference : float
        Positive score to compare with, such as a national mean; its source belongs beside it.
    cuts : sequence of float
        Increasing deviations between the grades; those of S2 by default.

    Returns
    -------
    Grades

    Raises
    ------
    MethodError
        Cuts that do not increase, or values that are not finite.

    Notes
    -----
    ``(y - reference) / reference`` in the half-open intervals [a, b): below -30 %, [-30 %, -10 %),
    [-10 %, 10 %), [10 %, 30 %), and 30 % or more. A deviation that is on a cut on paper and beside
    it by rounding counts as on it. S2 prints its lowest interval closed at -30 %. Caveats: an
    external reference and the mean of the units themselves give different grades; units near a
    boundary change grade by noise.

    Examples
    --------
    >>> found = grade([0.08, 0.1214, 0.2703], 0.1214)
    >>> found.grades, found.margins.round(3)
    (array([0, 2, 4]), array([0.041, 0.1  , 0.927]))
    """
    values, ends = vector(scores), vector(cuts)
    if (np.diff(ends) <= 0).any():
        raise MethodError(problem("cuts-order", given=list(cuts)))
    if not np.isfinite(reference):
        raise MethodError(problem("values-not-finite", count=1))
    if reference <= 0:
        none, no = np.empty(0), np.empty(0, dtype=np.int64)
        refused = doubt("na-reference", reference=reference)
        return Grades(reference, ends, none, no, none, no, refused)
    deviations = deviation(values, reference)
    codes = np.searchsorted(lower_ends(ends), deviations, side="right")
    gaps = np.abs(deviations[:, None] - ends)
    return Grades(reference, ends, deviations, codes, gaps.min(axis=1), gaps.argmin(axis=1), None)


def deviation(scores: Any, reference: float) -> Any:
    """Finish the deviations of `grade`, for arrays and for columns of tables."""
    return (scores - reference) / reference


def lower_ends(cuts: FloatArray) -> FloatArray:
    """Give the least deviation that counts as in the grade above each cut."""
    return np.asarray(cuts - ROUNDING, dtype=np.float64)


def shares(grades: npt.ArrayLike, count: int) -> FloatArray:
    """Give the share of the units in each grade, period by period.

    Parameters
    ----------
    grades : (n, t) integer array
        Grade 0..k-1 of each unit in each period.
    count : int
        Number of grades k.

    Returns
    -------
    (t, k) float array
        Rows sum to 1. Moves between grades are counted by `resilmeter.core.markov.transitions`.

    Raises
    ------
    MethodError
        Grades that are not whole numbers from 0 to k - 1.

    Examples
    --------
    >>> shares([[0, 1], [0, 0]], 2)
    array([[1. , 0. ],
           [0.5, 0.5]])
    """
    array = np.asarray(grades)
    if array.ndim != 2 or 0 in array.shape:
        raise MethodError(problem("not-a-matrix", shape=str(array.shape)))
    if not np.issubdtype(array.dtype, np.integer):
        raise MethodError(problem("groups-not-codes"))
    least, most = int(array.min()), int(array.max())
    if least < 0 or most >= count:
        raise MethodError(problem("codes-range", least=least, given=most, most=count - 1))
    member = array[:, :, None] == np.arange(count)
    return np.asarray(member.mean(axis=0), dtype=np.float64)
