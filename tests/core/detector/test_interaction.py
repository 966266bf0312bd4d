"""Overlays: the theorem, the classes, and a test that noise does not pass."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resilmeter.core.detector import (
    classify,
    factor_detector,
    interaction_detector,
    interaction_detectors,
    overlay_q,
    shuffles,
)
from resilmeter.errors import MethodError


def cross(levels, repeats):
    """Balanced codes of two drivers with `repeats` rows in each cell."""
    a, b = np.divmod(np.repeat(np.arange(levels**2), repeats), levels)
    return a, b


@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(2, 4))
def test_an_overlay_never_explains_less_than_either_driver(seed, first, second):
    random = np.random.default_rng(seed)
    y = random.integers(0, 5, 20)
    a, b = random.integers(0, first, 20), random.integers(0, second, 20)
    assume(np.ptp(y) * np.ptp(a) * np.ptp(b) > 0)
    assume(np.unique(a * 9 + b).size < 20)
    found = interaction_detector(y, a, b, permutations=0)
    assert found.q >= found.q_parts.max() - 1e-12
    assert found.q == pytest.approx(factor_detector(y, a * 9 + b, permutations=0).q, abs=1e-12)
    assert found.sizes.sum() == 20
    assert found.sums.sum() == pytest.approx(0, abs=1e-12)


def test_codes_are_never_joined_as_text():
    # "1" + "11" and "11" + "1" are one label, and two cells
    a, b = np.array([1, 11] * 6), np.array([11, 1] * 6)
    found = interaction_detector(np.arange(12) % 3, a, b, np.arange(12) // 6, permutations=0)
    assert (found.sizes > 0).sum() == 4


def test_the_f_ratio_is_that_of_two_way_analysis_of_variance():
    # cell means 0, 0, 0, 4; errors -1, -1, 0, 1, 1; contrast 4, SS = 5 * 4^2 / 4 = 20 on 1 degree
    a, b = cross(2, 5)
    y = 4.0 * a * b + np.tile([-1.0, -1, 0, 1, 1], 4)
    found = interaction_detector(y, a, b, permutations=0)
    assert found.f == pytest.approx(20 / (16 / 16), rel=1e-12)  # SSW 4 * 4 on 20 - 4 degrees


def test_unbalanced_additive_model_agrees_with_least_squares():
    random = np.random.default_rng(8)
    a, b = random.integers(0, 3, 90), random.integers(0, 3, 90)
    y = a + 2.0 * b + random.normal(size=90)
    found = interaction_detector(y, a, b, permutations=0)

    def left(*columns):
        design = np.column_stack([(codes[:, None] == np.unique(codes)) for codes in columns])
        fitted = design @ np.linalg.lstsq(design.astype(float), y, rcond=None)[0]
        return ((y - fitted) ** 2).sum()

    additive, cells = left(a, b), left(a * 3 + b)
    f = (additive - cells) / 4 / (cells / (90 - 9))
    assert found.f == pytest.approx(f, rel=1e-9)


def test_strong_interaction_is_found_and_addition_is_not_called_one():
    random = np.random.default_rng(9)
    a, b = cross(3, 12)
    noise = random.normal(size=a.size)
    found = interaction_detector(3.0 * (a == b) + noise, a, b)
    assert (found.kind, found.p) == ("enhance-nonlinear", 0.001)
    a, b = cross(3, 200)
    added = interaction_detector(a + b + random.normal(size=a.size), a, b)
    assert added.p > 0.05
    assert added.kind == "independent"


def test_additivity_p_is_uniform_where_drivers_only_add_up():
    random = np.random.default_rng(10)
    a, b = cross(3, 5)
    p = [
        interaction_detector(a + 2.0 * b + random.lognormal(size=45), a, b,
                             permutations=99, seed=seed).p
        for seed in range(300)
    ]  # fmt: skip
    for level in (0.05, 0.2, 0.5):  # three standard errors of 300 draws
        share = np.mean(np.array(p) <= level)
        assert share == pytest.approx(level, abs=3 * np.sqrt(level * (1 - level) / 300))


def test_nested_drivers_gain_nothing_and_leave_nothing_to_test():
    random = np.random.default_rng(2)
    fine = np.repeat(np.arange(6), 10)
    found = interaction_detector(fine + random.normal(size=60), fine, fine // 2)
    assert found.kind == "no-gain"
    assert (found.f, found.p_f, found.p) == (None, None, None)
    assert found.blocked == ()


def test_reading_is_blocked_with_the_reason():
    random = np.random.default_rng(3)
    y = random.normal(size=16)
    found = interaction_detector(y, np.arange(16) % 4, np.arange(16) // 4 % 2)
    assert [one.key for one in found.blocked] == [
        "interaction-small-cells", "interaction-many-cells",
    ]  # fmt: skip
    assert (found.kind, found.p, found.f) == (None, None, None)
    assert found.q > 0
    assert "blocked" in repr(found)
    assert "8 cells for 16 rows" in str(found.blocked[1])


def test_triples_are_tested_against_the_sum_of_three():
    random = np.random.default_rng(5)
    a, b, c = np.unravel_index(np.repeat(np.arange(8), 9), (2, 2, 2))
    y = 4.0 * (a ^ b ^ c) + random.normal(size=72)
    found = interaction_detector(y, a, b, c, permutations=199)
    assert found.p == 0.005
    assert found.kind is None
    assert found.sizes.shape == (2, 2, 2)
    assert found.q_parts.size == 3


@pytest.mark.parametrize(
    ("q1", "q2", "q12", "kind"),
    [
        (0.3, 0.2, 0.31, "no-gain"),
        (0.3, 0.2, 0.1, "no-gain"),
        (0.3, 0.2, 0.4, "enhance-both"),
        (0.3, 0.2, 0.495, "independent"),
        (0.3, 0.2, 0.6, "enhance-nonlinear"),
        (-0.05, 0.2, 0.22, "enhance-nonlinear"),
        (-0.05, -0.02, 0.005, "no-gain"),
    ],
)
def test_classes(q1, q2, q12, kind):
    assert classify(q1, q2, q12) == kind
    assert classify(q2, q1, q12) == kind


def test_many_pairs_agree_with_one_at_a_time_and_with_the_table_of_q():
    random = np.random.default_rng(6)
    strata = [random.integers(0, 3, 80) for _ in range(4)]
    y = random.normal(size=80) + strata[0]
    pairs = list(combinations(range(4), 2))
    table = overlay_q(y, strata)
    found = interaction_detectors(y, strata, pairs, permutations=99, seed=4)
    for (i, j), one in zip(pairs, found, strict=True):
        alone = interaction_detector(y, strata[i], strata[j], permutations=99, seed=4)
        assert (one.q, one.p, one.kind) == (alone.q, alone.p, alone.kind)
        assert table[i, j] == pytest.approx(one.q, abs=1e-12)
        assert table[i, i] == pytest.approx(one.q_parts[0], abs=1e-12)


@pytest.mark.parametrize("drivers", [2, 3, 5])
@pytest.mark.parametrize("rows", [40, 400])  # one by one, and two by two
def test_table_of_q_is_that_of_each_overlay(drivers, rows):
    random = np.random.default_rng(drivers * rows)
    strata = [random.integers(0, 3, rows) + 2 * j for j in range(drivers)]
    y = random.normal(size=rows)
    table = overlay_q(y, strata)
    for i, j in combinations(range(drivers), 2):
        own = factor_detector(y, strata[i] * 50 + strata[j], permutations=0).q
        assert table[i, j] == table[j, i] == pytest.approx(own, abs=1e-12)


def test_permutation_within_blocks_is_taken_as_given():
    random = np.random.default_rng(7)
    a, b = cross(2, 10)
    rows = shuffles(40, 99, 1, blocks=np.arange(40) % 2)
    found = interaction_detector(random.normal(size=40), a, b, permutations=rows)
    assert 0 < found.p <= 1


def test_one_driver_is_refused():
    with pytest.raises(MethodError, match="two drivers or more"):
        interaction_detector([1, 2, 3, 4], [0, 0, 1, 1])
    with pytest.raises(MethodError, match="a stratum of its own"):
        interaction_detector([1, 2, 3, 4], [0, 0, 1, 1], [0, 1, 0, 1])
