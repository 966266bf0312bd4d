"""Cells with weights and correction, beside loops over pairs of units."""

import numpy as np
import pytest
from hypothesis import given
from tests.core.inequality.loops import ROUNDING, cells_by_loops, random_case, weighted_cases

from resilmeter.core.inequality import gini_cells
from resilmeter.errors import MethodError


@pytest.mark.parametrize("block", range(10))
def test_weighted_cells_agree_with_the_loops(block):
    for seed in range(block * 40, block * 40 + 40):
        parts, groups, k, weights = random_case(seed)
        split = gini_cells(parts, groups, weights)
        expected = cells_by_loops(parts, groups, k, weights)
        assert split.cells == pytest.approx(expected, abs=ROUNDING), seed


@pytest.mark.parametrize("divisor", [1, 10, 7])
@given(case=weighted_cases())
def test_weighted_cells_are_those_of_units_taken_several_times(divisor, case):
    parts, groups, _, weights = case
    parts = parts / divisor
    repeated = gini_cells(np.repeat(parts, weights, axis=0), np.repeat(groups, weights))
    split = gini_cells(parts, groups, weights)
    assert split.cells == pytest.approx(repeated.cells, abs=ROUNDING)
    assert split.weights == pytest.approx(repeated.weights, abs=ROUNDING)
    assert split.means == pytest.approx(repeated.means, abs=ROUNDING)


@given(weighted_cases())
def test_group_means_are_those_of_the_values(case):
    parts, groups, k, weights = case
    split = gini_cells(parts, groups, weights)
    for j in range(k):
        mine = groups == j
        expected = np.average(parts[mine], axis=0, weights=weights[mine])
        assert split.centre + split.deviations[j] == pytest.approx(expected, abs=ROUNDING)
        assert split.means[j] == pytest.approx(expected.sum(), abs=ROUNDING)
        assert split.weights[j] == pytest.approx(weights[mine].sum() / weights.sum(), abs=ROUNDING)


@given(weighted_cases())
def test_the_sample_form_multiplies_every_part_alike(case):
    parts, groups, _, weights = case
    share = weights / weights.sum()
    for w, factor in ((weights, 1 / (1 - share @ share)), (None, len(parts) / (len(parts) - 1))):
        if w is None and parts.sum() <= 0:
            continue
        plain, sample = (gini_cells(parts, groups, w, correction=c) for c in ("none", "sample"))
        assert sample.cells == pytest.approx(plain.cells * factor, abs=10 * ROUNDING)
        assert sample.gini == pytest.approx(plain.gini * factor, abs=10 * ROUNDING)
        assert sample.factor == pytest.approx(factor)


@pytest.mark.parametrize(
    ("groups", "rows"), [([0, -1, 1], "2"), ([-1, 0, -1], "1, 3"), ([0.0, np.nan, 1.0], "2")]
)
def test_units_without_a_group_are_refused_with_their_rows(groups, rows):
    count = rows.count(",") + 1
    with pytest.raises(MethodError, match=rf"^{count} units have no group \(rows {rows}\)"):
        gini_cells([[1.0], [2.0], [3.0]], groups)


def test_cells_of_units_that_are_all_equal_are_zero():
    split = gini_cells([[0.1, 0.2], [0.2, 0.1], [0.3, 0.0]], [0, 1, 1])
    assert not split.cells.any()
    assert split.gini == 0
