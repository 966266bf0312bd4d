"""Who moves between classes: Markov chains of states, also given the class of the neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.homogeneity import Homogeneity, homogeneity
from resilmeter.errors import MethodError, Problem, doubt, problem


@dataclass(frozen=True)
class Chain:
    """Transitions between k states.

    Attributes
    ----------
    counts : (k, k) integer array
        Transitions from the state of the row to that of the column.
    probabilities : (k, k) float array
        ``counts`` by row; a row sums to 1, or is all 0 where nothing ever starts (`starts` is 0).
    errors : (k, k) float array
        Standard errors ``sqrt(p (1 - p) / n)`` of the probabilities, 0 in rows without starts.
    starts : (k,) integer array
        Transitions that start in each state.
    absorbing : tuple of int
        States that are entered or started in and never left.
    ergodic : (k,) float array or None
        Long-run shares of the states if the probabilities stay; None where `reason` says why.
    reason : Problem or None
        Why there is no ergodic distribution.
    """

    counts: IntArray
    probabilities: FloatArray
    errors: FloatArray
    starts: IntArray
    absorbing: tuple[int, ...]
    ergodic: FloatArray | None
    reason: Problem | None


@dataclass(frozen=True)
class SpatialChain:
    """Transitions by the class of the neighbours at the start.

    Attributes
    ----------
    pooled : Chain
        All transitions, whatever the neighbours.
    conditional : tuple of Chain
        One a class of the neighbours; their counts add up to those of `pooled`.
    test : Homogeneity
        Whether the class of the neighbours matters.
    """

    pooled: Chain
    conditional: tuple[Chain, ...]
    test: Homogeneity


def transitions(states: npt.ArrayLike, count: int, lag: int = 1) -> IntArray:
    """Count the moves between states.

    Parameters
    ----------
    states : (n, t) integer array
        State 0..k-1 of each unit in each period, classes pooled over the periods.
    count : int
        Number of states k.
    lag : int
        Periods that a transition spans.

    Returns
    -------
    (t - lag, k, k) integer array
        Counts by period of the start; their sum over the first axis pools them.

    Raises
    ------
    MethodError
        States that are not whole numbers from 0 to k - 1, a lag that the periods do not hold.

    Notes
    -----
    ``n_ab = number of (i, t) with state a in t and b in t + lag``. Transitions of lag 2 and more
    overlap in time.

    Examples
    --------
    >>> transitions([[0, 0, 1]], 2).sum(axis=0)
    array([[1, 1],
           [0, 0]])
    """
    array = _states(states, count)
    if not 1 <= lag < array.shape[1]:
        raise MethodError(problem("lag-range", given=lag, count=array.shape[1]))
    before, after = array[:, :-lag], array[:, lag:]
    period = np.broadcast_to(np.arange(before.shape[1]), before.shape)
    cells = (period * count + before) * count + after
    shape = (before.shape[1], count, count)
    return np.bincount(cells.ravel(), minlength=shape[0] * count**2).reshape(shape)


def chain(counts: npt.ArrayLike) -> Chain:
    """Turn counts of transitions into probabilities and their long run.

    Parameters
    ----------
    counts : (k, k) integer array
        Transitions from row to column.

    Returns
    -------
    Chain

    Raises
    ------
    MethodError
        Counts that are not a square table of whole numbers from 0.

    Notes
    -----
    ``p_ab = n_ab / sum_b n_ab``; the ergodic distribution solves ``e P = e``. It is unique only
    where one single set of states holds whoever enters it. Caveats: it assumes that moves do not
    depend on the past beyond the present state and that probabilities stay; it is no forecast.

    References
    ----------
    Bickenbach, Bode (2003), International Regional Science Review 26,
    doi:10.1177/0160017603253789.

    Examples
    --------
    >>> found = chain([[8, 2], [1, 9]])
    >>> found.probabilities, found.ergodic.round(4)
    (array([[0.8, 0.2],
           [0.1, 0.9]]), array([0.3333, 0.6667]))
    """
    table = _square(counts)
    starts = table.sum(axis=1)
    n = np.maximum(starts, 1)[:, None]
    p = table / n
    errors = np.sqrt(p * (1 - p) / n)
    stay = np.diag(table)
    absorbing = tuple(int(a) for a in np.flatnonzero((stay == starts) & (starts > 0)))
    ergodic, reason = _ergodic(p, starts)
    return Chain(table, p, errors, starts, absorbing, ergodic, reason)


def spatial_chain(
    states: npt.ArrayLike, neighbours: npt.ArrayLike, count: int, classes: int, lag: int = 1
) -> SpatialChain:
    """Split the transitions by the class of the neighbours at their start.

    Parameters
    ----------
    states : (n, t) integer array
        State 0..k-1 of each unit in each period.
    neighbours : (n, t) integer array
        Class 0..m-1 of the mean of each unit's neighbours (its spatial lag) in each period.
    count, classes : int
        Number of states k and of classes m.
    lag : int
        Periods that a transition spans.

    Returns
    -------
    SpatialChain

    Raises
    ------
    MethodError
        Codes out of range, arrays of different shape, a lag that the periods do not hold.

    Notes
    -----
    ``p_ab|c = n_ab|c / n_a|c``. Compare the rows of one state between the classes, with their
    counts; the test says whether they differ by more than chance.

    References
    ----------
    Rey (2001), Geographical Analysis 33, doi:10.1111/j.1538-4632.2001.tb00444.x.

    Examples
    --------
    >>> found = spatial_chain([[0, 1], [0, 0]], [[1, 1], [0, 0]], 2, 2)
    >>> [each.counts.tolist() for each in found.conditional]
    [[[1, 0], [0, 0]], [[0, 1], [0, 0]]]
    """
    array, context = _states(states, count), _states(neighbours, classes)
    if array.shape != context.shape:
        given, expected = str(context.shape), str(array.shape)
        raise MethodError(problem("same-shape", given=given, expected=expected))
    if not 1 <= lag < array.shape[1]:
        raise MethodError(problem("lag-range", given=lag, count=array.shape[1]))
    cells = (context[:, :-lag] * count + array[:, :-lag]) * count + array[:, lag:]
    table = np.bincount(cells.ravel(), minlength=classes * count**2)
    counts = table.reshape(classes, count, count)
    return SpatialChain(
        chain(counts.sum(axis=0)), tuple(chain(each) for each in counts), homogeneity(counts)
    )


def _states(states: npt.ArrayLike, count: int) -> IntArray:
    array = np.asarray(states)
    if array.ndim != 2 or 0 in array.shape:
        raise MethodError(problem("not-a-matrix", shape=str(array.shape)))
    if not np.issubdtype(array.dtype, np.integer):
        raise MethodError(problem("groups-not-codes"))
    least, most = int(array.min()), int(array.max())
    if least < 0 or most >= count:
        raise MethodError(problem("codes-range", least=least, given=most, most=count - 1))
    return array.astype(np.int64)


def _square(counts: npt.ArrayLike) -> IntArray:
    table = np.asarray(counts)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or 0 in table.shape:
        raise MethodError(problem("not-a-matrix", shape=str(table.shape)))
    if not np.issubdtype(table.dtype, np.integer) or table.min() < 0:
        raise MethodError(problem("groups-not-codes"))
    return table.astype(np.int64)


def _ergodic(p: FloatArray, starts: IntArray) -> tuple[FloatArray | None, Problem | None]:
    """Solve e P = e, where the states that are ever met have one closed set only."""
    entered = p.sum(axis=0) > 0
    unknown = np.flatnonzero((starts == 0) & entered)
    if unknown.size:
        return None, doubt("na-never-left", states=[int(a) + 1 for a in unknown])
    if not starts.any():
        return None, doubt("na-never-left", states=list(range(1, starts.size + 1)))
    ends = _closed_sets(p, np.flatnonzero(starts > 0))
    if len(ends) > 1:
        return None, doubt("na-several-ends", count=len(ends))
    members = ends[0]
    inner = p[np.ix_(members, members)]
    system = np.vstack([inner.T - np.eye(members.size), np.ones(members.size)])
    aim = np.append(np.zeros(members.size), 1.0)
    out = np.zeros(starts.size)
    out[members] = np.clip(np.linalg.lstsq(system, aim, rcond=None)[0], 0.0, None)
    return out / out.sum(), None


def _closed_sets(p: FloatArray, met: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    """List the sets of states that reach one another and no state outside."""
    reach = (p > 0) | np.eye(p.shape[0], dtype=bool)
    for _ in range(p.shape[0]):  # each pass at least doubles the length of the paths
        reach = reach @ reach
    sets = {tuple(np.flatnonzero(reach[a])) for a in met if (reach[a] <= reach[:, a]).all()}
    return [np.array(each, dtype=np.intp) for each in sorted(sets)]
