"""Identities that the results of every run must satisfy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.analyze import GiniDecomposition, Obstacles
from resilmeter.core.inequality import gini as gini_of
from resilmeter.errors import SelfTestError, problem, refuse
from resilmeter.result import SelfTest
from resilmeter.scoring import Scores

# Sums of up to thousands of numbers in [0, 1] in double precision agree to about 1e-13, of numbers
# up to 100 to about 1e-11; a real fault (a lost row, a wrong group) shows from 1e-6 on.
ALLOWED = 1e-10


def self_tests(
    scores: Scores, means: pd.DataFrame, gaps: GiniDecomposition | None, obstacles: Obstacles | None
) -> tuple[SelfTest, ...]:
    """Check every identity and refuse the run if one fails.

    Parameters
    ----------
    scores, means, gaps, obstacles : records
        The results of the run; None for an analysis that was not asked for.

    Returns
    -------
    tuple of SelfTest
        All passed.

    Raises
    ------
    SelfTestError
        Names every identity that does not hold.
    """
    tests = [*_score_tests(scores, means)]
    if gaps is not None:
        tests += _gap_tests(gaps, scores)
    if obstacles is not None:
        tests += _obstacle_tests(obstacles)
    refuse(SelfTestError, [
        problem("self-test-failed", name=t.name, error=t.error, allowed=t.allowed)
        for t in tests if not t.passed
    ])  # fmt: skip
    return tuple(tests)


def _test(name: str, left: object, right: object) -> SelfTest:
    """Compare two arrays; a shape that does not fit or a NaN counts as an infinite error."""
    try:
        error = float(np.abs(np.asarray(left, float) - np.asarray(right, float)).max(initial=0.0))
    except ValueError:
        error = np.inf
    return SelfTest(name=name, error=np.inf if np.isnan(error) else error, allowed=ALLOWED)


def _score_tests(scores: Scores, means: pd.DataFrame) -> Iterator[SelfTest]:
    yield _test("weights-sum-to-one", scores.weights.values.sum(), 1.0)
    yield _test("parts-sum-to-index", scores.parts.sum(axis=1), scores.index)
    if scores.by_indicator is not None:
        yield _test("contributions-sum-to-index", scores.by_indicator.sum(axis=1), scores.index)
    if scores.method == "weighted-sum":
        yield _test("index-is-weighted-sum", _weighted(scores), scores.index)
    total = means[means["level"] == "total"].set_index("period")["mean"]
    groups = means[means["level"] == "group"]
    if not groups.empty:
        weighted = (groups["mean"] * groups["units"]).groupby(groups["period"]).sum()
        units = groups.groupby("period")["units"].sum()
        yield _test("group-means-to-mean", weighted / units, total)
    parts = means[means["level"] == "dimension"].groupby("period")["mean"].sum()
    yield _test("dimension-means-to-mean", parts, total)


def _weighted(scores: Scores) -> np.ndarray:
    """Compute the weighted sum another way: row by row, without contributions."""
    x = scores.scaled.values
    rows = scores.weights.for_periods(x.index.get_level_values("period"))
    weights = np.broadcast_to(rows, x.shape)
    return np.asarray(np.einsum("ij,ij->i", x.to_numpy(), weights))


def _gap_tests(gaps: GiniDecomposition, scores: Scores) -> Iterator[SelfTest]:
    """Compare every split with the Gini coefficient computed another way, by sorting the index."""
    gini = scores.index.groupby(level="period").apply(lambda index: gini_of(index.to_numpy()))
    yield _test("gini-by-sorting", gaps.total.set_index("period")["gini"], gini)
    for name, table in (
        ("cells", gaps.cells),
        ("dimensions", gaps.dimensions),
        ("groups", gaps.groups),
    ):
        if not table.empty:
            yield _test(f"gap-{name}-to-gini", table.groupby("period")["contribution"].sum(), gini)


def _obstacle_tests(obstacles: Obstacles) -> Iterator[SelfTest]:
    sums = obstacles.degrees.sum(axis=1)
    shares = obstacles.dimensions["obstacle"] if obstacles.variant == "within-dimension" else sums
    yield _test("obstacles-sum-to-one", shares[shares > 0], 1.0)
    first = obstacles.counts.groupby("period")["first"].sum()
    yield _test("obstacle-counts", first, (sums > 0).groupby(level="period").sum())
