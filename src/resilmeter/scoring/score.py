"""Score: from scaled values and weights to an index, its dimension parts and contributions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import get_args

import numpy as np
import pandas as pd

from resilmeter.core.aggregate import parts
from resilmeter.core.arrays import FloatArray
from resilmeter.core.shapley import shapley_parts
from resilmeter.errors import Problem, StudyError, doubt, note, problem, refuse, refuse_unknown
from resilmeter.prepare import Scaled
from resilmeter.scoring.blocks import Block, Cut, blocks_of, together
from resilmeter.scoring.choices import EXPONENTS, Ideals, ScoreChoices, ScoredValues, Scoring
from resilmeter.scoring.imported import imported_scores
from resilmeter.scoring.methods import SCORINGS, levels_of
from resilmeter.scoring.scores import Scores
from resilmeter.weighting import Weights


def score(
    scaled: Scaled,
    weights: Weights,
    *,
    method: Scoring = "weighted-sum",
    choices: ScoreChoices | None = None,
) -> Scores:
    """Aggregate scaled indicators to an index.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values.
    weights : Weights
        One weight an indicator.
    method : str
        weighted-sum, geometric-mean, power-mean, levels, mazziotta-pareto,
        adjusted-mazziotta-pareto, topsis, vikor, grey-relation, rank-sum-ratio or imported.
    choices : ScoreChoices, optional
        What some methods need.

    Returns
    -------
    Scores

    Raises
    ------
    StudyError
        An unknown method, or choices that do not fit.
    MethodError
        Values for which the method is not defined, such as negative ones for a geometric mean.

    Notes
    -----
    Additive methods give contributions that add up to the index; the part of a dimension is the
    sum over its indicators (S1 Table 3, S2 step 6). Of the others the index is attributed to the
    dimensions by exact Shapley values against the mean of all rows; the score of that mean is
    shared out equally, and differences between units hold none of it.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> scores = rm.score(scaled, rm.weigh(scaled, method="entropy"))
    >>> list(scores.parts.columns)[:2]
    ['Economic resilience', 'Ecological resilience']
    """
    refuse_unknown(method, SCORINGS, "score.method")
    chosen = choices or ScoreChoices()
    refuse(StudyError, _choice_problems(method, chosen, scaled))
    if method == "imported":
        return imported_scores(scaled, weights, chosen)
    blocks = blocks_of(scaled, weights, chosen, ideals=SCORINGS[method].ideals)
    framework, rows, split = scaled.panel.framework, scaled.values.index, SCORINGS[method].split
    if split is None:
        contributions = None
        index = together(blocks, [SCORINGS[method].score(b)[:, None] for _, b in blocks])[:, 0]
        by_dimension = together(blocks, [_attributed(b, method) for _, b in blocks])
    else:
        contributions = together(blocks, [split(b) for _, b in blocks])
        index = contributions.sum(axis=1)
        by_dimension = parts(contributions, framework.dimension_codes)
    return Scores(
        index=pd.Series(index, rows, name="index"),
        parts=pd.DataFrame(by_dimension, rows, list(framework.dimensions)),
        by_indicator=_by_indicator(contributions, scaled),
        weights=weights,
        scaled=scaled,
        method=method,
        choices=chosen,
        comparable_over_time=_comparable(scaled, weights, method, chosen),
        levels=_level_values(scaled, blocks) if method == "levels" else None,
        steps=tuple(_steps(index, method, chosen)),
    )


def _by_indicator(contributions: FloatArray | None, scaled: Scaled) -> pd.DataFrame | None:
    if contributions is None:
        return None
    return pd.DataFrame(contributions, scaled.values.index, list(scaled.panel.framework.codes))


def _choice_problems(method: str, choices: ScoreChoices, scaled: Scaled) -> Iterator[Problem]:
    """Find choices out of their range, whatever the values."""
    refuse_unknown(choices.ideals, get_args(Ideals), "score.ideals")
    refuse_unknown(choices.values, get_args(ScoredValues), "score.values")
    if not 0 <= choices.strategy <= 1:
        where = {"key": "score.strategy"}
        yield problem("choice-range", where, given=choices.strategy, allowed="0 <= x <= 1")
    if not 0 < choices.distinguishing <= 1:
        where = {"key": "score.distinguishing"}
        yield problem("choice-range", where, given=choices.distinguishing, allowed="0 < x <= 1")
    if not np.isfinite(choices.exponent):
        yield problem("exponent-not-finite", {"key": "score.exponent"}, given=choices.exponent)
    if choices.values != "scaled" and method != "topsis":
        where = {"key": "score.values"}
        yield problem("values-of-topsis", where, given=choices.values, method=method)
    levels = 3 if scaled.panel.framework.sub_indices else 2
    if method == "levels" and (
        len(choices.levels) != levels or not set(choices.levels) <= set(EXPONENTS)
    ):
        where = {"key": "score.levels"}
        key = "score-levels" if choices.levels else "score-levels-none"
        yield problem(key, where, given=choices.levels, levels=levels, allowed=tuple(EXPONENTS))


def _comparable(scaled: Scaled, weights: Weights, method: str, choices: ScoreChoices) -> bool:
    ideals = not SCORINGS[method].ideals or choices.ideals == "pooled"
    return scaled.comparable_over_time and weights.by_period is None and ideals


def _attributed(block: Block, method: str) -> FloatArray:
    """Attribute scores to dimensions against the mean row."""
    value = partial(_value, block, method)
    return shapley_parts(block.x, block.parents[0], value, block.reference.mean(axis=0))


def _value(block: Block, method: str, x: FloatArray) -> FloatArray:
    return SCORINGS[method].score(replace(block, x=x))


def _level_values(scaled: Scaled, blocks: list[Cut]) -> pd.DataFrame:
    """Lay out the own values of dimensions and sub-indices."""
    framework = scaled.panel.framework
    names = [*framework.dimensions, *framework.sub_indices]
    pieces = [np.column_stack(levels_of(block)[:-1]) for _, block in blocks]
    return pd.DataFrame(together(blocks, pieces), scaled.values.index, names)


def _steps(index: FloatArray, method: str, choices: ScoreChoices) -> Iterator[Problem]:
    """Say how parts came about, and that zeros decide."""
    where = {"key": "score.method"}
    if SCORINGS[method].split is None:
        yield note("shapley-attribution", where, method=method)
    zeros = int((index == 0).sum())
    if SCORINGS[method].zeros(choices) and zeros:
        yield doubt("zeros-decide", where, method=method, count=zeros, rows=len(index))
