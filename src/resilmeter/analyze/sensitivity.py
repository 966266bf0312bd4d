"""Which choice moves the results most? Sobol indices, with SALib's samples and estimators."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, StudyError, problem

# Bootstrap samples behind an interval, and its coverage.
RESAMPLES = 200
LEVEL = 0.95


def sobol_points(count: int, size: int, seed: int) -> FloatArray:
    """Sample the unit cube as Saltelli's estimators need it.

    Parameters
    ----------
    count : int
        Number of factors, two or more.
    size : int
        Base sample, a power of two.
    seed : int
        Seed of the scrambling.

    Returns
    -------
    (size (count + 2), count) float array
        In [0, 1].

    Raises
    ------
    StudyError
        SALib is not installed.
    MethodError
        Fewer than two factors, or a size that is no power of two.

    References
    ----------
    Saltelli, Annoni, Azzini, Campolongo, Ratto, Tarantola (2010), Computer Physics Communications
    181, doi:10.1016/j.cpc.2009.09.018.
    """
    if count < 2 or size < 2 or size & (size - 1):
        raise MethodError(problem("sobol-size", factors=count, given=size))
    sample = _salib("sample")
    points = sample.sample(_problem(count), size, calc_second_order=False, scramble=True, seed=seed)
    return np.asarray(points, dtype=np.float64)


def sobol_indices(
    outputs: Mapping[tuple[str, str], FloatArray], names: Sequence[str], seed: int
) -> pd.DataFrame:
    """Estimate first-order and total indices of each factor on each output.

    Parameters
    ----------
    outputs : mapping of (str, str) to (v,) float array
        By name of the output and unit: values at the points of `sobol_points`, in their order.
    names : sequence of str
        The factors.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    DataFrame
        output, unit, factor, first, first_low, first_high, total, total_low, total_high; blank for
        an output that does not vary. Intervals are 95 % of a normal bootstrap.

    Raises
    ------
    StudyError
        SALib is not installed.

    Notes
    -----
    The first-order index is the share of the output's variance that fixing the factor takes away
    on average; the total index is the share that is left if all others are fixed. Caveats:
    estimates can lie below 0 or above 1, the more so the smaller the sample; a factor of many
    equal choices counts as one.

    References
    ----------
    Saltelli, Annoni, Azzini, Campolongo, Ratto, Tarantola (2010), Computer Physics Communications
    181, doi:10.1016/j.cpc.2009.09.018. Herman, Usher (2017), SALib, Journal of Open Source Software
    2(9), doi:10.21105/joss.00097.
    """
    analyze = _salib("analyze").analyze
    tables = [
        _indices(analyze, values, names, seed).assign(output=output, unit=unit)
        for (output, unit), values in outputs.items()
    ]
    columns = ["output", "unit", "factor", "first", "first_low", "first_high", "total",
               "total_low", "total_high"]  # fmt: skip
    return pd.concat(tables, ignore_index=True)[columns]


def _indices(
    analyze: Callable[..., Any], values: FloatArray, names: Sequence[str], seed: int
) -> pd.DataFrame:
    table = pd.DataFrame({"factor": list(names)})
    pairs = {"first": "S1", "total": "ST"}
    if not _varies(values, len(names)):
        blank = [f"{name}{end}" for name in pairs for end in ("", "_low", "_high")]
        return table.assign(**dict.fromkeys(blank, np.nan))
    with warnings.catch_warnings():
        # A bootstrap sample of a coarse output can be constant; it then counts as an index of 0.
        warnings.filterwarnings("ignore", message="Constant values encountered")
        found = analyze(
            _problem(len(names)), values, calc_second_order=False, num_resamples=RESAMPLES,
            conf_level=LEVEL, seed=seed,
        )  # fmt: skip
    for name, key in pairs.items():
        centre, half = found[key], found[f"{key}_conf"]
        table = table.assign(**{
            name: centre, f"{name}_low": centre - half, f"{name}_high": centre + half
        })  # fmt: skip
    return table


def _varies(values: FloatArray, count: int) -> bool:
    """Tell whether the two base samples vary: first and last of every count + 2 points."""
    points = values.reshape(-1, count + 2)
    return bool(np.ptp(points[:, [0, -1]]) > np.finfo(np.float64).eps)


def _problem(count: int) -> dict[str, Any]:
    """Describe the unit cube to SALib."""
    return {"num_vars": count, "names": [f"x{i}" for i in range(count)], "bounds": [[0, 1]] * count}


def _salib(room: str) -> Any:
    """Load a part of SALib, or name the extra that brings it."""
    try:
        from SALib.analyze import sobol as analyze  # noqa: PLC0415
        from SALib.sample import sobol as sample  # noqa: PLC0415
    except ImportError:
        where = {"key": "robustness.sensitivity"}
        raise StudyError(problem("needs-extra", where, extra="robust")) from None
    return analyze if room == "analyze" else sample
