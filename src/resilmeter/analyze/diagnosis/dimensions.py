"""Each dimension: do its indicators measure one thing?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.analyze.diagnosis.sample import Sample
from resilmeter.core import weights as kernels
from resilmeter.core.arrays import IntArray
from resilmeter.core.reliability import cronbach_alpha
from resilmeter.core.tails import chi_squared_tail

ALL = ""
ONE_INDICATOR = "n/a: a dimension of one indicator has nothing to agree with"
CONSTANT = "n/a: an indicator of the dimension does not vary"
CONSTANT_SUM = "n/a: the sum of the indicators does not vary, so alpha is not defined"
FEW_ROWS = "n/a: KMO and Bartlett's test need clearly more unit-periods than indicators"
SINGULAR = "n/a: KMO needs indicators that do not follow from each other exactly"
LOADINGS = ["dimension", "component", "explained", "indicator", "loading", "correlation"]


def dimension_table(sample: Sample) -> pd.DataFrame:
    """Lay out one row a dimension, and one for all indicators; see `Diagnosis.dimensions`."""
    rows = [_row(sample, name, columns) for name, columns in _members(sample)]
    return pd.DataFrame(rows).astype({"note": object})


def loading_table(sample: Sample) -> pd.DataFrame:
    """Lay out one row a dimension, component and indicator; see `Diagnosis.loadings`."""
    rows = [
        row
        for name, columns in _members(sample)
        if name != ALL and len(columns) > 1 and sample.varied[columns].all()
        for row in _loadings(sample, name, columns)
    ]
    return pd.DataFrame(rows, columns=LOADINGS)


def _members(sample: Sample) -> Iterator[tuple[str, IntArray]]:
    """Yield each dimension with the columns of its indicators, then all of them."""
    of = sample.framework.dimension_codes
    for place, name in enumerate(sample.framework.dimensions):
        yield name, np.flatnonzero(of == place)
    yield ALL, np.arange(len(of))


def _row(sample: Sample, name: str, columns: IntArray) -> dict[str, object]:
    x, undefined = sample.x[:, columns], float("nan")
    alpha = cronbach_alpha(x)
    first, kmo, bartlett = undefined, undefined, undefined
    note = _reason(sample, columns)
    if not note:
        first = float(kernels.components(x).explained[0])
        note = CONSTANT_SUM if alpha is None else ""
        kmo, bartlett, blank = _adequacy(sample, columns)
        note = "; ".join(part for part in (note, blank) if part)
    return {
        "dimension": name,
        "indicators": len(columns),
        "weight": float(sample.scores.weights.values[columns].sum()),
        "alpha": undefined if alpha is None else alpha,
        "first_component": first,
        "kmo": kmo,
        "bartlett_p": bartlett,
        "note": note,
    }


def _reason(sample: Sample, columns: IntArray) -> str:
    """Say why there are no components, or nothing if there are."""
    if len(columns) < 2:
        return ONE_INDICATOR
    return "" if sample.varied[columns].all() else CONSTANT


def _adequacy(sample: Sample, columns: IntArray) -> tuple[float, float, str]:
    """Measure KMO and the p value of Bartlett's test, with the reason where one is blank."""
    found = kernels.adequacy(sample.x[:, columns])
    if len(sample.x) <= len(columns) + 1 or found.bartlett < 0:
        return float("nan"), float("nan"), FEW_ROWS
    p = chi_squared_tail(found.bartlett, found.degrees)
    return found.kmo, p, SINGULAR if np.isnan(found.kmo) else ""


def _loadings(sample: Sample, name: str, columns: IntArray) -> Iterator[tuple[object, ...]]:
    found = kernels.components(sample.x[:, columns])
    scale, explained = np.sqrt(found.variances), found.explained
    for component in range(len(columns)):
        for place, column in enumerate(columns.tolist()):
            loading = float(found.loadings[place, component])
            correlation = loading * float(scale[component])
            code = sample.framework.codes[column]
            yield name, component + 1, float(explained[component]), code, loading, correlation
