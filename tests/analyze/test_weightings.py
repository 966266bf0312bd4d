"""The index under several weightings, and what a shift does to entropy weights."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import tiny_panel

import resilmeter as rm
from resilmeter.core import weights as kernels


@pytest.fixture
def scaled(tmp_path):
    return rm.normalize(tiny_panel(tmp_path))


@pytest.fixture
def example():
    return rm.normalize(rm.interpolate(rm.example("seed-002")))


def test_weights_are_those_of_each_method(scaled):
    found = rm.compare_weightings(scaled, ("critic", "entropy", "equal"))
    for name, own in found.weights.groupby("method"):
        np.testing.assert_array_equal(own["weight"], rm.weigh(scaled, method=name).values)
    assert found.weights["method"].unique().tolist() == ["critic", "entropy", "equal"]


def test_agreement_by_hand(scaled):
    """Recomputed with plain ranks of the two weighted sums."""
    found = rm.compare_weightings(scaled, ("equal", "entropy"))
    a, b = (rm.score(scaled, rm.weigh(scaled, method=m)) for m in ("equal", "entropy"))
    ranks = [s.index.round(12).rank() for s in (a, b)]
    row = found.methods.set_index("method").loc["entropy"]
    assert row["spearman"] == pytest.approx(np.corrcoef(*ranks)[0, 1], abs=1e-12)
    shifts = (a.ranks - b.ranks).abs()
    assert row["mean_shift"] == shifts.mean()
    assert row["largest_shift"] == shifts.max()
    first = found.methods.iloc[0]
    assert first["spearman"] == pytest.approx(1, abs=1e-12)
    assert (first["mean_shift"], first["largest_shift"], first["unit"]) == (0, 0, "")


def test_the_largest_shift_is_where_it_is_said_to_be(example):
    found = rm.compare_weightings(example, ("equal", "entropy"))
    row = found.methods.set_index("method").loc["entropy"]
    a, b = (rm.score(example, rm.weigh(example, method=m)) for m in ("equal", "entropy"))
    place = (row["unit"], row["period"])
    assert abs(a.ranks[place] - b.ranks[place]) == row["largest_shift"] > 0


def test_movers_come_in_the_order_of_their_range(example):
    found = rm.compare_weightings(example, ("equal", "critic", "entropy"))
    assert found.movers["range"].is_monotonic_decreasing
    row = found.movers.iloc[0]
    own = found.weights[found.weights["indicator"] == row["indicator"]].set_index("method")[
        "weight"
    ]
    assert (row["lowest"], row["highest"]) == (own.min(), own.max())
    assert own[row["highest_method"]] == own.max()


def test_a_method_that_is_not_defined_says_why(scaled):
    found = rm.compare_weightings(scaled, ("equal", "given", "ahp", "critic"))
    notes = found.methods.set_index("method")["note"]
    assert notes["equal"] == notes["critic"] == ""
    assert "weigh.given" in notes["given"]
    assert "weigh.comparisons" in notes["ahp"]
    assert set(found.weights["method"]) == {"equal", "critic"}


def test_scores_may_be_of_another_kind(scaled):
    def geometric(scaled, weights):
        return rm.score(scaled, weights, method="power-mean")

    found = rm.compare_weightings(scaled, ("equal", "entropy"), scoring=geometric)
    plain = rm.compare_weightings(scaled, ("equal", "entropy"))
    assert found.pairs["spearman"].iloc[0] != plain.pairs["spearman"].iloc[0]


def test_shifts_are_those_of_the_kernel(example):
    table = rm.entropy_shifts(example)
    x = example.values.to_numpy()
    for shift, own in table.groupby("shift"):
        np.testing.assert_array_equal(own["weight"], kernels.entropy(x, shift=shift))
    assert sorted(table["shift"].unique()) == [0, 0.0001, 0.01, 1]


def test_a_shift_takes_weight_from_zeros(example):
    """E-03: the indicator with most zeros loses weight with every shift."""
    table = rm.entropy_shifts(example)
    most = table.loc[table["zero_share"].idxmax(), "indicator"]
    own = table[table["indicator"] == most].sort_values("shift")["weight"]
    assert own.is_monotonic_decreasing
    assert own.iloc[-1] < 0.6 * own.iloc[0]


def test_shifts_of_negative_values_are_refused(tmp_path):
    scaled = rm.normalize(tiny_panel(tmp_path), method="z-score")
    with pytest.raises(rm.MethodError, match="has negative values"):
        rm.entropy_shifts(scaled)
