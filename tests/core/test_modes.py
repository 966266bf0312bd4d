"""Silverman's test of the number of humps."""

import numpy as np
import pytest

from resilmeter.core.modes import modes_test
from resilmeter.errors import MethodError

RNG = np.random.default_rng(11)
ONE = RNG.normal(0.5, 0.1, 120)
TWO = np.concatenate([RNG.normal(0.3, 0.04, 60), RNG.normal(0.7, 0.04, 60)])


def humps(x, h):
    """Count the humps on a fine grid, kernel by kernel."""
    grid = np.linspace(x.min() - 3 * h, x.max() + 3 * h, 20001)
    density = np.exp(-(((grid[:, None] - x) / h) ** 2) / 2).sum(axis=1)
    steps = np.sign(np.diff(density))
    return int(((steps[:-1] > 0) & (steps[1:] < 0)).sum())


@pytest.mark.parametrize("modes", [1, 2, 3])
@pytest.mark.parametrize("x", [ONE[:25], TWO[40:80]], ids=["one", "two"])
def test_the_critical_bandwidth_is_where_the_number_of_humps_changes(x, modes):
    h = modes_test(x, modes, draws=1).critical
    # the kernel counts on a grid of 8 points a bandwidth: half a per cent is finer than that
    assert humps(x, 1.005 * h) <= modes < humps(x, 0.995 * h)


def test_two_groups_of_cities_are_not_one_hump():
    assert modes_test(TWO, 1).p == 0.001  # no draw of 999 had more: (1 + 0) / (1 + 999)
    assert modes_test(TWO, 2).p > 0.05


def test_one_group_may_well_be_one_hump():
    assert modes_test(ONE, 1).p > 0.05


def test_the_test_seldom_rejects_a_true_hypothesis():
    rng = np.random.default_rng(2)
    p = [modes_test(rng.normal(size=60), 1, draws=99, seed=k).p for k in range(60)]
    # 5 % nominal; the test is known to be conservative: 3 of 60 is the expectation at most
    assert np.mean(np.array(p) <= 0.05) <= 0.1


def test_the_critical_bandwidth_falls_with_the_number_of_humps():
    widths = [modes_test(ONE, k, draws=1).critical for k in (1, 2, 3, 4)]
    assert widths == sorted(widths, reverse=True)


def test_same_seed_same_p_and_other_draws_differ():
    first, again = (modes_test(ONE, 2, draws=199, seed=5) for _ in range(2))
    assert first == again
    assert {modes_test(ONE, 2, draws=199, seed=s).p for s in range(5)} != {first.p}


def test_the_unit_does_not_matter():
    one, other = modes_test(ONE, 2, draws=99), modes_test(1000 * ONE, 2, draws=99)
    assert other.critical == pytest.approx(1000 * one.critical, rel=1e-9)
    assert other.p == one.p


@pytest.mark.parametrize(("values", "key"), [([0.3], "na-few-units"), ([0.3] * 4, "na-all-equal")])
def test_where_there_is_nothing_to_count_the_reason_is_told(values, key):
    found = modes_test(values)
    assert (found.critical, found.p) == (None, None)
    assert found.reason.key == key


@pytest.mark.parametrize("choices", [{"modes": 0}, {"draws": 0}])
def test_fewer_than_one_hump_or_draw_is_refused(choices):
    with pytest.raises(MethodError, match="0 is too few; at least 1"):
        modes_test([0.1, 0.5], **choices)
