"""Paper 002 (S2): what its printed tables must satisfy, computed with the package's functions.

Tolerances: half a unit of the last printed digit for every printed number that enters.
"""

import numpy as np
import pytest

from resilmeter.core.growth import growth
from resilmeter.core.weights import given

# Half a unit of the last digit: four decimals, per cent with two decimals.
FOUR, PER_CENT = 0.00005, 0.005
# Comparisons against a sum of such halves: the decimal numbers themselves are not exact.
SLACK = 1e-9

TOTAL = "城市韧性"
SCORES = ["经济韧性", "生态韧性", "社会韧性", "基础设施韧性", "制度韧性", TOTAL]


@pytest.fixture(scope="module")
def dimensions(table):
    return table("s2_table1_dimensions").set_index("dimension")


def test_31_weights_sum_to_one(table):
    printed = table("s2_table1_indicators")["weight"]
    assert len(printed) == 31
    assert printed.sum() == pytest.approx(1, abs=31 * FOUR)
    # rescaling moves no weight by more than its rounding
    assert given(printed) == pytest.approx(printed.to_numpy(), abs=FOUR)


def test_weights_of_indicators_add_up_to_those_of_their_dimensions(table, dimensions):
    indicators = table("s2_table1_indicators")
    sums = indicators.groupby("dimension")["weight"].sum()
    counts = indicators.groupby("dimension").size()
    off = (sums - dimensions["weight"].drop(TOTAL)).abs()
    assert (off <= (counts + 1) * FOUR + SLACK).all()


@pytest.mark.parametrize("year", [2003, 2019])
def test_dimensions_add_up_to_the_total(dimensions, year):
    scores = dimensions[f"score_{year}"]
    assert scores.drop(TOTAL).sum() == pytest.approx(scores[TOTAL], abs=6 * FOUR)


@pytest.mark.parametrize("name", SCORES)
def test_average_annual_growth_is_compound(dimensions, name):
    row = dimensions.loc[name]
    first, last = row["score_2003"], row["score_2019"]
    slowest = growth([first + FOUR, last - FOUR], [2003, 2019]).compound * 100
    fastest = growth([first - FOUR, last + FOUR], [2003, 2019]).compound * 100
    # the printed rate, itself rounded, lies in the band that the rounding of its ends allows
    assert slowest - PER_CENT <= row["printed_growth_pct"] <= fastest + PER_CENT


@pytest.mark.parametrize("name", SCORES)
def test_simple_yearly_growth_would_not_be_what_is_printed(dimensions, name):
    row = dimensions.loc[name]
    simple = growth([row["score_2003"], row["score_2019"]], [2003, 2019]).simple * 100
    # the two part by 0.11 points for institutions and by 26 for infrastructure
    assert simple > row["printed_growth_pct"] + 0.1


def test_the_index_triples(dimensions):
    row = dimensions.loc[TOTAL]
    total = growth([row["score_2003"], row["score_2019"]], [2003, 2019]).total
    # "近三倍": x 2.99, give or take the rounding of .0411
    assert total + 1 == pytest.approx(2.99, abs=0.01)


def test_28_cities_fall_into_five_grades(table):
    grades = table("s2_table2_grades")
    assert grades["city"].is_unique
    counts = grades.groupby("grade", sort=False).size()
    assert counts.to_dict() == {
        "低韧性": 2, "中低韧性": 7, "中韧性": 12, "中高韧性": 4, "高韧性": 3,
    }  # fmt: skip
    assert np.sum(counts.to_numpy()) == 28
