"""Do the dimensions develop together? Coupling coordination of their fill rates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.core.coupling import FORMS, coupling_coordination
from resilmeter.errors import MethodError, problem
from resilmeter.scoring import Scores


def coupling(scores: Scores) -> pd.DataFrame:
    """Measure coupling coordination between the dimensions, in both forms.

    Parameters
    ----------
    scores : Scores
        A weighted sum of at least two dimensions whose values have a best one.

    Returns
    -------
    DataFrame
        unit, period, form (standard, corrected), coupling, level, coordination, grade (1 to 10),
        note.

    Raises
    ------
    MethodError
        Scores without fill rates, a single dimension, or fill rates outside 0 to 1.

    Notes
    -----
    Systems are the fill rates of the dimensions: the part as a share of the most it can be, equally
    weighted and never rescaled. ``D = sqrt(C T)`` with the standard
    ``C = q (prod U)^(1/q) / sum U`` and Wang's corrected C. Caveats: the standard C crowds near 1;
    grades do not compare between studies.

    References
    ----------
    Wang, Kong, Ren, Zhi, Dai (2021), Journal of Natural Resources 36(3), 793-810,
    doi:10.31497/zrzyxb.20210319.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.coupling(rm.score(scaled, rm.weigh(scaled, method="entropy")))
    >>> found["form"].unique().tolist()
    ['standard', 'corrected']
    """
    fill = scores.fill
    if fill.isna().to_numpy().any():
        raise MethodError(problem("coupling-fill", {"key": "score.method"}, method=scores.method))
    values = fill.to_numpy(dtype=np.float64)
    # parts that reach their most by sums in another order may pass it in the last digit
    values = np.where(np.abs(values - 1.0) < 1e-12, 1.0, values)
    weights = np.full(values.shape[1], 1.0 / values.shape[1])
    tables = []
    for form in FORMS:
        found = coupling_coordination(values, weights, form)
        tables.append(pd.DataFrame({
            "unit": fill.index.get_level_values("unit"),
            "period": fill.index.get_level_values("period"),
            "form": form,
            "coupling": found.coupling,
            "level": found.level,
            "coordination": found.coordination,
            "grade": found.classes + 1,
            "note": ["" if r is None else r.text() for r in found.reasons],
        }))  # fmt: skip
    return pd.concat(tables, ignore_index=True)
