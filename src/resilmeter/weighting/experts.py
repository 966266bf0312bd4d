"""Experts' comparison matrices: matched to the indicators, combined, and judged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.core.weights import Judgement, ahp
from resilmeter.errors import Problem, StudyError, doubt, problem
from resilmeter.weighting.choices import Choices

KEY = "weigh.comparisons"


def judgement(choices: Choices, names: tuple[str, ...]) -> Judgement:
    """Weigh `names` by the matrices that compare exactly them.

    Parameters
    ----------
    choices : Choices
        With the experts' matrices.
    names : tuple of str
        Indicators, or dimensions.

    Returns
    -------
    Judgement

    Raises
    ------
    StudyError
        No matrix compares exactly these names.
    MethodError
        A matrix that is not reciprocal.
    """
    if len(names) == 1:
        return ahp([[1.0]])
    if not choices.comparisons:
        raise StudyError(problem("needs-comparisons", {"key": KEY}))
    fitting = [m for m in choices.comparisons if _compares(m, names)]
    if not fitting:
        given = [list(map(str, matrix.columns)) for matrix in choices.comparisons]
        where = {"key": KEY}
        raise StudyError(problem("ahp-labels", where, given=given, indicators=names))
    stack = np.array([m.loc[list(names), list(names)].to_numpy(float) for m in fitting])
    return ahp(stack, names, method=choices.ahp)


def doubts(choices: Choices, names: tuple[str, ...]) -> list[Problem]:
    """List the doubt that comparisons contradict each other, naming the worst three."""
    found = judgement(choices, names)
    if found.accepted or found.worst is None:
        return []
    worst = [names[i] for i in found.worst]
    ratio = found.consistency_ratio
    return [doubt("ahp-inconsistent", {"key": KEY}, ratio=ratio, worst=worst)]


def compared(choices: Choices, names: tuple[str, ...]) -> bool:
    """Tell whether some matrix compares exactly these names."""
    return any(_compares(matrix, names) for matrix in choices.comparisons)


def _compares(matrix: pd.DataFrame, names: tuple[str, ...]) -> bool:
    return set(matrix.columns) == set(names) == set(matrix.index) and len(matrix) == len(names)
