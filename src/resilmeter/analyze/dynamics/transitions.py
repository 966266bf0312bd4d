"""Who moves between classes, alone or given the neighbours, and how far ranks change?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from resilmeter.analyze.dynamics.series import over_time
from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.homogeneity import Homogeneity, homogeneity
from resilmeter.core.markov import Chain, SpatialChain, chain, spatial_chain
from resilmeter.core.markov import transitions as count_moves
from resilmeter.core.mobility import rank_mobility, shorrocks
from resilmeter.core.strata import Strata, manual, quantile
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

NAN = float("nan")


@dataclass(frozen=True, eq=False, kw_only=True)
class Transitions:
    """Moves between classes of the index that are the same in every period.

    Attributes
    ----------
    matrix : DataFrame
        neighbours (0 for all, else the class of the neighbours' mean), state, next_state, low,
        high, count, starts, probability, error.
    long_run : DataFrame
        neighbours, state, first_share, last_share, ergodic, absorbing, mobility, note.
    tests : DataFrame
        question (periods, neighbours), statistic, likelihood_ratio, freedom, p, p_ratio,
        smallest_expected, note: are the probabilities the same in all periods, and whatever the
        neighbours?
    ranks : DataFrame
        start, end, mean_move, rank_correlation, unit, largest_move, note: between neighbouring
        periods, and from the first to the last.
    """

    matrix: pd.DataFrame
    long_run: pd.DataFrame
    tests: pd.DataFrame
    ranks: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        return {"markov": self.matrix, "markov_long_run": self.long_run,
                "markov_tests": self.tests, "rank_mobility": self.ranks}  # fmt: skip

    _repr_html_ = card

    def __repr__(self) -> str:
        return f"<Transitions: {int(self.matrix.query('neighbours == 0')['count'].sum())} moves>"


def transitions(
    scores: Scores,
    states: int = 4,
    *,
    cuts: tuple[float, ...] = (),
    neighbours: FloatArray | None = None,
) -> Transitions:
    """Count the moves between classes of the index, one period ahead.

    Parameters
    ----------
    scores : Scores
        Index, comparable over time.
    states : int
        Number of classes: quantiles of all unit-periods together.
    cuts : tuple of float
        Increasing boundaries, instead of quantiles.
    neighbours : (n, n) float array, optional
        Spatial weights, rows summing to 1 (or to 0 for a unit without neighbours): the moves are
        then also split by the class of the neighbours' mean.

    Returns
    -------
    Transitions

    Raises
    ------
    MethodError
        Scores that cannot be compared over time, a single period, classes that cannot be made, or
        weights of another shape.

    Notes
    -----
    ``p_ab = n_ab / n_a`` with errors ``sqrt(p (1 - p) / n_a)``; the ergodic distribution solves
    ``e P = e``; mobility ``(k - trace P) / (k - 1)``. Units without neighbours are left out of the
    split by neighbours. Caveats: read probabilities with their counts; the long run is no forecast.

    References
    ----------
    Bickenbach, Bode (2003), International Regional Science Review 26,
    doi:10.1177/0160017603253789. Rey (2001), Geographical Analysis 33,
    doi:10.1111/j.1538-4632.2001.tb00444.x.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.transitions(rm.score(scaled, rm.weigh(scaled, method="entropy")))
    >>> int(found.matrix["count"].sum()) == 28 * 16
    True
    """
    index, panel = over_time(scores), scores.scaled.panel
    if len(panel.periods) < 2:
        where = {"key": "analyze.dynamics"}
        raise MethodError(problem("change-needs-periods", where, period=panel.periods[0]))
    cut = manual(index.ravel(), cuts) if cuts else quantile(index.ravel(), states)
    codes = cut.codes.reshape(index.shape)
    moves = count_moves(codes, cut.count)
    chains = [(0, chain(moves.sum(axis=0)))]
    tests = [_test("periods", homogeneity(moves))]
    if neighbours is not None:
        split = _given_neighbours(index, codes, cut, neighbours)
        chains += [(place, each) for place, each in enumerate(split.conditional, start=1)]
        tests.append(_test("neighbours", split.test))
    shares = [np.bincount(codes[:, t], minlength=cut.count) / len(index) for t in (0, -1)]
    return Transitions(
        matrix=pd.DataFrame([row for n, c in chains for row in _matrix(n, c, cut)]),
        long_run=pd.DataFrame([row for n, c in chains for row in _long_run(n, c, shares)]),
        tests=pd.DataFrame(tests),
        ranks=pd.DataFrame(list(_ranks(index, panel.periods, panel.units))),
    )


def _given_neighbours(
    index: FloatArray, codes: IntArray, cut: Strata, weights: FloatArray
) -> SpatialChain:
    """Split the moves of units that have neighbours by the class of the neighbours' mean."""
    n = len(index)
    if weights.shape != (n, n):
        given, expected = str(weights.shape), str((n, n))
        raise MethodError(problem("same-shape", given=given, expected=expected))
    linked = weights.sum(axis=1) > 0
    lag = (weights @ index)[linked]
    classes = cut.assign(lag.ravel()).reshape(lag.shape)
    return spatial_chain(codes[linked], classes, cut.count, cut.count)


def _matrix(neighbours: int, found: Chain, cut: Strata) -> Iterator[dict[str, object]]:
    breaks = np.asarray(cut.breaks, dtype=np.float64)
    for a, b in np.ndindex(found.counts.shape):
        yield {
            "neighbours": neighbours, "state": a + 1, "next_state": b + 1,
            "low": breaks[a], "high": breaks[a + 1], "count": int(found.counts[a, b]),
            "starts": int(found.starts[a]),
            "probability": found.probabilities[a, b] if found.starts[a] else NAN,
            "error": found.errors[a, b] if found.starts[a] else NAN,
        }  # fmt: skip


def _long_run(
    neighbours: int, found: Chain, shares: list[FloatArray]
) -> Iterator[dict[str, object]]:
    mobility = shorrocks(found)
    notes = [r.text() for r in (found.reason, mobility.reason) if r is not None]
    for state in range(found.starts.size):
        yield {
            "neighbours": neighbours, "state": state + 1,
            "first_share": shares[0][state], "last_share": shares[1][state],
            "ergodic": NAN if found.ergodic is None else found.ergodic[state],
            "absorbing": state in found.absorbing,
            "mobility": NAN if mobility.index is None else mobility.index,
            "note": " ".join(dict.fromkeys(notes)),
        }  # fmt: skip


def _ranks(
    index: FloatArray, periods: tuple[int, ...], units: tuple[str, ...]
) -> Iterator[dict[str, object]]:
    spans = list(pairwise(range(len(periods))))
    if len(periods) > 2:
        spans.append((0, len(periods) - 1))
    for a, b in spans:
        found = rank_mobility(index[:, a], index[:, b])
        place = int(np.abs(found.moves).argmax())
        yield {
            "start": periods[a], "end": periods[b], "mean_move": found.mean_move,
            "rank_correlation": NAN if found.correlation is None else found.correlation,
            "unit": units[place], "largest_move": found.moves[place],
            "note": found.reason.text() if found.reason else "",
        }  # fmt: skip


def _test(question: str, found: Homogeneity) -> dict[str, object]:
    blank = {"p": found.p_q, "p_ratio": found.p_lr, "smallest_expected": found.smallest_expected}
    return {
        "question": question, "statistic": found.q, "likelihood_ratio": found.lr,
        "freedom": found.freedom, **{k: NAN if v is None else v for k, v in blank.items()},
        "note": found.reason.text() if found.reason else "",
    }  # fmt: skip
