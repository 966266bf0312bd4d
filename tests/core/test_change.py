"""What moved the score: exact parts, and shares of the change beside shares of the level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.change import attribute
from resilmeter.errors import MethodError

# Sums and differences of six numbers of size 1 in double precision.
ROUNDING = 1e-12

contributions = arrays(np.int64, (4, 6), elements=st.integers(0, 100)).map(lambda x: x / 600)


def test_by_hand():
    moved = attribute([[0.1, 0.1, 0.2]], [[0.2, 0.1, 0.1]], [0, 0, 1])
    assert moved.indicators == pytest.approx(np.array([[0.1, 0, -0.1]]), abs=1e-15)
    assert moved.dimensions == pytest.approx(np.array([[0.1, -0.1]]), abs=1e-15)
    assert moved.total == pytest.approx([0], abs=1e-15)
    # parts that cancel leave no change to share out
    assert [p.key for p in moved.no_change] == ["na-no-change"]
    assert moved.change_shares.tolist() == [[0, 0]]
    assert moved.level_shares == pytest.approx(np.array([[0.75, 0.25]]), abs=1e-15)


def test_dimensions_against_each_other_have_shares_beyond_0_and_1():
    moved = attribute([[0.1, 0.3]], [[0.3, 0.2]], [0, 1])
    assert moved.change_shares == pytest.approx(np.array([[2.0, -1.0]]), abs=ROUNDING)
    assert moved.no_change == (None,)


def test_a_score_of_zero_has_no_shares_of_its_level():
    moved = attribute([[0.1, 0.3]], [[0.0, 0.0]], [0, 1])
    assert moved.level_shares.tolist() == [[0, 0]]
    assert str(moved.no_level[0]).startswith("not applicable: the score is 0")
    assert moved.change_shares == pytest.approx(np.array([[0.25, 0.75]]), abs=ROUNDING)


@given(before=contributions, after=contributions)
def test_parts_add_up_and_shares_to_one(before, after):
    moved = attribute(before, after, [0, 0, 1, 1, 2, 2])
    total = after.sum(axis=1) - before.sum(axis=1)
    for parts in (moved.indicators, moved.dimensions):
        assert parts.sum(axis=1) == pytest.approx(total, abs=ROUNDING)
    assert moved.total == pytest.approx(total, abs=ROUNDING)
    for shares, reasons in (
        (moved.change_shares, moved.no_change),
        (moved.level_shares, moved.no_level),
    ):
        has = np.array([reason is None for reason in reasons])
        # shares of a tiny change magnify rounding: 1/600 against an error of 1e-16
        assert shares[has].sum(axis=1) == pytest.approx(1, abs=1e-9)
        assert (shares[~has] == 0).all()


@given(before=contributions, after=contributions)
def test_going_back_undoes_the_change(before, after):
    there, back = attribute(before, after, [0] * 6), attribute(after, before, [0] * 6)
    assert there.indicators == pytest.approx(-back.indicators, abs=ROUNDING)


def test_arrays_of_different_shape_are_refused():
    with pytest.raises(MethodError, match=r"shapes \(1, 1\) and \(1, 2\)"):
        attribute([[0.1, 0.2]], [[0.1]], [0, 0])
