"""Score the same values under many sets of weights: at once where the method allows it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from resilmeter.core.aggregate import parts
from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.core.robustness import nested_variants, power_variants
from resilmeter.core.shapley import shapley_parts
from resilmeter.prepare import Scaled
from resilmeter.scoring.blocks import Block, Cut, blocks_of, together
from resilmeter.scoring.choices import EXPONENTS, ScoreChoices
from resilmeter.scoring.methods import SCORINGS
from resilmeter.weighting import Weights

# Methods for which all variants are one product of matrices, and a weight of zero leaves an
# indicator out.
POWERS = {"weighted-sum": 1.0, "geometric-mean": 0.0}
AT_ONCE = frozenset({*POWERS, "power-mean", "levels"})


def scores_under(
    scaled: Scaled, sets: FloatArray, *, method: str, choices: ScoreChoices
) -> FloatArray:
    """Compute the index under each of many sets of weights.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values.
    sets : (v, q) float array
        One set of weights a row, the same in all periods.
    method : str
        Way of scoring.
    choices : ScoreChoices
        What some methods need.

    Returns
    -------
    (v, n) float array
        One variant a row, in the order of the rows of `scaled`.

    Raises
    ------
    MethodError
        Values for which the method is not defined, or scores that were computed elsewhere.
    """
    how, blocks = SCORINGS[method], _blocks(scaled, sets[0], method, choices)
    if method in AT_ONCE:
        return _at_once(blocks[0][1], sets, method)
    return np.stack([
        together(blocks, [how.score(replace(block, weights=own))[:, None] for _, block in blocks])
        for own in sets
    ])[:, :, 0]  # fmt: skip


def parts_under(
    scaled: Scaled, weights: FloatArray, rows: BoolArray, *, method: str, choices: ScoreChoices
) -> FloatArray:
    """Split the index of some rows over the dimensions, as `score` does.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values.
    weights : (q,) float array
        Weights, the same in all periods.
    rows : (n,) bool array
        The rows wanted.
    method : str
        Way of scoring.
    choices : ScoreChoices
        What some methods need.

    Returns
    -------
    (rows wanted, d) float array
        Each row adds up to its index.
    """
    split, out = SCORINGS[method].split, []
    blocks = _blocks(scaled, weights, method, choices)
    wanted = [(cut & rows, rows[cut], block) for cut, block in blocks if (cut & rows).any()]
    for _, inside, block in wanted:
        if split is None:
            own = replace(block, x=block.x[inside])
            base = block.reference.mean(axis=0)
            out.append(shapley_parts(own.x, block.parents[0], partial(_value, own, method), base))
        else:
            out.append(parts(split(block)[inside], block.parents[0]))
    return together([(cut[rows], block) for cut, _, block in wanted], out)


def _blocks(scaled: Scaled, weights: FloatArray, method: str, choices: ScoreChoices) -> list[Cut]:
    table = pd.DataFrame({"indicator": scaled.panel.framework.codes, "weight": weights})
    shared = Weights(table=table, method="given")
    return blocks_of(scaled, shared, choices, ideals=SCORINGS[method].ideals)


def _at_once(block: Block, sets: FloatArray, method: str) -> FloatArray:
    if method == "levels":
        exponents = [EXPONENTS[name] for name in block.choices.levels]
        return nested_variants(block.x, sets, block.parents, exponents, block.codes)
    exponent = POWERS.get(method, block.choices.exponent)
    return power_variants(block.x, sets, exponent, block.codes)


def _value(block: Block, method: str, x: FloatArray) -> FloatArray:
    return SCORINGS[method].score(replace(block, x=x))
