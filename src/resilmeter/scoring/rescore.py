"""Score again with other weights or a turned direction, by the method of the scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.scoring.blocks import blocks_of, together
from resilmeter.scoring.methods import SCORINGS
from resilmeter.scoring.scores import Scores


def rescored(
    scores: Scores, *, weights: FloatArray | None = None, mirrored: int | None = None
) -> FloatArray:
    """Compute the index again with one thing changed.

    Parameters
    ----------
    scores : Scores
        The scores as they are.
    weights : (q,) float array, optional
        Other weights, the same in all periods.
    mirrored : int, optional
        Position of an indicator whose direction is turned: ``worst + best - x`` where scaled values
        have a worst and a best (``1 - x`` on the scale from 0 to 1), else ``min + max - x``.

    Returns
    -------
    (n,) float array
        The index, in the order of the rows.

    Raises
    ------
    MethodError
        Scores that were computed elsewhere.
    """
    method = SCORINGS[scores.method]
    blocks = blocks_of(scores.scaled, scores.weights, scores.choices, ideals=method.ideals)
    if weights is not None:
        blocks = [(rows, replace(block, weights=weights)) for rows, block in blocks]
    if mirrored is not None:
        whole = np.concatenate([block.x[:, mirrored] for _, block in blocks])
        ends = _ends(scores, whole)
        blocks = [
            (rows, replace(block, x=_mirrored(block.x, mirrored, ends),
                           reference=_mirrored(block.reference, mirrored, ends)))
            for rows, block in blocks
        ]  # fmt: skip
    return together(blocks, [method.score(block)[:, None] for _, block in blocks])[:, 0]


def _ends(scores: Scores, values: FloatArray) -> float:
    worst, best = scores.scaled.worst, scores.scaled.best
    if worst is None or best is None or scores.choices.values != "scaled":
        return float(values.min() + values.max())
    return worst + best


def _mirrored(x: FloatArray, column: int, ends: float) -> FloatArray:
    turned = x.copy()
    turned[:, column] = ends - turned[:, column]
    return turned
