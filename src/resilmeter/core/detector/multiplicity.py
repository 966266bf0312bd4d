"""Many tests at once: p-values that stay honest together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, problem


def holm(p: npt.ArrayLike) -> FloatArray:
    """Adjust p-values so that the chance of any false finding stays below the level.

    Parameters
    ----------
    p : (m,) float array
        P-values of m tests, in [0, 1].

    Returns
    -------
    (m,) float array
        Adjusted p-values, none below the given one, at most 1.

    Raises
    ------
    MethodError
        Values outside [0, 1].

    Notes
    -----
    The r-th smallest p is multiplied by m - r + 1; larger ones never fall below smaller ones.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    values, order = _ranked(p)
    factors = np.arange(values.size, 0, -1)
    return _back(np.maximum.accumulate(values[order] * factors), order)


def benjamini_hochberg(p: npt.ArrayLike) -> FloatArray:
    """Adjust p-values so that the expected share of false findings stays below the level.

    Parameters
    ----------
    p : (m,) float array
        P-values of m tests, in [0, 1].

    Returns
    -------
    (m,) float array
        Adjusted p-values, none below the given one, at most 1.

    Raises
    ------
    MethodError
        Values outside [0, 1].

    Notes
    -----
    The r-th smallest p is multiplied by m / r; smaller ones never exceed larger ones. Holds for
    independent and for positively dependent tests, as tests of one outcome usually are.

    References
    ----------
    Benjamini, Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289-300,
    doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    array([0.03, 0.04, 0.04])
    """
    values, order = _ranked(p)
    raised = values[order] * values.size / np.arange(1, values.size + 1)
    return _back(np.minimum.accumulate(raised[::-1])[::-1], order)


def _ranked(p: npt.ArrayLike) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        raise MethodError(problem("p-values-outside"))
    return values, np.argsort(values, kind="stable")


def _back(ranked: FloatArray, order: npt.NDArray[np.intp]) -> FloatArray:
    adjusted = np.empty_like(ranked)
    adjusted[order] = np.minimum(ranked, 1.0)
    return adjusted
