"""q beside its other definitions, on noise, and under every change that must not matter."""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resilmeter.core.detector import factor_detector, factor_detectors
from resilmeter.errors import MethodError

ROUNDING = 1e-12  # of ratios of sums of up to a few hundred products


@st.composite
def cases(draw, shared_rows=True):
    """Outcome and strata of 4 to 20 rows, with at least two strata and fewer strata than rows."""
    n = draw(st.integers(4, 20))
    y = np.array(draw(st.lists(st.integers(-9, 9), min_size=n, max_size=n)), dtype=float)
    strata = np.array(draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)))
    assume(np.ptp(y) > 0)
    assume(2 <= np.unique(strata).size < n)
    return y, strata


def q_by_hand(y, strata):
    """1 - SSW/SST in fractions."""
    values = [Fraction(int(v)) for v in y]
    mean = sum(values) / len(values)
    total = sum((v - mean) ** 2 for v in values)
    inside = Fraction(0)
    for h in set(strata.tolist()):
        own = [v for v, s in zip(values, strata, strict=True) if s == h]
        inside += sum((v - sum(own) / len(own)) ** 2 for v in own)
    return float(1 - inside / total)


def q_of(y, strata):
    return factor_detector(y, strata, permutations=0).q


def refused(text):
    return pytest.raises(MethodError, match=re.escape(text))


# --- q ------------------------------------------------------------------------------------------
def test_seven_rows_in_three_strata_by_hand():
    # SST 28, SSW 0 + 2 + 2; N = 7, L = 3; adjusted 1 - (1/7)(6/4)
    found = factor_detector([1, 2, 3, 4, 5, 6, 7], [0, 1, 1, 1, 2, 2, 2], permutations=0)
    assert found.q == pytest.approx(6 / 7, abs=ROUNDING)
    assert found.q_noise == pytest.approx(1 / 3)
    assert found.q_adjusted == pytest.approx(1 - 6 / 28, abs=ROUNDING)
    assert found.sizes.tolist() == [1, 3, 3]
    assert found.means == pytest.approx([1, 3, 6])
    # F = (4/2)(6/7)/(1/7) = 12 on 2 and 4 degrees: p = (1 + 2 * 12 / 4)^-2 = 1/49
    assert found.p_f == pytest.approx(1 / 49, abs=ROUNDING)
    assert found.p is None


@given(cases())
def test_q_is_the_share_between_strata(case):
    y, strata = case
    found = factor_detector(y, strata, permutations=0)
    assert found.q == pytest.approx(q_by_hand(y, strata), abs=ROUNDING)
    assert 0 <= found.q <= 1
    assert found.q_adjusted <= found.q + ROUNDING
    assert found.interval[0] <= found.interval[1]


@given(cases())
def test_q_is_r_squared_of_a_regression_on_the_strata(case):
    y, strata = case
    dummies = (strata[:, None] == np.unique(strata)).astype(float)
    fitted = dummies @ np.linalg.lstsq(dummies, y, rcond=None)[0]
    r_squared = 1 - ((y - fitted) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    assert q_of(y, strata) == pytest.approx(r_squared, abs=1e-10)  # least squares loses digits


@given(
    case=cases(),
    shift=st.sampled_from([0, -3, 1e6]),
    factor=st.sampled_from([1, -2, 1e-150, 1e150]),
)
def test_zero_and_unit_of_the_outcome_do_not_matter(case, shift, factor):
    y, strata = case
    before = factor_detector(y, strata, permutations=19)
    after = factor_detector((y + shift) * factor, strata, permutations=19)
    # a shift of 1e6 leaves 10 of 16 digits of values near 1
    assert after.q == pytest.approx(before.q, abs=1e-9)
    assert after.p == before.p
    assert after.p_f == pytest.approx(before.p_f, rel=1e-6, abs=1e-12)


@given(case=cases(), random=st.randoms(use_true_random=False))
def test_neither_the_names_of_strata_nor_the_order_of_rows_matter(case, random):
    y, strata = case
    names = np.array(random.sample(range(9), 5))
    rows = random.sample(range(y.size), y.size)
    assert q_of(y[rows], names[strata][rows]) == pytest.approx(q_of(y, strata), abs=ROUNDING)


@given(cases())
def test_parting_a_stratum_never_lowers_q(case):
    y, strata = case
    finer = strata * 2 + np.arange(y.size) % 2
    assume(np.unique(finer).size < y.size)
    assert q_of(y, finer) >= q_of(y, strata) - ROUNDING


# --- interval and p-values ----------------------------------------------------------------------
def test_interval_of_q_inverts_the_noncentral_f(villages):
    """Both ends put the observed F at the tail of the distribution that they describe."""
    from scipy.stats import ncf

    y, drivers = villages
    for strata in drivers.values():
        found = factor_detector(y, strata, permutations=0)
        n, count = y.size, found.sizes.size
        f = found.q / (1 - found.q) * (n - count) / (count - 1)
        ncp = n * found.interval / (1 - found.interval)
        tails = ncf.cdf(f, count - 1, n - count, ncp)
        assert tails == pytest.approx([0.975, 0.025], abs=1e-9)  # of the root search
        assert found.interval[0] < found.q < found.interval[1]


def test_interval_of_a_million_rows_is_narrow_and_of_noise_starts_at_zero():
    random = np.random.default_rng(1)
    strata = random.integers(0, 5, 10**6)
    found = factor_detector(random.normal(size=10**6), strata, permutations=0)
    assert found.interval[0] == 0
    assert found.interval[1] < 1e-4
    strong = factor_detector(strata + random.normal(size=10**6), strata, permutations=0)
    assert strong.interval == pytest.approx([strong.q, strong.q], abs=0.002)


def test_a_driver_that_explains_all():
    found = factor_detector([1, 1, 5, 5], [0, 0, 1, 1], permutations=0)
    assert (found.q, found.p_f, found.p_wang) == (1.0, 0.0, 0.0)
    assert found.interval.tolist() == [1, 1]


def test_permutation_p_counts_every_arrangement_of_four_rows():
    # 2 of the 6 ways to split 1, 2, 8, 9 in two pairs explain as much: 1 2 | 8 9 and its mirror
    found = factor_detector([1, 2, 8, 9], [0, 0, 1, 1], permutations=20_000, seed=3)
    # three standard errors of a share of 1/3 in 20000 draws
    assert found.p == pytest.approx(1 / 3, abs=0.01)


def test_permutation_p_is_uniform_on_noise():
    random = np.random.default_rng(11)
    p = []
    for seed in range(400):
        y, strata = random.lognormal(size=40), random.integers(0, 4, 40)
        p.append(factor_detector(y, strata, permutations=99, seed=seed).p)
    # 400 draws: three standard errors of each share
    for level in (0.05, 0.2, 0.5, 0.8):
        share = np.mean(np.array(p) <= level)
        assert share == pytest.approx(level, abs=3 * np.sqrt(level * (1 - level) / 400))


def test_adjusted_q_of_noise_is_zero_and_q_its_expectation():
    random = np.random.default_rng(12)
    for n, count in ((16, 4), (60, 5)):
        strata = np.arange(n) % count
        found = [
            factor_detector(random.lognormal(size=n), strata, permutations=0) for _ in range(600)
        ]
        q, adjusted = (np.array([getattr(one, name) for one in found])
                       for name in ("q", "q_adjusted"))  # fmt: skip
        error = 3 / np.sqrt(600)
        assert adjusted.mean() == pytest.approx(0, abs=error * adjusted.std())
        assert q.mean() == pytest.approx((count - 1) / (n - 1), abs=error * q.std())


def test_many_drivers_share_permutations_and_agree_with_one_at_a_time():
    random = np.random.default_rng(4)
    y, strata = random.normal(size=50), [random.integers(0, k, 50) for k in (2, 3, 7)]
    together = factor_detectors(y, strata, permutations=199, seed=5)
    for found, own in zip(together, strata, strict=True):
        alone = factor_detector(y, own, permutations=199, seed=5)
        assert (found.q, found.p) == (alone.q, alone.p)


def test_the_same_seed_gives_the_same_p_and_a_given_set_of_permutations_too():
    from resilmeter.core.detector import shuffles

    random = np.random.default_rng(6)
    y, strata = random.normal(size=30), random.integers(0, 3, 30)
    first = factor_detector(y, strata, permutations=99, seed=7).p
    assert factor_detector(y, strata, permutations=99, seed=7).p == first
    assert factor_detector(y, strata, permutations=shuffles(30, 99, 7)).p == first
    assert factor_detector(y, strata, permutations=99, seed=8).p != first


# --- what cannot be concluded -------------------------------------------------------------------
def test_published_p_of_the_classic_data_moves_with_the_mean(villages):
    """drivers.md, fact 2: soil type, published p 0.363, 1.000 after Y + 10; ordinary F 3.2e-18."""
    y, drivers = villages
    found = factor_detector(y, drivers["soiltype"])
    assert found.p_wang == pytest.approx(0.3632363, abs=5e-8)
    assert found.p_wang_moves
    assert found.p_f == pytest.approx(3.2e-18, rel=0.02)  # printed to two digits
    shifted = factor_detector(y + 10, drivers["soiltype"], permutations=0)
    assert shifted.p_wang == pytest.approx(1.0, abs=5e-4)
    assert shifted.p_f == pytest.approx(found.p_f, rel=1e-6)
    assert found.p == 0.001  # no permutation of 999 comes near


def test_sixteen_units_and_lone_units_are_doubted_in_words():
    random = np.random.default_rng(1)
    y = random.normal(size=16)
    assert factor_detector(y, np.arange(16) % 3, permutations=0).doubts == ()
    found = factor_detector(y, np.arange(16) % 4, permutations=0).doubts
    assert [one.key for one in found] == ["detector-few-per-stratum"]
    found = factor_detector(y, np.minimum(np.arange(16), 9), permutations=0).doubts
    assert [one.key for one in found] == ["detector-half", "detector-singletons"]
    assert "9 of 10 strata hold a single row" in str(found[1])
    assert all(one.level == "doubt" for one in found)


def test_refusals_by_name():
    with refused("the outcome is 2 everywhere"):
        factor_detector([2, 2, 2, 2], [0, 0, 1, 1])
    with refused("all rows lie in one stratum"):
        factor_detector([1, 2, 3], [1, 1, 1])
    with refused("each of the 3 rows is a stratum of its own"):
        factor_detector([1, 2, 3], [0, 1, 2])
    with refused("2 rows are too few"):
        factor_detector([1, 2], [0, 1])
    with refused("the group codes have shape (2,); expected 3"):
        factor_detector([1, 2, 3], [0, 1])
    with refused("1 values are missing or infinite"):
        factor_detector([1, np.inf, 3], [0, 1, 1])


def test_a_record_says_q_noise_and_p():
    found = factor_detector([1, 2, 8, 9], [0, 0, 1, 1], permutations=0)
    assert repr(found) == "Factor(q 0.980, of noise 0.333, no permutations, 2 strata)"
