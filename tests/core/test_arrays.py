"""What every kernel demands of its arrays: accepted as it is, or refused in plain words."""

import re

import numpy as np
import pytest

from resilmeter.core import arrays
from resilmeter.errors import MethodError


def refusal(text):
    return pytest.raises(MethodError, match=f"^{re.escape(text)}$")


def test_a_matrix_of_integers_becomes_floats_of_the_same_shape():
    array = arrays.matrix([[1, 2], [3, 4], [5, 6]])
    assert array.dtype == np.float64
    assert array.tolist() == [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]


@pytest.mark.parametrize("x", [[1.0, 2.0], 3.0, [[]], np.empty((0, 2)), np.zeros((1, 1, 1))])
def test_what_is_no_table_is_refused_with_its_shape(x):
    shape = str(np.shape(x))
    with refusal(
        f"expected a table of numbers with at least one row and one column; given shape {shape}."
    ):
        arrays.matrix(x)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_every_column_with_a_value_that_is_not_finite_is_named(bad):
    with refusal(
        "so2 holds values that are missing or infinite. Fill or remove them first.\n"
        "pm25 holds values that are missing or infinite. Fill or remove them first."
    ):
        arrays.matrix([[1.0, bad, 2.0], [bad, 3.0, 4.0]], ["so2", "pm25", "green"])


def test_columns_without_names_are_counted_from_one():
    with refusal("column 2 holds values that are missing or infinite. Fill or remove them first."):
        arrays.matrix([[1.0, np.nan]])
    assert arrays.label(None, 0) == "column 1"
    assert arrays.label(["so2"], 0) == "so2"


@pytest.mark.parametrize("values", [[], 1.0, [[1.0]]])
def test_what_is_no_list_is_refused_with_its_shape(values):
    shape = str(np.shape(values))
    with refusal(f"expected a list of numbers with at least one entry; given shape {shape}."):
        arrays.vector(values)


def test_a_list_with_missing_values_is_refused_with_their_number():
    with refusal("2 values are missing or infinite. Fill or remove them first."):
        arrays.vector([1.0, np.nan, np.inf])


def test_every_constant_column_is_named_and_a_varying_one_is_not():
    with refusal(
        "a has the same value in every row and cannot be weighed. Remove it.\n"
        "c has the same value in every row and cannot be weighed. Remove it."
    ):
        arrays.refuse_constant(np.array([[1.0, 1.0, 0.0], [1.0, 2.0, 0.0]]), ["a", "b", "c"])
    arrays.refuse_constant(np.array([[1.0], [1.0 + 1e-11]]), None)


def test_a_column_that_differs_by_rounding_only_is_constant():
    with refusal("so2 has the same value in every row and cannot be weighed. Remove it."):
        arrays.refuse_constant(np.array([[0.1 + 0.2], [0.3]]), ["so2"])


def test_a_negative_column_is_named_with_the_method_and_zero_is_not_negative():
    with refusal(
        "b has negative values, for which entropy is not defined. Scale to 0-1 first (min-max)."
    ):
        arrays.refuse_negative(np.array([[0.0, -0.1]]), ["a", "b"], "entropy")
    arrays.refuse_negative(np.array([[0.0, -0.0]]), None, "entropy")


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int64])
def test_group_codes_of_any_integer_type_are_counted(dtype):
    group, k = arrays.codes(np.array([2, 0, 1, 2], dtype=dtype), 4)
    assert (group.dtype, group.tolist(), k) == (np.int64, [2, 0, 1, 2], 3)


@pytest.mark.parametrize("groups", [[0.0, 1.0], [True, False], ["a", "b"], [-1, 0]])
def test_group_codes_that_are_not_whole_numbers_from_zero_are_refused(groups):
    with refusal("group codes must be whole numbers from 0."):
        arrays.codes(groups, 2)


@pytest.mark.parametrize("groups", [[0], [0, 1, 1], [[0, 1]]])
def test_group_codes_of_another_length_are_refused(groups):
    shape = str(np.shape(groups))
    with refusal(f"the group codes have shape {shape}; expected 2 of them, one a row."):
        arrays.codes(groups, 2)


def test_increasing_times_are_kept_and_their_even_step_is_found():
    assert arrays.increasing([2010, 2012, 2013], 3).tolist() == [2010, 2012, 2013]
    assert arrays.even_step([2010, 2012, 2014], 3) == 2
    assert arrays.even_step([0.1, 0.2, 0.3], 3) == pytest.approx(0.1)  # equal but for rounding
    assert arrays.even_step([2010], 1) == 1


@pytest.mark.parametrize(("times", "before", "after"), [([1, 3, 2], 3, 2), ([1, 1, 2], 1, 1)])
def test_times_that_do_not_increase_are_refused_where_they_turn(times, before, after):
    text = f"the times do not increase: {after} follows {before}. Give one value a time, in order."
    with refusal(text):
        arrays.increasing(times, 3)


def test_another_number_of_times_is_refused():
    with refusal("the series has 2 values and 3 times."):
        arrays.increasing([1, 2, 3], 2)


def test_uneven_steps_are_refused_with_their_range():
    with pytest.raises(MethodError, match="range from 1 to 2, and this method needs equal steps"):
        arrays.even_step([2010, 2011, 2013], 3)
