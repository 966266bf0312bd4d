"""Identities that the results of every run must satisfy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.analyze import DagumDecomposition, GapChange, GiniDecomposition, Obstacles
from resilmeter.analyze.gaps.dagum import PARTS
from resilmeter.core.inequality import gini as gini_of
from resilmeter.errors import SelfTestError, problem, refuse
from resilmeter.result import Answers, SelfTest
from resilmeter.scoring import Scores

# Sums of up to thousands of numbers in [0, 1] in double precision agree to about 1e-13, of numbers
# up to 100 to about 1e-11; a real fault (a lost row, a wrong group) shows from 1e-6 on. Of larger
# numbers, as values far beyond fixed goalposts are, the same share is allowed.
ALLOWED = 1e-10
CELLS_TO_DAGUM = {
    "within": "cells-to-dagum-within",
    "net_between": "cells-to-dagum-net-between",
    "transvariation": "cells-to-dagum-transvariation",
}
CHANGES = {
    "cell": "change-of-cells-to-gini",
    "dimension": "change-of-dimensions-to-gini",
    "pair": "change-of-pairs-to-gini",
}


def self_tests(scores: Scores, means: pd.DataFrame, answers: Answers) -> tuple[SelfTest, ...]:
    """Check every identity and refuse the run if one fails.

    Parameters
    ----------
    scores, means, answers : records
        The results of the run.

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
    if answers.gaps is not None:
        tests += _gap_tests(answers.gaps, scores)
    if answers.gaps is not None and answers.dagum is not None:
        tests += _dagum_tests(answers.dagum, answers.gaps)
    if answers.gap_change is not None:
        tests += _change_tests(answers.gap_change)
    if answers.obstacles is not None:
        tests += _obstacle_tests(answers.obstacles)
    refuse(SelfTestError, [
        problem("self-test-failed", name=t.name, error=t.error, allowed=t.allowed)
        for t in tests if not t.passed
    ])  # fmt: skip
    return tuple(tests)


def _test(name: str, left: object, right: object, size: float = 1.0) -> SelfTest:
    """Compare two arrays; a shape that does not fit or a NaN counts as an infinite error.

    `size` is that of the numbers which were added up.
    """
    try:
        error = float(np.abs(np.asarray(left, float) - np.asarray(right, float)).max(initial=0.0))
    except ValueError:
        error = np.inf
    error, allowed = np.inf if np.isnan(error) else error, ALLOWED * max(1.0, size)
    return SelfTest(name=name, error=error, allowed=allowed)


def _score_tests(scores: Scores, means: pd.DataFrame) -> Iterator[SelfTest]:
    yield _test("weights-sum-to-one", scores.weights.values.sum(), 1.0)
    terms = scores.parts if scores.by_indicator is None else scores.by_indicator
    size = float(np.abs(terms.to_numpy()).max(initial=0.0))
    yield _test("parts-sum-to-index", scores.parts.sum(axis=1), scores.index, size)
    if scores.by_indicator is not None:
        yield _test("contributions-sum-to-index", terms.sum(axis=1), scores.index, size)
    if scores.method == "weighted-sum":
        yield _test("index-is-weighted-sum", _weighted(scores), scores.index, size)
    total = means[means["level"] == "total"].set_index("period")["mean"]
    groups = means[means["level"] == "group"]
    if not groups.empty:
        weighted = (groups["mean"] * groups["units"]).groupby(groups["period"]).sum()
        units = groups.groupby("period")["units"].sum()
        yield _test("group-means-to-mean", weighted / units, total, size)
    if scores.dimensions:
        parts = means[means["level"] == "dimension"].groupby("period")["mean"].sum()
        yield _test("dimension-means-to-mean", parts, total, size)


def _weighted(scores: Scores) -> np.ndarray:
    """Compute the weighted sum another way: row by row, without contributions."""
    x = scores.scaled.values
    rows = scores.weights.for_periods(x.index.get_level_values("period"))
    weights = np.broadcast_to(rows, x.shape)
    return np.asarray(np.einsum("ij,ij->i", x.to_numpy(), weights))


def _gap_tests(gaps: GiniDecomposition, scores: Scores) -> Iterator[SelfTest]:
    """Compare every split with the Gini coefficient computed another way, by sorting the index."""
    gini = _gini_by_sorting(gaps, scores)
    yield _test("gini-by-sorting", gaps.total.set_index("period")["gini"], gini)
    for name, table in (
        ("cells", gaps.cells),
        ("dimensions", gaps.dimensions),
        ("groups", gaps.groups),
    ):
        if not table.empty:
            yield _test(f"gap-{name}-to-gini", table.groupby("period")["contribution"].sum(), gini)


def _gini_by_sorting(gaps: GiniDecomposition, scores: Scores) -> pd.Series:
    """Compute the Gini coefficient of every period from the sorted index, without any parts."""
    weights = None if gaps.weights is None else scores.scaled.panel.others[gaps.weights]

    def one(index: pd.Series) -> float:
        """Compute the coefficient of one period."""
        mass = None if weights is None else weights.loc[index.index].to_numpy()
        return gini_of(index.to_numpy(), mass, correction=gaps.correction)

    return scores.index.groupby(level="period").apply(one)


def _dagum_tests(dagum: DagumDecomposition, gaps: GiniDecomposition) -> Iterator[SelfTest]:
    """Compare Dagum's parts with the Gini coefficient, and with the cells in three ways."""
    total = dagum.total.set_index("period")
    gini = gaps.total.set_index("period")["gini"]
    yield _test("dagum-parts-to-gini", total[list(PARTS)].sum(axis=1), gini)
    cells = gaps.cells
    yield _test("three-ways-to-cells", cells[list(PARTS)].sum(axis=1), cells["contribution"])
    for part in PARTS:
        sums = cells.groupby("period")[part].sum()
        yield _test(CELLS_TO_DAGUM[part], sums, total[part])


def _change_tests(change: GapChange) -> Iterator[SelfTest]:
    """Compare the changes of the parts with the change of the whole."""
    by_level = change.parts.groupby("level")["change"].sum()
    for level, name in CHANGES.items():
        if level in by_level:
            yield _test(name, by_level[level], by_level["total"])
    rows = change.parts.dropna(subset=["share_effect", "concentration_effect"])
    effects = rows["share_effect"] + rows["concentration_effect"]
    yield _test("effects-to-change", effects, rows["change"])


def _obstacle_tests(obstacles: Obstacles) -> Iterator[SelfTest]:
    sums = obstacles.degrees.sum(axis=1)
    shares = obstacles.dimensions["obstacle"] if obstacles.variant == "within-dimension" else sums
    yield _test("obstacles-sum-to-one", shares[shares > 0], 1.0)
    first = obstacles.counts.groupby("period")["first"].sum()
    yield _test("obstacle-counts", first, (sums > 0).groupby(level="period").sum())
