"""Walking through a table in blocks gives what the plain formulas give, wherever a block ends."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core import columns as walk
from resilmeter.core import weights
from resilmeter.core.weights.correlation import deviations
from resilmeter.errors import MethodError

# Sums of up to 1e4 numbers of size 1 in another order, relative to their size.
ROUNDING = 1e-13

COLUMNS = 12
FULL = walk.CELLS // COLUMNS
AROUND_A_BLOCK = [2, FULL - 1, FULL, FULL + 1, 2 * FULL, 2 * FULL + 1]

# Hundredths, in a table whose first rows keep every column from being constant.
SMALL = arrays(np.int64, (7, 3), elements=st.integers(0, 100)).map(
    lambda x: np.vstack([[[0, 0, 50], [100, 50, 0], [40, 90, 100]], x]) / 100.0
)


def uneven(rows):
    """Columns of different size, with zeros, in a table of (rows, 12)."""
    rng = np.random.default_rng(rows)
    x = rng.gamma(0.7, size=(rows, COLUMNS)) * np.arange(1, COLUMNS + 1)
    x[rng.random(x.shape) < 0.1] = 0.0
    x[0], x[1] = 0.0, np.arange(1, COLUMNS + 1)[::-1]
    return x


def plain_entropies(x):
    p = x / x.sum(axis=0)
    logarithm = np.log(p, out=np.zeros_like(p), where=p > 0)
    return -(p * logarithm).sum(axis=0) / np.log(len(x))


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("rows", AROUND_A_BLOCK)
def test_extremes_means_and_products_are_those_of_the_whole_table(rows, order):
    x = np.asarray(uneven(rows), order=order)
    found = walk.columns(x)
    assert found.rows == rows
    assert (found.ends == [x.min(axis=0), x.max(axis=0)]).all()
    assert found.mean == pytest.approx(x.mean(axis=0), rel=ROUNDING)
    centred = x - x.mean(axis=0)
    size = np.sqrt(np.outer((centred**2).sum(axis=0), (centred**2).sum(axis=0)))
    gap = walk.scatter(x, found.mean) - centred.T @ centred
    assert (np.abs(gap) / size).max() <= ROUNDING


@pytest.mark.parametrize("rows", AROUND_A_BLOCK[1:])
def test_correlation_and_deviation_are_those_of_the_whole_table(rows):
    x = uneven(rows)
    deviation, r = deviations(x)
    assert deviation == pytest.approx(x.std(axis=0), rel=ROUNDING)
    assert np.abs(r - np.corrcoef(x.T)).max() <= ROUNDING
    assert (r == r.T).all()


@pytest.mark.parametrize("rows", AROUND_A_BLOCK)
def test_entropies_are_those_of_the_whole_table(rows):
    x = uneven(rows)
    assert weights.entropies(x) == pytest.approx(plain_entropies(x), abs=ROUNDING)


@given(x=SMALL, cells=st.integers(1, 40))
def test_weights_do_not_depend_on_where_blocks_end(x, cells):
    whole = [weights.critic(x), weights.entropies(x), weights.entropy(x)]
    with patch.object(walk, "CELLS", cells):
        pieces = [weights.critic(x), weights.entropies(x), weights.entropy(x)]
    assert np.array(pieces) == pytest.approx(np.array(whole), abs=ROUNDING)


@given(x=SMALL, cells=st.integers(1, 40))
def test_blocks_hold_every_row_once_in_order_and_leave_the_table_alone(x, cells):
    before = x.copy()
    with patch.object(walk, "CELLS", cells):
        pieces = list(walk.blocks(x))
    assert (before == np.concatenate(pieces, axis=1).T).all()
    assert all(piece.flags.c_contiguous and piece.shape[1] > 0 for piece in pieces)
    weights.entropy(x, shift=0.5)
    assert (x == before).all()


@given(SMALL)
def test_entropy_of_nearly_even_columns_keeps_its_digits(x):
    """With x = 1 + t d, 1 - e tends to t^2 var(d) / (2 ln n): no cancellation at t = 1e-6."""
    nearly = 1.0 + 1e-6 * x
    relative = nearly / nearly.mean(axis=0) - 1.0
    expected = (relative**2).mean(axis=0) / 2
    # the next term is t/3 of it at most; x itself is rounded at 1e-16 beside steps of 1e-8
    assert weights.entropy(nearly) == pytest.approx(expected / expected.sum(), rel=1e-5)


@pytest.mark.parametrize("smallest", [5e-324, 1e-300])
def test_zero_and_numbers_next_to_it_add_nothing_to_the_entropy(smallest):
    x = np.array([[0.0, smallest], [1.0, 1.0], [1.0, 1.0]])
    zero, next_to_it = weights.entropies(x)
    assert zero == next_to_it == pytest.approx(np.log(2) / np.log(3), rel=1e-15)


@pytest.mark.parametrize("row", [0, FULL, 2 * FULL])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_bad_cell_is_refused_by_name_in_whichever_block_it_lies(row, bad):
    x = uneven(2 * FULL + 1)
    x[row, 3] = bad
    names = [f"x{j}" for j in range(COLUMNS)]
    for weigh in (weights.critic, weights.entropy):
        with pytest.raises(MethodError, match=r"^x3 holds values that are missing"):
            weigh(x, names)


@pytest.mark.parametrize("row", [0, FULL, 2 * FULL])
def test_a_negative_cell_is_refused_by_name_in_whichever_block_it_lies(row):
    x = uneven(2 * FULL + 1)
    x[row, 3] = -1e-9
    with pytest.raises(MethodError, match=r"^column 4 has negative values"):
        weights.entropy(x)
    assert (weights.entropy(x, shift=1e-9) > 0).all()
