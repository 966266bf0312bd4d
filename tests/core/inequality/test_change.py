"""The change between two years: exact splits."""

import numpy as np
import pytest
from hypothesis import given
from tests.core.inequality.loops import ROUNDING, weighted_cases

from resilmeter.core.inequality import gini_cells, gini_change, gini_sources
from resilmeter.errors import MethodError


def two_years(case):
    parts, groups, _, weights = case
    later = parts + np.arange(len(parts))[:, None] % 3 + 1
    return [gini_cells(x, groups, weights) for x in (parts, later)]


@given(weighted_cases(low=1))
def test_cells_pairs_components_and_effects_add_up(case):
    first, last = two_years(case)
    change = gini_change(first, last)
    assert change.gini == last.gini - first.gini
    assert change.components.sum() == pytest.approx(change.gini, abs=ROUNDING)
    assert change.components == pytest.approx(last.components - first.components, abs=ROUNDING)
    assert np.triu(change.pairs).sum() == pytest.approx(change.gini, abs=ROUNDING)
    assert change.within + change.between == pytest.approx(change.gini, abs=ROUNDING)
    assert change.within == pytest.approx(last.within - first.within, abs=ROUNDING)
    effects = change.share_effect + change.concentration_effect
    assert effects == pytest.approx(change.cells, abs=ROUNDING)


@given(weighted_cases(low=1))
def test_effects_of_components_follow_from_share_and_concentration(case):
    first, last = two_years(case)
    parts, _, _, weights = case
    later = parts + np.arange(len(parts))[:, None] % 3 + 1
    a, b = gini_sources(parts, weights), gini_sources(later, weights)
    change = gini_change(first, last)
    by_share = (b.mean_shares - a.mean_shares) * (a.concentration + b.concentration) / 2
    by_place = (b.concentration - a.concentration) * (a.mean_shares + b.mean_shares) / 2
    assert change.component_share_effects == pytest.approx(by_share, abs=ROUNDING)
    assert change.component_concentration_effects == pytest.approx(by_place, abs=ROUNDING)


@given(weighted_cases(low=1))
def test_back_and_forth_is_nothing(case):
    first, last = two_years(case)
    there, back = gini_change(first, last), gini_change(last, first)
    for name in ("cells", "share_effect", "concentration_effect"):
        assert getattr(there, name) == pytest.approx(-getattr(back, name), abs=ROUNDING)


def test_twice_the_component_everywhere_changes_shares_only():
    parts = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 5.0]])
    groups = [0, 1, 1]
    change = gini_change(gini_cells(parts, groups), gini_cells(parts * [1, 2], groups))
    assert change.concentration_effect == pytest.approx(0, abs=ROUNDING)
    assert change.share_effect == pytest.approx(change.cells, abs=ROUNDING)


def test_level_and_change_can_name_different_components():
    # the first component makes most of the gap, the second all of the change
    first = gini_cells([[1.0, 1.0], [3.0, 1.0]], [0, 0])
    last = gini_cells([[1.0, 1.0], [3.0, 2.0]], [0, 0])
    change = gini_change(first, last)
    assert first.components[0] > first.components[1] == 0
    assert change.components[1] > 0 > change.components[0]


def test_effects_of_a_component_of_mean_zero_are_not_defined():
    splits = [gini_cells([[-1.0, 2.0], [1.0, x]], [0, 0]) for x in (2.0, 4.0)]
    change = gini_change(*splits)
    assert np.isnan(change.component_share_effects[0])
    assert np.isfinite(change.component_share_effects[1])
    assert np.isfinite(change.cells).all()


def test_years_that_do_not_match_are_refused():
    two, three = gini_cells([[1.0], [2.0]], [0, 1]), gini_cells([[1.0], [2.0], [3.0]], [0, 1, 2])
    with pytest.raises(MethodError, match=r"shapes \(2, 2, 1\) and \(3, 3, 1\)"):
        gini_change(two, three)
    sample = gini_cells([[1.0], [2.0]], [0, 1], correction="sample")
    with pytest.raises(MethodError, match="one year is in the sample form"):
        gini_change(two, sample)
