"""Contributions of components, beside covariances with ranks written out."""

import numpy as np
import pytest
from hypothesis import given
from tests.core.inequality.loops import ROUNDING, weighted_cases

from resilmeter.core.inequality import gini, gini_cells, gini_sources


def mid_ranks(values, weights):
    """F: weight below, and half of the weight beside, over the whole weight."""
    below = (weights * (values[None] < values[:, None])).sum(axis=1)
    beside = (weights * (values[None] == values[:, None])).sum(axis=1)
    return (below + beside / 2) / weights.sum()


@given(weighted_cases())
def test_contributions_are_covariances_with_mid_ranks(case):
    parts, _, _, weights = case
    total = parts.sum(axis=1)
    found, rank = gini_sources(parts, weights), mid_ranks(total, weights)
    mean = np.average(total, weights=weights)
    for m in range(parts.shape[1]):
        product = np.average(parts[:, m] * (rank - 1 / 2), weights=weights)
        assert found.contributions[m] == pytest.approx(2 * product / mean, abs=ROUNDING)


@given(weighted_cases())
def test_contributions_are_sums_of_cells_and_add_up(case):
    parts, groups, _, weights = case
    found, split = gini_sources(parts, weights), gini_cells(parts, groups, weights)
    assert found.contributions == pytest.approx(split.components, abs=ROUNDING)
    assert found.contributions.sum() == pytest.approx(found.gini, abs=ROUNDING)
    assert found.mean_shares.sum() == pytest.approx(1, abs=ROUNDING)


@given(weighted_cases(low=1))
def test_a_contribution_is_share_times_own_gini_times_correlation(case):
    parts, _, _, weights = case
    found = gini_sources(parts, weights)
    product = found.mean_shares * found.own * found.correlation
    defined = ~np.isnan(found.correlation)
    assert product[defined] == pytest.approx(found.contributions[defined], abs=ROUNDING)
    assert (np.abs(found.correlation[defined]) <= 1 + ROUNDING).all()
    assert found.own == pytest.approx([gini(c, weights) for c in parts.T], abs=ROUNDING)
    concentration = found.concentration * found.mean_shares
    assert concentration == pytest.approx(found.contributions, abs=ROUNDING)


@given(weighted_cases())
def test_shares_by_the_variance_rule(case):
    parts, _, _, weights = case
    total = parts.sum(axis=1)
    found = gini_sources(parts, weights)
    variance = np.cov(total, aweights=weights, ddof=0)
    if np.ptp(total) == 0:
        assert np.isnan(found.variance_shares).all()
        return
    expected = [np.cov(c, total, aweights=weights, ddof=0)[0, 1] / variance for c in parts.T]
    assert found.variance_shares == pytest.approx(expected, abs=1e-10)
    assert found.variance_shares.sum() == pytest.approx(1, abs=1e-10)


def test_a_constant_component_has_no_correlation_and_adds_nothing():
    found = gini_sources([[0.3, 1.0], [0.3, 2.0], [0.3, 4.0]])
    assert found.contributions[0] == pytest.approx(0, abs=1e-16)
    assert np.isnan(found.correlation[0])
    assert found.correlation[1] == pytest.approx(1)


def test_a_component_of_mean_zero_has_no_concentration():
    found = gini_sources([[-1.0, 2.0], [1.0, 2.0]])
    assert np.isnan(found.concentration[0])
    assert np.isnan(found.own[0])
    assert found.contributions == pytest.approx([0.25, 0])
