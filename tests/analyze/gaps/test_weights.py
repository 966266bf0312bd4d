"""Weights of units: a column of the panel, the same as repeating units, and refusals by name."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.errors import MethodError

FEW = rm.Chance(shuffles=19, draws=19)
SETTINGS = {"dimensions": ["A", "B"], "weights": [0.5, 0.5], "periods": (2000, 2001)}
TOWNS = {
    "Ash": [[0.2, 0.4], [0.3, 0.4]], "Bay": [[0.6, 0.3], [0.7, 0.1]],
    "Cor": [[0.9, 0.8], [0.4, 0.6]], "Dun": [[0.1, 0.7], [0.5, 0.9]],
}  # fmt: skip
COUNTS = {"Ash": 1, "Bay": 2, "Cor": 3, "Dun": 1}
GROUP = {"Ash": "N", "Bay": "N", "Cor": "S", "Dun": "S"}


def weighted(scores, column):
    """Give the panel of the scores a column `people`."""
    others = pd.DataFrame({"people": column}, index=scores.index.index)
    panel = replace(scores.scaled.panel, others=others)
    return replace(scores, scaled=replace(scores.scaled, panel=panel))


@pytest.fixture
def both(score_by_hand):
    """Four towns with weights, and the same with every town as often as it weighs."""
    scores = score_by_hand(TOWNS, groups=GROUP, **SETTINGS)
    units = scores.index.index.get_level_values("unit")
    repeated = {f"{n}{i}": rows for n, rows in TOWNS.items() for i in range(COUNTS[n])}
    groups = {name: GROUP[name[:3]] for name in repeated}
    many = score_by_hand(repeated, groups=groups, **SETTINGS)
    return weighted(scores, [float(COUNTS[unit]) for unit in units]), many


def test_weights_are_repetitions(both):
    few, many = both
    one, other = rm.gini_cells(few, weights="people"), rm.gini_cells(many)
    for column in ("contribution", "net_between", "transvariation"):
        assert one.cells[column].to_numpy() == pytest.approx(other.cells[column].to_numpy())
    for column in ("gini", "mean", "std", "cv", "within"):
        assert one.total[column].to_numpy() == pytest.approx(other.total[column].to_numpy())
    assert one.dimensions["mean_share"].to_numpy() == pytest.approx(
        other.dimensions["mean_share"].to_numpy()
    )
    found, expected = rm.dagum(few, weights="people"), rm.dagum(many)
    assert found.groups["own_gini"].to_numpy() == pytest.approx(expected.groups["own_gini"])
    measures = ["gini", "shortfall_gini", "theil_t", "theil_l", "atkinson_1", "net_between"]
    found = rm.inequality(few, weights="people").total
    assert found[measures].to_numpy() == pytest.approx(rm.inequality(many).total[measures])
    assert found["note"].str.contains("units of equal weight").all()


def test_evidence_and_change_know_the_weights(both):
    few, _ = both
    cells = rm.gini_cells(few, weights="people")
    evidence = rm.gap_evidence(few, weights="people", chance=FEW)
    gini = evidence.parts[evidence.parts["statistic"] == "gini"]
    assert gini["value"].to_numpy() == pytest.approx(cells.total["gini"].to_numpy())
    change = rm.gap_change(few, weights="people", chance=FEW)
    assert change.parts["change"].iloc[0] == pytest.approx(np.diff(cells.total["gini"])[0])


def test_a_column_that_is_not_there_is_refused_with_those_that_are(both):
    with pytest.raises(MethodError, match=r"no column 'area'.*people"):
        rm.inequality(both[0], weights="area")


@pytest.mark.parametrize("bad", [0.0, -2.0, float("nan")])
def test_a_blank_or_not_positive_weight_is_refused_by_its_place(both, bad):
    column = both[0].scaled.panel.others["people"].to_numpy().copy()
    column[3] = bad
    with pytest.raises(MethodError, match=r"people has 1 cells that are blank.*Bay in 2001"):
        rm.gini_cells(weighted(both[0], column), weights="people")
