"""The imputers of scikit-learn: hand cases, bounds, seeds, and nothing filled from nothing."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from resilmeter.errors import StudyError
from resilmeter.prepare.learned import chained_equations, nearest_neighbours

NAN = np.nan
FREE = np.full(3, -np.inf), np.full(3, np.inf)
# Standardising and going back: a handful of roundings.
ROUNDING = 1e-12


@pytest.fixture(autouse=True)
def _extra():
    pytest.importorskip("sklearn")


@pytest.fixture
def related():
    """200 rows of three columns that share a factor; every seventh cell of the last is blank."""
    random = np.random.default_rng(1)
    factor = random.normal(size=200)
    x = np.column_stack([factor + 0.1 * random.normal(size=200) for _ in range(3)])
    x[:, 1] *= 1000
    truth = x.copy()
    x[::7, 2] = NAN
    return x, truth


def test_mean_of_the_nearest_rows_by_hand():
    """Rows 1 and 2 lie nearest to row 0 in the first column: (10 + 20) / 2."""
    x = np.array([[0.0, NAN], [1.0, 10.0], [2.0, 20.0], [50.0, 900.0]])
    filled = nearest_neighbours(x, 2)
    assert filled[0, 1] == pytest.approx(15, abs=ROUNDING)
    assert (filled[1:] == x[1:]).all()


def test_columns_count_alike_whatever_their_unit(related):
    x, _ = related
    factor = np.array([1.0, 1e6, 1e-6])
    scaled = nearest_neighbours(x * factor) / factor
    # The factor 1e-6 costs some digits.
    assert scaled == pytest.approx(nearest_neighbours(x), rel=1e-9)


def test_nothing_is_filled_without_a_donor():
    """Row 0 knows only column 0; the donors of column 1 do not know column 0."""
    x = np.array([[1.0, NAN, NAN], [NAN, 5.0, 1.0], [NAN, 6.0, 2.0], [3.0, NAN, 4.0]])
    filled = nearest_neighbours(x, 1)
    assert np.isnan(filled[0, 1])
    assert filled[0, 2] == pytest.approx(4, abs=ROUNDING)


@pytest.mark.parametrize("fill", [nearest_neighbours, lambda x: chained_equations(x, *FREE)])
def test_blank_rows_and_columns_stay_blank(fill):
    x = np.array([[1.0, NAN, 2.0], [NAN, NAN, NAN], [4.0, NAN, NAN], [6.0, NAN, 8.0]])
    blank = np.isnan(fill(x))
    assert blank.tolist() == [[False, True, False], [True] * 3] + [[False, True, False]] * 2


def test_equations_come_near_what_was_blanked(related):
    """The columns share a factor up to noise of 0.1 each, so draws err by about 0.15."""
    x, truth = related
    error = (chained_equations(x, *FREE) - truth)[::7, 2]
    assert 0.05 < error.std() < 0.3
    assert (chained_equations(x, *FREE)[~np.isnan(x)] == x[~np.isnan(x)]).all()


def test_same_seed_same_draws(related):
    x, _ = related
    one, again, other = (chained_equations(x, *FREE, seed) for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one[::7, 2] != other[::7, 2]).any()


def test_draws_keep_within_the_bounds(related):
    x, _ = related
    low = np.array([-np.inf, -np.inf, np.nanmin(x[:, 2])])
    high = np.array([np.inf, np.inf, np.nanmax(x[:, 2])])
    for seed in range(5):
        filled = chained_equations(x, low, high, seed)
        assert (filled >= low).all()
        assert (filled <= high).all()


@pytest.mark.parametrize("fill", [nearest_neighbours, lambda x: chained_equations(x, *FREE)])
def test_missing_part_is_named(fill, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.setitem(sys.modules, "sklearn.impute", None)
    with pytest.raises(StudyError, match=r'pip install "resilmeter\[impute\]"'):
        fill(np.array([[1.0, 2.0, NAN], [1.0, 2.0, 3.0]]))
