"""The two-dimensional split of the Gini coefficient, beside loops written from the equations.

The slow routes work in exact fractions on whole numbers, so that a tie is a tie; the kernel is then
asked the same of the numbers divided by 1000 or 10, where ties differ by a few ulps.
"""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.inequality import gini, gini_cells
from resilmeter.errors import MethodError

# Sums of up to a few hundred products keep some 1e-14 of their size; negative components of size 6
# around a small mean make cells of size 50.
ROUNDING = 1e-12


def poorer(parts, totals, i, r, m):
    """x* of equation 13: component m of the poorer unit; of two that tie, the average."""
    if totals[i] == totals[r]:
        return (parts[i][m] + parts[r][m]) / 2
    return parts[i if totals[i] < totals[r] else r][m]


def cells_by_equation_13(parts, groups, k):
    """Every ordered pair of units in turn: (x_i^m + x_r^m - 2 x*) / (2 mu n^2), in fractions."""
    n, q = parts.shape
    x = [[Fraction(value) for value in row] for row in parts.tolist()]
    totals = [sum(row) for row in x]
    scale = 2 * (sum(totals) / n) * n * n
    cells = [[[Fraction(0)] * q for _ in range(k)] for _ in range(k)]
    for i in range(n):
        for r in range(n):
            j, h = sorted((groups[i], groups[r]))
            for m in range(q):
                gap = x[i][m] + x[r][m] - 2 * poorer(x, totals, i, r, m)
                cells[j][h][m] += gap / scale
    upper = np.array(cells, dtype=float)
    symmetric = upper + upper.transpose(1, 0, 2)
    symmetric[np.arange(k), np.arange(k)] /= 2
    return symmetric


def upper_sum(cells):
    j, h = np.triu_indices(cells.shape[0])
    return cells[j, h].sum(axis=0)


def random_case(seed, low=-3):
    """1 to 12 units, 1 to 4 components, 1 to 5 groups; few distinct values, so many ties."""
    random = np.random.default_rng(seed)
    n, q = random.integers(1, 13), random.integers(1, 5)
    k = int(random.integers(1, min(5, n) + 1))
    groups = random.permutation(np.concatenate([np.arange(k), random.integers(0, k, n - k)]))
    parts = random.integers(low, 6, (n, q))
    if parts.sum() <= 0:
        parts[0, 0] += 1 - parts.sum()
    return parts, groups, k


@st.composite
def cases(draw, low=-3):
    n, q = draw(st.integers(2, 9)), draw(st.integers(1, 4))
    k = draw(st.integers(1, min(5, n)))
    parts = draw(arrays(np.int64, (n, q), elements=st.integers(low, 6)))
    assume(parts.sum() > 0)
    rest = draw(st.lists(st.integers(0, k - 1), min_size=n - k, max_size=n - k))
    groups = draw(st.permutations([*range(k), *rest]))
    return parts, np.array(groups), k


def refusal(text):
    return pytest.raises(MethodError, match=f"^{re.escape(text)}$")


# --- the loop of equation 13 --------------------------------------------------------------------
@pytest.mark.parametrize("block", range(10))
def test_cells_agree_with_equation_13_on_panels_with_ties_and_negative_components(block):
    for seed in range(block * 40, block * 40 + 40):
        parts, groups, k = random_case(seed)
        split = gini_cells(parts, groups)
        expected = cells_by_equation_13(parts, groups, k)
        assert split.cells == pytest.approx(expected, abs=ROUNDING), seed
        assert split.sizes.tolist() == np.bincount(groups).tolist()


@given(cases())
def test_cells_agree_with_equation_13(case):
    parts, groups, k = case
    expected = cells_by_equation_13(parts, groups, k)
    assert gini_cells(parts, groups).cells == pytest.approx(expected, abs=ROUNDING)


@pytest.mark.parametrize("divisor", [10, 1000, 7])
def test_ties_are_recognised_when_totals_differ_by_the_last_bits_only(divisor):
    seen = 0
    for seed in range(120):
        parts, groups, k = random_case(seed)
        totals = (parts / divisor).sum(axis=1)
        seen += len(set(totals)) > len(set(parts.sum(axis=1)))
        expected = cells_by_equation_13(parts, groups, k)
        split = gini_cells(parts / divisor, groups)
        assert split.cells == pytest.approx(expected, abs=ROUNDING), seed
    assert seen > 0  # the cases do contain sums such as 0.1 + 0.2 beside 0.3


def test_the_sum_of_a_tenth_and_two_tenths_ties_with_three_tenths():
    assert 0.1 + 0.2 != 0.3
    split = gini_cells([[0.1, 0.2], [0.3, 0.0], [0.0, 0.0]], [0, 1, 1])
    expected = cells_by_equation_13(np.array([[1, 2], [3, 0], [0, 0]]), [0, 1, 1], 2)
    assert split.cells == pytest.approx(expected, abs=ROUNDING)


def test_a_constant_of_a_thousand_million_in_a_component_costs_no_digits():
    # without centring the components first, 8 of 16 digits are lost
    random = np.random.default_rng(1)
    for seed in range(20):
        parts = random.random((12, 2)) + random.permutation(12)[:, None]
        parts[:, 0] += 1e9
        groups = random.permutation(np.arange(12) % 3)
        expected = cells_by_equation_13(parts, groups, 3)
        size = np.abs(expected).max()  # some 1e-9
        cells = gini_cells(parts, groups).cells
        assert cells == pytest.approx(expected, abs=ROUNDING * size, rel=0), seed


@given(cases())
def test_gini_cells_and_gini_give_the_same_coefficient(case):
    parts, groups, _ = case
    # the mean may be a small part of the values: 1/81 of the total beside components of 6
    assert gini_cells(parts, groups).gini == pytest.approx(gini(parts.sum(axis=1)), abs=1e-11)


# --- hand cases ---------------------------------------------------------------------------------
def test_the_gap_between_two_units_lies_in_the_component_in_which_they_differ():
    split = gini_cells([[1, 0], [1, 2]], [0, 1])
    assert split.gini == 0.25
    assert split.cells.tolist() == [[[0, 0], [0, 0.25]], [[0, 0.25], [0, 0]]]
    assert (split.within, split.between) == (0.0, 0.25)


def test_a_component_in_which_the_poor_lead_narrows_the_gap():
    # totals 3 and 5, mean 4, G = 2 * 2 / (2 * 4 * 4) = 1/8: components -1/8 and +2/8
    split = gini_cells([[2, 1], [0, 5]], [0, 0])
    assert split.gini == pytest.approx(1 / 8, abs=ROUNDING)
    assert split.components == pytest.approx([-1 / 8, 2 / 8], abs=ROUNDING)


def test_units_that_tie_add_nothing_whatever_their_components():
    split = gini_cells([[3, 0], [0, 3]], [0, 1])
    assert split.cells.tolist() == np.zeros((2, 2, 2)).tolist()


def test_a_group_without_units_has_empty_cells():
    split = gini_cells([[1.0], [3.0]], [0, 2])
    assert split.sizes.tolist() == [1, 0, 1]
    assert split.pairs.tolist() == [[0, 0, 0.25], [0, 0, 0], [0.25, 0, 0]]


# --- identities ---------------------------------------------------------------------------------
@given(cases())
def test_cells_add_up_in_every_direction(case):
    parts, groups, _ = case
    split = gini_cells(parts, groups)
    assert upper_sum(split.cells).sum() == pytest.approx(split.gini, abs=ROUNDING)
    assert upper_sum(split.cells) == pytest.approx(split.components, abs=ROUNDING)
    assert upper_sum(split.pairs) == pytest.approx(split.gini, abs=ROUNDING)
    assert split.within + split.between == pytest.approx(split.gini, abs=ROUNDING)
    assert split.cells == pytest.approx(split.cells.transpose(1, 0, 2), abs=0)


@given(cases())
def test_a_pair_of_groups_never_contributes_less_than_nothing(case):
    parts, groups, _ = case
    assert (gini_cells(parts, groups).pairs >= -ROUNDING).all()


@given(cases())
def test_a_group_of_one_unit_has_no_gap_with_itself(case):
    parts, groups, _ = case
    split = gini_cells(parts, groups)
    alone = np.flatnonzero(split.sizes == 1)
    assert split.cells[alone, alone] == pytest.approx(0, abs=ROUNDING)


@given(case=cases(), factor=st.sampled_from([1e-6, 0.1, 3, 1e9]))
def test_the_unit_of_measurement_does_not_matter(case, factor):
    parts, groups, _ = case
    expected = gini_cells(parts, groups).cells
    assert gini_cells(parts * factor, groups).cells == pytest.approx(expected, abs=ROUNDING)


@pytest.mark.parametrize("divisor", [1, 10, 1000])
@given(case=cases(), random=st.randoms(use_true_random=False))
def test_neither_the_names_of_groups_nor_the_order_of_rows_matter(divisor, case, random):
    parts, groups, k = case
    parts = parts / divisor
    rows = random.sample(range(len(parts)), len(parts))
    names = np.array(random.sample(range(k), k))
    expected = gini_cells(parts, groups).cells
    moved = gini_cells(parts[rows], names[groups][rows]).cells
    assert moved[np.ix_(names, names)] == pytest.approx(expected, abs=ROUNDING)


@given(case=cases(), random=st.randoms(use_true_random=False))
def test_the_order_of_components_does_not_matter(case, random):
    parts, groups, _ = case
    order = random.sample(range(parts.shape[1]), parts.shape[1])
    expected = gini_cells(parts / 10, groups).cells[:, :, order]
    moved = gini_cells(parts[:, order] / 10, groups).cells
    assert moved == pytest.approx(expected, abs=ROUNDING)


@given(case=cases(), shift=st.integers(1, 100))
def test_a_constant_added_to_a_component_changes_cells_through_the_mean_only(case, shift):
    parts, groups, _ = case
    shifts = np.zeros(parts.shape[1])
    shifts[0] = shift
    before, after = parts.sum() / len(parts), parts.sum() / len(parts) + shift
    expected = gini_cells(parts, groups).cells * before / after
    assert gini_cells(parts + shifts, groups).cells == pytest.approx(expected, abs=ROUNDING)


def test_a_component_that_is_the_same_everywhere_contributes_nothing():
    split = gini_cells([[0.3, 1.0], [0.3, 2.0], [0.3, 4.0]], [0, 0, 1])
    assert split.cells[:, :, 0] == pytest.approx(0, abs=1e-16)


@given(case=cases(), times=st.integers(2, 4))
def test_every_unit_taken_several_times_changes_nothing(case, times):
    parts, groups, _ = case
    expected = gini_cells(parts, groups).cells
    repeated = gini_cells(np.repeat(parts, times, axis=0), np.repeat(groups, times)).cells
    assert repeated == pytest.approx(expected, abs=ROUNDING)


@given(cases())
def test_merging_two_groups_adds_their_cells(case):
    parts, groups, k = case
    assume(k >= 2)
    fine = gini_cells(parts, groups).cells
    merged = gini_cells(parts, np.where(groups == k - 1, k - 2, groups)).cells
    a, b = k - 2, k - 1
    assert merged[a, a] == pytest.approx(fine[a, a] + fine[b, b] + fine[a, b], abs=ROUNDING)
    assert merged[a, :a] == pytest.approx(fine[a, :a] + fine[b, :a], abs=ROUNDING)
    assert merged[:a, :a] == pytest.approx(fine[:a, :a], abs=ROUNDING)


@given(cases())
def test_merging_two_components_adds_their_cells(case):
    parts, groups, _ = case
    assume(parts.shape[1] >= 2)
    fine = gini_cells(parts, groups).cells
    merged = gini_cells(np.column_stack([parts[:, :2].sum(axis=1), parts[:, 2:]]), groups).cells
    assert merged[:, :, 0] == pytest.approx(fine[:, :, 0] + fine[:, :, 1], abs=ROUNDING)
    assert merged[:, :, 1:] == pytest.approx(fine[:, :, 2:], abs=ROUNDING)


# --- refusals -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("values", "mean"), [([0, 0], "0"), ([-3, 1], "-1"), ([-1, 1], "0")])
def test_a_mean_that_is_not_positive_is_refused_with_its_value(values, mean):
    text = f"the mean is {mean}; the Gini coefficient needs a positive mean."
    with refusal(text):
        gini(values)
    with refusal(text):
        gini_cells(np.array(values)[:, None], [0, 1])


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_missing_and_infinite_values_are_refused(bad):
    with refusal("1 values are missing or infinite. Fill or remove them first."):
        gini([1.0, bad])
    with refusal("column 2 holds values that are missing or infinite. Fill or remove them first."):
        gini_cells([[1.0, 1.0], [1.0, bad]], [0, 1])


@pytest.mark.parametrize("groups", [[0.0, 1.0], ["a", "b"]])
def test_group_codes_that_are_not_codes_are_refused(groups):
    with refusal("group codes must be whole numbers from 0."):
        gini_cells([[1.0], [2.0]], groups)


def test_group_codes_of_another_length_are_refused():
    with refusal("the group codes have shape (1,); expected 2 of them, one a row."):
        gini_cells([[1.0], [2.0]], [0])


def test_no_units_are_refused():
    with pytest.raises(MethodError, match="at least one entry"):
        gini([])
