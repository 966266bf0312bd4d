"""Primacy, lead changes and crossings."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.leaders import LeadChange, crossings, lead_changes, primacy
from resilmeter.errors import MethodError

panels = arrays(
    np.int64, st.tuples(st.integers(1, 4), st.integers(1, 7)), elements=st.integers(0, 9)
)


def test_primacy_by_hand():
    found = primacy([2.0, 6.0, 3.0])
    assert (found.first, found.second, found.ratio) == (1, 2, 2.0)


def test_equals_at_the_top_have_primacy_one():
    found = primacy([1.0, 3.0, 3.0])
    assert (found.first, found.second, found.ratio) == (1, 2, 1.0)


def test_a_province_of_one_city_has_no_primacy():
    found = primacy([0.3])
    assert (found.first, found.second, found.ratio) == (0, None, None)
    assert "the number of units is 1, and 2 are needed" in str(found.reason)


@pytest.mark.parametrize("second", [0.0, -0.2])
def test_a_second_city_at_zero_has_no_primacy(second):
    found = primacy([0.3, second])
    assert found.ratio is None
    assert f"the second largest value is {second:g}" in str(found.reason)


def test_leads_change_with_the_year_of_the_first_lead():
    # S2, l.387-393: the provinces are close until Hubei leads
    values = [[3, 4, 6, 7], [4, 3, 5, 6], [2, 5, 4, 5]]
    found = lead_changes(values)
    assert found.leaders.tolist() == [1, 2, 0, 0]
    assert found.changes == (LeadChange(1, 1, 2), LeadChange(2, 2, 0))


def test_a_tie_does_not_take_the_lead():
    found = lead_changes([[3, 3, 3, 2], [1, 3, 2, 4]])
    assert found.leaders.tolist() == [0, 0, 0, 1]
    assert found.tied.tolist() == [False, True, False, False]
    assert found.changes == (LeadChange(3, 0, 1),)


@given(panels)
def test_the_leader_is_at_the_top_and_changes_are_those_of_the_leader(values):
    found = lead_changes(values)
    top = values[found.leaders, np.arange(values.shape[1])]
    assert (top == values.max(axis=0)).all()
    moved = np.flatnonzero(np.diff(found.leaders)) + 1
    assert [change.period for change in found.changes] == moved.tolist()


def test_crossings_by_hand():
    found = crossings([1, 3, 2, 2, 1], [2, 2, 2, 1, 4], [2000, 2002, 2003, 2004, 2006])
    # ahead in 2002, level in 2003, ahead again in 2004: one crossing up and one down
    assert [(c.period, c.ahead) for c in found] == [(1, "first"), (4, "second")]
    assert found[0].time == 2001.0
    assert found[1].time == 2004.5  # a gap of 1 turns to -3 within two years


def test_a_crossing_through_a_tie_meets_where_the_tie_begins():
    found = crossings([1, 2, 2, 3], [2, 2, 2, 2], range(4))
    assert [(c.period, c.time) for c in found] == [(3, 1.0)]


@given(panels)
def test_crossings_alternate(values):
    found = crossings(values[0], values[-1], range(values.shape[1]))
    sides = [c.ahead for c in found]
    assert all(a != b for a, b in pairwise(sides))
    assert all(c.period - 1 >= 0 and c.time <= c.period for c in found)


def test_bad_series_are_refused():
    with pytest.raises(MethodError, match=r"shapes \(1,\) and \(2,\)"):
        crossings([1, 2], [1], [0, 1])
    with pytest.raises(MethodError, match="the times do not increase"):
        crossings([1, 2], [2, 1], [1, 1])
    with pytest.raises(MethodError, match="expected a list of numbers"):
        primacy([])
