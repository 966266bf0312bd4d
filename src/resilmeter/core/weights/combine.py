"""Combine several sets of weights into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import BoolArray, FloatArray, matrix
from resilmeter.errors import MethodError, problem

Combination = Literal["linear", "product", "game", "relative-entropy"]


def combine(
    sets: npt.ArrayLike, *, how: Combination = "linear", alpha: Sequence[float] | None = None
) -> FloatArray:
    """Combine sets of weights.

    Parameters
    ----------
    sets : (s, q) float array
        Sets of weights, each summing to 1, none negative.
    how : {"linear", "product", "game", "relative-entropy"}
        linear: ``sum alpha_s w_s``; product: ``w ~ prod w_s``; game: linear with the alpha that is
        closest to all sets at once; relative-entropy: ``w ~ (prod w_s)^(1/s)``.
    alpha : sequence of float, optional
        For "linear": shares of the sets, rescaled to sum to 1; equal shares if left out.

    Returns
    -------
    (q,) float array
        Weights, summing to 1.

    Raises
    ------
    MethodError
        An alpha that does not fit, a product that is zero everywhere, or a game without a solution
        in non-negative shares.

    Notes
    -----
    Game-theoretic: alpha solves ``sum_r alpha_r (w_s . w_r) = w_s . w_s`` for all s, then its
    absolute values are rescaled to sum to 1. Relative entropy: the geometric mean minimises the sum
    of the relative entropies to the sets. Caveats: one zero makes a product zero.

    Examples
    --------
    >>> combine([[0.5, 0.5], [0.9, 0.1]], how="linear")
    array([0.7, 0.3])
    """
    w = matrix(sets)
    if alpha is not None and len(alpha) != len(w):
        raise MethodError(problem("alpha-length", given=len(alpha), expected=len(w)))
    if alpha is not None and (min(alpha) < 0 or sum(alpha) <= 0):
        raise MethodError(problem("alpha-shares", given=alpha))
    combined = _shared(w, alpha) if how == "linear" and alpha else COMBINATIONS[how](w)
    if combined.sum() == 0:
        raise MethodError(problem("product-zero"))
    return np.asarray(combined / combined.sum(), dtype=np.float64)


def fix_shares(weights: FloatArray, fixed: Mapping[int, float]) -> FloatArray:
    """Give some indicators a fixed weight and rescale the rest to what is left.

    Parameters
    ----------
    weights : (q,) float array
        Weights summing to 1.
    fixed : mapping of int to float
        Position -> weight in [0, 1); together below 1.

    Returns
    -------
    (q,) float array
        Weights, summing to 1.

    Raises
    ------
    MethodError
        Shares that are negative or leave nothing for the rest.

    Examples
    --------
    >>> fix_shares(np.array([0.5, 0.25, 0.25]), {0: 0.2})
    array([0.2, 0.4, 0.4])
    """
    total = sum(fixed.values())
    if any(share < 0 for share in fixed.values()) or total >= 1:
        raise MethodError(problem("fixed-shares", total=total))
    out = np.array(weights, dtype=np.float64)
    out[list(fixed)] = 0.0
    rest = out.sum()
    if rest == 0:
        raise MethodError(problem("fixed-shares", total=total))
    out *= (1.0 - total) / rest
    for place, share in fixed.items():
        out[place] = share
    return out


def _shared(w: FloatArray, alpha: Sequence[float]) -> FloatArray:
    shares = np.asarray(alpha, dtype=np.float64)
    return np.asarray(shares / shares.sum() @ w, dtype=np.float64)


def _linear(w: FloatArray) -> FloatArray:
    return np.asarray(w.mean(axis=0), dtype=np.float64)


def _product(w: FloatArray) -> FloatArray:
    return np.asarray(np.prod(w, axis=0), dtype=np.float64)


def _game(w: FloatArray) -> FloatArray:
    """Find the shares whose mixture is closest to every set at once; sets that coincide share."""
    gram = w @ w.T
    if np.linalg.matrix_rank(gram) < len(w):
        return _linear(w)
    alpha = np.linalg.solve(gram, np.diag(gram))
    if (alpha < 0).any():
        shown = [f"{share:.3g}" for share in alpha]
        raise MethodError(problem("game-negative", shares=shown, places=_places(alpha < 0)))
    return _shared(w, alpha.tolist())


def _places(chosen: BoolArray) -> list[int]:
    return (np.flatnonzero(chosen) + 1).tolist()


def _relative_entropy(w: FloatArray) -> FloatArray:
    return np.asarray(np.prod(w, axis=0) ** (1.0 / len(w)), dtype=np.float64)


COMBINATIONS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "linear": _linear,
    "product": _product,
    "game": _game,
    "relative-entropy": _relative_entropy,
}
