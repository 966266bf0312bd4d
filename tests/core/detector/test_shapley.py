"""Shapley values add up, and the trees behind them are the published ones."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.detector import Growth, factor_detector, shapley_drivers, shapley_values
from resilmeter.errors import MethodError


@given(
    st.integers(1, 4).flatmap(lambda m: st.lists(st.integers(-9, 9), min_size=2**m, max_size=2**m))
)
def test_values_are_means_over_all_orders_of_joining(worth):
    m = len(worth).bit_length() - 1
    expected = np.zeros(m)
    orders = list(permutations(range(m)))
    for order in orders:
        joined = 0
        for j in order:
            expected[j] += worth[joined | 1 << j] - worth[joined]
            joined |= 1 << j
    values = shapley_values(worth)
    assert values == pytest.approx(expected / len(orders), abs=1e-12)
    assert values.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-12)


def test_trees_of_713_cells_are_those_of_the_published_program(vegetation):
    """drivers.md, fact 8: gdverse's six values sum to .49599, its v(N) is .90963.

    The gap .41364 is the sum of q_i/m, which the empty set would have brought.
    """
    y, drivers = vegetation
    names = sorted(drivers)
    x = np.column_stack([drivers[name] for name in names]).astype(float)
    found = shapley_drivers(y, x, categorical=[name in ("Climatezone", "Mining") for name in names])
    assert found.total == pytest.approx(0.90963, abs=5e-6)  # half a unit of the last digit
    alone = found.coalitions[[1 << j for j in range(6)]]
    assert alone.mean() == pytest.approx(0.41364, abs=5e-6)
    assert found.values.sum() == pytest.approx(found.total, abs=1e-12)
    assert found.values.sum() - alone.mean() == pytest.approx(0.49599, abs=5e-6)


def test_a_tree_of_one_category_is_q():
    random = np.random.default_rng(1)
    kind = np.repeat([5.0, 1.0, 9.0], 30)
    y = (kind == 1) + 3.0 * (kind == 9) + 0.1 * random.normal(size=90)
    found = shapley_drivers(y, kind[:, None], categorical=[True])
    strata = np.unique(kind, return_inverse=True)[1]
    assert found.total == pytest.approx(factor_detector(y, strata, permutations=0).q, abs=1e-12)


def test_an_even_worth_of_all_keeps_noise_near_nothing_and_groups_add_up():
    random = np.random.default_rng(2)
    x = random.normal(size=(200, 3))
    y = 2 * (x[:, 0] > 0) + (x[:, 1] > 0) + 0.3 * random.normal(size=200)
    found = shapley_drivers(y, x)
    assert found.values[0] > found.values[1] > 0.1
    assert abs(found.values[2]) < 0.1  # trees split on noise too
    assert found.coalitions[0] == 0
    groups = found.subtotals([0, 1, 0])
    assert groups == pytest.approx([found.values[[0, 2]].sum(), found.values[1]])
    assert "3 drivers" in repr(found)


def test_a_branch_is_kept_for_what_lies_below_it():
    # either driver alone explains nothing at the root; the two cuts together explain all
    a, b = (part.ravel() for part in np.meshgrid([0.0, 1], [0.0, 1]))
    x = np.tile(np.column_stack([a, b]), (20, 1))
    y = (x[:, 0] != x[:, 1]) + np.where(x[:, 0] == 1, 0.05, 0.0)
    found = shapley_drivers(y, x, growth=Growth(gain=0.001))
    assert found.total == pytest.approx(1.0, abs=1e-9)
    assert found.coalitions[1] < 0.01


def test_refusals():
    y = np.arange(6.0)
    with pytest.raises(MethodError, match="13 drivers make too many sets; at most 12"):
        shapley_drivers(y, np.arange(78.0).reshape(6, 13))
    with pytest.raises(MethodError, match="green"):
        shapley_drivers(y, np.ones((6, 1)), labels=["green"])
    with pytest.raises(MethodError, match="2 kinds"):
        shapley_drivers(y, y[:, None], categorical=[True, False])
    with pytest.raises(MethodError, match="5 and 6"):
        shapley_drivers(y, y[1:, None])
    with pytest.raises(MethodError, match="a power of 2 of them; given 3"):
        shapley_values([0, 1, 2])
