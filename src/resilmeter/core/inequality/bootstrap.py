"""Draw cities again, each with all its years, and split every year of every draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.inequality.replicates import batches, reweighted
from resilmeter.core.inequality.sample import Sample, sample_of
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True, eq=False)
class CellReplicates:
    """Cells of every year, of the panel itself and of panels drawn again from its cities.

    Attributes
    ----------
    cells : (T, k, k, q) float array
        Contributions in the panel itself.
    own : (T, k) float array
        G_jj in the panel itself.
    drawn_cells : (B, T, k, k, q) float array
        Contributions in each panel drawn; the cities of a draw are the same in all years.
    drawn_own : (B, T, k) float array
        G_jj in each panel drawn.
    sizes : (k,) integer array
        Cities in each group.
    """

    cells: FloatArray
    own: FloatArray
    drawn_cells: FloatArray
    drawn_own: FloatArray
    sizes: IntArray


def draw_cities(
    panel: npt.ArrayLike,
    groups: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    draws: int = 999,
    seed: int | np.random.Generator,
) -> CellReplicates:
    """Draw cities with replacement inside their groups, and split every year of every draw.

    Parameters
    ----------
    panel : (n, T, q) float array
        Components of each city in each year.
    groups : (n,) integer array
        Group code 0..k-1 of each city.
    weights : (n,) or (n, T) float array, optional
        Positive weights of the cities, the same in all years or those of each year.
    draws : int
        How many panels to draw; 2 or more.
    seed : int or Generator
        Source of the draws: the same seed gives the same draws.

    Returns
    -------
    CellReplicates

    Raises
    ------
    MethodError
        What `gini_cells` refuses of any year, not three dimensions, or fewer than two draws.

    Notes
    -----
    Group sizes stay as they are. A draw is a set of multiplicities, so every year is sorted once
    and no panel is built. A group of one city is in every draw.

    References
    ----------
    Efron, Tibshirani (1993), An Introduction to the Bootstrap, doi:10.1201/9780429246593.

    Examples
    --------
    >>> panel = np.random.default_rng(1).random((20, 2, 3))
    >>> draw_cities(panel, np.arange(20) % 2, draws=50, seed=1).drawn_cells.shape
    (50, 2, 2, 2, 3)
    """
    cube = np.asarray(panel, dtype=np.float64)
    if cube.ndim != 3 or 0 in cube.shape:
        raise MethodError(problem("not-a-panel", shape=str(cube.shape)))
    if draws < 2:
        raise MethodError(problem("draws-positive", given=draws))
    mass = [None] * cube.shape[1] if weights is None else _by_year(weights, cube.shape)
    years = [sample_of(cube[:, t], groups, mass[t]) for t in range(cube.shape[1])]
    times = _multiplicities(years[0], draws, np.random.default_rng(seed))
    splits = [_split(year, np.ones((1, cube.shape[0]))) for year in years]
    drawn = [_split(year, times) for year in years]
    return CellReplicates(
        cells=np.concatenate([cells for cells, _ in splits]),
        own=np.concatenate([own for _, own in splits]),
        drawn_cells=np.stack([cells for cells, _ in drawn], axis=1),
        drawn_own=np.stack([own for _, own in drawn], axis=1),
        sizes=years[0].sizes,
    )


def _by_year(weights: npt.ArrayLike, shape: tuple[int, ...]) -> list[FloatArray]:
    """Give the weights of each year; weights of one dimension are those of every year."""
    array = np.asarray(weights, dtype=np.float64)
    if array.ndim == 1:
        return [array] * shape[1]
    if array.shape != shape[:2]:
        raise MethodError(problem("unit-weights-shape", given=array.shape, expected=shape[:2]))
    return list(array.T)


def _multiplicities(sample: Sample, draws: int, random: np.random.Generator) -> FloatArray:
    """Draw how often each city, in the order of the input, is in each panel: (B, n)."""
    groups = np.empty_like(sample.groups)
    groups[sample.order] = sample.groups
    times = np.empty((draws, groups.size))
    for members in (np.flatnonzero(groups == g) for g in range(sample.k)):
        size = members.size
        picked = random.integers(0, max(size, 1), (draws, size))
        picked += size * np.arange(draws)[:, None]
        times[:, members] = np.bincount(picked.ravel(), minlength=draws * size).reshape(draws, size)
    return times


def _split(sample: Sample, times: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Split one year under (b, n) multiplicities in the order of the input."""
    pieces = [
        reweighted(sample, times[rows][:, sample.order] * sample.weights)
        for rows in batches(len(times), sample.k * sample.parts.size)
    ]
    cells, own = zip(*pieces, strict=True)
    return np.concatenate(cells), np.concatenate(own)
