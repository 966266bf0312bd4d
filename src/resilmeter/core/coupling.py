"""Do systems develop together: degree of coupling and of coupling coordination, in two forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import ROUNDING, FloatArray, IntArray, fitting_weights, matrix
from resilmeter.errors import MethodError, Problem, doubt, problem

CouplingForm = Literal["standard", "corrected"]
FORMS: tuple[CouplingForm, ...] = get_args(CouplingForm)
CLASSES = 10


@dataclass(frozen=True)
class Coupling:
    """Coupling of the systems of each row.

    Attributes
    ----------
    form : {"standard", "corrected"}
        Which degree of coupling.
    coupling : (n,) float array
        C in [0, 1]: how equal the systems are; 0 where there is a reason.
    level : (n,) float array
        T in [0, 1]: weighted mean of the systems.
    coordination : (n,) float array
        D = sqrt(C T) in [0, 1]; 0 where all systems are at zero, whatever C.
    classes : (n,) integer array
        0..9 for D in [0, 0.1), [0.1, 0.2), ..., [0.9, 1].
    reasons : tuple of Problem or None
        One a row: why C is not defined.
    """

    form: CouplingForm
    coupling: FloatArray
    level: FloatArray
    coordination: FloatArray
    classes: IntArray
    reasons: tuple[Problem | None, ...]


def coupling_coordination(
    systems: npt.ArrayLike, weights: npt.ArrayLike, form: CouplingForm = "standard"
) -> Coupling:
    """Measure how far systems are developed, and how evenly.

    Parameters
    ----------
    systems : (n, q) float array
        Levels of q > 1 systems, each in [0, 1]. They are never rescaled here.
    weights : (q,) float array
        Weights of the systems in the level T; relative, so that T lies in [0, 1].
    form : {"standard", "corrected"}
        Degree of coupling; see the notes.

    Returns
    -------
    Coupling

    Raises
    ------
    MethodError
        Fewer than two systems, values outside 0 to 1 or not finite, weights that do not fit, a form
        that does not exist.

    Notes
    -----
    Standard: ``C = q (prod U)^(1/q) / sum U``. Corrected:
    ``C = sqrt((1 - sum over pairs |U_a - U_b| / (q (q - 1) / 2)) (prod U_a / max U)^(1/(q - 1)))``.
    Then ``T = sum w U`` and ``D = sqrt(C T)``. Caveats: the standard C of most data crowds near 1;
    one system at zero makes C and D zero; D depends on the scaling of the systems, so the ten
    classes do not compare between studies.

    References
    ----------
    Wang, Kong, Ren, Zhi, Dai (2021), Journal of Natural Resources 36(3), 793-810,
    doi:10.31497/zrzyxb.20210319.

    Examples
    --------
    >>> both = [coupling_coordination([[0.4, 0.8]], [0.5, 0.5], form) for form in FORMS]
    >>> [round(float(each.coupling[0]), 4) for each in both]
    [0.9428, 0.5477]
    >>> [int(each.classes[0]) for each in both]
    [7, 5]
    """
    array = matrix(systems)
    w = fitting_weights(weights, array.shape[1:])
    _refuse(array, form)
    zero = (array == 0).all(axis=1)
    safe = np.where(zero[:, None], 1.0, array)
    degree = _standard(safe) if form == "standard" else _corrected(safe)
    coupling = np.where(zero, 0.0, np.clip(degree, 0.0, 1.0))
    level = array @ (w / w.sum())
    coordination = np.sqrt(coupling * level)
    # a D on a boundary of two classes on paper belongs to the upper one, whatever the last digit
    tenths = np.floor(coordination * CLASSES * (1 + ROUNDING)).astype(np.int64)
    reasons = tuple(doubt("na-all-zero") if none else None for none in zero)
    classes = np.minimum(tenths, CLASSES - 1)
    return Coupling(form, coupling, level, coordination, classes, reasons)


def _refuse(array: FloatArray, form: str) -> None:
    if form not in FORMS:
        raise MethodError(problem("unknown-choice", given=form, allowed=FORMS))
    if array.shape[1] < 2:
        raise MethodError(problem("coupling-systems", given=array.shape[1]))
    outside = int(((array < 0) | (array > 1)).sum())
    if outside:
        raise MethodError(problem("coupling-range", count=outside))


def _standard(u: FloatArray) -> FloatArray:
    """Geometric by arithmetic mean; values by their largest, lest a product underflow."""
    relative = u / u.max(axis=1, keepdims=True)
    geometric = relative.prod(axis=1) ** (1 / u.shape[1])
    return np.asarray(geometric / relative.mean(axis=1), dtype=np.float64)


def _corrected(u: FloatArray) -> FloatArray:
    q = u.shape[1]
    a, b = np.triu_indices(q, 1)
    apart = np.abs(u[:, a] - u[:, b]).mean(axis=1)
    relative = u / u.max(axis=1, keepdims=True)
    return np.asarray(np.sqrt((1 - apart) * relative.prod(axis=1) ** (1 / (q - 1))))
