"""Quantile classes, above all where values tie."""

import csv

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resilmeter.core.strata import quantile


def test_six_classes_of_the_temperature_change_of_713_cells(shared):
    """ausgis/GD, issue 1: breaks of GD::disc with 6 quantile classes, and their counts."""
    with shared("data/drivers/ndvi_40.csv").open(encoding="utf-8") as file:
        x = np.array([float(row["Tempchange"]) for row in csv.DictReader(file)])
    found = quantile(x, 6)
    printed = [-0.39277, 0.3858, 0.8397533, 1.23631, 1.54196, 1.96675, 3.22051]
    assert found.breaks == pytest.approx(printed, abs=5e-8)  # half a unit of the last digit
    assert found.sizes.tolist() == [119, 119, 119, 118, 119, 119]


def test_quantiles_of_a_line_are_interpolated():
    found = quantile([1, 2, 3, 4, 5, 6], 3)
    assert found.breaks == pytest.approx([1, 8 / 3, 13 / 3, 6])
    assert found.sizes.tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("x", "k", "sizes"),
    [
        ([0, 0, 0, 0, 0, 0, 0, 1, 2, 3], 3, [7, 2, 1]),  # type 7 would set two breaks at 0
        ([1, 2, 3, 4, 9, 9, 9, 9, 9, 9], 3, [3, 1, 6]),  # and here one at the largest value
        ([5, 5, 5, 6, 6, 6, 7], 3, [3, 3, 1]),
    ],
)
def test_ties_cost_no_class(x, k, sizes):
    assert quantile(np.array(x, dtype=float), k).sizes.tolist() == sizes


@given(st.lists(st.integers(0, 5), min_size=2, max_size=30), st.integers(2, 6))
def test_every_number_of_classes_up_to_the_distinct_values_is_made(values, k):
    assume(len(set(values)) >= k)
    found = quantile(np.array(values, dtype=float), k)
    assert found.count == k
    assert found.sizes.min() > 0


@given(st.integers(2, 60), st.integers(2, 7))
def test_without_ties_sizes_differ_by_one_at_most(n, k):
    assume(n >= k)
    sizes = quantile(np.arange(n) ** 1.5, k).sizes
    assert sizes.max() - sizes.min() <= 1
