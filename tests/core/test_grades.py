"""Five grades by deviation from a reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.grades import CUTS, grade, shares
from resilmeter.errors import MethodError

ROUNDING = 1e-12


@pytest.mark.parametrize("reference", [0.1214, 0.3, 0.07, 7.7, 1234.5])
def test_intervals_are_closed_below_and_open_above(reference):
    # scores exactly on the cuts: .7, .9, 1.1, 1.3 of the reference, as decimal numbers
    on = grade([reference * part / 10 for part in (7, 9, 11, 13)], reference)
    assert on.grades.tolist() == [1, 2, 3, 4]
    assert on.margins == pytest.approx([0] * 4, abs=ROUNDING)
    below = grade([reference * (part / 10 - 1e-6) for part in (7, 9, 11, 13)], reference)
    assert below.grades.tolist() == [0, 1, 2, 3]


def test_margins_name_their_boundary():
    found = grade([0.5, 0.95, 1.0, 1.25, 3.0], 1.0)
    assert found.deviations == pytest.approx([-0.5, -0.05, 0, 0.25, 2], abs=ROUNDING)
    assert found.margins == pytest.approx([0.2, 0.05, 0.1, 0.05, 1.7], abs=ROUNDING)
    assert found.nearest.tolist() == [0, 1, 1, 3, 3]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=20), st.integers(1, 50))
def test_grades_follow_the_order_of_the_scores_and_not_their_unit(numbers, factor):
    one = grade(numbers, 100.0)
    other = grade([factor * n for n in numbers], 100.0 * factor)
    assert (one.grades == other.grades).all()
    order = np.argsort(numbers)
    assert (np.diff(one.grades[order]) >= 0).all()
    assert ((one.grades >= 0) & (one.grades <= 4)).all()


def test_other_cuts_make_other_numbers_of_grades():
    assert grade([80, 100, 120], 100, [0.0]).grades.tolist() == [0, 1, 1]
    assert CUTS == (-0.3, -0.1, 0.1, 0.3)


@pytest.mark.parametrize("reference", [0.0, -0.1])
def test_without_a_positive_reference_there_are_no_grades(reference):
    found = grade([0.1, 0.2], reference)
    assert (found.deviations.size, found.grades.size, found.margins.size) == (0, 0, 0)
    assert f"the reference is {reference:g}" in str(found.reason)


def test_bad_cuts_and_values_are_refused():
    with pytest.raises(MethodError, match=r"must increase: 0\.1, -0\.1"):
        grade([1.0], 1.0, [0.1, -0.1])
    with pytest.raises(MethodError, match="missing or infinite"):
        grade([np.nan], 1.0)
    with pytest.raises(MethodError, match="missing or infinite"):
        grade([1.0], np.nan)


@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 99))
def test_shares_of_each_period_sum_to_one(units, periods, seed):
    codes = np.random.default_rng(seed).integers(0, 5, (units, periods))
    found = shares(codes, 5)
    assert found.shape == (periods, 5)
    assert found.sum(axis=1) == pytest.approx(1, abs=ROUNDING)
    assert found[0, 2] == np.mean(codes[:, 0] == 2)


@pytest.mark.parametrize("codes", [[[0, 5]], [[-1]], [[0.5]], [0, 1], [[]]])
def test_codes_that_are_no_grades_are_refused(codes):
    with pytest.raises(MethodError):
        shares(codes, 5)
