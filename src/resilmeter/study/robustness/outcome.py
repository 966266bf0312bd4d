"""What the sentences claim in one variant."""

from __future__ import annotations

import numpy as np

from resilmeter.analyze import Outcome, claims
from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.prepare import Scaled
from resilmeter.scoring import ScoreChoices, parts_under
from resilmeter.study.needs import comparable
from resilmeter.study.schema import Study


def claims_under(
    scaled: Scaled, study: Study, choices: ScoreChoices, weights: FloatArray, index: FloatArray
) -> dict[str, str]:
    """Take the claims of the sentences from a variant.

    Parameters
    ----------
    scaled : Scaled
        Its scaled values.
    study : Study
        Its keys.
    choices : ScoreChoices
        Choices beside its way of scoring.
    weights : (q,) float array
        Its weights.
    index : (n,) float array
        Its index, in the order of the rows of `scaled`.

    Returns
    -------
    dict of str to str
        See `resilmeter.analyze.claims`.
    """
    panel, method = scaled.panel, study.score.method
    framework = panel.framework
    last = (panel.values.index.get_level_values("period") == panel.periods[-1]).astype(np.bool_)
    split = study.weigh.scope == "pooled" and method != "imported"
    return claims(Outcome(
        codes=framework.codes, dimensions=framework.dimensions, groups=panel.group_order,
        group_codes=panel.group_codes, weights=weights,
        index=index.reshape(len(panel.units), len(panel.periods)),
        parts=parts_under(scaled, weights, last, method=method, choices=choices) if split else None,
        reached=_reached(scaled, last) if method == "weighted-sum" else None,
        comparable=comparable(study),
    ))  # fmt: skip


def _reached(scaled: Scaled, last: BoolArray) -> FloatArray | None:
    """Scale from 0 at the worst to 1 at the best; None where a value lies beyond the best."""
    if scaled.worst is None or scaled.best is None:
        return None
    values = (scaled.values.to_numpy()[last] - scaled.worst) / (scaled.best - scaled.worst)
    return None if (values > 1).any() else np.asarray(values, dtype=np.float64)
