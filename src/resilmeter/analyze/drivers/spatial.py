"""P-values against outcomes that resemble their neighbours, one null for each sample of rows."""

from __future__ import annotations

import numpy as np

from resilmeter.analyze.drivers.gather import Drivers
from resilmeter.analyze.drivers.sample import Sample
from resilmeter.core.arrays import FloatArray
from resilmeter.core.detector import covariance_null, moran_null, null_p


class SpatialNull:
    """Simulated outcomes of a panel's periods, made once for the rows that drivers share."""

    def __init__(self, given: Drivers) -> None:
        self.given = given
        self._made: dict[bytes, FloatArray] = {}

    def p(self, taken: Sample) -> float:
        """Compare q of one driver with its q on simulated outcomes; NaN without a space.

        Raises
        ------
        MethodError
            Coordinates or weights that the null cannot use.
        """
        if self.given.weights is None and self.given.places is None:
            return np.nan
        key = taken.rows.tobytes()
        if key not in self._made:
            self._made[key] = self._simulated(taken)
        return float(null_p(taken.y, taken.codes, self._made[key])[0])

    def _simulated(self, taken: Sample) -> FloatArray:
        count, seed = self.given.choices.permutations, self.given.seed
        if self.given.weights is not None:
            units = self.given.outcome.index[taken.rows].get_level_values("unit")
            w = self.given.weights.loc[units, units].to_numpy(dtype=np.float64)
            return moran_null(taken.y, w, simulations=count, seed=seed)
        if self.given.places is None:
            raise AssertionError("a spatial null without a space")
        places = self.given.places[taken.rows]
        return covariance_null(taken.y, places, simulations=count, seed=seed).simulated
