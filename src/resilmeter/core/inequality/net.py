"""Net between and transvariation of every cell: what part of a gap lies between the means?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resilmeter.core.arrays import ROUNDING, FloatArray
from resilmeter.core.inequality.cells import GiniCells


@dataclass(frozen=True, eq=False)
class NetCells:
    """Cells of the Gini coefficient, parted into net between and transvariation.

    Attributes
    ----------
    net : (k, k, q) float array
        What each component adds to the gap between the means of two groups; 0 inside a group.
    transvariation : (k, k, q) float array
        The rest of the cell: gaps where the ranges of two groups overlap; 0 inside a group.
        Either may be negative, and of the other sign than the whole cell.
    """

    net: FloatArray
    transvariation: FloatArray


def net_cells(split: GiniCells) -> NetCells:
    """Part every cell into net between and transvariation: pair of groups x component x part.

    Parameters
    ----------
    split : GiniCells
        A Gini coefficient split by pair of groups and by component.

    Returns
    -------
    NetCells
        For two groups the parts add up to the cell. Over components they add up to Dagum's net
        between and transvariation of the pair.

    Notes
    -----
    ``net_jhm = p_j p_h sgn(mu_j - mu_h) (mu_j^m - mu_h^m) / mu``; transvariation is the rest of
    the cell. Means that differ by rounding only are equal, and sgn(0) = 0.

    References
    ----------
    Mussini (2013), Applied Economics 45(17), 2457-2468, doi:10.1080/00036846.2012.667553.

    Examples
    --------
    >>> from resilmeter.core.inequality import gini_cells
    >>> parts = net_cells(gini_cells([[1.0, 2.0], [3.0, 1.0]], [0, 1]))
    >>> parts.net[0, 1].round(4)
    array([ 0.1429, -0.0714])
    """
    means = split.means
    gap = np.subtract.outer(split.deviations.sum(axis=1), split.deviations.sum(axis=1))
    size = np.maximum.outer(np.abs(means), np.abs(means))
    sign = np.where(np.abs(gap) <= ROUNDING * size, 0.0, np.sign(gap))
    richer = sign * np.outer(split.weights, split.weights) * split.factor / split.mean
    net = richer[:, :, None] * (split.deviations[:, None] - split.deviations[None])
    rest = split.cells - net
    rest[np.diag_indices(len(means))] = 0.0
    return NetCells(net, rest)
