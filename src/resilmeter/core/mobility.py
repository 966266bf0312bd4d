"""How much the order of the units changes: mobility between classes and of ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, constant, vector
from resilmeter.core.markov import Chain
from resilmeter.core.weights.correlation import mean_ranks, spearman
from resilmeter.errors import MethodError, Problem, doubt, problem


@dataclass(frozen=True)
class Shorrocks:
    """Mobility between classes.

    Attributes
    ----------
    index : float or None
        0 where nobody moves, 1 where the next class does not depend on the present one; at most
        k / (k - 1). None where `reason` says why.
    reason : Problem or None
        Why there is no index.
    """

    index: float | None
    reason: Problem | None


@dataclass(frozen=True)
class RankMobility:
    """Change of ranks between two periods.

    Attributes
    ----------
    moves : (n,) float array
        Places gained; negative for places lost. Rank 1 is the highest value, ties share their mean
        rank.
    mean_move : float
        Mean of the places moved either way.
    correlation : float or None
        Spearman's, in [-1, 1]; 1 for an unchanged order. None where `reason` says why.
    reason : Problem or None
        Why there is no correlation.
    """

    moves: FloatArray
    mean_move: float
    correlation: float | None
    reason: Problem | None


def shorrocks(chain: Chain) -> Shorrocks:
    """Measure mobility by the share that leaves its class.

    Parameters
    ----------
    chain : Chain
        Transitions, as `resilmeter.core.markov.chain` gives them.

    Returns
    -------
    Shorrocks

    Notes
    -----
    ``(k - trace P) / (k - 1)``: k / (k - 1) times the mean probability of leaving. Caveats: every
    class counts the same, however few are in it.

    References
    ----------
    Shorrocks (1978), The measurement of mobility, Econometrica 46, 1013-1024.

    Examples
    --------
    >>> from resilmeter.core.markov import chain
    >>> round(shorrocks(chain([[8, 2], [1, 9]])).index, 10)
    0.3
    """
    k = chain.starts.size
    if k < 2:
        return Shorrocks(None, doubt("na-one-state"))
    unknown = np.flatnonzero(chain.starts == 0)
    if unknown.size:
        return Shorrocks(None, doubt("na-never-left", states=[int(a) + 1 for a in unknown]))
    return Shorrocks(float((k - np.trace(chain.probabilities)) / (k - 1)), None)


def rank_mobility(before: npt.ArrayLike, after: npt.ArrayLike) -> RankMobility:
    """Compare the ranks of the units in two periods.

    Parameters
    ----------
    before, after : (n,) float arrays
        Values of the units, the higher the better.

    Returns
    -------
    RankMobility

    Raises
    ------
    MethodError
        Arrays of different length, or values that are not finite.

    Notes
    -----
    ``R = 1 + (number of higher values) + (number of other equal values) / 2``; the correlation is
    Pearson's of the ranks.

    Examples
    --------
    >>> moved = rank_mobility([3.0, 2.0, 1.0], [3.0, 1.0, 2.0])
    >>> moved.moves, round(moved.correlation, 12)
    (array([ 0., -1.,  1.]), 0.5)
    """
    old, new = vector(before), vector(after)
    if old.size != new.size:
        raise MethodError(problem("same-shape", given=str(new.shape), expected=str(old.shape)))
    moves = mean_ranks(-old) - mean_ranks(-new)
    mean_move = float(np.abs(moves).mean())
    if old.size < 2:
        few = doubt("na-few-units", count=old.size, least=2)
        return RankMobility(moves, mean_move, None, few)
    if any(constant(float(v.min()), float(v.max())) for v in (old, new)):
        return RankMobility(moves, mean_move, None, doubt("na-all-equal"))
    correlation = float(spearman(np.column_stack([old, new]))[0, 1])
    return RankMobility(moves, mean_move, correlation, None)
