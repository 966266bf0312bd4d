"""Paper 002 (S2): grades, primacy, and the obstacles that its weights do not allow.

Tolerances: half a unit of the last printed digit for every printed number that enters.
"""

import pytest

from resilmeter.core.grades import grade
from resilmeter.core.leaders import primacy
from resilmeter.core.obstacles import feasibility_bound

FOUR = 0.00005  # half a unit of the fourth decimal
# S2, l.487 and l.499: the external reference, and the capitals with the second cities that the
# printed deviations and ratios imply.
NATIONAL_MEAN = 0.1214
CITIES = {"武汉": 0.2703, "长沙": 0.1924, "南昌": 0.1935}
SECOND = {"武汉": 0.1390, "长沙": 0.1363, "南昌": 0.1402}
GRADES = ["低韧性", "中低韧性", "中韧性", "中高韧性", "高韧性"]


def test_printed_intervals_of_the_grades_are_those_of_the_cuts(table):
    intervals = table("s2_table2_grades").set_index("grade")[
        "deviation_pct_from_national_mean_0.1214"
    ]
    ends = [tuple(text.strip("[]()").split(",")) for text in intervals.unique()]
    for k, (low, high) in enumerate(ends):
        inside = 0.5 * (max(float(low), -60) + min(float(high), 60)) / 100
        assert grade([NATIONAL_MEAN * (1 + inside)], NATIONAL_MEAN).grades.tolist() == [k]


@pytest.mark.parametrize(
    ("city", "score"), [*CITIES.items(), *((f"second to {city}", y) for city, y in SECOND.items())]
)
def test_cities_whose_scores_are_known_get_their_printed_grade(table, city, score):
    found = GRADES[grade([score], NATIONAL_MEAN).grades[0]]
    # the second cities of the three provinces are among the four of the fourth grade
    printed = table("s2_table2_grades").set_index("city")["grade"]
    assert found == (printed[city] if city in printed.index else "中高韧性")


@pytest.mark.parametrize(
    ("city", "printed"), [("武汉", 1.9447), ("长沙", 1.4118), ("南昌", 1.3797)]
)
def test_primacy_is_the_first_by_the_second_city(city, printed):
    ratio = primacy([SECOND[city], CITIES[city], 0.1]).ratio
    # relative rounding of both scores, each half a unit of the fourth decimal
    off = printed * (FOUR / CITIES[city] + FOUR / SECOND[city])
    assert ratio == pytest.approx(printed, abs=off + FOUR)


@pytest.mark.parametrize(
    ("code", "top", "bound"),
    [("x7", 1, 0.846), ("x10", 1, 0.839), ("x6", 1, 0.216), ("x29", 1, 0.137), ("x22", 1, 0.100),
     ("x14", 5, 0.579)],
)  # fmt: skip
def test_scores_below_which_indicators_cannot_be_the_obstacles_that_are_printed(
    table, code, top, bound
):
    weights = table("s2_table1_indicators").set_index("code")["weight"]
    found = feasibility_bound(weights.to_numpy(), top)[weights.index.get_loc(code)]
    # three decimals of the bound
    assert found == pytest.approx(bound, abs=0.0005)


@pytest.mark.parametrize("code", ["x7", "x10", "x6", "x29", "x22"])
def test_no_printed_first_obstacle_of_2003_can_follow_from_the_printed_weights(table, code):
    weights = table("s2_table1_indicators").set_index("code")["weight"]
    highest = 0.0637  # Wuhan's score in 2003 by its printed growth
    assert feasibility_bound(weights.to_numpy())[weights.index.get_loc(code)] > highest
