"""The stages of a study, each with the keys that it looks at."""

from __future__ import annotations

import pandas as pd

from resilmeter.panel import Panel
from resilmeter.prepare import Scaled, impute, interpolate, normalize, treat
from resilmeter.scoring import Scores, score
from resilmeter.study.schema import Study
from resilmeter.study.score_choices import score_choices
from resilmeter.weighting import Weights


def filled(study: Study, panel: Panel) -> Panel:
    """Interpolate, then impute what is left."""
    lines, rest = study.prepare.interpolate, study.prepare.impute
    if lines.method != "none":
        longest = None if lines.max_gap == "any" else lines.max_gap
        panel = interpolate(
            panel, max_gap=longest, extrapolate=lines.extrapolate, errors=lines.errors,
            seed=study.seed,
        )  # fmt: skip
    return impute(panel, method=rest.method, neighbours=rest.neighbours, seed=study.seed)


def treated(study: Study, panel: Panel) -> Panel:
    """Treat outliers and skewness."""
    return treat(panel, **dict(study.prepare.treat))


def scale(study: Study, panel: Panel, posts: pd.DataFrame | None) -> Scaled:
    """Orient and scale."""
    how = study.prepare.normalize
    return normalize(
        panel,
        method=how.method,
        scope=how.scope,
        base_period=how.base_period,
        goalposts=posts,
        outside=how.outside,
        interval=how.interval,
    )


def scored(study: Study, scaled: Scaled, weights: Weights) -> Scores:
    """Aggregate to an index."""
    return score(scaled, weights, method=study.score.method, choices=score_choices(study))
