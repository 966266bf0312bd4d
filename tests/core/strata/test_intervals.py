"""Equal, geometric, standard deviation, manual and head-tail breaks."""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resilmeter.core.strata import (
    DISCRETIZATIONS,
    categories,
    discretize,
    equal,
    geometric,
    head_tail,
    manual,
    standard_deviation,
)
from resilmeter.errors import MethodError

VALUES = st.lists(st.integers(-40, 60), min_size=2, max_size=40).map(lambda v: np.array(v) / 4)


def refused(text):
    return pytest.raises(MethodError, match=re.escape(text))


# --- hand cases ---------------------------------------------------------------------------------
def test_equal_intervals_are_closed_above():
    found = equal([0, 1, 2, 3, 4], 2)
    assert found.breaks.tolist() == [0, 2, 4]
    assert found.codes.tolist() == [0, 0, 0, 1, 1]


@given(st.lists(st.integers(0, 60), min_size=3, max_size=25), st.integers(2, 6))
def test_a_value_on_a_break_stays_below_it_whatever_rounding_does(tenths, k):
    # breaks in exact fractions: 0.1 + 2 * 0.6 / 3 is 0.49999999999999994 in floats
    low, high = min(tenths), max(tenths)
    assume(low < high)
    edges = [low + Fraction(i * (high - low), k) for i in range(1, k)]
    expected = [sum(value > edge for edge in edges) for value in tenths]
    assume(len(set(expected)) == k)
    assert equal(np.array(tenths) / 10, k).codes.tolist() == expected


def test_geometric_breaks_of_positive_and_of_negative_values_mirror_each_other():
    x = np.array([1.0, 5, 50, 500, 1000])
    found = geometric(x, 3)
    # 1, 10, 100, 1000: each ten times the one before; rounding of a power
    assert found.breaks == pytest.approx([1, 10, 100, 1000], rel=1e-14)
    assert found.codes.tolist() == [0, 0, 1, 2, 2]
    mirrored = geometric(-x, 3)
    assert mirrored.breaks == pytest.approx([-1000, -100, -10, -1], rel=1e-14)


@pytest.mark.parametrize("x", [[0, 1, 2, 40, 60, 150, 900], [-900, -40, -2, 0, 2, 40, 900]])
def test_geometric_breaks_reach_across_zero_with_as_many_classes_as_asked(x):
    found = geometric(np.array(x, dtype=float), 4)
    assert found.count == 4
    assert np.diff(found.breaks).min() > 0


def test_geometric_breaks_across_zero_are_symmetric_and_follow_the_unit():
    x = np.array([-90.0, -4, -1, 0, 1, 4, 90])
    breaks = geometric(x, 4).breaks
    # asinh and sinh lose a few digits of 1e-16
    assert breaks == pytest.approx(-breaks[::-1], abs=1e-12)
    assert geometric(1000 * x, 4).breaks == pytest.approx(1000 * breaks, rel=1e-12, abs=1e-9)


def test_standard_deviations_cut_at_the_mean_or_around_it():
    x = np.array([-3.0, -1, 1, 3])  # mean 0, population standard deviation sqrt 5
    assert standard_deviation(x, 2).breaks.tolist() == [-3, 0, 3]
    assert standard_deviation(x, 3).breaks[1:3] == pytest.approx([-(5**0.5) / 2, 5**0.5 / 2])
    narrow = standard_deviation(x, 4, width=0.5).breaks[1:4]
    assert narrow == pytest.approx([-(5**0.5) / 2, 0, 5**0.5 / 2])


def test_head_tail_repeats_while_the_head_is_a_minority():
    # mean 117/9 = 13: head 20, 20, 60 of nine; its mean 100/3: head 60 of three; one value left
    found = head_tail([1, 1, 1, 2, 2, 10, 20, 20, 60])
    assert found.breaks == pytest.approx([1, 13, 100 / 3, 60])
    assert found.sizes.tolist() == [6, 2, 1]


def test_manual_cuts_and_their_classes():
    assert manual([1, 2, 3, 4], [2, 3]).codes.tolist() == [0, 0, 1, 2]


def test_categories_are_kept_in_order_and_missing_codes_left_out():
    found = categories([4, 9, 4, 0])
    assert found.codes.tolist() == [1, 2, 1, 0]
    assert (found.count, found.breaks) == (3, None)


# --- what every method keeps --------------------------------------------------------------------
@pytest.mark.parametrize("method", DISCRETIZATIONS)
@given(x=VALUES, k=st.integers(2, 6))
def test_as_many_classes_as_asked_or_a_refusal(method, x, k):
    try:
        found = discretize(x, method, k)
    except MethodError as error:
        assert error.problems[0].key.startswith("strata-")  # noqa: PT017 - either way is right
        return
    assert found.count == k
    assert found.sizes.min() > 0
    assert found.sizes.sum() == x.size
    assert (np.diff(found.breaks) >= 0).all()


@pytest.mark.parametrize("method", DISCRETIZATIONS)
@given(x=VALUES, k=st.integers(2, 5), random=st.randoms(use_true_random=False))
def test_classes_follow_the_values_and_not_their_order_or_unit(method, x, k, random):
    try:
        found = discretize(x, method, k)
    except MethodError:
        assume(False)
    ordered = np.argsort(x, kind="stable")
    assert (np.diff(found.codes[ordered]) >= 0).all()
    same = x[:, None] == x
    assert (found.codes[:, None] == found.codes)[same].all()
    rows = random.sample(range(x.size), x.size)
    assert discretize(x[rows], method, k).codes.tolist() == found.codes[rows].tolist()
    assert discretize(8 * x, method, k).codes.tolist() == found.codes.tolist()


@pytest.mark.parametrize("method", DISCRETIZATIONS)
@given(x=VALUES, k=st.integers(2, 5))
def test_the_breaks_give_back_the_classes(method, x, k):
    try:
        found = discretize(x, method, k)
    except MethodError:
        assume(False)
    assert found.assign(x).tolist() == found.codes.tolist()
    outside = found.assign([found.breaks[0] - 1, found.breaks[-1] + 1])
    assert outside.tolist() == [0, k - 1]


# --- refusals -----------------------------------------------------------------------------------
def test_what_cannot_be_cut_is_refused_by_name():
    with refused("all values are equal"):
        equal([2, 2, 2], 2)
    with refused("1 is not a number of classes"):
        equal([1, 2], 1)
    with refused("quantile: 3 classes were asked for, but there are only 2 distinct values"):
        discretize([1, 2, 2], "quantile", 3)
    with refused("equal: of 4 classes 2 would hold no value"):
        equal([0, 1, 2, 10], 4)
    with refused("standard-deviation: of 6 classes"):
        standard_deviation(np.arange(7.0), 6)
    with refused("'jenks' is not known. Allowed: equal, quantile, natural"):
        discretize([1, 2, 3], "jenks", 2)
    with refused("1 values are missing or infinite"):
        equal([1, np.nan], 2)


def test_bad_options_are_refused_by_name():
    with refused("must be finite and rise; given 3.0, 2.0"):
        manual([1, 2, 3, 4], [3, 2])
    with refused("manual: of 2 classes 1 would hold no value"):
        manual([1, 2, 3], [7])
    with refused("manual: of 2 classes 1 would hold no value"):
        manual([1, 2, 3], [3])
    with refused("positive number of standard deviations; given 0"):
        standard_deviation([1, 2, 3], 2, width=0)
    with refused("67% lie above the mean"):
        head_tail([0, 5, 6])
    with refused("group codes must be whole numbers"):
        categories([0.5, 1.0])
    with refused("all values are equal"):
        categories([3, 3])
    with refused("categories have no breaks"):
        categories([0, 1]).assign([0.5])


def test_a_record_says_what_it_holds():
    assert repr(equal([1, 2, 3, 4], 2)) == "Strata(equal: 2 classes of 2, 2)"
