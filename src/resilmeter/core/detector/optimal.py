"""Optimal strata: the whole table of q by method and number of classes, and an honest choice.

q rises with the number of classes, and the best of many cuts is large on noise too. The choice
therefore looks at rows that were not used, or stops where more classes add little; and the p-value
repeats the whole search on every reshuffled outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, IntArray
from resilmeter.core.detector.permutation import TIE, Permutations, Seed, batches
from resilmeter.core.detector.sums import (
    adjusted,
    explained,
    projector,
    standardize,
    stratified,
)
from resilmeter.core.strata import DISCRETIZATIONS, Discretization, Strata, discretize
from resilmeter.errors import MethodError, Problem, problem

Rule = Literal["cross-validated", "elbow", "largest-q"]
SMALLEST = 5  # rows in a class that may be chosen
CANDIDATES: tuple[tuple[Discretization, int], ...] = tuple(
    (method, k) for method in DISCRETIZATIONS for k in range(3, 9)
)
ELBOW = 0.05  # relative rise of q below which one more class is not worth it


@dataclass(frozen=True)
class Candidate:
    """One way to cut the driver.

    Attributes
    ----------
    method : str
        How breaks were set.
    k : int
        Number of classes asked for.
    strata : Strata or None
        The classes; None where they cannot be made.
    q, q_adjusted : float or None
        q of the classes, plain and corrected for their number; None without classes.
    q_out : float or None
        q of rows left out one at a time; None where not admissible.
    refused : Problem or None
        Why the candidate may not be chosen; None where it may.
    """

    method: Discretization
    k: int
    strata: Strata | None
    q: float | None
    q_adjusted: float | None
    q_out: float | None
    refused: Problem | None


@dataclass(frozen=True)
class OptimalStrata:
    """The cut that was chosen, the table it was chosen from, and a p-value of the whole search.

    Attributes
    ----------
    table : tuple of Candidate
        Every method and number of classes.
    chosen : Candidate
        The choice.
    p : float or None
        Share of reshuffled outcomes whose own choice has as large an adjusted q; None without
        permutations.
    rule : str
        How the choice was made.
    """

    table: tuple[Candidate, ...]
    chosen: Candidate
    p: float | None
    rule: Rule

    def __repr__(self) -> str:
        p = "no permutations" if self.p is None else f"p of the search {self.p:.3g}"
        return (
            f"OptimalStrata({self.chosen.method}, {self.chosen.k} classes, "
            f"q {self.chosen.q:.3f}, {p}, {len(self.table)} candidates)"
        )


def optimal_strata(
    y: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    candidates: Sequence[tuple[Discretization, int]] = CANDIDATES,
    smallest: int = SMALLEST,
    rule: Rule = "cross-validated",
    permutations: Permutations = 199,
    seed: Seed = 0,
) -> OptimalStrata:
    """Choose how to cut a continuous driver, and test the choice with the search repeated.

    Parameters
    ----------
    y : (n,) float array
        Outcome.
    values : (n,) float array
        Values of the driver.
    candidates : sequence of (str, int)
        Methods of `discretize` and numbers of classes to try; all five methods with 3 to 8 classes
        if left out.
    smallest : int
        Fewest rows that each class of a choice may hold, at least 2.
    rule : {"cross-validated", "elbow", "largest-q"}
        "cross-validated" takes the largest q on rows left out one at a time; "elbow" the best cut
        with the fewest classes beyond which q rises by 5 % or less; "largest-q" the largest plain
        q, which favours many classes and is the published rule.
    permutations : int or (b, n) integer array
        How many times the search is repeated on a reshuffled outcome, 0 for none, or the
        reshuffled rows themselves.
    seed : int or numpy Generator
        Where the random numbers start.

    Returns
    -------
    OptimalStrata
        Table, choice and p-value.

    Raises
    ------
    MethodError
        An unknown method or rule, `smallest` below 2, no admissible candidate, or a constant
        outcome or driver.

    Notes
    -----
    Left out one at a time, a row is predicted by the others of its class:
    ``q_out = 1 - sum_h (n_h/(n_h-1))^2 SSW_h / ((n/(n-1))^2 SST)``. Breaks depend on the driver
    only and are kept. Taking the winner as if it had been fixed beforehand rejects three to four
    times too often; here every permutation makes its own choice.

    References
    ----------
    Song et al. (2020), GIScience & Remote Sensing 57(5), 593-610,
    doi:10.1080/15481603.2020.1760434.

    Examples
    --------
    >>> x = np.arange(40.0)
    >>> y, tried = np.where(x < 20, 0.0, 1.0) + x % 2, [("equal", 2), ("equal", 3)]
    >>> found = optimal_strata(y, x, candidates=tried, permutations=19)
    >>> found.chosen.k, found.p
    (2, 0.05)
    """
    if rule not in RULES:
        raise MethodError(problem("unknown-method", given=rule, allowed=list(RULES)))
    if smallest < 2:
        raise MethodError(problem("optimal-smallest", given=smallest))
    z = standardize(y)
    if z.size != np.asarray(values).size:
        first = np.asarray(values).size
        raise MethodError(problem("series-differ", first=first, second=z.size))
    tried = [_attempt(values, method, k, smallest) for method, k in candidates]
    admissible = [place for place, one in enumerate(tried) if one.refused is None]
    if not admissible:
        raise MethodError(problem("optimal-none", candidates=len(tried), smallest=smallest))
    search = _search([tried[place] for place in admissible], z.size, rule)
    plain, corrected, out = (column[:, 0] for column in search.scores(z[:, None]))
    winner = int(search.choose(plain[:, None], out[:, None])[0])
    scores = {place: (plain[i], corrected[i], out[i]) for i, place in enumerate(admissible)}
    table = tuple(_scored(one, scores.get(place), z) for place, one in enumerate(tried))
    p = _search_p(z, search, float(corrected[winner]), permutations, seed)
    return OptimalStrata(table, table[admissible[winner]], p, rule)


@dataclass(frozen=True)
class _Search:
    """Scores of all admissible candidates for any outcome, and the choice among them."""

    scores: Callable[[FloatArray], tuple[FloatArray, FloatArray, FloatArray]]
    choose: Callable[[FloatArray, FloatArray], IntArray]


def _attempt(values: npt.ArrayLike, method: Discretization, k: int, smallest: int) -> Candidate:
    """Cut by one method; keep the refusal of one that fails, and of one with too small a class."""
    try:
        made = discretize(values, method, k)
    except MethodError as error:
        if error.problems[0].key not in {"strata-empty-class", "strata-few-distinct"}:
            raise
        return Candidate(method, k, None, None, None, None, error.problems[0])
    least = int(made.sizes.min())
    refused = problem("optimal-small-class", given=least, allowed=smallest)
    return Candidate(method, k, made, None, None, None, refused if least < smallest else None)


def _scored(one: Candidate, scores: tuple[float, float, float] | None, z: FloatArray) -> Candidate:
    """Write the scores into a candidate; one that may not be chosen shows its q all the same."""
    if one.strata is None:
        return one
    if scores is None:
        plain = explained(z, stratified(one.strata.codes, z.size))
        both = plain, adjusted(plain, z.size, one.k)
        return replace(one, q=both[0], q_adjusted=both[1])
    q, corrected, out = (float(score) for score in scores)
    return replace(one, q=q, q_adjusted=corrected, q_out=out)


def _search(candidates: list[Candidate], n: int, rule: Rule) -> _Search:
    """Prepare scoring and choice for the admissible candidates."""
    parts = [stratified(one.strata.codes, n) for one in candidates if one.strata is not None]
    project, starts = projector(parts)
    sizes = np.concatenate([part.sizes for part in parts])
    inflation = (sizes / (sizes - 1.0)) ** 2
    by_row = np.stack([((p.sizes / (p.sizes - 1.0)) ** 2)[p.codes] for p in parts])
    counts = np.array([part.count for part in parts], dtype=np.float64)[:, None]
    left_out = (n / (n - 1.0)) ** 2

    def scores(outcomes: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Compute q, adjusted q and cross-validated q of every candidate for every outcome."""
        squares = np.square(project @ np.ascontiguousarray(outcomes))
        q = np.add.reduceat(squares, starts, axis=0)
        press = by_row @ np.square(outcomes)
        press -= np.add.reduceat(squares * inflation[:, None], starts, axis=0)
        return q, 1.0 - (1.0 - q) * (n - 1.0) / (n - counts), 1.0 - press / left_out

    ks = np.array([one.k for one in candidates])
    return _Search(scores, lambda q, out: RULES[rule](q, out, ks))


def _search_p(
    z: FloatArray, search: _Search, observed: float, permutations: Permutations, seed: Seed
) -> float | None:
    """Let every reshuffled outcome make its own choice."""
    above = count = 0
    for rows in batches(z.size, permutations, seed):
        plain, corrected, out = search.scores(z[rows.T])
        chosen = search.choose(plain, out)
        above += int((corrected[chosen, np.arange(chosen.size)] >= observed - TIE).sum())
        count += rows.shape[0]
    return (1 + above) / (count + 1) if count else None


def elbow(q: FloatArray, ks: IntArray) -> IntArray:
    """Choose for each column the best row among the smallest k beyond which q hardly rises.

    >>> elbow(np.array([[0.2], [0.4], [0.41]]), np.array([2, 3, 4]))
    array([1])
    """
    levels = np.unique(ks)
    best = np.stack([q[ks == k].max(axis=0) for k in levels])
    chosen = np.full(q.shape[1], levels.size - 1)
    for step in range(levels.size - 2, -1, -1):
        flat = best[step + 1] <= best[step] * (1.0 + ELBOW)
        chosen[flat] = step
    masked = np.where(ks[:, None] == levels[chosen], q, -np.inf)
    return np.asarray(masked.argmax(axis=0), dtype=np.int64)


RULES: dict[Rule, Callable[[FloatArray, FloatArray, IntArray], IntArray]] = {
    "cross-validated": lambda _, out, __: out.argmax(axis=0),
    "elbow": lambda q, _, ks: elbow(q, ks),
    "largest-q": lambda q, _, __: q.argmax(axis=0),
}
