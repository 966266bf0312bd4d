"""Scores, ranks, means and classes of the page are those of the tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from resilmeter.present.explorer.measures import measure_titles, measures
from resilmeter.present.explorer.packed import unpacked


@pytest.fixture(scope="module")
def found(tiny_result):
    return measures(tiny_result)


def layer(series, result):
    return series.to_numpy().reshape(len(result.panel.units), len(result.panel.periods))


def test_index_and_parts(found, tiny_result):
    scores = tiny_result.scores
    np.testing.assert_array_equal(found.values[0], layer(scores.index, tiny_result))
    for m, dimension in enumerate(scores.dimensions, 1):
        np.testing.assert_array_equal(found.values[m], layer(scores.parts[dimension], tiny_result))


def test_ranks_are_those_of_the_scores(found, tiny_result):
    np.testing.assert_array_equal(found.ranks[0], layer(tiny_result.scores.ranks, tiny_result))


def test_means_are_those_of_the_table(found, tiny_result):
    table = tiny_result.means.set_index(["level", "group", "dimension", "period"])["mean"]
    for t, period in enumerate(tiny_result.panel.periods):
        assert found.means[0, 0, t] == pytest.approx(table["total", "", "", period], rel=1e-14)
        for g, group in enumerate(tiny_result.panel.group_order, 1):
            expected = table["group-dimension", group, "Care", period]
            assert found.means[1, g, t] == pytest.approx(expected, rel=1e-14)


def test_classes_are_pooled_over_all_periods_and_not_moved_by_rounding(found):
    for values, cuts in zip(found.values, found.cuts, strict=True):
        (pooled,) = cuts
        assert len(pooled) == 4
        exact = np.searchsorted(pooled, values, side="right")
        shown = np.searchsorted(pooled, values.round(6), side="right")
        np.testing.assert_array_equal(exact, shown)
        assert set(np.unique(exact)) == set(range(5))


def test_classes_are_natural_breaks(found):
    """The page's class of a value is that of the kernel: a break belongs to the class below."""
    from resilmeter.core.strata import natural

    values = found.values[0].ravel()
    (cuts,) = found.cuts[0]
    codes = natural(values.round(12), 5).codes
    np.testing.assert_array_equal(np.searchsorted(cuts, values, side="right"), codes)


def test_scores_that_cannot_be_compared_have_classes_by_period(run_tiny):
    result = run_tiny("prepare.normalize.scope=per-period", "analyze.growth=false")
    assert {len(cuts) for cuts in measures(result).cuts} == {3}


def test_packed_scores_keep_eight_digits(found):
    back = unpacked(found.packed()["values"])
    np.testing.assert_allclose(back, found.values, rtol=5.1e-8)


def test_many_scores_keep_six_digits(found):
    many = replace(found, values=np.zeros((1, 50_001, 1)))
    assert (found.digits, many.digits) == (8, 6)


def test_titles_are_in_both_languages(tiny_result):
    assert measure_titles(tiny_result)[1] == {"en": "Care", "zh": "照护"}


def test_equal_scores_have_one_class(run_tiny):
    """An index that is the same everywhere has nothing to cut."""
    from resilmeter.present.explorer.measures import _natural

    assert _natural(np.full(5, 0.4)) == []
    assert len(_natural(np.array([0.1, 0.2, 0.2]))) == 1
