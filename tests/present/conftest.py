"""A tiny run, and the same run with gap tables made by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.studies import STUDY, write_study

import resilmeter as rm
from resilmeter.analyze import GiniDecomposition

PAIRS = (("North", "North"), ("South", "South"), ("North", "South"))
NULL = {PAIRS[0]: 0.2, PAIRS[1]: 0.2, PAIRS[2]: 0.6}
# Contributions (Care, Air) by pair. 2009: the two cells of South print the same, 0.0300.
# 2011: North-North and North-South print the same in Care, 0.0700.
CELLS = {
    2009: {PAIRS[0]: (0.01, 0.02), PAIRS[1]: (0.03004, 0.03002), PAIRS[2]: (0.05, 0.06)},
    2010: {PAIRS[0]: (0.01, 0.01), PAIRS[1]: (0.02, 0.02), PAIRS[2]: (0.03, 0.08)},
    2011: {PAIRS[0]: (0.07, -0.01), PAIRS[1]: (0.01, -0.00001), PAIRS[2]: (0.07001, 0.02)},
}


def by_hand(cells=CELLS) -> GiniDecomposition:
    """Add the cells up to pairs, dimensions and totals."""
    rows = [
        {"period": period, "group_a": pair[0], "group_b": pair[1], "dimension": dimension,
         "contribution": value, "null": NULL[pair]}
        for period, pairs in cells.items() for pair, values in pairs.items()
        for dimension, value in zip(("Care", "Air"), values, strict=True)
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    gini = table.groupby("period")["contribution"].transform("sum")
    table["share"] = table["contribution"] / gini
    whole = table.groupby(["period", "dimension"])["share"].transform("sum")
    table["null_share"] = table.pop("null") * whole
    table["ratio_to_null"] = table["share"] / table["null_share"]
    inner = table["group_a"] == table["group_b"]
    table["within"] = table["contribution"].where(inner, 0.0)
    # Two thirds of what lies between groups lies between their means.
    table["net_between"] = (table["contribution"] - table["within"]) * 2 / 3
    table["transvariation"] = table["net_between"] / 2
    keys = ["period", "group_a", "group_b"]
    groups = table.groupby(keys, sort=False)[["contribution", "share", "null_share"]].sum()
    groups = groups.reset_index().assign(ratio_to_null=lambda t: t["share"] / t["null_share"])
    dims = table.groupby(["period", "dimension"], sort=False)[["contribution", "share"]].sum()
    dims = dims.reset_index().assign(mean_share=[0.55, 0.45] * len(cells))
    dims["concentration"] = dims["share"] / dims["mean_share"]
    inside = table[table["group_a"] == table["group_b"]].groupby("period")["contribution"].sum()
    total = table.groupby("period")["contribution"].sum()
    totals = pd.DataFrame({
        "period": list(cells), "units": 6, "mean": 0.4, "std": 0.1, "cv": 0.25,
        "gini": total.to_numpy(), "absolute_gini": 0.4 * total.to_numpy(),
        "within": inside.to_numpy(), "between": (total - inside).to_numpy(),
        "within_share": (inside / total).to_numpy(),
        "between_share": (1 - inside / total).to_numpy(),
        "null_within_share": 0.4, "null_between_share": 0.6,
    })  # fmt: skip
    return GiniDecomposition(total=totals, groups=groups, dimensions=dims, cells=table)


@pytest.fixture(scope="session")
def tiny_result(tmp_path_factory):
    """The tiny study, both languages, simulated."""
    text = STUDY.replace('["svg"]', '["svg"]\nlanguage = "both"')
    text = text.replace("group =", "simulated = true\ngroup =")
    return rm.run(rm.Study.load(write_study(tmp_path_factory.mktemp("present"), study=text)))


@pytest.fixture(scope="session")
def hand_result(tiny_result):
    """The tiny study with gap tables made by hand."""
    return replace(tiny_result, gaps=by_hand())


@pytest.fixture
def hand_gaps():
    """Build gap tables from cells."""
    return by_hand


@pytest.fixture(scope="session")
def run_tiny(tmp_path_factory):
    """Run the tiny study with other texts or keys."""

    def run(*overrides, **texts):
        folder = tmp_path_factory.mktemp("variant")
        return rm.run(rm.Study.load(write_study(folder, **texts), overrides))

    return run
