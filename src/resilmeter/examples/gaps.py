"""Choose the cells of a simulated panel that are left blank."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["draw_gaps"]

_LONGEST: Final = 2


def draw_gaps(
    values: NDArray[np.float64], share: float, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Mark short gaps inside the series, as a yearbook has them.

    The first and the last year stay, so that every gap can be interpolated; so do the cells that
    hold an indicator's lowest or highest value, so that its range is known.

    Parameters
    ----------
    values : (n, m, z) float array
        Cities x years x indicators, m >= 4.
    share : float
        Share of all cells to leave blank, in [0, 0.1].
    rng : numpy.random.Generator
        Source of the positions.

    Returns
    -------
    (n, m, z) bool array
        True where blank; no more than two years in a row.

    Examples
    --------
    >>> rng = np.random.Generator(np.random.PCG64(1))
    >>> draw_gaps(rng.random((10, 10, 2)), 0.05, rng).sum()
    np.int64(10)
    """
    n, m, z = values.shape
    blank = np.zeros(values.shape, dtype=np.bool_)
    extreme = (values == values.min(axis=(0, 1))) | (values == values.max(axis=(0, 1)))
    wanted = round(share * values.size)
    while (left := wanted - blank.sum()) > 0:
        city, indicator = rng.integers(n), rng.integers(z)
        length = min(rng.integers(1, _LONGEST + 1), left)
        start = rng.integers(1, m - length)
        years = slice(start, start + length)
        around = slice(start - 1, start + length + 1)
        if blank[city, around, indicator].any() or extreme[city, years, indicator].any():
            continue
        blank[city, years, indicator] = True
    return blank
