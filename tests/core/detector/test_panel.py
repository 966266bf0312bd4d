"""Panels: histories exchanged whole, period means removed, changes with an interval."""

import numpy as np
import pytest

from resilmeter.core.detector import (
    factor_detector,
    lagged_rows,
    panel_detector,
    shuffles,
    unit_shuffles,
)
from resilmeter.core.detector.permutation import batches, drawn
from resilmeter.errors import MethodError


def panel(units, periods):
    return np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)


def persistent(random, units, periods, share=0.9):
    """Noise that a unit keeps from year to year, in rows of a panel."""
    own = random.normal(size=(units, 1))
    noise = np.sqrt(share) * own + np.sqrt(1 - share) * random.normal(size=(units, periods))
    return (noise + np.arange(periods)).ravel()


# --- permutations -------------------------------------------------------------------------------
def test_shuffles_are_permutations_and_stay_within_blocks():
    blocks = np.array([0, 1, 0, 1, 2, 0, 2])
    rows = shuffles(7, 50, 1, blocks)
    assert (np.sort(rows, axis=1) == np.arange(7)).all()
    assert (blocks[rows] == blocks).all()
    assert len({tuple(row) for row in rows.tolist()}) > 10


def test_histories_are_exchanged_whole():
    unit, period = panel(6, 3)
    mixed = np.random.default_rng(1).permutation(18)
    unit, period = unit[mixed], period[mixed]
    for row in unit_shuffles(unit, period, 20, 2):
        assert (period[row] == period).all()
        giver = {(u, g) for u, g in zip(unit.tolist(), unit[row].tolist(), strict=True)}
        assert len(giver) == 6  # one giver for each unit


def test_units_are_exchanged_with_units_of_the_same_periods():
    unit, period = panel(6, 3)
    kept = ~((unit < 2) & (period == 0))  # units 0 and 1 enter a year later
    unit, period = unit[kept], period[kept]
    rows = unit_shuffles(unit, period, 30, 3)
    assert ((unit[rows] < 2) == (unit < 2)).all()
    assert (np.sort(rows, axis=1) == np.arange(unit.size)).all()


def test_portions_do_not_change_the_permutations(monkeypatch):
    import resilmeter.core.detector.permutation as kernel

    whole = np.concatenate(list(batches(10, 25, 4)))
    assert (drawn(10, 25, 4) == whole).all()
    monkeypatch.setattr(kernel, "CELLS_AT_ONCE", 30)
    parts = list(batches(10, 25, 4))
    assert len(parts) == 9
    assert (np.concatenate(parts) == whole).all()
    assert drawn(10, 25, 4) == 25


# --- the detector -------------------------------------------------------------------------------
def test_q_of_a_period_is_that_of_its_rows_and_pooled_q_that_without_period_means():
    random = np.random.default_rng(5)
    unit, period = panel(20, 3)
    y, strata = persistent(random, 20, 3), random.integers(0, 3, 60)
    found = panel_detector(y, [strata, unit // 10], unit, period, permutations=99, samples=19)
    for t in range(3):
        own = factor_detector(y[period == t], strata[period == t], permutations=0)
        assert found.q[0, t] == pytest.approx(own.q, abs=1e-12)
        assert found.q_adjusted[0, t] == pytest.approx(own.q_adjusted, abs=1e-12)
        assert found.q_noise[0, t] == pytest.approx(own.q_noise)
    means = np.array([y[period == t].mean() for t in range(3)])
    whole = factor_detector(y - means[period], strata, permutations=0)
    assert found.pooled[0] == pytest.approx(whole.q, abs=1e-12)
    assert found.change == pytest.approx(found.q_adjusted[:, 2] - found.q_adjusted[:, 0])
    assert (found.p_adjusted >= found.p).all()
    assert repr(found) == "PanelFactors(2 drivers, 3 periods)"


def test_a_common_trend_explains_nothing():
    random = np.random.default_rng(6)
    unit, period = panel(30, 4)
    strata = random.integers(0, 3, 30)[unit]
    y = persistent(random, 30, 4)
    before = panel_detector(y, [strata], unit, period, permutations=99, samples=19)
    after = panel_detector(y + 50 * period**2, [strata], unit, period, permutations=99, samples=19)
    assert after.pooled == pytest.approx(before.pooled, abs=1e-9)
    assert after.pooled_p == before.pooled_p


def test_noise_of_cities_is_found_as_often_as_said():
    """methods.md, fact 6: pooling 16 x 10 city-years as independent finds 84 % of pure noise."""
    random = np.random.default_rng(7)
    unit, period = panel(16, 10)
    pooled, free = [], []
    for _ in range(300):
        y = persistent(random, 16, 10)
        strata = random.integers(0, 3, 16)[unit]
        if np.unique(strata).size < 2:
            continue
        found = panel_detector(y, [strata], unit, period, permutations=99, samples=1, seed=random)
        pooled.append(found.pooled_p[0])
        free.append(factor_detector(y - period, strata, permutations=99, seed=random).p)
    assert np.mean(np.array(free) <= 0.05) > 0.6
    assert np.mean(np.array(pooled) <= 0.05) <= 0.05 + 0.038  # three standard errors of 300


def test_a_driver_that_gains_power_shows_a_change():
    random = np.random.default_rng(8)
    unit, period = panel(150, 2)
    strata = np.arange(150) % 3
    y = random.normal(size=300) + 2.0 * strata[unit] * period
    found = panel_detector(y, [strata[unit]], unit, period, permutations=99, samples=399)
    assert found.change[0] > 0.4
    assert 0 < found.change_interval[0, 0] < found.change[0] < found.change_interval[0, 1]
    assert found.change_p[0] == 1 / 400


def test_no_change_is_found_as_often_as_said():
    random = np.random.default_rng(9)
    unit, period = panel(60, 2)
    strata = (np.arange(60) % 3)[unit]
    p = [
        panel_detector(persistent(random, 60, 2, 0.7) + 0.5 * strata, [strata], unit, period,
                       permutations=1, samples=199, seed=seed).change_p[0]
        for seed in range(150)
    ]  # fmt: skip
    assert np.mean(np.array(p) <= 0.05) <= 0.05 + 0.07  # three standard errors, and the bootstrap's


def test_a_period_in_one_stratum_explains_nothing():
    unit, period = panel(8, 2)
    strata = np.where(period == 0, 0, unit % 2 + 1)
    y = persistent(np.random.default_rng(10), 8, 2)
    found = panel_detector(y, [strata], unit, period, permutations=19, samples=19)
    first = found.q[0, 0], found.q_adjusted[0, 0], found.q_noise[0, 0]
    assert first == pytest.approx((0, 0, 0), abs=1e-30)  # the square of a sum of rounding errors
    assert found.p[0, 0] == 1
    assert found.change[0] == pytest.approx(found.q_adjusted[0, 1])
    with pytest.raises(MethodError, match="each of the 8 rows is a stratum of its own"):
        panel_detector(y, [np.where(period == 0, 0, unit)], unit, period)


def test_lagged_rows_pair_years_of_the_same_city():
    unit, period = np.array([1, 0, 1, 0, 1]), np.array([2, 0, 0, 1, 1])
    now, before = lagged_rows(unit, period)
    assert sorted(zip(now.tolist(), before.tolist(), strict=True)) == [(0, 4), (3, 1), (4, 2)]
    now, before = lagged_rows(unit, period, 2)
    assert (now.tolist(), before.tolist()) == ([0], [2])


def test_refusals():
    unit, period = panel(4, 2)
    y, strata = np.arange(8.0) ** 2, unit // 2
    with pytest.raises(MethodError, match="1 rows repeat a unit and period"):
        panel_detector(y, [strata], np.r_[0, unit[1:]], np.r_[1, period[1:]])
    with pytest.raises(MethodError, match="two periods or more"):
        panel_detector(y, [np.arange(8) // 4], np.arange(8), np.zeros(8, int))
    with pytest.raises(MethodError, match="in the periods numbered 2"):
        panel_detector(np.where(period == 1, 3, y), [strata], unit, period)
    with pytest.raises(MethodError, match="given 0 and 999"):
        panel_detector(y, [strata], unit, period, permutations=0)
    with pytest.raises(MethodError, match="no two rows may be exchanged"):
        shuffles(3, 2, 1, blocks=[0, 1, 2])
    with pytest.raises(MethodError, match="no two rows may be exchanged"):
        unit_shuffles([0, 0, 1], [0, 1, 1], 2, 1)
    with pytest.raises(MethodError, match="a lag of 2 does not fit 2 periods"):
        lagged_rows(unit, period, 2)
    with pytest.raises(MethodError, match=r"shape \(2, 3\), which does not fit 8 rows"):
        factor_detector(y, strata, permutations=np.zeros((2, 3), int))
