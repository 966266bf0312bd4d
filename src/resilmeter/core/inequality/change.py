"""Where does the change of a Gini coefficient between two years come from?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.core.inequality.cells import GiniCells, sum_pairs
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True, eq=False)
class GiniChange:
    """The change of a Gini coefficient, split exactly.

    Attributes
    ----------
    gini : float
        Change of the Gini coefficient.
    cells : (k, k, q) float array
        Change of each cell, symmetric in the groups; j <= h adds up to `gini`.
    share_effect, concentration_effect : (k, k, q) float array
        What the component's share in the mean, and what its concentration, did to the cell; they
        add up to `cells`. NaN for a component whose mean is 0 in one of the years.
    """

    gini: float
    cells: FloatArray
    share_effect: FloatArray
    concentration_effect: FloatArray

    @property
    def pairs(self) -> FloatArray:
        """(k, k): change of the contribution of each unordered pair of groups."""
        return np.asarray(self.cells.sum(axis=2), dtype=np.float64)

    @property
    def components(self) -> FloatArray:
        """(q,): change of the contribution of each component; adds up to `gini`."""
        return sum_pairs(self.cells)

    @property
    def component_share_effects(self) -> FloatArray:
        """(q,): share effect of each component."""
        return sum_pairs(self.share_effect)

    @property
    def component_concentration_effects(self) -> FloatArray:
        """(q,): concentration effect of each component."""
        return sum_pairs(self.concentration_effect)

    @property
    def within(self) -> float:
        """Change of the contribution of the gaps inside groups."""
        return float(np.trace(self.pairs))

    @property
    def between(self) -> float:
        """Change of the contribution of the gaps between groups, overlap included."""
        return float(np.triu(self.pairs, 1).sum())


def gini_change(first: GiniCells, last: GiniCells) -> GiniChange:
    """Split the change of the Gini coefficient between two years.

    Parameters
    ----------
    first, last : GiniCells
        Splits of both years, with the same groups, components and correction.

    Returns
    -------
    GiniChange

    Raises
    ------
    MethodError
        Other numbers of groups or components, or another correction.

    Notes
    -----
    A cell is ``C_jhm = S_m K_jhm``: share of the component in the mean times concentration of its
    gaps. ``dC = dS (K_0 + K_1) / 2 + dK (S_0 + S_1) / 2`` leaves no rest and treats both years
    alike. A component that holds most of the gap need not be the one that changes it: set the
    shares of the change beside the shares of the level.

    Examples
    --------
    >>> from resilmeter.core.inequality import gini_cells
    >>> years = [gini_cells([[1.0, 1.0], [x, 1.0]], [0, 1]) for x in (3.0, 1.0)]
    >>> change = gini_change(*years)
    >>> round(change.gini, 4), change.components.round(4)
    (-0.1667, array([-0.1667, 0. ]))
    """
    if first.cells.shape != last.cells.shape:
        shapes = [str(split.cells.shape) for split in (first, last)]
        raise MethodError(problem("change-shapes", first=shapes[0], last=shapes[1]))
    if (first.factor == 1.0) != (last.factor == 1.0):
        raise MethodError(problem("change-correction"))
    cells = last.cells - first.cells
    shares = [split.centre / split.mean for split in (first, last)]
    bases = [
        np.divide(split.cells, share, out=np.full(cells.shape, np.nan), where=share != 0)
        for split, share in zip((first, last), shares, strict=True)
    ]
    by_share = (shares[1] - shares[0]) * (bases[0] + bases[1]) / 2.0
    by_concentration = (bases[1] - bases[0]) * (shares[0] + shares[1]) / 2.0
    return GiniChange(last.gini - first.gini, cells, by_share, by_concentration)
