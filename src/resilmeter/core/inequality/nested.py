"""Generalised entropy by groups inside groups: provinces in regions, cities in provinces."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray, vector
from resilmeter.core.inequality.checks import group_codes
from resilmeter.core.inequality.entropy_parts import entropy_groups
from resilmeter.errors import MethodError, problem


def nested_entropy(
    values: npt.ArrayLike,
    levels: npt.ArrayLike,
    alpha: float = 1.0,
    weights: npt.ArrayLike | None = None,
) -> FloatArray:
    """Split generalised entropy over nested levels of groups.

    Parameters
    ----------
    values : (n,) float array
        As for `generalised_entropy`.
    levels : (n, d) integer array
        Group codes of each unit, one column a level, from the coarsest to the finest.
    alpha : float
        1 for Theil's T, 0 for Theil's L.
    weights : (n,) float array, optional
        Positive weights of the units.

    Returns
    -------
    (d + 1,) float array
        Contributions, adding up to the index: between the coarsest groups; between the groups of
        each finer level inside those of the level before; inside the finest groups.

    Raises
    ------
    MethodError
        A group that lies in several groups of the coarser level, and what `entropy_groups` refuses.

    Notes
    -----
    ``T = T(between regions) + T(between provinces in regions) + T(inside provinces)``: each is the
    rise of the between part when groups are divided further, so none is negative.

    References
    ----------
    Shorrocks (1980), Econometrica 48, 613-625, doi:10.2307/1913126.

    Examples
    --------
    >>> nested_entropy([1.0, 2.0, 3.0, 6.0], [[0, 0], [0, 0], [1, 1], [1, 2]]).round(4)
    array([0.1308, 0.0425, 0.0142])
    """
    array = vector(values)
    columns = np.atleast_2d(np.asarray(levels).T)
    checked = [group_codes(column, array.size)[0] for column in columns]
    for level, (coarse, fine) in enumerate(pairwise(checked), start=2):
        _refuse_split_groups(coarse, fine, level)
    splits = [entropy_groups(array, column, alpha, weights) for column in checked]
    steps = [0.0, *(split.between for split in splits), splits[-1].total]
    return np.diff(np.array(steps, dtype=np.float64))


def _refuse_split_groups(coarse: IntArray, fine: IntArray, level: int) -> None:
    """Refuse groups of the finer level that lie in several of the coarser."""
    inside = np.unique(np.column_stack([fine, coarse]), axis=0)[:, 0]
    found, homes = np.unique(inside, return_counts=True)
    if (homes > 1).any():
        raise MethodError(
            problem("groups-not-nested", level=level, groups=found[homes > 1].tolist())
        )
