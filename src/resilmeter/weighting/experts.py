"""Experts' comparison matrices: matched to the indicators, combined, and judged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.core.weights import Judgement, ahp
from resilmeter.errors import Problem, StudyError, doubt, problem
from resilmeter.framework import Framework
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


def judgements_used(
    choices: Choices, method: str, framework: Framework
) -> dict[str, tuple[tuple[str, ...], Judgement]]:
    """List what the experts' matrices say wherever the weighting looks at them.

    Parameters
    ----------
    choices : Choices
        With the matrices, the level, and the methods that are combined.
    method : str
        Weighting.
    framework : Framework
        What is compared.

    Returns
    -------
    dict of str to (tuple of str, Judgement)
        By what is compared ("indicators", "dimensions", or a dimension): its names and the
        judgement; empty where no matrix is looked at.
    """
    if method != "ahp" and not (method == "combined" and "ahp" in choices.combine.methods):
        return {}
    if choices.level == "flat":
        return {"indicators": (framework.codes, judgement(choices, framework.codes))}
    found = {}
    upper = framework.dimensions
    if method == "ahp" and not choices.dimension_weights and compared(choices, upper):
        found["dimensions"] = (upper, judgement(choices, upper))
    for name in upper:
        codes = tuple(i.code for i in framework.indicators if i.dimension == name)
        if len(codes) > 1:
            found[name] = (codes, judgement(choices, codes))
    return found


def judgement_table(
    found: dict[str, tuple[tuple[str, ...], Judgement]], choices: Choices
) -> pd.DataFrame:
    """Lay out how consistent the comparisons are, one row a set of matrices."""
    rows = [
        {
            "compared": name,
            "items": len(names),
            "experts": sum(_compares(m, names) for m in choices.comparisons),
            "method": choices.ahp,
            "largest_eigenvalue": one.largest_eigenvalue,
            "consistency_index": one.consistency_index,
            "consistency_ratio": one.consistency_ratio,
            "accepted": one.accepted,
            "worst": ", ".join(names[i] for i in one.worst) if one.worst else "",
        }
        for name, (names, one) in found.items()
    ]
    return pd.DataFrame(rows)


def doubts(found: dict[str, tuple[tuple[str, ...], Judgement]]) -> list[Problem]:
    """List the doubts that comparisons contradict each other, naming the worst three."""
    return [
        doubt(
            "ahp-inconsistent",
            {"key": KEY},
            ratio=one.consistency_ratio,
            worst=[names[i] for i in one.worst],
        )
        for names, one in found.values()
        if not one.accepted and one.worst is not None
    ]


def compared(choices: Choices, names: tuple[str, ...]) -> bool:
    """Tell whether some matrix compares exactly these names."""
    return any(_compares(matrix, names) for matrix in choices.comparisons)


def _compares(matrix: pd.DataFrame, names: tuple[str, ...]) -> bool:
    return set(matrix.columns) == set(names) == set(matrix.index) and len(matrix) == len(names)
