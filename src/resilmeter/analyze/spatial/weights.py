"""Who neighbours whom: spatial weights, with the units that have no neighbour named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from resilmeter.analyze.spatial.projection import degrees_of, distances
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, StudyError, problem, refuse, refuse_unknown
from resilmeter.notebook import card

Rule = Literal["k-nearest", "distance-band", "inverse-distance", "matrix", "queen", "rook"]
MATRICES = ("matrix", "queen", "rook")
RULES: tuple[Rule, ...] = get_args(Rule)


@dataclass(frozen=True, eq=False, kw_only=True)
class SpatialWeights:
    """Spatial weights between units.

    Attributes
    ----------
    units : tuple of str
        In the order of the panel.
    matrix : (n, n) float array
        Row-standardised: a row sums to 1, or is all 0 for an island. The diagonal is 0.
    rule : str
        How neighbours were found.
    detail : str
        With which number, such as "k = 4".
    """

    units: tuple[str, ...]
    matrix: FloatArray
    rule: Rule
    detail: str

    @property
    def islands(self) -> tuple[str, ...]:
        """Units without a neighbour; they are left out of every test."""
        alone = self.matrix.sum(axis=1) == 0
        return tuple(u for u, island in zip(self.units, alone, strict=True) if island)

    @property
    def table(self) -> pd.DataFrame:
        """One row a unit: unit, neighbours, island."""
        count = (self.matrix > 0).sum(axis=1)
        shown = {"unit": self.units, "neighbours": count, "island": count == 0}
        return pd.DataFrame({**shown, "rule": self.rule, "detail": self.detail})

    _repr_html_ = card

    def __repr__(self) -> str:
        mean = (self.matrix > 0).sum(axis=1).mean()
        return (
            f"<SpatialWeights: {self.rule} ({self.detail}), {len(self.units)} units,"
            f" {mean:.1f} neighbours, {len(self.islands)} islands>"
        )


def spatial_weights(
    units: tuple[str, ...],
    *,
    rule: Rule = "k-nearest",
    coordinates: pd.DataFrame | None = None,
    matrix: pd.DataFrame | None = None,
    k: int = 4,
    distance: float | None = None,
) -> SpatialWeights:
    """Say who neighbours whom.

    Parameters
    ----------
    units : tuple of str
        Units of the panel, in order.
    rule : {"k-nearest", "distance-band", "inverse-distance", "matrix", "queen", "rook"}
        The k nearest units; all within a distance; all within a distance, weighted by its inverse;
        a matrix of the user; units that touch in a point (queen) or along a line (rook), as
        `resilmeter.contiguity` finds them.
    coordinates : DataFrame, optional
        lon and lat in degrees, indexed by unit; for the first three rules.
    matrix : DataFrame, optional
        Weights from the unit of the row to that of the column, for the other rules.
    k : int
        For "k-nearest".
    distance : float, optional
        In km; the least that leaves no island if left out.

    Returns
    -------
    SpatialWeights

    Raises
    ------
    StudyError
        An unknown rule, or coordinates or matrix missing.
    DataError
        Units without coordinates.
    MethodError
        k or distance out of range, a matrix without some of the units, or with weights that are
        negative or not finite.

    Notes
    -----
    ``w_ij / sum_j w_ij`` with w 1 for a neighbour, or ``1 / d_ij``; great-circle distances. Units
    at the same place count as 1 m apart.

    Examples
    --------
    >>> import pandas as pd
    >>> places = pd.DataFrame({"lon": [0.0, 1.0, 3.0], "lat": 0.0}, index=["a", "b", "c"])
    >>> spatial_weights(("a", "b", "c"), coordinates=places, k=1).matrix
    array([[0., 1., 0.],
           [1., 0., 0.],
           [0., 1., 0.]])
    """
    refuse_unknown(rule, RULES, "spatial.rule")
    if rule in MATRICES:
        if matrix is None:
            raise StudyError(problem("spatial-needs", {"key": "spatial.matrix"}, rule=rule))
        return SpatialWeights(
            units=units,
            matrix=_standardised(_given(matrix, units)),
            rule=rule,
            detail="given" if rule == "matrix" else "touching",
        )
    if coordinates is None:
        raise StudyError(problem("spatial-needs", {"key": "spatial.coordinates"}, rule=rule))
    apart = distances(degrees_of(coordinates, units))
    np.fill_diagonal(apart, np.inf)
    if rule == "k-nearest":
        weights, detail = _nearest(apart, k), f"k = {k}"
    else:
        reach = float(apart.min(axis=1).max()) if distance is None else distance
        if not reach > 0:
            where = {"key": "spatial.distance"}
            raise MethodError(problem("choice-range", where, given=reach, allowed="x > 0"))
        near = apart <= reach
        inverse = 1.0 / np.maximum(apart, 0.001)
        shown = inverse if rule == "inverse-distance" else np.ones_like(apart)
        weights = np.asarray(near * shown, dtype=np.float64)
        detail = f"{reach:.1f} km"
    return SpatialWeights(units=units, matrix=_standardised(weights), rule=rule, detail=detail)


def _nearest(apart: FloatArray, k: int) -> FloatArray:
    n = len(apart)
    if not 1 <= k < n:
        where = {"key": "spatial.k"}
        raise MethodError(problem("choice-range", where, given=k, allowed=f"1 <= x <= {n - 1}"))
    out = np.zeros_like(apart)
    order = np.argsort(apart, axis=1, kind="stable")[:, :k]
    out[np.arange(n)[:, None], order] = 1.0
    return out


def _given(matrix: pd.DataFrame, units: tuple[str, ...]) -> FloatArray:
    known = set(matrix.index) & set(matrix.columns)
    where = {"key": "spatial.matrix"}
    refuse(MethodError, [
        problem("matrix-without-unit", where, unit=unit) for unit in units if unit not in known
    ])  # fmt: skip
    values = matrix.loc[list(units), list(units)].to_numpy(dtype=np.float64).copy()
    np.fill_diagonal(values, 0.0)
    wrong = int((~np.isfinite(values) | (values < 0)).sum())
    if wrong:
        raise MethodError(problem("matrix-weights", where, count=wrong))
    return values


def _standardised(weights: FloatArray) -> FloatArray:
    sums = weights.sum(axis=1, keepdims=True)
    return np.asarray(
        np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0), dtype=np.float64
    )
