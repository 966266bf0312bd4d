"""Paper 001 (S1): what its printed tables must satisfy, computed with the package's functions.

Tolerances: half a unit of the last printed digit for every printed number that enters.
"""

import numpy as np
import pytest

from resilmeter.core.growth import growth
from resilmeter.core.inequality import dagum, gini, null_shares
from resilmeter.core.weights import given

# Half a unit of the last digit: three decimals, four decimals, per cent with two decimals.
THREE, FOUR, PER_CENT = 0.0005, 0.00005, 0.005
# Comparisons against a sum of such halves: the decimal numbers themselves are not exact.
SLACK = 1e-9

REGIONS = ["eastern", "central", "western", "northeastern"]
DIMENSIONS = ["resistance", "resilience", "adaptability"]
WITHIN = ["G1", "G2", "G3", "G4"]
BETWEEN = ["G12", "G13", "G14", "G23", "G24", "G34"]
PLACES = {"G1": (0, 0), "G2": (1, 1), "G3": (2, 2), "G4": (3, 3), "G12": (0, 1), "G13": (0, 2),
          "G14": (0, 3), "G23": (1, 2), "G24": (1, 3), "G34": (2, 3)}  # fmt: skip
GINI = {2009: 0.0708, 2023: 0.0556}  # l.102


@pytest.fixture(scope="module")
def sizes(table):
    return table("s1_table2_regions")["cities"].to_numpy()


@pytest.fixture(scope="module")
def means(table):
    return table("s1_table3_means").set_index("year")


@pytest.fixture(scope="module")
def shares(table):
    return table("s1_table4_group_contributions").set_index("year")


@pytest.fixture(scope="module")
def cells(table):
    """Table 6 by year: cells in rows, dimensions in columns."""
    long = table("s1_table6_cells")
    wide = long.pivot_table(index=["year", "cell"], columns="dimension", values="value")
    return wide[DIMENSIONS]


# --- Tables 1 and 2 -----------------------------------------------------------------------------
def test_weights_of_indicators_add_up_to_those_of_their_dimensions(table):
    indicators = table("s1_table1_indicators")
    sums = indicators.groupby("dimension")["weight"].sum()
    counts = indicators.groupby("dimension").size()
    printed = table("s1_table1_dimensions").set_index("dimension")["weight"]
    assert ((sums - printed).abs() <= (counts + 1) * THREE + SLACK).all()
    assert printed.sum() == pytest.approx(1, abs=3 * THREE)


def test_printed_weights_sum_to_one_only_once_rescaled(table):
    printed = table("s1_table1_indicators")["weight"]
    assert printed.sum() == pytest.approx(0.998, abs=SLACK)
    w = given(printed)
    assert w.sum() == pytest.approx(1, abs=1e-15)
    # rescaling by 0.998 moves a weight by less than its rounding
    assert w == pytest.approx(printed.to_numpy(), abs=THREE)


def test_regions_add_up_to_277_cities(sizes):
    assert sizes.sum() == 277


# --- Table 3 ------------------------------------------------------------------------------------
def test_dimensions_add_up_to_the_national_mean_in_every_year(means):
    assert len(means) == 15
    off = (means[DIMENSIONS].sum(axis=1) - means["national"]).abs()
    assert (off <= 4 * THREE + SLACK).all()


def test_region_means_weighted_by_their_cities_give_the_national_mean(means, sizes):
    weighted = means[REGIONS].to_numpy() @ sizes / sizes.sum()
    # a mean of rounded numbers is off by at most one half unit, the printed mean by another
    assert np.abs(weighted - means["national"]).max() <= 2 * THREE + SLACK


def test_average_annual_growth_is_the_mean_of_yearly_rates(means):
    rates = growth(means["national"], means.index)
    assert rates.mean_of_rates * 100 == pytest.approx(1.10, abs=PER_CENT)  # printed, l.79
    assert rates.compound * 100 == pytest.approx(1.08, abs=PER_CENT)


def test_most_years_grow_and_three_fall(means):
    rates = growth(means["national"], means.index).rates
    assert means.index[1:][rates < 0].tolist() == [2011, 2014, 2023]


@pytest.mark.parametrize(
    ("region", "per_cent"),
    # l.79 prints 14.8 for the East; the others follow from Table 3
    [("eastern", 14.8), ("central", 18.7), ("western", 16.0), ("northeastern", 13.0)],
)
def test_total_growth_of_the_regions(means, region, per_cent):
    total = growth(means[region], means.index).total
    assert total * 100 == pytest.approx(per_cent, abs=0.05)  # half a unit of the last digit


def test_the_centre_grows_most_and_the_west_next(means):
    totals = {region: growth(means[region], means.index).total for region in REGIONS}
    assert sorted(totals, key=totals.get, reverse=True)[:2] == ["central", "western"]


@pytest.mark.parametrize(
    # ../shared/inequality.md: what the rounding of Table 3 allows
    ("year", "low", "high"), [(2009, 0.0066, 0.0074), (2023, 0.0098, 0.0105)],
)  # fmt: skip
def test_the_gini_coefficient_of_the_region_means_rises(means, sizes, year, low, high):
    assert low <= gini(np.repeat(means.loc[year, REGIONS], sizes)) <= high


@pytest.mark.parametrize(
    # ../shared/methods.md, fact 2: what Table 3 allows, and what Table 4 then leaves
    ("year", "net", "overlap"),
    [(2009, (0.0066, 0.0074), 0.0450), (2023, (0.0098, 0.0105), 0.0310)],
)
def test_net_between_is_recovered_from_the_region_means(means, sizes, shares, year, net, overlap):
    found = dagum(np.repeat(means.loc[year, REGIONS], sizes), np.repeat(np.arange(4), sizes))
    assert net[0] <= found.net_between <= net[1]
    assert found.within == pytest.approx(0, abs=1e-12)
    gross = shares.loc[year, "interregional"] / 100 * GINI[year]
    assert gross - found.net_between == pytest.approx(overlap, abs=net[1] - net[0])


def test_the_northeast_is_the_least_equal_region_in_2009(means, sizes, shares):
    """../shared/methods.md, fact 3: Figure 6 shows contributions, which say the opposite."""
    within = shares.loc[2009, WITHIN].to_numpy() / 100 * GINI[2009]
    p = sizes / sizes.sum()
    values = means.loc[2009, REGIONS].to_numpy()
    own = within / (p * p * values / (p @ values))
    assert np.argmin(within) == np.argmax(own) == 3
    # shares to 0.005 of 1.5 %, the Gini coefficient to 0.00005 of 0.07, means to 0.0005 of 0.56
    assert own == pytest.approx([0.0633, 0.0639, 0.0782, 0.0805], rel=0.006)


# --- Table 4 ------------------------------------------------------------------------------------
def test_group_contributions_add_up(shares):
    assert len(shares) == 15
    within = shares[WITHIN].sum(axis=1) - shares["intraregional"]
    between = shares[BETWEEN].sum(axis=1) - shares["interregional"]
    total = shares["intraregional"] + shares["interregional"] - 100
    assert within.abs().max() <= (len(WITHIN) + 1) * PER_CENT + SLACK
    assert between.abs().max() <= (len(BETWEEN) + 1) * PER_CENT + SLACK
    assert total.abs().max() <= 2 * PER_CENT + SLACK


def test_gaps_within_and_between_regions_fall_as_printed(shares):
    g = np.array([GINI[2009], GINI[2023]])
    within = shares.loc[[2009, 2023], "intraregional"].to_numpy() / 100 * g
    between = shares.loc[[2009, 2023], "interregional"].to_numpy() / 100 * g
    assert within == pytest.approx([0.0188, 0.0144], abs=2 * FOUR)  # share and Gini are rounded
    assert between == pytest.approx([0.0520, 0.0412], abs=2 * FOUR)
    # printed from the four-decimal numbers (Figure 7): half a unit of the last digit
    assert growth([0.0188, 0.0144], [2009, 2023]).total * 100 == pytest.approx(-23.40, abs=PER_CENT)
    assert growth([0.0520, 0.0412], [2009, 2023]).total * 100 == pytest.approx(-20.77, abs=PER_CENT)
    assert growth(g, [2009, 2023]).total * 100 == pytest.approx(-21.47, abs=PER_CENT)


def test_random_labels_would_give_the_same_shares_within_and_between(shares, sizes):
    null = null_shares(sizes) * 100
    assert np.trace(null) == pytest.approx(26.90, abs=PER_CENT)
    # the printed shares lie within one point of what the sizes alone give, in every year
    assert (shares["intraregional"] - np.trace(null)).abs().max() < 1
    below = shares.index[shares["interregional"] < 100 - np.trace(null)]
    assert below.tolist() == [2010, 2011, 2012, 2013]


def test_every_printed_pair_stays_near_its_share_under_random_labels(shares, sizes):
    null = null_shares(sizes) * 100
    ratio = shares[list(PLACES)] / [null[place] for place in PLACES.values()]
    # null shares count no unit with itself, so they are a little below p_j^2 for G1 to G4
    assert ratio.to_numpy().min() == pytest.approx(0.84, abs=PER_CENT)
    assert ratio.to_numpy().max() == pytest.approx(1.21, abs=PER_CENT)


# --- Table 5 ------------------------------------------------------------------------------------
def test_dimension_contributions_add_up_to_100(table):
    rows = table("s1_table5_dimension_contributions").set_index("year")
    assert (rows.sum(axis=1) - 100).abs().max() <= 3 * PER_CENT + SLACK


def test_mean_contribution_rates_are_those_of_the_text(table):
    rows = table("s1_table5_dimension_contributions").set_index("year")
    # l.128; the mean of 15 rounded numbers is off by at most a half unit, as is the print
    printed = [55.17, 1.93, 42.91]
    assert rows[DIMENSIONS].mean().to_numpy() == pytest.approx(printed, abs=2 * PER_CENT)


def test_adaptability_overtakes_resistance_in_2018(table):
    rows = table("s1_table5_dimension_contributions").set_index("year")
    assert rows.index[rows["adaptability"] > rows["resistance"]].min() == 2018


# --- Table 6 ------------------------------------------------------------------------------------
@pytest.mark.parametrize("year", [2009, 2023])
def test_thirty_cells_add_up_to_the_gini_coefficient(cells, year):
    own = cells.loc[year]
    assert own.size == 30
    assert own.to_numpy().sum() == pytest.approx(GINI[year], abs=(30 + 1) * FOUR)


@pytest.mark.parametrize("year", [2009, 2023])
def test_cells_of_a_dimension_add_up_to_its_share(cells, table, year):
    share = table("s1_table5_dimension_contributions").set_index("year").loc[year]
    expected = share[DIMENSIONS].to_numpy(float) / 100 * GINI[year]
    # ten cells, and the product of a rounded share and a rounded Gini coefficient
    assert cells.loc[year].sum().to_numpy() == pytest.approx(expected, abs=12 * FOUR)


@pytest.mark.parametrize("year", [2009, 2023])
def test_cells_of_a_pair_add_up_to_its_share(cells, shares, year):
    sums = cells.loc[year].sum(axis=1)
    expected = shares.loc[year, sums.index] / 100 * GINI[year]
    # three cells, and the product of a rounded share and a rounded Gini coefficient
    assert (sums - expected).abs().max() <= 5 * FOUR + SLACK


def test_cells_may_be_negative_and_are_printed_so(cells):
    negative = cells.stack()[lambda v: v < 0]
    assert [tuple(key) for key in negative.index] == [
        (2009, "G24", "resilience"), (2009, "G34", "resilience"),
    ]  # fmt: skip
