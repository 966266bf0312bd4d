"""Weights of each period by itself: what they are, and what they rule out."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import tiny_panel

import resilmeter as rm

INDICATORS = "code,dimension,direction\na,Care,higher\nb,Care,lower\nc,Air,higher\n"
HEADER = "city,year,region,a,b,c\n"
PANEL = (
    HEADER
    + """Ahe,2009,N,0,10,5
Ahe,2010,N,4,5,10
Bohe,2009,N,2,0,0
Bohe,2010,N,3,5,10
Cohe,2009,N,1,9,10
Cohe,2010,N,0,10,0
"""
)
APART = rm.Choices(scope="per-period")


def scaled_of(tmp_path, panel=PANEL):
    return rm.normalize(tiny_panel(tmp_path, panel=panel, indicators=INDICATORS))


def rows_of(panel, year):
    lines = [line for line in panel.splitlines()[1:] if f",{year}," in line]
    return HEADER + "\n".join(lines) + "\n"


@pytest.mark.parametrize("method", ["entropy", "critic", "standard-deviation"])
def test_each_period_is_weighed_as_if_it_were_alone(tmp_path, method):
    scaled = scaled_of(tmp_path)
    found = rm.weigh(scaled, method=method, choices=APART)
    kernel = {"entropy": "entropy", "critic": "critic", "standard-deviation": "standard_deviation"}
    from resilmeter.core import weights as kernels

    for period in (2009, 2010):
        x = scaled.values.xs(period, level="period").to_numpy()
        expected = getattr(kernels, kernel[method])(x)
        np.testing.assert_allclose(found.by_period.loc[period], expected, rtol=1e-13)
    np.testing.assert_allclose(found.values, found.by_period.mean(), rtol=1e-13)


def test_scores_use_the_weights_of_their_period(tmp_path):
    scaled = scaled_of(tmp_path)
    weights = rm.weigh(scaled, method="entropy", choices=APART)
    scores = rm.score(scaled, weights)
    for period in (2009, 2010):
        x = scaled.values.xs(period, level="period").to_numpy()
        expected = x @ weights.by_period.loc[period].to_numpy()
        np.testing.assert_allclose(scores.index.xs(period, level="period"), expected, rtol=1e-13)
    most = scores.ends[1].loc[2009]
    assert most["Care"] == pytest.approx(weights.by_period.loc[2009, ["a", "b"]].sum())
    obstacles = rm.obstacle_degree(scaled, weights, top=3)
    row = obstacles.top[(obstacles.top["unit"] == "Ahe") & (obstacles.top["period"] == 2010)]
    own = weights.by_period.loc[2010]
    assert row["weight"].tolist() == [own[code] for code in row["indicator"]]


def test_growth_is_refused(tmp_path):
    scaled = scaled_of(tmp_path)
    scores = rm.score(scaled, rm.weigh(scaled, method="entropy", choices=APART))
    assert not scores.comparable_over_time
    with pytest.raises(rm.MethodError, match="cannot be compared over time"):
        rm.growth(scores)


def test_an_indicator_that_is_constant_in_one_period_is_refused_with_the_period(tmp_path):
    panel = PANEL.replace("Cohe,2010,N,0,10,0", "Cohe,2010,N,0,5,0")
    with pytest.raises(rm.MethodError, match=r"2010.*b"):
        rm.weigh(scaled_of(tmp_path, panel), method="critic", choices=APART)


def test_an_unknown_scope_is_refused(tmp_path):
    with pytest.raises(rm.StudyError, match=r"weigh.scope: 'yearly' is not known"):
        rm.weigh(scaled_of(tmp_path), choices=rm.Choices(scope="yearly"))
