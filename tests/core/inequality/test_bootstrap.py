"""Draws of cities, beside panels that are built and decomposed anew."""

import re

import numpy as np
import pytest
from tests.core.inequality.loops import ROUNDING

from resilmeter.core.inequality import (
    change_intervals,
    dagum_of,
    draw_cities,
    gini_cells,
    gini_change,
    shares_of_first_place,
)
from resilmeter.core.inequality.bootstrap import CellReplicates, _multiplicities
from resilmeter.core.inequality.sample import sample_of
from resilmeter.errors import MethodError

SIZES = np.array([6, 5, 1])
GROUPS = np.repeat([0, 1, 2], SIZES)


T_9 = 1.833  # Student's t, 90 % two-sided, 12 cities less 3 groups; from tables


def panel(seed=1, years=3):
    return np.random.default_rng(seed).random((12, years, 2)).round(1) + 0.1


@pytest.mark.parametrize("weighted", [False, True])
def test_a_draw_is_the_panel_built_from_its_cities(weighted):
    cube, draws = panel(), 20
    weights = np.arange(1.0, 13) if weighted else None
    found = draw_cities(cube, GROUPS, weights, draws=draws, seed=4)
    first = sample_of(cube[:, 0], GROUPS)
    times = _multiplicities(first, draws, np.random.default_rng(4)).astype(int)
    for b in range(draws):
        rows = np.repeat(np.arange(12), times[b])
        for t in range(cube.shape[1]):
            w = weights[rows] if weighted else None
            split = gini_cells(cube[rows, t], GROUPS[rows], w)
            assert found.drawn_cells[b, t] == pytest.approx(split.cells, abs=ROUNDING)
            assert found.drawn_own[b, t] == pytest.approx(dagum_of(split).own, abs=ROUNDING)
    for t in range(cube.shape[1]):
        split = gini_cells(cube[:, t], GROUPS, weights)
        assert found.cells[t] == pytest.approx(split.cells, abs=ROUNDING)
        assert found.own[t] == pytest.approx(dagum_of(split).own, abs=ROUNDING)


def test_weights_may_be_those_of_each_year():
    cube, weights = panel(), np.random.default_rng(2).random((12, 3)) + 0.5
    found = draw_cities(cube, GROUPS, weights, draws=20, seed=4)
    for t in range(3):
        alone = draw_cities(cube[:, [t]], GROUPS, weights[:, t], draws=2, seed=4)
        assert found.cells[t] == pytest.approx(alone.cells[0], abs=ROUNDING)
    same = np.repeat(weights[:, :1], 3, axis=1)
    one, other = (draw_cities(cube, GROUPS, w, draws=20, seed=4) for w in (same, weights[:, 0]))
    assert one.drawn_cells == pytest.approx(other.drawn_cells, abs=0)


def test_weights_of_other_years_are_refused():
    with pytest.raises(MethodError, match="shape 12, 2; expected 12, 3"):
        draw_cities(panel(), GROUPS, np.ones((12, 2)), draws=20, seed=4)


def test_changes_within_and_between_make_the_change():
    found = change_intervals(draw_cities(panel(), GROUPS, draws=50, seed=3), 0, 2)
    whole = found.within.value + found.between.value
    assert whole == pytest.approx(found.gini.value, abs=ROUNDING)


def test_group_sizes_stay_and_every_city_is_as_likely():
    cube = panel()
    times = _multiplicities(sample_of(cube[:, 0], GROUPS), 4000, np.random.default_rng(1))
    for g in range(3):
        assert (times[:, g == GROUPS].sum(axis=1) == (g == GROUPS).sum()).all()
    assert (times[:, -1] == 1).all()
    # the variance of a count is below 1; four standard errors of a mean of 4000
    assert times.mean(axis=0) == pytest.approx(np.ones(12), abs=4 / np.sqrt(4000))


def test_the_same_seed_gives_the_same_draws():
    a, b = (draw_cities(panel(), GROUPS, draws=10, seed=3) for _ in range(2))
    assert (a.drawn_cells == b.drawn_cells).all()


def test_change_intervals_are_those_of_the_changes():
    cube = panel()
    found = draw_cities(cube, GROUPS, draws=200, seed=2)
    intervals = change_intervals(found, 0, 2, confidence=0.9)
    change = gini_change(*(gini_cells(cube[:, t], GROUPS) for t in (0, 2)))
    for name in ("gini", "within", "pairs", "components", "cells"):
        expected = getattr(change, name)
        assert getattr(intervals, name).value == pytest.approx(expected, abs=ROUNDING), name
    drawn = found.drawn_cells[:, 2] - found.drawn_cells[:, 0]
    j, h = np.triu_indices(3)
    ginis = drawn[:, j, h].sum(axis=(1, 2))
    bias, error = ginis.mean() - change.gini, ginis.std(ddof=1)
    assert intervals.gini.error == pytest.approx(error, abs=ROUNDING)
    assert intervals.gini.bias == pytest.approx(bias, abs=ROUNDING)
    middle, half = change.gini - bias, T_9 * error
    assert intervals.gini.low == pytest.approx(middle - half, abs=0.001 * error)
    assert intervals.gini.high == pytest.approx(middle + half, abs=0.001 * error)
    assert intervals.own.value.shape == (3,)


def test_years_that_are_the_same_do_not_change_for_certain():
    cube = panel()
    cube[:, 2] = cube[:, 0]
    interval = change_intervals(draw_cities(cube, GROUPS, draws=50, seed=2), 0, 2).gini
    assert (interval.low, interval.value, interval.high) == (0, 0, 0)


# --- first places -------------------------------------------------------------------------------
def test_first_places_of_draws_by_hand():
    cells = np.zeros((1, 2, 2, 1))
    cells[0, :, :, 0] = [[2, 1], [1, 0]]
    drawn = np.repeat(cells[None], 4, axis=0)
    drawn[0, 0, 0, 0, 0] -= 3  # first place goes to the pair
    drawn[1, 0, 0, 0, 0] += 3  # and back, so that the mean of the draws stays
    found = CellReplicates(cells, np.zeros((1, 2)), drawn, np.zeros((4, 1, 2)), SIZES)
    assert shares_of_first_place(found)[0, :, :, 0].tolist() == [[0.75, 0.25], [0.25, 0]]


def test_first_places_are_shared_by_cells_that_tie():
    cells = np.ones((1, 2, 2, 1))
    found = CellReplicates(cells, np.zeros((1, 2)), cells[None] * np.ones((3, 1, 1, 1, 1)),
                           np.zeros((3, 1, 2)), SIZES)  # fmt: skip
    assert shares_of_first_place(found)[0, :, :, 0] == pytest.approx(np.full((2, 2), 1 / 3))


def test_first_places_of_a_year_add_up_to_one():
    shares = shares_of_first_place(draw_cities(panel(), GROUPS, draws=99, seed=1))
    j, h = np.triu_indices(3)
    assert shares[:, j, h].sum(axis=(1, 2)) == pytest.approx(np.ones(3))
    assert (shares == shares.transpose(0, 2, 1, 3)).all()


def test_draws_moved_back_have_the_mean_of_the_panel():
    """Cells inside groups shrink by 1 / n_g when drawn; without the move they lose first places."""
    cells = np.array([1.0, 0.9]).reshape(1, 1, 1, 2)
    random = np.random.default_rng(1)
    drawn = cells * [0.8, 1.0] + 0.01 * random.standard_normal((200, 1, 1, 1, 2))
    found = CellReplicates(cells, np.zeros((1, 1)), drawn, np.zeros((200, 1, 1)), SIZES)
    assert shares_of_first_place(found)[0, 0, 0, 0] > 0.95


def test_the_own_coefficient_is_blank_where_a_mean_can_fall_to_zero():
    cube = panel()
    cube[:5, :, 0] -= 1.4  # most cities of the first group lie below zero
    found = change_intervals(draw_cities(cube, GROUPS, draws=99, seed=1), 0, 1).own
    assert np.isnan(found.error).tolist() == [True, False, False]


# --- refusals -----------------------------------------------------------------------------------
def test_what_is_not_a_panel_or_no_draws_is_refused():
    with pytest.raises(MethodError, match=re.escape("given shape (3, 2)")):
        draw_cities(np.ones((3, 2)), [0, 0, 0], seed=1)
    with pytest.raises(MethodError, match="1 is too small a number of draws"):
        draw_cities(panel(), GROUPS, draws=1, seed=1)
    with pytest.raises(MethodError, match="the Gini coefficient needs a positive mean"):
        draw_cities([[[-9.0]], [[10.0]]], [0, 0], seed=1)  # the first city twice
    found = draw_cities(panel(), GROUPS, draws=5, seed=1)
    with pytest.raises(MethodError, match=re.escape("the confidence is 2;")):
        change_intervals(found, 0, 1, confidence=2)
