"""Build tiny scored panels by hand: scaled values and weights are chosen, not derived."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm


@pytest.fixture
def score_by_hand() -> Callable[..., rm.Scores]:
    """Score the values given for each unit: a row a period, a column an indicator."""

    def score(values, *, dimensions, weights, periods=(2020,), groups=None, **options):
        framework = rm.Framework(tuple(
            rm.Indicator(code=f"x{place}", dimension=name, direction="higher")
            for place, name in enumerate(dimensions, start=1)
        ))  # fmt: skip
        index = pd.MultiIndex.from_product([values, periods], names=["unit", "period"])
        cells = np.array([row for rows in values.values() for row in rows], dtype=float)
        frame = pd.DataFrame(cells, index, list(framework.codes))
        order = tuple(dict.fromkeys((groups or {}).values()))
        panel = rm.Panel(
            framework=framework,
            values=frame,
            status=frame.astype(bool).astype("int8") * 0,
            others=pd.DataFrame(index=index),
            groups=None if groups is None else pd.Series(groups),
            group_order=options.get("group_order", order),
        )
        scaled = rm.Scaled(
            panel=panel,
            values=frame,
            goalposts=pd.DataFrame({"indicator": framework.codes, "low": 0.0, "high": 1.0}),
            method="minmax",
            scope=options.get("scope", "fixed"),
        )
        table = pd.DataFrame(
            {"indicator": framework.codes, "dimension": dimensions, "weight": weights}
        )
        return rm.score(scaled, rm.Weights(table=table, method="given"))

    return score


@pytest.fixture
def three_towns(score_by_hand) -> rm.Scores:
    """Score three towns, two of them in the North, in 2000 and 2004.

    2000: parts A .25, 0, .5; B .25, .5, .5; index .5, .5, 1.
    2004: parts A .5, .25, 0; B 0, .5, .25; index .5, .75, .25.
    """
    return score_by_hand(
        {
            "Ash": [[1.0, 0.0, 0.5], [1.0, 1.0, 0.0]],
            "Bay": [[0.0, 0.0, 1.0], [0.0, 1.0, 1.0]],
            "Cor": [[1.0, 1.0, 1.0], [0.0, 0.0, 0.5]],
        },
        dimensions=["A", "A", "B"],
        weights=[0.25, 0.25, 0.5],
        periods=(2000, 2004),
        groups={"Ash": "North", "Bay": "North", "Cor": "South"},
    )
