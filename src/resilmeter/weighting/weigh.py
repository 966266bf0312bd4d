"""Weigh: from scaled values to one weight an indicator, with the diagnostics beside it."""

from __future__ import annotations

from collections.abc import Container
from typing import get_args

import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import StudyError, note, refuse, refuse_unknown
from resilmeter.framework import Framework
from resilmeter.prepare import Scaled
from resilmeter.weighting.choices import Choices, Rows, WeighScope
from resilmeter.weighting.diagnostics import diagnostics, without_extreme
from resilmeter.weighting.experts import doubts, judgement_table, judgements_used
from resilmeter.weighting.methods import WEIGHTINGS, Weighting
from resilmeter.weighting.nested import weights_by_block
from resilmeter.weighting.problems import choice_problems
from resilmeter.weighting.weights import Weights


def weigh(
    scaled: Scaled,
    *,
    method: Weighting = "critic",
    choices: Choices | None = None,
    describe: bool = True,
) -> Weights:
    """Weigh the indicators.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values.
    method : str
        critic, critic-spearman, critic-distance, critic-cv, entropy, coefficient-of-variation,
        standard-deviation, pca, pca-first, pca-scores, merec, ahp, equal, given or combined.
    choices : Choices, optional
        What some methods need, weights that are fixed, and whether to weigh within dimensions.
    describe : bool
        False to leave out the columns that stand beside the weights, which take most of the time.

    Returns
    -------
    Weights

    Raises
    ------
    StudyError
        An unknown method, or choices that do not fit it or the indicators.
    MethodError
        Values for which the method is not defined, by indicator.

    Notes
    -----
    The diagnostic `weight_without_extreme` is the indicator's weight after leaving out the
    city-year that holds its most extreme scaled value (farthest from the median) and, where the
    goalposts come from the data, scaling again.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> round(float(rm.weigh(scaled, method="entropy").values.sum()), 12)
    1.0
    """
    refuse_unknown(method, WEIGHTINGS, "weigh.method")
    chosen, framework = choices or Choices(), scaled.panel.framework
    refuse_unknown(chosen.scope, get_args(WeighScope), "weigh.scope")
    refuse(StudyError, choice_problems(method, chosen, framework))
    rows = _rows(scaled, chosen)
    found = weights_by_block(rows, method, framework)
    table = weights_frame(framework, found.mean(axis=0))
    if describe:
        table = table.assign(
            **diagnostics(rows, scaled.worst), **without_extreme(scaled, rows, method)
        )
    judged = judgements_used(chosen, method, framework)
    steps = doubts(judged)
    by_period = None
    if chosen.scope == "per-period":
        by_period = pd.DataFrame(found, list(scaled.panel.periods), list(framework.codes))
        steps = [*steps, note("weights-per-period", {"key": "weigh.scope"})]
    return Weights(
        table=table,
        method=method,
        level=chosen.level,
        by_period=by_period,
        judgements=judgement_table(judged, chosen) if judged else None,
        steps=tuple(steps),
    )


def weights_left(
    scaled: Scaled, dropped: Container[str], *, method: Weighting, choices: Choices
) -> FloatArray:
    """Weigh as if some indicators had never been there; gives the weights alone.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values of all indicators, each scaled by itself.
    dropped : container of str
        Codes of the indicators to leave out.
    method : str
        As for `weigh`.
    choices : Choices
        As for `weigh`; weights that it gives to what is left out are passed over.

    Returns
    -------
    (1, k) or (periods, k) float array
        Weights of the k indicators that are left; each row sums to 1.

    Raises
    ------
    StudyError, MethodError
        As `weigh`; and DataError where nothing is left.
    """
    framework = scaled.panel.framework
    columns = [j for j, code in enumerate(framework.codes) if code not in dropped]
    left = framework.without(code for code in framework.codes if code in dropped)
    own = choices if len(left.codes) == len(framework.codes) else choices.only(left)
    refuse(StudyError, choice_problems(method, own, left))
    return weights_by_block(_rows(scaled, own).only(columns), method, left)


def _rows(scaled: Scaled, choices: Choices) -> Rows:
    framework = scaled.panel.framework
    return Rows(
        x=scaled.values.to_numpy(),
        raw=scaled.panel.values.to_numpy(),
        periods=scaled.values.index.get_level_values("period").to_numpy(),
        directions=tuple(i.direction for i in framework.indicators),
        codes=framework.codes,
        choices=choices,
    )


def weights_frame(framework: Framework, weights: FloatArray) -> pd.DataFrame:
    """Lay weights out with their dimensions, and the sum in each."""
    frame = pd.DataFrame(
        {
            "indicator": framework.codes,
            "dimension": [i.dimension for i in framework.indicators],
            "weight": weights,
        }
    )
    total = frame.groupby("dimension")["weight"].transform("sum")
    return frame.assign(dimension_weight=total)
