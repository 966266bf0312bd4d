"""Weights from experts' pairwise comparisons: the analytic hierarchy process (AHP)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, label
from resilmeter.errors import MethodError, Problem, problem, refuse

# Saaty's random index by size of the matrix, 1 to 15.
RANDOM_INDEX = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
ACCEPTED = 0.10
# Printed matrices write 1/3 as 0.333: a product within 1 % of 1 is the same judgement.
RECIPROCAL = 0.01

AhpMethod = Literal["eigenvector", "geometric-mean"]


@dataclass(frozen=True)
class Judgement:
    """What a comparison matrix says, and how consistent it is.

    Attributes
    ----------
    weights : (q,) float array
        Weights, positive, summing to 1.
    largest_eigenvalue : float
        At least q; equal to q for a consistent matrix.
    consistency_index, consistency_ratio : float
        CI and CR; CR below 0.10 is accepted. CR is 0 for q <= 2.
    worst : tuple of int or None
        The three items (i, j, k) whose comparisons contradict each other most; None for q < 3.
    """

    weights: FloatArray
    largest_eigenvalue: float
    consistency_index: float
    consistency_ratio: float
    worst: tuple[int, int, int] | None

    @property
    def accepted(self) -> bool:
        """True if the comparisons are consistent enough to be used."""
        return self.consistency_ratio < ACCEPTED


def ahp(
    comparisons: npt.ArrayLike,
    labels: Sequence[str] | None = None,
    *,
    method: AhpMethod = "eigenvector",
) -> Judgement:
    """Weigh by pairwise comparisons.

    Parameters
    ----------
    comparisons : (q, q) or (experts, q, q) float array
        Reciprocal matrices: entry (i, j) says how many times i is as important as j. Several
        experts are combined by the geometric mean of their entries.
    labels : sequence of str, optional
        Names of the items for error messages.
    method : {"eigenvector", "geometric-mean"}
        Saaty's principal eigenvector, or geometric means of the rows.

    Returns
    -------
    Judgement

    Raises
    ------
    MethodError
        Not square, entries that are not positive, or pairs that are not reciprocal, by name.

    Notes
    -----
    ``A w = lambda_max w``; ``CI = (lambda_max - q) / (q - 1)``; ``CR = CI / RI`` with Saaty's
    random index RI. The worst triple maximises ``|ln a_ij + ln a_jk - ln a_ik|``. Caveats: weights
    are opinions; report who was asked and how far they agreed.

    References
    ----------
    Saaty (1977), Journal of Mathematical Psychology 15, doi:10.1016/0022-2496(77)90033-5.

    Examples
    --------
    >>> ahp([[1, 3], [1 / 3, 1]]).weights
    array([0.75, 0.25])
    """
    stack = np.atleast_3d(np.asarray(comparisons, dtype=np.float64))
    experts = stack.transpose(2, 0, 1) if np.ndim(comparisons) == 2 else stack
    refuse(MethodError, [p for a in experts for p in _matrix_problems(a, labels)])
    a = np.exp(np.log(experts).mean(axis=0))
    q = a.shape[0]
    values, vectors = np.linalg.eig(a)
    top = int(np.argmax(values.real))
    largest = float(values[top].real)
    weights = np.abs(vectors[:, top].real)
    if method == "geometric-mean":
        weights = np.exp(np.log(a).mean(axis=1))
    index = (largest - q) / (q - 1) if q > 1 else 0.0
    random = RANDOM_INDEX[min(q, len(RANDOM_INDEX)) - 1]
    return Judgement(
        np.asarray(weights / weights.sum(), dtype=np.float64),
        largest,
        index,
        index / random if random else 0.0,
        _worst_triple(a),
    )


def _matrix_problems(a: FloatArray, labels: Sequence[str] | None) -> list[Problem]:
    if a.ndim != 2 or a.shape[0] != a.shape[1]:
        return [problem("ahp-not-square", shape=str(a.shape))]
    if not (np.isfinite(a).all() and (a > 0).all()):
        return [problem("ahp-not-positive")]
    off = np.abs(a * a.T - 1.0) > RECIPROCAL
    return [
        problem(
            "ahp-not-reciprocal", first=label(labels, int(i)), second=label(labels, int(j)),
            there=float(a[i, j]), back=float(a[j, i]),
        )
        for i, j in np.argwhere(np.triu(off))
    ]  # fmt: skip


def _worst_triple(a: FloatArray) -> tuple[int, int, int] | None:
    """Find the three items whose comparisons contradict each other most."""
    log = np.log(a)
    triples = list(combinations(range(a.shape[0]), 3))
    if not triples:
        return None
    return max(triples, key=lambda t: abs(log[t[0], t[1]] + log[t[1], t[2]] - log[t[0], t[2]]))
