"""Level by balance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.typology import typology
from resilmeter.errors import MethodError

values = st.lists(st.integers(0, 100), min_size=3, max_size=12, unique=True)


def test_the_three_provinces_of_s2():
    """S2's means of 2019 by its classes: Hubei is level high, balance low.

    Spreads are made up in the order that S2 tells: the widest in Hubei.
    """
    found = typology([0.13, 0.11, 0.12], [0.05, 0.03, 0.02])
    assert (found.level[0], found.balance[0]) == (2, 0)
    assert sorted(found.level) == sorted(found.balance) == [0, 1, 2]


@given(values)
def test_classes_follow_the_order_and_the_spread_turns_it(means):
    found = typology(means, means)
    order = sorted(range(len(means)), key=lambda i: means[i])
    assert [found.level[i] for i in order] == sorted(found.level)
    assert [found.balance[i] for i in order] == sorted(found.balance, reverse=True)
    assert {0, 2} <= set(found.level) <= {0, 1, 2}


@pytest.mark.parametrize(
    ("means", "spreads", "key"),
    [([1, 2], [1, 2], "na-few-groups"), ([1, 1, 1], [1, 2, 3], "na-all-equal"),
     ([1, 2, 3], [0, 0, 0], "na-all-equal")],
)  # fmt: skip
def test_groups_that_cannot_be_classed_are_told(means, spreads, key):
    found = typology(means, spreads)
    assert (found.level.size, found.balance.size) == (0, 0)
    assert found.reason.key == key


def test_arrays_of_different_length_are_refused():
    with pytest.raises(MethodError, match=r"shapes \(2,\) and \(3,\)"):
        typology([1, 2, 3], [1, 2])
