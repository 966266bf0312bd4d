"""Paper 001 (S1): what moved its index, and when one dimension overtook another.

Tolerances: half a unit of the last printed digit for every printed number that enters.
"""

import pytest

from resilmeter.core.change import attribute
from resilmeter.core.leaders import crossings, lead_changes
from resilmeter.core.trend import trend


def test_what_moved_the_index_is_not_what_it_consists_of(table):
    """S1's conclusion 1 names resistance; its own means say adaptability (57 % of the rise)."""
    means = table("s1_table3_means").set_index("year")
    dimensions = ["resistance", "resilience", "adaptability"]
    moved = attribute(means.loc[[2009], dimensions], means.loc[[2023], dimensions], [0, 1, 2])
    # three decimals of two numbers in a change of .091
    allowed = 2 * 0.0005 / 0.091
    assert moved.change_shares[0] == pytest.approx([0.308, 0.121, 0.571], abs=allowed)
    assert moved.change_shares[0].argmax() == 2
    assert moved.level_shares[0].argmax() == 0


def test_adaptability_overtakes_resistance_in_the_gap_in_2018(table):
    """S1, l.128 prints 2018; the text beside its figure says 2019."""
    shares = table("s1_table5_dimension_contributions").set_index("year")
    crossed = crossings(shares["adaptability"], shares["resistance"], shares.index)
    assert [(shares.index[c.period], c.ahead) for c in crossed] == [(2018, "first")]
    assert 2017 < crossed[0].time <= 2018


def test_the_region_called_consistently_lowest_is_not(table):
    """S1, l.79 says the Northeast always comes last; the East does in four of its years."""
    means = table("s1_table3_means").set_index("year")
    regions = ["eastern", "central", "western", "northeastern"]
    last = lead_changes(-means[regions].to_numpy().T).leaders
    found = [year for year, region in zip(means.index, last, strict=True) if region == 0]
    assert found == [2011, 2012, 2013, 2016]


def test_the_index_rises_in_waves(table):
    means = table("s1_table3_means").set_index("year")["national"]
    found = trend(means, means.index)
    # l.79: falls in 2011, 2014 and 2023
    assert (found.verdict, found.shape, found.falls) == ("rise", "wave", 3)
    assert found.test.how == "normal"  # .566 is printed twice
