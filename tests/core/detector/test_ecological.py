"""Two drivers compared: the same answer in either order, and rarely a difference that is none."""

import numpy as np
import pytest

from resilmeter.core.detector import ecological_detector


def rivals(random, n, first, second):
    """Two independent drivers of four strata each, and an outcome they drive."""
    a, b = random.integers(0, 4, n), random.integers(0, 4, n)
    return first * a + second * b + random.normal(size=n), a, b


def test_the_order_of_drivers_turns_the_sign_only():
    y, a, b = rivals(np.random.default_rng(1), 80, 1.0, 0.3)
    one, other = ecological_detector(y, a, b), ecological_detector(y, b, a)
    assert one.difference == pytest.approx(-other.difference, abs=1e-12)
    assert one.p_f == pytest.approx(other.p_f, rel=1e-9)
    assert one.p == other.p
    assert one.interval == pytest.approx(-other.interval[::-1], abs=1e-12)


def test_a_stronger_driver_is_told_and_its_interval_holds_the_difference():
    y, a, b = rivals(np.random.default_rng(2), 200, 1.0, 0.3)
    found = ecological_detector(y, a, b)
    assert found.p < 0.01
    assert 0 < found.interval[0] < found.difference < found.interval[1]


def test_equally_strong_drivers_are_called_different_as_often_as_said():
    """drivers.md, fact 7: two programs do so in 41 % (n = 30) and 53 % (n = 300) of runs."""
    random = np.random.default_rng(3)
    for n in (60, 150):
        found = [ecological_detector(*rivals(random, n, 0.5, 0.5), samples=199, seed=s)
                 for s in range(200)]  # fmt: skip
        # three standard errors of 200 runs
        assert np.mean([one.p <= 0.05 for one in found]) <= 0.05 + 0.046
        assert np.mean([one.p_f <= 0.05 for one in found]) <= 0.05 + 0.046


def test_drivers_with_many_and_few_strata_are_compared_after_correction():
    """Noise in 12 strata has a larger q than noise in 2; the corrected difference is none."""
    random = np.random.default_rng(4)
    found = [
        ecological_detector(random.normal(size=60), np.arange(60) % 12, np.arange(60) // 30,
                            samples=99, seed=s)
        for s in range(200)
    ]  # fmt: skip
    differences = np.array([one.difference for one in found])
    assert differences.mean() == pytest.approx(0, abs=3 * differences.std() / np.sqrt(200))
    covered = np.mean([one.interval[0] <= 0 <= one.interval[1] for one in found])
    assert covered > 0.88  # of intervals of 95 % from 99 samples


def test_drivers_that_explain_all():
    same = ecological_detector([1, 1, 5, 5], [0, 0, 1, 1], [1, 1, 0, 0], samples=0)
    assert (same.f, same.p_f, same.p, same.interval) == (1.0, 1.0, None, None)
    better = ecological_detector([1, 1, 5, 5], [0, 1, 0, 1], [1, 1, 0, 0], samples=0)
    assert (better.f, better.p_f) == (np.inf, 0.0)
    assert repr(better) == "Ecological(difference -1.500, F p 0)"
