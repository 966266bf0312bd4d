"""Do like scores lie together: Moran, Geary, local Moran and Getis-Ord, through PySAL."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.analyze.spatial.weights import SpatialWeights
from resilmeter.core.arrays import FloatArray, constant
from resilmeter.errors import MethodError, StudyError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

QUADRANTS = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}
LEAST_UNITS = 4
LEVEL = 0.05


@dataclass(frozen=True, eq=False, kw_only=True)
class Clusters:
    """Global and local spatial association of the index, period by period.

    Attributes
    ----------
    totals : DataFrame
        period, units, islands, moran, moran_expected, moran_p, geary, geary_p, permutations, note;
        p two-sided, by permutation.
    places : DataFrame
        unit, period, moran, quadrant (high-high, low-high, low-low, high-low), moran_p,
        moran_survives, getis_ord, getis_ord_p, getis_ord_survives: `survives` after control of the
        false discovery rate at 0.05 among the units of the period.
    """

    totals: pd.DataFrame
    places: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        return {"spatial_totals": self.totals, "spatial_places": self.places}

    _repr_html_ = card

    def __repr__(self) -> str:
        row = self.totals.iloc[-1]
        return f"<Clusters: Moran's I {row['moran']:.3f} ({row['period']}), p {row['moran_p']:.3f}>"


def clusters(
    scores: Scores, weights: SpatialWeights, *, permutations: int = 999, seed: int = 0
) -> Clusters:
    """Test whether like scores lie together, and where.

    Parameters
    ----------
    scores : Scores
        Index.
    weights : SpatialWeights
        Who neighbours whom.
    permutations : int
        Seeded permutations.
    seed : int
        Same seed, same p-values.

    Returns
    -------
    Clusters

    Raises
    ------
    StudyError
        PySAL is not installed; the message names the extra.
    MethodError
        Weights of other units.

    Notes
    -----
    ``I = (n / S0) sum w_ij z_i z_j / sum z^2``; local I and G as in PySAL's esda, conditional
    permutations. Islands are left out. Global p: (1 + hits) / (1 + permutations), two-sided about
    the mean of the permuted values. Caveats: many local tests at once find clusters in noise, so
    only survivors of the false discovery rate are clusters; few units have little power.

    References
    ----------
    Anselin (1995), Geographical Analysis 27, doi:10.1111/j.1538-4632.1995.tb00338.x.
    """
    panel = scores.scaled.panel
    if weights.units != panel.units:
        given, expected = str(len(weights.units)), str(len(panel.units))
        raise MethodError(problem("same-shape", given=given, expected=expected))
    esda, linked = _pysal(), weights.matrix.sum(axis=1) > 0
    inner = weights.matrix[np.ix_(linked, linked)]
    sums = inner.sum(axis=1, keepdims=True)
    inner = np.divide(inner, sums, out=np.zeros_like(inner), where=sums > 0)
    names = np.array(panel.units, dtype=object)[linked]
    index = scores.index.to_numpy(dtype=np.float64).reshape(len(panel.units), -1)[linked]
    totals, places = [], []
    for t, period in enumerate(panel.periods):
        values = index[:, t]
        head = {"period": period, "units": values.size, "islands": len(weights.islands)}
        note = _hindrance(values)
        if note:
            totals.append({**head, "permutations": permutations, "note": note})
            continue
        totals.append({**head, **_global(esda, values, inner, permutations, seed), "note": ""})
        places.append(_local(esda, values, inner, permutations, seed).assign(
            unit=names, period=period
        ))  # fmt: skip
    columns = ["period", "units", "islands", "moran", "moran_expected", "moran_p", "geary",
               "geary_p", "permutations", "note"]  # fmt: skip
    local = ["unit", "period", "moran", "quadrant", "moran_p", "moran_survives", "getis_ord",
             "getis_ord_p", "getis_ord_survives"]  # fmt: skip
    found = pd.concat(places, ignore_index=True) if places else pd.DataFrame(columns=local)
    return Clusters(totals=pd.DataFrame(totals, columns=columns), places=found[local])


def _pysal() -> Any:
    """Import esda when it is first needed."""
    try:
        return import_module("esda")
    except ImportError:
        raise StudyError(problem("spatial-extra", {"key": "analyze.spatial"})) from None


def _hindrance(values: FloatArray) -> str:
    if values.size < LEAST_UNITS:
        return f"n/a: {values.size} units with neighbours, and {LEAST_UNITS} are needed"
    if constant(float(values.min()), float(values.max())):
        return "n/a: all values are equal"
    return ""


def _graph(matrix: FloatArray) -> Any:
    return import_module("libpysal.weights").full2W(matrix)


def _global(
    esda: Any, values: FloatArray, matrix: FloatArray, permutations: int, seed: int
) -> dict[str, object]:
    """Take statistics from esda and permute with a generator of our own, since esda's is global."""
    graph = _graph(matrix)
    moran = esda.Moran(values, graph, permutations=0)
    geary = float(esda.Geary(values, graph, permutations=0).C)
    rng, z = np.random.default_rng(seed), values - values.mean()
    drawn = np.stack([rng.permutation(z) for _ in range(permutations)])
    share = matrix / matrix.sum() / z.var()
    morans = np.einsum("bi,ij,bj->b", drawn, share, drawn, optimize=True)
    square = (drawn**2) @ (share.sum(axis=0) + share.sum(axis=1))
    gearys = (z.size - 1) / z.size * (square - 2 * morans) / 2
    return {
        "moran": float(moran.I), "moran_expected": float(moran.EI),
        "moran_p": _p(float(moran.I), morans), "geary": geary, "geary_p": _p(geary, gearys),
        "permutations": permutations,
    }  # fmt: skip


def _p(found: float, drawn: FloatArray) -> float:
    middle = drawn.mean()
    hits = int((np.abs(drawn - middle) >= abs(found - middle) - 1e-12).sum())
    return (1 + hits) / (1 + drawn.size)


def _local(
    esda: Any, values: FloatArray, matrix: FloatArray, permutations: int, seed: int
) -> pd.DataFrame:
    how = {"permutations": permutations, "seed": seed, "n_jobs": 1, "keep_simulations": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # esda warns of its own defaults, which are set here
        moran = esda.Moran_Local(values, _graph(matrix), **how)
        getis = esda.G_Local(values, _graph(matrix), star=False, **how)
    moran_p, getis_p = _two_sided(moran.p_sim), _two_sided(getis.p_sim)
    return pd.DataFrame({
        "moran": np.asarray(moran.Is, dtype=np.float64),
        "quadrant": [QUADRANTS[int(q)] for q in moran.q],
        "moran_p": moran_p,
        "moran_survives": moran_p <= float(esda.fdr(moran_p, LEVEL)),
        "getis_ord": np.asarray(getis.Zs, dtype=np.float64),
        "getis_ord_p": getis_p,
        "getis_ord_survives": getis_p <= float(esda.fdr(getis_p, LEVEL)),
    })  # fmt: skip


def _two_sided(p: FloatArray) -> FloatArray:
    """Double esda's pseudo p-values, which are those of one tail."""
    return np.minimum(2.0 * np.asarray(p, dtype=np.float64), 1.0)
