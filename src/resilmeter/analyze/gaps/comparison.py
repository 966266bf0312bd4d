"""The same gap taken apart in three ways, side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from resilmeter.analyze.gaps.cells import GiniDecomposition
from resilmeter.analyze.gaps.dagum import PARTS, DagumDecomposition
from resilmeter.rows import each_row

COLUMNS = (
    "period", "decomposition", "part", "dimension", "contribution", "share", "null_share",
)  # fmt: skip


def compare_decompositions(gaps: GiniDecomposition, dagum: DagumDecomposition) -> pd.DataFrame:
    """Set the traditional, Dagum's and the two-dimensional decomposition beside each other.

    Parameters
    ----------
    gaps : GiniDecomposition
        From `gini_cells`, of a panel with groups.
    dagum : DagumDecomposition
        From `dagum`, of the same scores.

    Returns
    -------
    DataFrame
        period, decomposition ("groups", "dagum", "two-dimensional"), part (within, between,
        net_between, transvariation), dimension (blank for the index), contribution, share,
        null_share (what random group labels give; blank where that is not known in closed form).
        The contributions of each decomposition add up to the Gini coefficient of the period.

    Notes
    -----
    The within part is the same in all three. What is called between holds the overlap of the groups
    as well: only Dagum's net between is a gap between group means.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> scores = rm.score(scaled, rm.weigh(scaled, method="entropy"))
    >>> table = rm.compare_decompositions(rm.gini_cells(scores), rm.dagum(scores))
    >>> sums = table.groupby(["period", "decomposition"])["share"].sum()
    >>> bool(((sums - 1).abs() < 1e-12).all())
    True
    """
    rows = [*_by_groups(gaps), *_by_dagum(dagum), *_by_cells(gaps)]
    order = {period: place for place, period in enumerate(gaps.total["period"])}
    rows.sort(key=lambda row: order[row[0]])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _by_groups(gaps: GiniDecomposition) -> Iterator[tuple[object, ...]]:
    for row in each_row(gaps.total):
        yield (
            row.period, "groups", "within", "", row.within, row.within_share,
            row.null_within_share,
        )  # fmt: skip
        yield (
            row.period, "groups", "between", "", row.between, row.between_share,
            row.null_between_share,
        )  # fmt: skip


def _by_dagum(dagum: DagumDecomposition) -> Iterator[tuple[object, ...]]:
    for row in each_row(dagum.total):
        for part in PARTS:
            null = row.null_within_share if part == "within" else float("nan")
            value, share = getattr(row, part), getattr(row, f"{part}_share")
            yield row.period, "dagum", part, "", value, share, null


def _by_cells(gaps: GiniDecomposition) -> Iterator[tuple[object, ...]]:
    cells = gaps.cells.assign(
        part=["within" if a == b else "between"
              for a, b in zip(gaps.cells["group_a"], gaps.cells["group_b"], strict=True)]
    )  # fmt: skip
    keys = ["period", "part", "dimension"]
    columns = ["contribution", "share", "null_share"]
    sums = cells.groupby(keys, sort=False)[columns].sum(min_count=1).reset_index()
    for row in each_row(sums):
        yield (
            row.period, "two-dimensional", row.part, row.dimension, row.contribution, row.share,
            row.null_share,
        )  # fmt: skip
