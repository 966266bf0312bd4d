"""Permutation p values, beside tests that decompose every shuffle from scratch."""

import re

import numpy as np
import pytest
from tests.core.inequality.loops import ROUNDING, random_case

from resilmeter.core.inequality import dagum_of, gini_cells, null_cells, permutation_test
from resilmeter.core.inequality.replicates import relabelled
from resilmeter.core.inequality.sample import sample_of
from resilmeter.errors import MethodError


@pytest.mark.parametrize("block", range(4))
def test_relabelled_cells_are_those_of_new_decompositions(block):
    for seed in range(block * 25, block * 25 + 25):
        parts, groups, _, weights = random_case(seed)
        parts = parts / 10
        sample = sample_of(parts, groups, weights)
        labels = np.random.default_rng(seed).permuted(np.tile(sample.groups, (5, 1)), axis=1)
        cells, net = relabelled(sample, labels)
        for row, label in enumerate(labels):
            split = gini_cells(parts[sample.order], label, weights[sample.order])
            assert cells[row] == pytest.approx(split.cells, abs=ROUNDING), seed
            assert net[row] == pytest.approx(dagum_of(split).net_between, abs=1e-11), seed


def test_p_values_are_those_of_a_test_that_starts_anew_each_time():
    random = np.random.default_rng(1)
    parts, groups, shuffles = random.random((15, 2)).round(1), np.arange(15) % 3, 60
    found = permutation_test(parts, groups, shuffles=shuffles, seed=5)
    given, order = gini_cells(parts, groups), sample_of(parts, groups).order
    centre = null_cells(given)
    labels = np.tile(groups[order], (shuffles, 1))
    np.random.default_rng(5).permuted(labels, axis=1, out=labels)
    drawn = [gini_cells(parts[order], label) for label in labels]

    def p(far):
        return (1 + sum(far(s) >= far(given) - 1e-12 for s in drawn)) / (shuffles + 1)

    assert found.net_between == pytest.approx(p(lambda s: dagum_of(s).net_between))
    expected = np.trace(centre.sum(axis=2))
    assert found.within == pytest.approx(p(lambda s: abs(s.within - expected)))
    assert found.cells == pytest.approx(p(lambda s: np.abs(s.cells - centre)))
    assert found.pairs == pytest.approx(p(lambda s: np.abs(s.pairs - centre.sum(axis=2))))


def test_the_same_seed_gives_the_same_p_values():
    parts, groups = np.random.default_rng(1).random((30, 2)), np.arange(30) % 3
    a, b = (permutation_test(parts, groups, shuffles=99, seed=7) for _ in range(2))
    assert (a.net_between, a.within) == (b.net_between, b.within)
    assert (a.cells == b.cells).all()
    assert (a.cells == a.cells.transpose(1, 0, 2)).all()


def test_groups_that_lie_apart_have_the_smallest_p_that_there_is():
    parts = np.concatenate([np.arange(20.0), np.arange(20) + 100])[:, None]
    found = permutation_test(parts, np.repeat([0, 1], 20), shuffles=199, seed=1)
    assert found.net_between == found.within == 1 / 200


def test_p_values_of_random_labels_are_spread_evenly():
    random = np.random.default_rng(3)
    found = [
        permutation_test(random.random((40, 1)), random.permutation(np.arange(40) % 2),
                         shuffles=99, seed=random)
        for _ in range(200)
    ]  # fmt: skip
    for p in ([f.net_between for f in found], [f.within for f in found]):
        # mean 1/2, standard error 0.29 / sqrt(200) = 0.02: four of them
        assert np.mean(p) == pytest.approx(0.5, abs=0.08)
        assert np.mean(np.array(p) <= 0.1) == pytest.approx(0.1, abs=0.085)


def test_a_group_with_itself_that_cannot_change_has_p_one():
    found = permutation_test([[1.0], [2.0], [4.0]], [0, 1, 1], shuffles=19, seed=1)
    assert found.cells[0, 0, 0] == 1


def test_values_that_are_all_equal_have_p_one():
    found = permutation_test(np.ones((6, 2)), np.arange(6) % 2, shuffles=19, seed=1)
    assert found.net_between == found.within == 1
    assert (found.cells == 1).all()


def test_no_shuffles_and_single_units_are_refused():
    with pytest.raises(MethodError, match=re.escape("0 is too small a number of draws")):
        permutation_test([[1.0], [2.0]], [0, 1], shuffles=0, seed=1)
    with pytest.raises(MethodError, match="at least two units"):
        permutation_test([[1.0]], [0], seed=1)
