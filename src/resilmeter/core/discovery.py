"""Many tests at once: how many of the findings may be false?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, problem


def adjusted_p(p: npt.ArrayLike) -> FloatArray:
    """Adjust p values of tests made together for their false discovery rate.

    Parameters
    ----------
    p : (m,) float array
        p values in [0, 1].

    Returns
    -------
    (m,) float array
        The smallest rate of false discoveries at which each test is still called a finding; never
        below its p value.

    Raises
    ------
    MethodError
        Values outside [0, 1] or not a number.

    Notes
    -----
    Benjamini and Hochberg: with the p values in increasing order, ``min over l >= k of m p_l / l``.

    References
    ----------
    Benjamini, Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300,
    doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> adjusted_p([0.04, 0.01, 0.5])
    array([0.06, 0.03, 0.5 ])
    """
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        raise MethodError(problem("p-values", given=values.shape))
    order = np.argsort(values, kind="stable")
    raised = values[order] * values.size / np.arange(1, values.size + 1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum.accumulate(raised[::-1])[::-1]
    return adjusted
