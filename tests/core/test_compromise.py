"""TOPSIS, VIKOR, grey relation and rank-sum ratio: oracles, hand cases, identities, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.compromise import grey_relation, rank_sum_ratio, topsis, vikor
from resilmeter.errors import MethodError

UNIT = arrays(float, st.tuples(st.integers(2, 8), st.integers(1, 5)),
              elements=st.integers(0, 100).map(lambda n: n / 100))  # fmt: skip
KERNELS = (topsis, vikor, grey_relation, rank_sum_ratio)


def oriented(case):
    """Turn columns where less is better, then scale as the case says."""
    x = np.array(case["matrix"], dtype=float) * np.array(case["types"])
    kind = case["normalisation"]
    if kind.startswith("vector"):
        return x / np.sqrt((x**2).sum(axis=0))
    if kind.startswith("minmax"):
        return (x - x.min(axis=0)) / np.ptp(x, axis=0)
    return x


def test_published_topsis(oracle):
    """Printed to the decimals of each source; `full` is the value behind the print."""
    cases = oracle("topsis.json")["cases"]
    assert len(cases) == 4
    for case in cases:
        found = topsis(oriented(case), case["weights"])
        assert found == pytest.approx(case["expected"], abs=0.5 * 10 ** -case["decimals"])
        if "full" in case:
            # Ten decimals are given.
            assert found == pytest.approx(case["full"], abs=5e-11)
        if "full_weight_inside" in case:
            inside = topsis(oriented(case), case["weights"], distance="inside")
            assert inside == pytest.approx(case["full_weight_inside"], abs=5e-11)


def test_topsis_by_hand():
    """Weighted rows (0, .3), (.4, 0), (.8, .6): ideals (.8, .6) and (0, 0)."""
    x, w = [[0, 0.5], [0.5, 0], [1, 1]], [0.8, 0.6]
    to_worst, to_best = np.array([0.3, 0.4, 1.0]), np.array([0.73**0.5, 0.52**0.5, 0])
    expected = to_worst / (to_best + to_worst)
    assert topsis(x, w) == pytest.approx(expected, rel=1e-15)


def test_vikor_by_hand():
    """S = .5, .5, .25 and R = .5, .5, .125 over distances (1, 0), (0, 1), (.25, .25)."""
    x = [[0, 1], [1, 0], [0.75, 0.75]]
    assert vikor(x, [0.5, 0.5]).tolist() == [0, 0, 1]
    # A fourth row has S = .3 and R = .15.
    x = [[0, 1], [1, 0], [0.75, 0.75], [0.7, 0.7]]
    s, r = np.array([0.5, 0.5, 0.25, 0.3]), np.array([0.5, 0.5, 0.125, 0.15])
    q = 0.5 * (s - 0.25) / 0.25 + 0.5 * (r - 0.125) / 0.375
    assert vikor(x, [0.5, 0.5]) == pytest.approx(1 - q, abs=1e-15)


def test_grey_relation_by_hand():
    """Distances 0, .5, 1 with rho .5: grades 1, .5, 1/3."""
    found = grey_relation([[1], [0.5], [0]], [1.0])
    assert found[:, 0] == pytest.approx([1, 1 / 2, 1 / 3], rel=1e-15)


def test_rank_sum_ratio_by_hand():
    found = rank_sum_ratio([[0.1, 5], [0.9, 5], [0.5, 9]], [0.5, 0.5])
    assert found.sum(axis=1) == pytest.approx([2.5 / 6, 4.5 / 6, 5 / 6], rel=1e-15)


def test_the_reference_sets_the_ideals():
    x, ideals = [[0.5, 0.5]], [[0.0, 0.0], [1.0, 1.0]]
    assert topsis(x, [0.5, 0.5], reference=ideals).tolist() == [0.5]
    assert vikor(x, [0.5, 0.5], reference=ideals).tolist() == [0.5]
    assert grey_relation(x, [0.5, 0.5], reference=ideals).sum() == 0.5


@given(UNIT, st.integers(0, 99))
def test_best_and_worst_rows(x, seed):
    """A row at the ideal in everything gets the top score, one at the worst the lowest."""
    assume((np.ptp(x, axis=0) > 0).all())
    w = np.random.default_rng(seed).dirichlet(np.ones(x.shape[1]))
    rows = np.vstack([x, x.max(axis=0), x.min(axis=0)])
    for kernel in KERNELS:
        score = kernel(rows, w)
        total = score if score.ndim == 1 else score.sum(axis=1)
        # Rounding in sums of five terms; the ideal must not fall behind by more.
        assert total[-2] >= total.max() - 1e-12
        assert total[-1] <= total.min() + 1e-12
    assert topsis(rows, w)[-2:] == pytest.approx([1, 0], abs=1e-12)
    assert vikor(rows, w)[-2:] == pytest.approx([1, 0], abs=1e-12)


@given(UNIT, st.randoms(use_true_random=False))
def test_order_of_columns_and_rows_does_not_matter(x, random):
    assume(np.ptp(x, axis=0).max() > 0)
    n, q = x.shape
    w = np.arange(1, q + 1) / (q * (q + 1) / 2)
    rows, columns = random.sample(range(n), n), random.sample(range(q), q)
    for kernel in KERNELS:
        a, b = kernel(x, w), kernel(x[rows][:, columns], w[columns])
        whole = (a if a.ndim == 1 else a.sum(axis=1))[rows]
        assert (b if b.ndim == 1 else b.sum(axis=1)) == pytest.approx(whole, abs=1e-12)


@given(UNIT, st.sampled_from([2.0, 10.0]), st.sampled_from([0.0, 3.0]))
def test_a_common_unit_and_origin_do_not_matter(x, factor, shift):
    assume((np.ptp(x, axis=0) > 0).all())
    w = np.full(x.shape[1], 1 / x.shape[1])
    for kernel in KERNELS:
        assert kernel(x * factor + shift, w) == pytest.approx(kernel(x, w), abs=1e-9)


def test_one_indicator_gives_itself():
    """L-02: with one indicator TOPSIS is the scaled value."""
    x = np.array([[0.0], [0.3], [1.0]])
    assert topsis(x, [1.0]) == pytest.approx(x[:, 0], abs=1e-15)


@pytest.mark.parametrize("kernel", [topsis, vikor, grey_relation])
def test_rows_that_are_all_equal_are_refused(kernel):
    with pytest.raises(MethodError, match="all rows are equal"):
        kernel([[0.5, 0.2], [0.5, 0.2]], [0.5, 0.5])


@pytest.mark.parametrize("kernel", [topsis, vikor])
def test_rows_that_differ_only_where_nothing_weighs_are_refused(kernel):
    with pytest.raises(MethodError, match="all rows are equal"):
        kernel([[0, 1], [1, 1]], [0, 1])


def test_ranks_are_those_among_the_reference():
    x = np.array([[0.2], [0.5]])
    whole = np.array([[0.2], [0.5], [0.5], [0.9]])
    assert rank_sum_ratio(x, [1.0], reference=whole)[:, 0].tolist() == [1 / 4, 2.5 / 4]


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(
    ("x", "w", "text"),
    [
        ([[0.5, np.nan], [1, 1]], [0.5, 0.5], "column 2"),
        ([[0.5, 0.1], [1, 1]], [1.0], "1 weights for 2 indicators"),
        ([[0.5, 0.1], [1, 1]], [1.5, -0.5], "must not be negative"),
        ([[0.5, 0.1], [1, 1]], [0, 0], "need a positive sum"),
    ],
)
def test_what_cannot_be_scored_is_refused(kernel, x, w, text):
    with pytest.raises(MethodError, match=text):
        kernel(x, w)
