"""What the sentences claim in variants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from resilmeter.analyze import Outcome, claims
from resilmeter.core.arrays import BoolArray, FloatArray, IntArray
from resilmeter.core.obstacles import attainable
from resilmeter.prepare import Scaled
from resilmeter.scoring import ScoreChoices, parts_under
from resilmeter.study.needs import comparable
from resilmeter.study.schema import Study


def claims_under(
    scaled: Scaled,
    study: Study,
    choices: ScoreChoices,
    sets: FloatArray,
    scored: FloatArray,
    strata: pd.DataFrame | None = None,
) -> list[dict[str, str]]:
    """Take the claims of the sentences from variants that share their scaled values.

    Parameters
    ----------
    scaled : Scaled
        Their scaled values.
    study : Study
        Their keys.
    choices : ScoreChoices
        Choices beside their way of scoring.
    sets : (v, q) float array
        Their weights.
    scored : (v, n) float array
        Their indices, in the order of the rows of `scaled`.
    strata : DataFrame, optional
        Strata of the drivers; see `resilmeter.study.drivers.strata_of`.

    Returns
    -------
    list of dict of str to str
        One a variant; see `resilmeter.analyze.claims`.
    """
    panel, method = scaled.panel, study.score.method
    framework, shape = panel.framework, (len(panel.units), len(panel.periods))
    last = (panel.values.index.get_level_values("period") == panel.periods[-1]).astype(np.bool_)
    parts: Iterable[FloatArray | None] = [None] * len(sets)
    if study.weigh.scope == "pooled" and method != "imported":
        parts = parts_under(scaled, sets, last, method=method, choices=choices)
    common = Outcome(
        codes=framework.codes, dimensions=framework.dimensions, groups=panel.group_order,
        group_codes=panel.group_codes, weights=sets[0], index=scored[0].reshape(shape),
        parts=None, reached=_reached(scaled, last) if method == "weighted-sum" else None,
        comparable=comparable(study), drivers=() if strata is None else tuple(strata.columns),
        strata=None if strata is None else _last_strata(strata, scaled, last),
        periods=panel.periods, variant=study.obstacles.variant,
        goals=_goals(study, scaled, last), members=framework.dimension_codes,
    )  # fmt: skip
    return [
        claims(replace(common, weights=weights, index=index.reshape(shape), parts=own))
        for weights, index, own in zip(sets, scored, parts, strict=True)
    ]


def _last_strata(strata: pd.DataFrame, scaled: Scaled, last: BoolArray) -> IntArray:
    """(drivers, n): the strata of the variant's units in its last period, -1 where not known."""
    rows = strata.reindex(scaled.values.index[last], fill_value=-1)
    return np.asarray(rows.to_numpy(dtype=np.int64).T)


def _goals(study: Study, scaled: Scaled, last: BoolArray) -> FloatArray | None:
    """Take what the peers have attained in the last period, where obstacles are measured by it."""
    keys, reached = study.obstacles, _reached(scaled, last)
    if keys.variant != "attainable" or reached is None:
        return None
    return attainable(reached, scaled.panel.group_codes, keys.percentile)


def _reached(scaled: Scaled, last: BoolArray) -> FloatArray | None:
    """Scale from 0 at the worst to 1 at the best; None where a value lies beyond the best."""
    if scaled.worst is None or scaled.best is None:
        return None
    values = (scaled.values.to_numpy()[last] - scaled.worst) / (scaled.best - scaled.worst)
    return None if (values > 1).any() else np.asarray(values, dtype=np.float64)
