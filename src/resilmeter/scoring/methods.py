"""The ways of scoring by name: which kernel, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from resilmeter.core import compromise
from resilmeter.core.aggregate import weighted_sum
from resilmeter.core.arrays import FloatArray, refuse_constant
from resilmeter.core.levels import nested_means
from resilmeter.core.means import penalised_mean, power_mean
from resilmeter.errors import MethodError, problem
from resilmeter.scoring.blocks import Block
from resilmeter.scoring.choices import EXPONENTS, ScoreChoices


@dataclass(frozen=True, kw_only=True)
class Method:
    """One way of scoring.

    Attributes
    ----------
    kernel : callable
        The function that computes it and whose docstring describes it.
    score : callable
        From a `Block` to (n,) scores.
    split : callable or None
        From a `Block` to (n, q) contributions that add up to the score; None where nothing does.
    ideals : bool
        True if scores depend on reference rows, so that ideals per period break comparisons over
        time.
    zeros : callable
        From the choices to True where one zero makes the whole score (or a level of it) zero.
    """

    kernel: Callable[..., Any]
    score: Callable[[Block], FloatArray]
    split: Callable[[Block], FloatArray] | None = None
    ideals: bool = False
    zeros: Callable[[ScoreChoices], bool] = lambda _: False


def _sum_of(split: Callable[[Block], FloatArray]) -> Callable[[Block], FloatArray]:
    """Turn contributions into scores."""
    return lambda block: np.asarray(split(block).sum(axis=1), dtype=np.float64)


def _additive(
    kernel: Callable[..., Any], split: Callable[[Block], FloatArray], *, ideals: bool = True
) -> Method:
    return Method(kernel=kernel, score=_sum_of(split), split=split, ideals=ideals)


def levels_of(block: Block) -> list[FloatArray]:
    """Values of each level from the dimensions up."""
    exponents = [EXPONENTS[name] for name in block.choices.levels]
    return nested_means(block.x, block.weights, block.parents, exponents, block.codes)


def _levels(block: Block) -> FloatArray:
    return np.asarray(levels_of(block)[-1][:, 0], dtype=np.float64)


def _power(block: Block) -> FloatArray:
    return power_mean(block.x, block.weights, block.choices.exponent, block.codes)


def _mpi(block: Block) -> FloatArray:
    """Standardise to mean 100 and deviation 10, then average with the penalty."""
    refuse_constant(block.reference, block.codes)
    mean, deviation = block.reference.mean(axis=0), block.reference.std(axis=0)
    return penalised_mean(100.0 + 10.0 * (block.x - mean) / deviation, block.weights)


def _ampi(block: Block) -> FloatArray:
    """Scale from 70 to 130 between the goalposts, then average with the penalty."""
    if block.span is None:
        raise MethodError(problem("ampi-needs-goalposts", {"key": "score.method"}))
    worst, best = block.span
    return penalised_mean(70.0 + 60.0 * (block.x - worst) / (best - worst), block.weights)


def _topsis(block: Block) -> FloatArray:
    return compromise.topsis(
        block.x, block.weights, distance=block.choices.distance, reference=block.reference
    )


def _vikor(block: Block) -> FloatArray:
    strategy = block.choices.strategy
    return compromise.vikor(block.x, block.weights, strategy=strategy, reference=block.reference)


def _grey(block: Block) -> FloatArray:
    rho = block.choices.distinguishing
    return compromise.grey_relation(
        block.x, block.weights, distinguishing=rho, reference=block.reference
    )


def _rank_sum(block: Block) -> FloatArray:
    return compromise.rank_sum_ratio(block.x, block.weights, reference=block.reference)


def _not_computed(block: Block) -> FloatArray:
    """Scores from elsewhere cannot be computed from the indicators."""
    raise MethodError(problem("imported-again", {"key": "score.method"}, rows=len(block.x)))


def imported(index: FloatArray) -> FloatArray:
    """Take an index that was computed elsewhere, such as by a neural network or DEA.

    Notes
    -----
    ``y = index``: nothing is computed. Means, growth, gaps between groups and rankings follow;
    contributions, obstacle degrees and parts by dimension do not. Caveats: a network that was
    trained on an index of the same indicators repeats that index and adds no evidence.
    """
    return index


SCORINGS: dict[str, Method] = {
    "weighted-sum": _additive(
        weighted_sum, lambda block: weighted_sum(block.x, block.weights), ideals=False
    ),
    "geometric-mean": Method(
        kernel=partial(power_mean, exponent=0),
        score=lambda block: power_mean(block.x, block.weights, 0.0, block.codes),
        zeros=lambda _: True,
    ),
    "power-mean": Method(
        kernel=power_mean,
        score=_power,
        zeros=lambda choices: choices.exponent <= 0,
    ),
    "levels": Method(
        kernel=nested_means,
        score=_levels,
        zeros=lambda choices: set(choices.levels) != {"arithmetic"},
    ),
    "mazziotta-pareto": Method(kernel=penalised_mean, score=_mpi, ideals=True),
    "adjusted-mazziotta-pareto": Method(kernel=penalised_mean, score=_ampi),
    "topsis": Method(kernel=compromise.topsis, score=_topsis, ideals=True),
    "vikor": Method(kernel=compromise.vikor, score=_vikor, ideals=True),
    "grey-relation": _additive(compromise.grey_relation, _grey),
    "rank-sum-ratio": _additive(compromise.rank_sum_ratio, _rank_sum),
    "imported": Method(kernel=imported, score=_not_computed),
}
