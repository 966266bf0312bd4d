"""Weights from what happens to the scores when an indicator is removed: MEREC."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import BoolArray, FloatArray, label, matrix, refuse_constant
from resilmeter.errors import MethodError, problem, refuse


def merec(raw: npt.ArrayLike, higher: BoolArray, labels: Sequence[str] | None = None) -> FloatArray:
    """Weigh by the effect of removing an indicator.

    Parameters
    ----------
    raw : (n, q) float array
        Raw values, all positive: the method divides by them and takes logarithms.
    higher : (q,) bool array
        True where larger raw values are better.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    (q,) float array
        Weights, none negative, summing to 1.

    Raises
    ------
    MethodError
        Values of zero or below, by column; a constant column; values that are not finite.

    Notes
    -----
    ``n_ij = min x / x_ij`` (higher) or ``x_ij / max x`` (lower);
    ``S_i = ln(1 + sum_j |ln n_ij| / q)``; ``S_i'`` leaves j out (still divided by q);
    ``E_j = sum_i |S_i' - S_i|``; ``w_j = E_j / sum E``. Caveats: not invariant to a shift, not
    defined for zeros, so it cannot follow min-max scaling and works on raw values.

    References
    ----------
    Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis, Antucheviciene (2021), Symmetry 13, 525,
    doi:10.3390/sym13040525.

    Examples
    --------
    >>> merec([[1.0, 1.0], [2.0, 4.0]], np.array([True, True])).round(4)
    array([0.3096, 0.6904])
    """
    array = matrix(raw, labels)
    refuse_constant(array, labels)
    bad = [label(labels, int(j)) for j in np.flatnonzero((array <= 0).any(axis=0))]
    refuse(MethodError, [problem("merec-not-positive", column=name) for name in bad])
    ratio = np.where(higher, array.min(axis=0) / array, array / array.max(axis=0))
    size = np.abs(np.log(ratio)) / array.shape[1]
    whole = size.sum(axis=1, keepdims=True)
    effect = np.abs(np.log1p(whole - size) - np.log1p(whole)).sum(axis=0)
    return np.asarray(effect / effect.sum(), dtype=np.float64)
