"""What every kernel demands of its arrays, refused by name when it does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from resilmeter.errors import MethodError, Problem, problem, refuse

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

# Largest relative difference that repeated rounding in double precision explains.
ROUNDING = 1e-12


def label(labels: Sequence[str] | None, column: int) -> str:
    """Name column `column`: its label if there is one, else its number counted from 1."""
    return f"column {column + 1}" if labels is None else str(labels[column])


def matrix(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> FloatArray:
    """Return `x` as a finite (n, q) float array.

    Raises
    ------
    MethodError
        Wrong number of dimensions, no rows or columns, or a value that is not finite.
    """
    array = np.asarray(x, dtype=np.float64)
    if array.ndim != 2 or 0 in array.shape:
        raise MethodError(problem("not-a-matrix", shape=str(array.shape)))
    if not np.isfinite(array).all():
        bad = np.flatnonzero(~np.isfinite(array).all(axis=0))
        raise MethodError(_by_column("not-finite", bad, labels))
    return array


def vector(values: npt.ArrayLike) -> FloatArray:
    """Return `values` as a finite (n,) float array with n >= 1.

    Raises
    ------
    MethodError
        Not one-dimensional, empty, or a value that is not finite.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise MethodError(problem("not-a-vector", shape=str(array.shape)))
    if not np.isfinite(array).all():
        raise MethodError(problem("values-not-finite", count=int((~np.isfinite(array)).sum())))
    return array


def increasing(times: npt.ArrayLike, size: int) -> FloatArray:
    """Return `times` as a finite float array of `size` increasing times.

    Raises
    ------
    MethodError
        Another number of times than values, a time that is not finite, or not after the one before.
    """
    moments = vector(times)
    if moments.size != size:
        raise MethodError(problem("series-length", given=size, expected=moments.size))
    back = np.flatnonzero(np.diff(moments) <= 0)
    if back.size:
        before, after = float(moments[back[0]]), float(moments[back[0] + 1])
        raise MethodError(problem("times-not-increasing", before=before, after=after))
    return moments


def even_step(times: npt.ArrayLike, size: int) -> float:
    """Return the step between `size` increasing times that are equally far apart; 1 for one time.

    Raises
    ------
    MethodError
        As `increasing`, or steps of different length.
    """
    steps = np.diff(increasing(times, size))
    if not steps.size:
        return 1.0
    if not constant(float(steps.min()), float(steps.max())):
        least, most = float(steps.min()), float(steps.max())
        raise MethodError(problem("times-uneven", least=least, most=most))
    return float(steps[0])


def fitting_weights(weights: npt.ArrayLike, *shapes: tuple[int, ...]) -> FloatArray:
    """Return `weights` as a finite float array of one of the shapes, none negative.

    Raises
    ------
    MethodError
        Another shape, a weight that is not finite or negative, or weights that sum to zero.
    """
    w = np.asarray(weights, dtype=np.float64)
    if w.ndim not in {len(shape) for shape in shapes}:
        raise MethodError(problem("not-a-vector", shape=str(w.shape)))
    if w.shape not in shapes:
        raise MethodError(problem("weights-length", given=w.shape[-1], expected=shapes[0][-1]))
    if not np.isfinite(w).all():
        raise MethodError(problem("values-not-finite", count=int((~np.isfinite(w)).sum())))
    totals = w.sum(axis=-1)
    if (w < 0).any() or (totals <= 0).any():
        least, total = float(w.min()), float(totals.min())
        raise MethodError(problem("weights-negative", least=least, total=total))
    return w


def constant(low: float, high: float) -> bool:
    """Tell whether two extremes differ by no more than the rounding of the arithmetic before.

    Sums and quotients that are equal on paper differ in the 16th digit; four more are allowed for
    chains of them. Real indicators vary by more than one part in a million million.

    >>> constant(0.3, 0.1 + 0.2), constant(0.0, 1e-9)
    (True, False)
    """
    return bool(high - low <= ROUNDING * max(abs(low), abs(high)))


def refuse_constant(x: FloatArray, labels: Sequence[str] | None) -> None:
    """Refuse columns whose values are all equal: they cannot tell units apart."""
    flat = np.ptp(x, axis=0) <= ROUNDING * np.abs(x).max(axis=0)
    refuse(MethodError, _by_column("constant-column", np.flatnonzero(flat), labels))


def refuse_negative(x: FloatArray, labels: Sequence[str] | None, method: str) -> None:
    """Refuse columns with negative values, naming the method that cannot use them."""
    bad = np.flatnonzero((x < 0).any(axis=0))
    refuse(MethodError, _by_column("negative-column", bad, labels, method=method))


def codes(groups: npt.ArrayLike, size: int) -> tuple[IntArray, int]:
    """Return integer group codes 0..k-1 of length `size`, and k.

    Raises
    ------
    MethodError
        Not integers, negative, or of another length than the values.
    """
    array = np.asarray(groups)
    if array.ndim != 1 or array.size != size:
        raise MethodError(problem("groups-length", given=str(array.shape), expected=size))
    if not np.issubdtype(array.dtype, np.integer) or (size and array.min() < 0):
        raise MethodError(problem("groups-not-codes"))
    return array.astype(np.int64), int(array.max()) + 1


def _by_column(
    key: str, columns: Iterable[int], labels: Sequence[str] | None, **values: str
) -> list[Problem]:
    return [problem(key, None, column=label(labels, int(j)), **values) for j in columns]
