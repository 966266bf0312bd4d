"""Weights: published cases, hand cases in exact arithmetic, identities, refusals."""

import re
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core import weights
from resilmeter.core.scale import min_max
from resilmeter.errors import MethodError

# Sums and quotients of a few dozen numbers near 1 in double precision: some 1e-15 each.
ROUNDING = 1e-12
# scikit-criteria asserts its CRITIC case to 1e-7; the weights are typed to 8 decimals.
EIGHT_DECIMALS = 1e-8
# The recomputed entropy oracles are typed to 10 decimals.
TEN_DECIMALS = 1e-10

# Diakoulaki, Mavrotas, Papayannakis (1995), Computers & Operations Research 22(7), 763-770: eight
# firms, three ratios; weights as in scikit-criteria, tests/preprocessing/test_weighters.py.
DIAKOULAKI_1995 = [
    [61.0, 1.08, 4.33], [20.7, 0.26, 4.34], [16.3, 1.98, 2.53], [9.0, 3.29, 1.65],
    [5.4, 2.77, 2.33], [4.0, 4.12, 1.21], [-6.1, 3.52, 2.10], [-34.6, 3.31, 0.98],
]  # fmt: skip
DIAKOULAKI_SCALED = [0.20222554, 0.48090173, 0.31687273]
DIAKOULAKI_RAW = [0.86874234, 0.08341434, 0.04784331]

# Xu (2004), European Journal of Operational Research 156(2): raw values, p = x / sum x.
XU_2004 = [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]]
XU_PRINTED = [0.463, 0.3992, 0.1378, 0.0]

# Four rows whose columns a, b, c do not correlate; c varies half as much.
A, B, C = [0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0], [0.0, 0.5, 0.5, 0.0]


def columns(*series):
    return np.array(series, dtype=float).T


def oriented(matrix, types):
    """Min-max scale every column, turned where its type is -1."""
    return columns(*(
        min_max(x, x.min(), x.max(), higher=kind > 0)
        for x, kind in zip(np.array(matrix, float).T, types, strict=True)
    ))  # fmt: skip


def refusal(text):
    return pytest.raises(MethodError, match=f"^{re.escape(text)}$")


@st.composite
def tables(draw, least=0):
    """Draw tables of 3 to 8 rows and 2 to 5 columns of hundredths.

    No column is constant: its least value is at most half its largest, so that neither spread nor
    unevenness is a small difference of large numbers.
    """
    shape = draw(st.tuples(st.integers(3, 8), st.integers(2, 5)))
    x = draw(arrays(np.int64, shape, elements=st.integers(least, 100)))
    x[0] = np.maximum(np.minimum(x[0], x.max(axis=0) // 2), least)
    assume((np.ptp(x, axis=0) > 0).all())
    return x / 100.0


@st.composite
def conflicting(draw):
    """Draw tables with at least one pair of columns that is clearly not perfectly correlated."""
    x = draw(tables())
    assume(np.corrcoef(x.T).min() < 0.9)
    return x


orders = st.randoms(use_true_random=False)


# --- published cases ----------------------------------------------------------------------------
def test_critic_of_diakoulaki_1995_after_min_max():
    x = oriented(DIAKOULAKI_1995, [1, 1, 1])
    assert weights.critic(x) == pytest.approx(DIAKOULAKI_SCALED, abs=EIGHT_DECIMALS)


def test_critic_of_diakoulaki_1995_on_raw_values():
    assert weights.critic(DIAKOULAKI_1995) == pytest.approx(DIAKOULAKI_RAW, abs=EIGHT_DECIMALS)


def test_critic_oracle_of_diakoulaki_1995(oracle):
    case = oracle("critic_diakoulaki1995.json")
    expected, tolerance = case["expected"], case["tolerance"]
    x = oriented(case["matrix"], case["types"])
    assert weights.critic(x) == pytest.approx(expected["scale=True,pearson"], abs=tolerance)
    raw = weights.critic(case["matrix"])
    assert raw == pytest.approx(expected["scale=False,pearson"], abs=tolerance)


def test_entropy_of_xu_2004_on_raw_values():
    # printed to 4 decimals, the first to 3: half a unit of the last digit
    assert weights.entropy(XU_2004) == pytest.approx(XU_PRINTED, abs=0.00005)


@pytest.mark.parametrize("name", ["ersoy2021", "lee_chang2018", "xu2004"])
def test_entropy_oracles_on_raw_values(oracle, name):
    case = oracle(f"entropy_{name}.json")
    w = weights.entropy(case["matrix"])
    assert w == pytest.approx(case["expected_full"], abs=TEN_DECIMALS)
    printed = 0.5 * 10.0 ** -case["decimals"]
    assert w == pytest.approx(case["expected_published"], abs=printed * (1 + 1e-6))


@pytest.mark.parametrize("name", ["ersoy2021", "lee_chang2018"])
def test_entropy_oracles_after_orienting_and_min_max(oracle, name):
    case = oracle(f"entropy_{name}.json")
    w = weights.entropy(oriented(case["matrix"], case["types"]))
    assert w == pytest.approx(case["expected_minmax_oriented"], abs=TEN_DECIMALS)


def test_entropy_oracle_of_scikit_criteria(oracle):
    case = oracle("entropy_skc_2x2.json")
    assert weights.entropy(case["matrix"]) == pytest.approx(case["expected"], abs=1e-6)


def test_entropy_of_a_panel_uses_all_city_years_and_no_shift(oracle):
    case = oracle("entropy_panel_16x6x9.json")
    w = weights.entropy(oriented(case["matrix"], case["types"]))
    expected = case["expected"]
    assert w == pytest.approx(expected["shift=0 (0*ln0=0)"], abs=TEN_DECIMALS)
    others = [value for key, value in expected.items() if not key.startswith("shift=0 ")]
    assert others
    assert all(np.abs(w - other).max() > 1e-5 for other in others)


# --- hand cases ---------------------------------------------------------------------------------
def test_critic_weighs_uncorrelated_columns_by_their_spread():
    assert weights.critic(columns(A, B, C)) == pytest.approx([2 / 5, 2 / 5, 1 / 5], abs=ROUNDING)


def test_critic_gives_an_opposed_pair_more_weight():
    opposed = [1.0, 1.0, 0.0, 0.0]
    w = weights.critic(columns(A, opposed, B))
    assert w == pytest.approx([3 / 8, 3 / 8, 2 / 8], abs=ROUNDING)


def test_critic_of_two_columns_depends_on_their_spread_only():
    # standard deviations 1/sqrt(6) and sqrt(2)/3; both conflicts are 1 - r
    s, t = 1 / sqrt(6), sqrt(2) / 3
    w = weights.critic(columns([0, 0.5, 1], [1, 0, 0]))
    assert w == pytest.approx([s / (s + t), t / (s + t)], abs=ROUNDING)


def test_conflict_is_0_for_a_copy_1_without_correlation_2_for_the_opposite():
    x = columns(A, A, B, [1, 1, 0, 0])
    assert weights.conflict(x) == pytest.approx([0 + 1 + 2, 3, 3, 2 + 2 + 1], abs=ROUNDING)


def test_entropies_of_two_of_four_one_of_four_and_uneven_shares():
    x = columns([0, 0, 1, 1], [0, 0, 0, 1], [0, 1, 1, 2], [3, 3, 3, 3])
    assert weights.entropies(x) == pytest.approx([1 / 2, 0, 3 / 4, 1], abs=ROUNDING)


def test_entropy_weights_are_the_shares_of_unevenness():
    x = columns([0, 0, 1, 1], [0, 0, 0, 1], [0, 1, 1, 2])
    assert weights.entropy(x) == pytest.approx([2 / 7, 4 / 7, 1 / 7], abs=ROUNDING)


def test_zero_times_the_logarithm_of_zero_is_zero_exactly():
    assert weights.entropies([[0.0], [0.0], [1.0]]).tolist() == [0.0]
    assert weights.entropies(columns([0, 1, 0])).tolist() == [0.0]
    third = (log(3) - 2 / 3 * log(2)) / log(3)  # p = 0, 1/3, 2/3
    assert weights.entropies(columns([0, 0.5, 1])) == pytest.approx([third], abs=ROUNDING)


def test_equal_weights_are_one_over_the_number_of_columns():
    assert weights.equal(columns(A, B, C)).tolist() == [1 / 3] * 3
    assert weights.equal([[5.0]]).tolist() == [1.0]


def test_given_weights_are_rescaled_to_one_and_may_be_zero():
    assert weights.given([1, 3, 0]).tolist() == [0.25, 0.75, 0.0]


def test_skewness_is_the_third_standardised_moment_of_the_population():
    x = columns([0, 0, 1], [1, 1, 0], [0, 0.5, 1])
    assert weights.skewness(x) == pytest.approx([1 / sqrt(2), -1 / sqrt(2), 0], abs=ROUNDING)


# --- identities ---------------------------------------------------------------------------------
@given(conflicting())
def test_critic_weights_are_positive_and_sum_to_one(x):
    w = weights.critic(x)
    assert w.sum() == pytest.approx(1, abs=ROUNDING)
    assert (w > 0).all()


@given(tables())
def test_entropy_weights_are_positive_and_sum_to_one(x):
    w = weights.entropy(x)
    assert w.sum() == pytest.approx(1, abs=ROUNDING)
    assert (w > 0).all()


@given(tables())
def test_entropies_lie_between_zero_and_one(x):
    e = weights.entropies(x)
    assert (e >= -ROUNDING).all()
    assert (e <= 1 + ROUNDING).all()


@pytest.mark.parametrize("weigh", [weights.critic, weights.entropy, weights.conflict])
@given(x=conflicting(), random=orders)
def test_the_order_of_rows_does_not_matter(weigh, x, random):
    order = random.sample(range(len(x)), len(x))
    assert weigh(x[order]) == pytest.approx(weigh(x), abs=ROUNDING)


@pytest.mark.parametrize(
    "weigh", [weights.critic, weights.entropy, weights.conflict, weights.skewness]
)
@given(x=conflicting(), random=orders)
def test_weights_follow_their_columns(weigh, x, random):
    order = random.sample(range(x.shape[1]), x.shape[1])
    # skewness reaches 2 and conflict 8 here: relative to their size
    assert weigh(x[:, order]) == pytest.approx(weigh(x)[order], rel=ROUNDING, abs=ROUNDING)


@given(x=conflicting(), scale=st.integers(1, 500), shift=st.integers(-10, 10))
def test_critic_after_min_max_does_not_see_the_units_of_measurement(x, scale, shift):
    factors = np.arange(1, x.shape[1] + 1) * scale
    types = [1] * x.shape[1]
    expected = weights.critic(oriented(x, types))
    # a shift of 10 beside steps of 0.01 costs 3 digits before min-max
    assert weights.critic(oriented(x * factors + shift, types)) == pytest.approx(expected, abs=1e-9)


@given(x=conflicting(), scale=st.integers(1, 500), shift=st.integers(-10, 10))
def test_conflict_does_not_see_the_units_of_measurement(x, scale, shift):
    # a shift of 10 beside steps of 0.01 costs 3 digits
    moved = weights.conflict(x * scale + shift)
    assert moved == pytest.approx(weights.conflict(x), abs=1e-10)


@given(conflicting())
def test_critic_is_the_same_with_the_sample_standard_deviation(x):
    information = x.std(axis=0, ddof=1) * (1 - np.corrcoef(x.T)).sum(axis=1)
    expected = information / information.sum()
    assert weights.critic(x) == pytest.approx(expected, abs=ROUNDING)


@given(conflicting())
def test_a_copy_of_a_column_weighs_as_much_as_it_and_less_than_the_column_alone_did(x):
    alone = weights.critic(x)[0]
    w = weights.critic(np.column_stack([x, x[:, 0]]))
    assert w[-1] == pytest.approx(w[0], abs=ROUNDING)
    assert alone / 2 - ROUNDING <= w[0] < alone


@given(st.integers(1, 9))
def test_beside_one_other_column_two_copies_share_the_weight_of_one(tenths):
    other = [0.0, tenths / 10, 0.0, 1.0]
    alone = weights.critic(columns(A, other))
    both = weights.critic(columns(A, A, other))
    assert both == pytest.approx([alone[0] / 2, alone[0] / 2, alone[1]], abs=ROUNDING)


@given(x=tables(), scale=st.integers(1, 10**6))
def test_entropy_does_not_see_the_unit_of_measurement(x, scale):
    factors = scale * np.arange(1, x.shape[1] + 1)
    assert weights.entropies(x * factors) == pytest.approx(weights.entropies(x), abs=ROUNDING)
    assert weights.entropy(x * factors) == pytest.approx(weights.entropy(x), abs=1e-9)


@given(x=tables(), zeros=st.integers(1, 5))
def test_rows_of_zeros_change_an_entropy_only_through_the_number_of_rows(x, zeros):
    padded = np.vstack([x, np.zeros((zeros, x.shape[1]))])
    ratio = log(len(x)) / log(len(padded))
    assert weights.entropies(padded) == pytest.approx(weights.entropies(x) * ratio, abs=ROUNDING)


@given(x=tables(least=1))
def test_entropy_agrees_with_the_sum_written_out(x):
    p = x / x.sum(axis=0)
    expected = [-sum(v * log(v) for v in column) / log(len(column)) for column in p.T]
    assert weights.entropies(x) == pytest.approx(expected, abs=ROUNDING)


@given(tables())
def test_skewness_turns_its_sign_with_the_column(x):
    assert weights.skewness(-x) == pytest.approx(-weights.skewness(x), abs=ROUNDING)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9).filter(any))
def test_given_weights_keep_their_proportions(raw):
    w = weights.given(raw)
    assert w.sum() == pytest.approx(1, abs=ROUNDING)
    assert w * sum(raw) == pytest.approx(raw, rel=ROUNDING)


# --- refusals -----------------------------------------------------------------------------------
MATRIX_KERNELS = [
    weights.conflict, weights.critic, weights.entropies, weights.entropy, weights.equal,
    weights.skewness,
]  # fmt: skip
CONSTANT_KERNELS = [weights.conflict, weights.critic, weights.entropy, weights.skewness]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("kernel", MATRIX_KERNELS)
def test_missing_and_infinite_values_are_refused_by_name(kernel, bad):
    with refusal("pm25 holds values that are missing or infinite. Fill or remove them first."):
        kernel([[0.0, 1.0], [1.0, bad], [0.5, 0.0]], ["so2", "pm25"])


@pytest.mark.parametrize("kernel", CONSTANT_KERNELS)
def test_a_constant_column_is_refused_by_name(kernel):
    with refusal("pm25 has the same value in every row and cannot be weighed. Remove it."):
        kernel([[0.0, 0.3], [1.0, 0.3], [0.5, 0.3]], ["so2", "pm25"])


def test_entropies_of_a_column_of_zeros_are_refused_by_name():
    with refusal("pm25 has the same value in every row and cannot be weighed. Remove it."):
        weights.entropies([[0.0, 0.0], [1.0, 0.0]], ["so2", "pm25"])


def test_entropy_of_columns_even_to_twelve_digits_is_refused_or_sums_to_one():
    # their unevenness is below the last bit: a blank must not come out without a word
    try:
        w = weights.entropy([[1.0, 2.0], [1.0 + 1e-12, 2.0 + 1e-12]])
    except MethodError:
        return
    assert w.sum() == pytest.approx(1, abs=ROUNDING)


@pytest.mark.parametrize("kernel", [weights.entropies, weights.entropy])
def test_entropy_refuses_negative_values_by_name(kernel):
    with refusal(
        "so2 has negative values, for which entropy is not defined. Scale to 0-1 first (min-max)."
    ):
        kernel([[-0.1, 1.0], [1.0, 0.0]], ["so2", "pm25"])


@pytest.mark.parametrize("kernel", [weights.entropies, weights.entropy])
def test_entropy_refuses_one_row_and_says_that_rows_are_lacking(kernel):
    with refusal(
        'entropy weights need at least two city-years. Add data, or set weigh.method to "equal".'
    ):
        kernel([[0.2, 0.5]])


def test_critic_refuses_one_column_by_name():
    with refusal(
        "CRITIC compares indicators and there is only so2."
        ' Add indicators, or set weigh.method to "equal".'
    ):
        weights.critic([[0.0], [1.0]], ["so2"])


@pytest.mark.parametrize("factor", [1.0, 0.3, 1e-6])
def test_critic_refuses_columns_that_are_all_perfectly_correlated(factor):
    x = np.array([0.1, 0.7, 0.3, 0.9])
    with refusal(
        "all indicators are perfectly correlated (so2, pm25, dust), so CRITIC finds no information"
        ' in any. Remove the copies, or set weigh.method to "equal".'
    ):
        weights.critic(columns(x, factor * x + 0.2, x), ["so2", "pm25", "dust"])


def test_given_weights_refuse_every_negative_one_by_name():
    with refusal("the weights of so2, dust are negative. Weights must be zero or more."):
        weights.given([-0.1, 0.5, -0.2], ["so2", "pm25", "dust"])


def test_given_weights_that_are_all_zero_are_refused():
    with refusal("all weights are zero. Give at least one a positive value."):
        weights.given([0.0, 0.0])


def test_given_weights_that_are_missing_are_refused():
    with refusal("1 values are missing or infinite. Fill or remove them first."):
        weights.given([0.5, np.nan])
