"""Tests of equal transition probabilities."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from resilmeter.core.homogeneity import homogeneity
from resilmeter.core.markov import transitions
from resilmeter.errors import MethodError

# Sums of a few dozen quotients and logarithms in double precision.
ROUNDING = 1e-9

cubes = arrays(np.int64, (2, 3, 3), elements=st.integers(0, 9))


def test_by_hand():
    # one row: 8 2 against 2 8, expected 5 5 5 5: Q = 4 * 9 / 5
    test = homogeneity([[[8, 2], [0, 0]], [[2, 8], [0, 0]]])
    assert test.q == pytest.approx(7.2, abs=ROUNDING)
    assert test.lr == pytest.approx(2 * (16 * np.log(1.6) + 4 * np.log(0.4)), abs=ROUNDING)
    assert (test.freedom, test.smallest_expected) == (1, 5)


@given(cubes)
def test_it_is_the_sum_of_the_contingency_tables_of_the_rows(counts):
    q = lr = freedom = 0.0
    for a in range(3):
        table = counts[:, a]
        table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
        if min(table.shape) > 1:
            for power, add in ((1, "q"), (0, "lr")):
                found = stats.chi2_contingency(table, correction=False, lambda_=power)
                q, lr = (q + found[0], lr) if add == "q" else (q, lr + found[0])
            freedom += found[2]
    test = homogeneity(counts)
    assert test.q == pytest.approx(q, abs=ROUNDING)
    assert test.lr == pytest.approx(lr, abs=ROUNDING)
    assert test.freedom == freedom
    if freedom:
        assert test.p_q == pytest.approx(stats.chi2.sf(q, freedom), abs=ROUNDING)


@given(counts=cubes, copies=st.integers(2, 4))
def test_equal_subsets_do_not_differ(counts, copies):
    test = homogeneity(np.stack([counts[0]] * copies))
    assume(test.freedom)
    assert test.q == pytest.approx(0, abs=ROUNDING)
    assert test.p_q == pytest.approx(1, abs=1e-6)  # p falls as q^(freedom / 2) near 0


def test_under_equal_probabilities_it_rejects_as_often_as_it_says():
    rng = np.random.default_rng(7)
    rejected = 0
    for _ in range(300):
        states = rng.integers(0, 3, (60, 9))
        # first half of the transitions against the second, on independent draws
        by_period = transitions(states, 3)
        halves = np.stack([by_period[:4].sum(axis=0), by_period[4:].sum(axis=0)])
        rejected += homogeneity(halves).p_q <= 0.05
    # 15 of 300 are expected; 3 standard deviations of a binomial are 11
    assert abs(rejected - 15) <= 11


@pytest.mark.parametrize(
    "counts",
    [[[[8, 2], [1, 9]]], [[[8, 2], [0, 0]], [[0, 0], [3, 4]]], [[[8, 0], [0, 4]], [[3, 0], [0, 1]]],
     np.zeros((2, 2, 2), dtype=int)],
    ids=["one subset", "no common state", "nobody moves", "empty"],
)  # fmt: skip
def test_where_nothing_can_be_compared_the_reason_is_told(counts):
    test = homogeneity(counts)
    assert (test.q, test.lr, test.freedom) == (0, 0, 0)
    assert (test.p_q, test.p_lr, test.smallest_expected) == (None, None, None)
    assert test.reason.key == "na-no-freedom"


@pytest.mark.parametrize("counts", [[[1, 2], [3, 4]], [[[1, 2]]], [[[1.5]]], [[[-1]]]])
def test_counts_that_are_none_are_refused(counts):
    with pytest.raises(MethodError):
        homogeneity(counts)
