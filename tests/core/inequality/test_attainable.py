"""The largest net between part, beside every way to deal the values out."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.inequality.loops import ROUNDING, weighted_cases

from resilmeter.core.inequality import dagum, gini, largest_net_between, share_of_attainable
from resilmeter.errors import MethodError


@pytest.mark.parametrize("sizes", [(2, 2, 1), (3, 2), (1, 1, 1, 2), (5,)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_labelling_has_a_larger_net_between(sizes, seed):
    values = np.random.default_rng(seed).integers(0, 9, 5) + 0.5
    labels = np.repeat(np.arange(len(sizes)), sizes)
    every = [dagum(values, np.array(p)).net_between for p in set(permutations(labels.tolist()))]
    assert largest_net_between(values, labels) == pytest.approx(max(every), abs=ROUNDING)


@given(weighted_cases(low=1))
def test_the_share_lies_between_zero_and_one(case):
    parts, groups, _, _ = case
    values = parts.sum(axis=1)
    net = dagum(values, groups).net_between
    for ranks in ("any", "observed"):
        if largest_net_between(values, groups, ranks) == 0:
            assert np.isnan(share_of_attainable(net, values, groups, ranks))
        else:
            share = share_of_attainable(net, values, groups, ranks)
            assert -ROUNDING <= share <= 1 + 1e-9
    kept, free = (largest_net_between(values, groups, r) for r in ("observed", "any"))
    assert kept <= free + ROUNDING


def test_groups_that_do_not_overlap_reach_the_most_that_their_order_allows():
    values, groups = [1.0, 2.0, 5.0, 9.0, 9.5], [2, 2, 0, 1, 1]
    net = dagum(values, groups).net_between
    assert share_of_attainable(net, values, groups, "observed") == pytest.approx(1, abs=ROUNDING)


def test_as_many_groups_as_units_can_reach_the_whole():
    values = [4.0, 1.0, 2.0]
    assert largest_net_between(values, [0, 1, 2]) == pytest.approx(gini(values), abs=ROUNDING)


@given(case=weighted_cases(low=1), random=st.randoms(use_true_random=False))
def test_names_of_groups_do_not_matter(case, random):
    parts, groups, k, _ = case
    names = np.array(random.sample(range(k), k))
    for ranks in ("any", "observed"):
        expected = largest_net_between(parts[:, 0], groups, ranks)
        moved = largest_net_between(parts[:, 0], names[groups], ranks)
        assert moved == pytest.approx(expected, abs=ROUNDING)


def test_too_many_groups_to_try_are_refused_and_the_way_out_is_named():
    values, groups = np.arange(1.0, 14), np.arange(13)
    with pytest.raises(MethodError, match="13 groups can change places"):
        largest_net_between(values, groups)
    assert largest_net_between(values, groups, "observed") == pytest.approx(gini(values))


def test_no_gap_is_possible_where_all_values_are_equal():
    assert np.isnan(share_of_attainable(0.0, [2.0, 2.0], [0, 1]))
