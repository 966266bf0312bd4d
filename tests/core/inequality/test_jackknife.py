"""Jackknife intervals, beside samples that are decomposed again without each unit in turn."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.inequality.loops import ROUNDING

from resilmeter.core.inequality import dagum_of, gini, gini_cells, gini_intervals
from resilmeter.core.inequality.estimates import student_quantile
from resilmeter.errors import MethodError

NAMES = (
    "gini", "within", "within_share", "own", "pairs", "pair_shares", "components",
    "component_shares", "cells", "cell_shares",
)  # fmt: skip


def statistics(parts, groups, weights):
    split = gini_cells(parts, groups, weights)
    g = split.gini
    return {
        "gini": np.array(g), "within": np.array(split.within), "own": dagum_of(split).own,
        "within_share": np.array(split.within / g), "pairs": split.pairs,
        "pair_shares": split.pairs / g, "components": split.components,
        "component_shares": split.components / g, "cells": split.cells,
        "cell_shares": split.cells / g,
    }  # fmt: skip


def by_leaving_out(parts, groups, weights):
    """Bias and variance of the stratified jackknife, each sample decomposed from scratch."""
    given = statistics(parts, groups, weights)
    bias = dict.fromkeys(NAMES, 0.0)
    variance = dict.fromkeys(NAMES, 0.0)
    for g in np.unique(groups):
        members = np.flatnonzero(groups == g)
        n = members.size
        if n < 2:
            continue
        found = []
        for i in members:
            raised = np.where(groups == g, weights * n / (n - 1), weights)
            rest = np.arange(len(groups)) != i
            found.append(statistics(parts[rest], groups[rest], raised[rest]))
        for name in NAMES:
            results = np.array([f[name] for f in found])
            bias[name] = bias[name] + (n - 1) * (results.mean(axis=0) - given[name])
            variance[name] = variance[name] + (n - 1) * results.var(axis=0)
    return given, bias, variance


@pytest.mark.parametrize("sizes", [(5, 4, 3), (3, 6), (7,), (4, 1, 3)])
@pytest.mark.parametrize("decimals", [1, 6])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("low", [0, -0.4])
def test_bias_and_error_are_those_of_leaving_each_unit_out(sizes, decimals, weighted, low):
    random = np.random.default_rng(sum(sizes) + decimals)
    n = sum(sizes)
    parts = (random.random((n, 3)) + low + 0.4).round(decimals)
    groups = random.permutation(np.repeat(np.arange(len(sizes)), sizes))
    weights = random.integers(1, 5, n).astype(float) if weighted else np.ones(n)
    found = gini_intervals(parts, groups, weights if weighted else None)
    value, bias, variance = by_leaving_out(parts, groups, weights)
    for name in NAMES:
        estimates = getattr(found, name)
        assert estimates.value == pytest.approx(value[name], abs=ROUNDING), name
        assert estimates.bias == pytest.approx(bias[name], abs=1e-11), name
        said = ~np.isnan(estimates.error)
        squared = np.asarray(variance[name])[said]
        # a variance of 0 is seen as the square of rounding errors
        assert estimates.error[said] ** 2 == pytest.approx(squared, abs=1e-13), name


@pytest.mark.parametrize("seed", range(5))
def test_without_groups_it_is_the_plain_jackknife_of_the_gini_coefficient(seed):
    values = np.random.default_rng(seed).lognormal(size=25)
    found = gini_intervals(values[:, None], np.zeros(25, dtype=int)).gini
    out = np.array([gini(np.delete(values, i)) for i in range(25)])
    assert found.bias == pytest.approx(24 * (out.mean() - gini(values)), rel=1e-9)
    assert found.error == pytest.approx(np.sqrt(24 / 25 * ((out - out.mean()) ** 2).sum()))
    half = 2.0639 * found.error  # Student's t, 24 degrees of freedom, from tables
    assert found.low == pytest.approx(found.value - found.bias - half, rel=1e-4)
    assert found.high == pytest.approx(found.value - found.bias + half, rel=1e-4)


def test_shares_of_nothing_are_not_defined():
    values = np.array([1.0, 2.0, 4.0, 7.0])
    found = gini_intervals(np.column_stack([values, 1000 - values]), np.zeros(4, dtype=int))
    assert found.gini.value == found.gini.error == 0  # all totals are equal
    for name in ("within_share", "pair_shares", "component_shares", "cell_shares"):
        assert np.isnan(getattr(found, name).low).all()


def test_the_bias_of_a_mean_gap_is_removed_exactly():
    # the totals of the other group are so large that nothing moves the mean: what is left of the
    # within part is a mean gap, of which the population form misses 1 / n
    values = np.array([1.0, 2.0, 4.0, 7.0])
    parts = np.concatenate([values, np.full(4, 1e9)])[:, None]
    found = gini_intervals(parts, np.repeat([0, 1], 4)).within
    assert (found.value - found.bias) / found.value == pytest.approx(4 / 3, rel=1e-6)


@given(st.integers(0, 1000))
def test_intervals_do_not_depend_on_units_rows_or_names(seed):
    random = np.random.default_rng(seed)
    parts, groups = random.random((12, 2)), np.arange(12) % 3
    rows, names = random.permutation(12), random.permutation(3)
    plain = gini_intervals(parts, groups)
    moved = gini_intervals(parts[rows] * 1000, names[groups][rows])
    for name in ("gini", "within", "within_share", "components"):
        for field in ("low", "high"):
            expected = getattr(getattr(plain, name), field)
            assert getattr(getattr(moved, name), field) == pytest.approx(expected, abs=1e-11)
    assert moved.cells.error[np.ix_(names, names)] == pytest.approx(plain.cells.error, abs=1e-9)


def test_nothing_is_said_about_the_inside_of_a_group_below_three():
    parts = np.random.default_rng(1).random((9, 2))
    found = gini_intervals(parts, [0, 1, 1, 2, 2, 2, 2, 2, 2])
    assert np.isnan(found.own.error).tolist() == [True, True, False]
    assert np.isnan(found.cells.low[0, 0]).all()
    assert np.isnan(found.pair_shares.high[1, 1])
    assert np.isfinite(found.cells.low[0, 2]).all()
    assert np.isfinite(found.within.error)
    assert found.own.value[0] == 0


def test_a_group_of_one_is_held_fixed():
    parts = np.array([[3.0], [1.0]])
    assert gini_intervals(parts, [0, 1]).gini.error == 0


def test_a_wider_confidence_gives_a_wider_interval():
    parts, groups = np.random.default_rng(1).random((20, 1)), np.arange(20) % 2
    wide, narrow = (gini_intervals(parts, groups, confidence=c).gini for c in (0.99, 0.8))
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_outside_zero_and_one_is_refused(confidence):
    with pytest.raises(MethodError, match=re.escape(f"the confidence is {confidence};")):
        gini_intervals([[1.0], [2.0]], [0, 0], confidence=confidence)


def test_a_mean_that_is_not_positive_without_some_unit_is_refused():
    with pytest.raises(MethodError, match="the mean is -1; the Gini coefficient needs"):
        gini_intervals([[-1.0], [-1.0], [9.0]], [0, 0, 0])


@pytest.mark.parametrize(
    ("confidence", "freedom", "printed"),
    [(0.95, 1, 12.706), (0.95, 2, 4.303), (0.95, 3, 3.182), (0.95, 5, 2.571), (0.95, 30, 2.042),
     (0.95, 273, 1.969), (0.99, 3, 5.841), (0.99, 10, 3.169), (0.90, 4, 2.132)],
)  # fmt: skip
def test_quantiles_are_those_of_the_tables_of_student(confidence, freedom, printed):
    # the expansion is worst for three degrees and 99 %: 2 %
    rel = 0.02 if (confidence, freedom) == (0.99, 3) else 0.0015
    assert student_quantile(confidence, freedom) == pytest.approx(printed, rel=rel)
