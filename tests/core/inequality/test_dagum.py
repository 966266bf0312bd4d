"""Dagum's parts beside loops over pairs of units, and the identities between them."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.inequality.loops import ROUNDING, dagum_by_loops, random_case, weighted_cases

from resilmeter.core.inequality import dagum, dagum_of, gini, gini_cells, net_cells
from resilmeter.errors import MethodError

PARTS = ("within", "net_between", "transvariation")


def agree(found, expected):
    own = np.diag(expected["pairs"])
    assert found.within == pytest.approx(expected["within"], abs=ROUNDING)
    assert found.net_between == pytest.approx(expected["net"], abs=ROUNDING)
    assert found.transvariation == pytest.approx(expected["overlap"], abs=ROUNDING)
    assert found.pairs == pytest.approx(expected["pairs"], abs=1e-10, rel=1e-10, nan_ok=True)
    assert found.own == pytest.approx(own, abs=1e-10, rel=1e-10, nan_ok=True)
    assert found.affluence == pytest.approx(expected["affluence"], abs=ROUNDING)
    assert found.populations == pytest.approx(expected["p"], abs=ROUNDING)
    assert found.shares == pytest.approx(expected["s"], abs=ROUNDING)


# --- loops --------------------------------------------------------------------------------------
@pytest.mark.parametrize("block", range(8))
@pytest.mark.parametrize("low", [1, -3])
def test_all_parts_agree_with_the_loops(block, low):
    # from 1: no group mean is 0, so that no G_jh is a quotient of rounding errors
    for seed in range(block * 25, block * 25 + 25):
        parts, groups, k, weights = random_case(seed, low)
        found = dagum(parts.sum(axis=1), groups, weights)
        expected = dagum_by_loops(parts.sum(axis=1), groups, k, weights)
        if low < 0:  # where a mean is 0 on paper, the kernel may see 1e-16: leave these to `parts`
            close = np.abs(np.add.outer(found.shares / found.populations,
                                        found.shares / found.populations)) < ROUNDING  # fmt: skip
            found.pairs[close] = expected["pairs"][close]
            found.own[np.diag(close)] = np.diag(expected["pairs"])[np.diag(close)]
        agree(found, expected)


# --- identities ---------------------------------------------------------------------------------
@given(weighted_cases())
def test_the_parts_add_up_to_the_gini_coefficient(case):
    parts, groups, _, weights = case
    found = dagum(parts.sum(axis=1), groups, weights)
    total = sum(getattr(found, part) for part in PARTS)
    assert total == pytest.approx(found.gini, abs=ROUNDING)
    assert found.gini == pytest.approx(gini(parts.sum(axis=1), weights), abs=1e-11)


@given(weighted_cases(low=0))
def test_net_between_is_the_gini_coefficient_of_the_group_means(case):
    parts, groups, _, weights = case
    found = dagum(parts.sum(axis=1), groups, weights)
    means = found.shares / found.populations
    assert found.net_between == pytest.approx(gini(means, found.populations), abs=ROUNDING)


@given(weighted_cases(low=1))
def test_the_parts_are_what_the_coefficients_of_pairs_weigh(case):
    parts, groups, _, weights = case
    f = dagum(parts.sum(axis=1), groups, weights)
    p, s = f.populations, f.shares
    mutual = np.triu(f.pairs * (np.outer(p, s) + np.outer(s, p)), 1)
    assert (f.own * p * s).sum() == pytest.approx(f.within, abs=ROUNDING)
    assert f.own * p * s == pytest.approx(f.contributions, abs=ROUNDING)
    assert (mutual * f.affluence).sum() == pytest.approx(f.net_between, abs=ROUNDING)
    assert (mutual * (1 - f.affluence)).sum() == pytest.approx(f.transvariation, abs=ROUNDING)


@given(weighted_cases())
def test_affluence_lies_between_zero_and_one(case):
    parts, groups, _, weights = case
    found = dagum(parts.sum(axis=1) / 10, groups, weights)
    assert ((found.affluence >= 0) & (found.affluence <= 1)).all()
    assert (found.affluence == found.affluence.T).all()
    assert (found.transvariation_pairs >= 0).all()


@given(case=weighted_cases(), random=st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_of_groups_matters(case, random):
    parts, groups, k, weights = case
    values = parts.sum(axis=1) / 10
    rows = random.sample(range(len(values)), len(values))
    names = np.array(random.sample(range(k), k))
    found, moved = (
        dagum(values, groups, weights), dagum(values[rows], names[groups][rows], weights[rows])
    )  # fmt: skip
    for part in PARTS:
        assert getattr(moved, part) == pytest.approx(getattr(found, part), abs=ROUNDING)
    assert moved.affluence[np.ix_(names, names)] == pytest.approx(found.affluence, abs=ROUNDING)
    assert moved.net_pairs[np.ix_(names, names)] == pytest.approx(found.net_pairs, abs=ROUNDING)


@given(weighted_cases())
def test_two_dimensional_cells_give_the_same_parts_as_the_totals(case):
    parts, groups, _, weights = case
    totals = dagum(parts.sum(axis=1), groups, weights)
    split = dagum_of(gini_cells(parts, groups, weights))
    for name in (*PARTS, "affluence", "net_pairs", "transvariation_pairs", "contributions"):
        expected = getattr(totals, name)
        assert getattr(split, name) == pytest.approx(expected, abs=ROUNDING), name


@given(weighted_cases())
def test_the_sample_form_multiplies_every_part(case):
    parts, groups, _, weights = case
    plain = dagum(parts.sum(axis=1), groups, weights)
    sample = dagum(parts.sum(axis=1), groups, weights, correction="sample")
    share = weights / weights.sum()
    for part in ("gini", *PARTS):
        expected = getattr(plain, part) / (1 - share @ share)
        assert getattr(sample, part) == pytest.approx(expected, abs=10 * ROUNDING), part
    assert sample.affluence == pytest.approx(plain.affluence, abs=ROUNDING)


# --- pair of groups x component x part ----------------------------------------------------------
@given(weighted_cases())
def test_net_cells_are_gaps_of_means_and_add_up(case):
    parts, groups, k, weights = case
    split = gini_cells(parts, groups, weights)
    found, whole = net_cells(split), dagum_of(split)
    means = [np.average(parts[groups == j], axis=0, weights=weights[groups == j]) for j in range(k)]
    for j in range(k):
        for h in range(k):
            gap = means[j].sum() - means[h].sum()
            sign = 0 if abs(gap) < 1e-9 else np.sign(gap)
            expected = split.weights[j] * split.weights[h] * sign * (means[j] - means[h])
            expected = expected / split.mean
            assert found.net[j, h] == pytest.approx(expected, abs=ROUNDING)
    assert found.net.sum(axis=2) == pytest.approx(whole.net_pairs, abs=ROUNDING)
    assert found.transvariation.sum(axis=2) == pytest.approx(
        whole.transvariation_pairs, abs=ROUNDING
    )
    between = ~np.eye(k, dtype=bool)
    both = found.net + found.transvariation
    assert both[between] == pytest.approx(split.cells[between], abs=ROUNDING)
    assert not both[~between].any()


def test_net_and_whole_may_have_opposite_signs():
    # the richer group leads in a, yet its members who lead in the total do so in b
    parts = [[0.0, 0.0], [9.0, 0.0], [6.0, 2.0], [0.0, 10.0]]
    split = gini_cells(parts, [0, 0, 1, 1])
    net = net_cells(split).net[0, 1]
    assert net[0] < 0 < net[1]  # mean of a: 4.5 in the poorer group, 3 in the richer
    assert net.sum() == pytest.approx(dagum_of(split).net_between, abs=ROUNDING)


# --- edges --------------------------------------------------------------------------------------
def test_groups_that_do_not_overlap_have_no_transvariation():
    found = dagum([1, 2, 5, 9], [1, 1, 0, 0])
    assert found.transvariation == 0
    assert found.affluence[0, 1] == 1


def test_a_group_of_one_has_no_inequality_of_its_own():
    found = dagum([4.0, 1.0, 2.0], [0, 1, 1])
    assert found.own[0] == 0
    assert found.contributions[0] == 0


def test_equal_means_leave_everything_to_transvariation():
    found = dagum([1, 3, 2, 2], [0, 0, 1, 1])
    assert found.affluence.tolist() == [[0, 0], [0, 0]]
    assert found.net_between == 0
    assert found.transvariation > 0


def test_means_that_are_equal_on_paper_count_as_equal():
    # 0.1 + 0.2 and 0.15 + 0.15 differ in the last bit
    found = dagum([0.1, 0.2, 0.15, 0.15], [0, 0, 1, 1])
    assert found.net_between == 0
    assert found.affluence[0, 1] == 0


@pytest.mark.parametrize("value", [0.1, 1, 1e9])
def test_values_that_are_all_equal_have_no_parts_at_all(value):
    found = dagum([value] * 5, [0, 0, 1, 1, 2])
    assert [getattr(found, part) for part in ("gini", *PARTS)] == [0, 0, 0, 0]
    assert found.own.tolist() == [0, 0, 0]
    assert not found.affluence.any()


def test_a_single_group_has_within_only():
    found = dagum([1, 2, 4], [0, 0, 0])
    assert found.within == found.gini == pytest.approx(gini([1, 2, 4]))
    assert found.net_between == found.transvariation == 0


def test_a_group_without_units_is_not_defined_and_adds_nothing():
    found = dagum([1.0, 3.0], [0, 2])
    assert np.isnan(found.own[1])
    assert found.pairs[0, 2] == 0.5
    assert found.net_between == 0.25


def test_units_without_a_group_are_refused():
    with pytest.raises(MethodError, match=re.escape("1 units have no group (rows 3).")):
        dagum([1.0, 2.0, 3.0], [0, 1, -1])
