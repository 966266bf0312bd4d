"""All answers on space together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from resilmeter.analyze.spatial.autocorrelation import Clusters
from resilmeter.analyze.spatial.weights import SpatialWeights
from resilmeter.notebook import card


@dataclass(frozen=True, eq=False, kw_only=True)
class Space:
    """What a study asks of space.

    Attributes
    ----------
    weights : SpatialWeights
        Who neighbours whom.
    clusters : Clusters
        Global and local association.
    gravity : DataFrame or None
        Centre of gravity and ellipse; None without coordinates, or where scores do not compare.
    """

    weights: SpatialWeights
    clusters: Clusters
    gravity: pd.DataFrame | None = None

    _repr_html_ = card

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        out = {"neighbours": self.weights.table, **self.clusters.tables}
        return out if self.gravity is None else out | {"gravity": self.gravity}
