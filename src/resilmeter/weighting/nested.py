"""Weigh all indicators against each other, or within dimensions; all rows, or period by period."""

from __future__ import annotations

import numpy as np

from resilmeter.core import weights as kernels
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, Problem, StudyError, problem, refuse
from resilmeter.framework import Framework
from resilmeter.weighting.choices import Choices, Rows
from resilmeter.weighting.experts import compared, judgement
from resilmeter.weighting.methods import weights_of
from resilmeter.weighting.sums import Sums


def weights_by_block(rows: Rows, method: str, framework: Framework) -> FloatArray:
    """Weigh all rows together, or each period by itself.

    Parameters
    ----------
    rows : Rows
        What is weighed.
    method : str
        Weighting.
    framework : Framework
        What the columns mean.

    Returns
    -------
    (1, q) or (periods, q) float array
        Each row sums to 1.

    Raises
    ------
    MethodError
        Values for which the method is not defined; names the period where it is one.
    """
    if rows.choices.scope == "pooled":
        return block_weights(rows, method, framework)[None, :]
    out, found = [], list[Problem]()
    for period in np.unique(rows.periods):
        try:
            out.append(block_weights(rows.where(rows.periods == period), method, framework))
        except MethodError as error:
            where = {"period": int(period)}
            found += [Problem(p.key, {**where, **p.where}, p.values) for p in error.problems]
    refuse(MethodError, found)
    return np.array(out)


def block_weights(rows: Rows | Sums, method: str, framework: Framework) -> FloatArray:
    """Weigh flat or within dimensions, then put the fixed weights in: (q,), summing to 1."""
    flat = rows.choices.level == "flat"
    weights = weights_of(rows, method) if flat else _nested(rows, method, framework)
    fixed = {rows.codes.index(code): share for code, share in rows.choices.fixed.items()}
    return kernels.fix_shares(weights, fixed) if fixed else weights


def _nested(rows: Rows | Sums, method: str, framework: Framework) -> FloatArray:
    """Weigh each dimension by itself and multiply by the weight of the dimension."""
    weights = np.zeros(len(rows.codes))
    upper = _dimension_weights(rows.choices, method, framework)
    for place, dimension in enumerate(upper):
        columns = np.flatnonzero(framework.dimension_codes == place).tolist()
        own = [1.0] if len(columns) == 1 else weights_of(rows.only(columns), method)
        weights[columns] = dimension * np.asarray(own)
    return weights


def _dimension_weights(choices: Choices, method: str, framework: Framework) -> FloatArray:
    """Weights of the dimensions: given, compared by the experts, or equal."""
    names = framework.dimensions
    if choices.dimension_weights:
        where = {"key": "weigh.dimension_weights"}
        lacking = [name for name in names if name not in choices.dimension_weights]
        refuse(StudyError, [problem("given-lacks", where, indicator=name) for name in lacking])
        return kernels.given([choices.dimension_weights[name] for name in names], names)
    if method == "ahp" and compared(choices, names):
        return judgement(choices, names).weights
    return _equal_by_sub_index(framework)


def _equal_by_sub_index(framework: Framework) -> FloatArray:
    """Weigh dimensions equally, within sub-indices of equal weight where there are any."""
    codes = framework.sub_index_codes
    sizes = np.bincount(codes)
    return np.asarray(1.0 / (sizes.size * sizes[codes]), dtype=np.float64)
