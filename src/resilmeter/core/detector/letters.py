"""Compact letter display: strata that share a letter do not differ."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import BoolArray


def compact_letters(different: npt.ArrayLike, means: npt.ArrayLike) -> tuple[str, ...]:
    """Give each stratum letters, so that two differ just where they share none.

    Parameters
    ----------
    different : (L, L) bool array
        Whether each pair differs, symmetric.
    means : (L,) float array
        Means; letters start with the highest.

    Returns
    -------
    tuple of str
        Letters of each stratum: a, b, ..., z, then a1, b1, ...

    Notes
    -----
    Insert and absorb: start with one letter for all; for each pair that differs split every letter
    that both carry, and drop letters whose strata all carry another letter too.

    References
    ----------
    Piepho (2004), Journal of Computational and Graphical Statistics 13(2), 456-466,
    doi:10.1198/1061860043515.

    Examples
    --------
    >>> compact_letters([[0, 0, 1], [0, 0, 0], [1, 0, 0]], [3.0, 2.0, 1.0])
    ('a', 'ab', 'b')
    """
    unlike = np.asarray(different, dtype=bool)
    order = np.argsort(-np.asarray(means, dtype=np.float64), kind="stable")
    columns = [np.ones(order.size, dtype=bool)]
    for i, j in zip(*np.nonzero(np.triu(unlike[np.ix_(order, order)], 1)), strict=True):
        columns = _absorbed(_split(columns, int(i), int(j)))
    columns.sort(key=lambda column: (~column).tolist())
    letters = [""] * order.size
    for place, column in enumerate(columns):
        for member in order[column]:
            letters[member] += _letter(place)
    return tuple(letters)


def _split(columns: list[BoolArray], i: int, j: int) -> list[BoolArray]:
    """Replace every letter that both carry by one without the first and one without the second."""
    found = []
    for column in columns:
        if column[i] and column[j]:
            for out in (i, j):
                part = column.copy()
                part[out] = False
                found.append(part)
        else:
            found.append(column)
    return found


def _absorbed(columns: list[BoolArray]) -> list[BoolArray]:
    """Drop letters whose strata are among those of another letter."""
    kept: list[BoolArray] = []
    for column in sorted(columns, key=lambda column: -int(column.sum())):
        if not any((column <= other).all() for other in kept):
            kept.append(column)
    return kept


def _letter(place: int) -> str:
    turn, letter = divmod(place, 26)
    return chr(ord("a") + letter) + (str(turn) if turn else "")
