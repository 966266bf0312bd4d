"""Score the same values under many sets of weights: at once where the method allows it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from resilmeter.core.aggregate import parts
from resilmeter.core.arrays import BoolArray, FloatArray, IntArray
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
    scaled: Scaled, sets: FloatArray, rows: BoolArray, *, method: str, choices: ScoreChoices
) -> FloatArray:
    """Split the index of some rows over the dimensions, under each of many sets of weights.

    Parameters
    ----------
    scaled : Scaled
        Oriented, scaled values.
    sets : (v, q) float array
        One set of weights a row, the same in all periods.
    rows : (n,) bool array
        The rows wanted.
    method : str
        Way of scoring.
    choices : ScoreChoices
        What some methods need.

    Returns
    -------
    (v, rows wanted, d) float array
        What `score` gives as parts: sums of contributions, or Shapley values where none add up.

    Raises
    ------
    MethodError
        As `scores_under`.
    """
    blocks = _blocks(scaled, sets[0], method, choices)
    if method == "weighted-sum":
        return _summed(blocks[0][1].x[rows], sets, blocks[0][1].parents[0])
    if method in AT_ONCE:
        block = blocks[0][1]
        value = partial(_scores_of, block, sets, method)
        return shapley_parts(block.x[rows], block.parents[0], value, block.x.mean(axis=0))
    return np.stack([_parts(blocks, own, rows, method) for own in sets])


def _summed(x: FloatArray, sets: FloatArray, dimensions: IntArray) -> FloatArray:
    """Add contributions up within dimensions: one product a dimension."""
    members = [dimensions == m for m in range(int(dimensions.max()) + 1)]
    return np.stack([sets[:, own] @ x[:, own].T for own in members], axis=2)


def _scores_of(block: Block, sets: FloatArray, method: str, x: FloatArray) -> FloatArray:
    return _at_once(replace(block, x=x), sets, method)


def _parts(blocks: list[Cut], weights: FloatArray, rows: BoolArray, method: str) -> FloatArray:
    """Split the wanted rows under one set of weights, block by block."""
    split, out = SCORINGS[method].split, []
    wanted = [
        (cut, rows[cut], replace(block, weights=weights))
        for cut, block in blocks if (cut & rows).any()
    ]  # fmt: skip
    for _, inside, block in wanted:
        if split is None:
            base = block.reference.mean(axis=0)
            value = partial(_value, block, method)
            out.append(shapley_parts(block.x[inside], block.parents[0], value, base))
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
