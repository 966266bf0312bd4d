"""Sigma and beta convergence."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.convergence import beta, sigma
from resilmeter.errors import MethodError

# Logarithms and small least-squares systems in double precision.
ROUNDING = 1e-9

YEARS = range(2000, 2006)
starts = st.lists(st.integers(1, 100), min_size=3, max_size=8, unique=True)


def path(start, rho, periods, *, form="log", drift=0.3):
    """Values whose (log) gap to a fixed point shrinks by the factor rho in each step."""
    levels = [np.log(start) if form == "log" else np.asarray(start, float)]
    for _ in range(periods - 1):
        levels.append(drift + rho * levels[-1])
    values = np.column_stack(levels)
    return np.exp(values) if form == "log" else values


def test_sigma_by_hand():
    found = sigma([[1.0, 2.0, 0.0], [3.0, 6.0, 0.0]], [2000, 2001, 2002])
    assert found.deviation.tolist() == [1, 2, 0]
    assert found.variation == (0.5, 0.5, None)
    assert [p and p.key for p in found.reasons] == [None, None, "na-mean-not-positive"]
    assert found.variation_trend is None
    assert found.deviation_trend.shape == "one-turn"


def test_growth_alone_widens_the_deviation_and_not_the_variation():
    # S2's deviation grows by 3.46 with a mean that grows by 2.99: read both
    values = np.outer([1.0, 2.0, 3.0], 1.1 ** np.arange(6))
    found = sigma(values, YEARS)
    assert found.deviation_trend.verdict == "rise"
    assert found.variation == pytest.approx([found.variation[0]] * 6, abs=ROUNDING)


def test_one_unit_has_no_dispersion():
    found = sigma([[1.0, 2.0]], [2000, 2001])
    assert found.deviation.tolist() == [0, 0]
    assert found.variation == (None, None)
    assert "the number of units is 1, and 2 are needed" in str(found.reason)


@given(start=starts, rho=st.integers(1, 9), step=st.integers(1, 5))
def test_beta_finds_the_speed_that_made_the_data(start, rho, step):
    values = path(start, rho / 10, 4)
    found = beta(values, range(0, 4 * step, step))
    assert found.slope == pytest.approx(rho / 10 - 1, abs=ROUNDING)
    assert found.speed == pytest.approx(-log(rho / 10) / step, abs=ROUNDING, rel=1e-7)
    assert found.half_life == pytest.approx(log(2) / found.speed, rel=ROUNDING)
    assert found.reason is None


@given(start=starts, rho=st.integers(1, 9))
def test_each_step_and_the_whole_span_give_one_speed_on_steady_data(start, rho):
    values = path(start, rho / 10, 4)
    each, whole = (beta(values, range(4), steps=steps) for steps in ("each", "whole"))
    assert whole.span == 3
    assert whole.speed == pytest.approx(each.speed, rel=1e-5)
    assert (each.fit.observations, whole.fit.observations) == (3 * len(start), len(start))


@given(start=starts, rho=st.integers(1, 9))
def test_the_level_form_finds_the_shrinking_of_differences(start, rho):
    found = beta(path(start, rho / 10, 3, form="level"), range(3), form="level")
    assert found.slope == pytest.approx(rho / 10 - 1, abs=ROUNDING)


def test_conditional_convergence_holds_the_controls():
    # two kinds of cities, each drawing to its own level: the gap between the kinds stays
    low = path([1.0, 2.0, 3.0], 0.5, 4, drift=0.1)
    high = path([4.0, 5.0, 6.0], 0.5, 4, drift=1.5)
    values = np.vstack([low, high])
    kind = np.repeat([0.0, 1.0], 3)[:, None, None] * np.ones((6, 4, 1))
    assert beta(values, range(4), kind).slope == pytest.approx(-0.5, abs=ROUNDING)
    assert beta(values, range(4)).slope > -0.45


def test_regression_to_the_mean_looks_like_convergence_and_sigma_does_not_fall():
    # independent noise around fixed levels: what the caveat of the docstring warns of
    values = 10 + np.random.default_rng(3).normal(size=(200, 6))
    assert beta(values, YEARS, form="level").slope == pytest.approx(-1, abs=0.1)
    assert sigma(values, YEARS).deviation_trend.verdict == "none"


def test_divergence_and_overshooting_have_no_speed():
    apart = beta(path([1.0, 2.0, 4.0], 1.5, 3), range(3))
    assert (apart.speed, apart.half_life) == (None, None)
    assert "the coefficient is 0.5, not negative" in str(apart.reason)
    over = beta(path([1.0, 2.0, 4.0], -0.5, 3), range(3))
    assert over.fit is not None
    assert "the coefficient is -1.5, at most -1" in str(over.reason)


@pytest.mark.parametrize(
    ("values", "key"),
    [([[1.0], [2.0], [3.0]], "na-few-periods"), ([[1.0, 2.0, 3.0]], "na-few-units"),
     ([[0.0, 2.0], [1.0, 2.0], [2.0, 3.0]], "na-not-positive"),
     ([[1.0, 2.0], [2.0, 3.0]], "na-no-residual"),
     ([[2.0, 3.0], [2.0, 4.0], [2.0, 5.0]], "na-collinear")],
)  # fmt: skip
def test_where_it_is_not_defined_the_reason_is_told(values, key):
    found = beta(values, range(len(values[0])))
    assert (found.fit, found.slope, found.speed, found.half_life) == (None,) * 4
    assert found.reason.key == key
    assert found.reason.level == "doubt"


def test_zeros_only_rule_out_the_logarithm():
    values = [[0.0, 2.0], [1.0, 2.5], [2.0, 3.0]]
    assert beta(values, [0, 1], form="level").slope == pytest.approx(-0.5, abs=ROUNDING)


def test_a_control_that_repeats_the_constant_is_told_not_solved():
    values = path([1.0, 2.0, 4.0, 8.0], 0.5, 3)
    assert beta(values, range(3), np.ones((4, 3, 1))).reason.key == "na-collinear"


def test_bad_input_is_refused():
    values = path([1.0, 2.0, 4.0], 0.5, 3)
    with pytest.raises(MethodError, match="steps between the times range from 1 to 2"):
        beta(values, [2000, 2001, 2003])
    with pytest.raises(MethodError, match="the times do not increase"):
        sigma(values, [2000, 2002, 2001])
    with pytest.raises(MethodError, match=r"no choice 'cubic' here. Allowed: log, level"):
        beta(values, range(3), form="cubic")
    with pytest.raises(MethodError, match="no choice 'some' here"):
        beta(values, range(3), steps="some")
    with pytest.raises(MethodError, match=r"the controls have shape \(3, 2, 1\)"):
        beta(values, range(3), np.ones((3, 2, 1)))
    with pytest.raises(MethodError, match="3 values are missing or infinite"):
        beta(values, range(3), np.where(np.arange(9).reshape(3, 3, 1) < 3, np.nan, 1.0))


def test_units_that_all_grow_alike_neither_converge_nor_have_a_half_life():
    start = np.array([0.1, 0.3, 0.7, 0.9])
    found = beta(np.column_stack([start, start + 0.1]), [2020, 2021], form="level")
    assert (found.speed, found.half_life) == (None, None)
    assert "not negative" in found.reason.text()
