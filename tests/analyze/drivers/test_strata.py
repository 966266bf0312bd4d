"""Cuts, searches and Shapley values through the verbs."""

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.core.detector import optimal_strata as search

FAST = rm.DriverChoices(permutations=99, samples=99, searches=19)


@pytest.mark.parametrize(
    ("method", "options", "sizes"),
    [
        ("quantile", {"classes": 3}, [2, 2, 2]),
        ("equal", {"classes": 2}, [5, 1]),
        ("natural", {"classes": 3}, [3, 2, 1]),
        ("manual", {"cuts": (2.0, 11.0)}, [2, 2, 2]),
        ("head-tail", {}, [5, 1]),
    ],
)
def test_classes_by_hand(method, options, sizes):
    values = pd.Series([1.0, 2.0, 3.0, 11.0, 12.0, 60.0], index=list("abcdef"))
    found = rm.discretize(values, method, **options)
    assert found.table["rows"].tolist() == sizes
    assert found.codes.tolist() == np.repeat(np.arange(1, len(sizes) + 1), sizes).tolist()
    assert found.breaks[[0, -1]].tolist() == [1.0, 60.0]


def test_categories_are_taken_as_they_are():
    found = rm.discretize(pd.Series(["south", "north", "south"]))
    assert found.table["label"].tolist() == ["north", "south"]
    assert found.codes.tolist() == [2, 1, 2]
    assert found.breaks is None


def test_what_cannot_be_cut_is_refused():
    with pytest.raises(rm.DataError, match="1 values are missing, the first at b"):
        rm.discretize(pd.Series([1.0, np.nan], index=["a", "b"]))
    with pytest.raises(rm.MethodError, match="only 2 distinct"):
        rm.discretize(pd.Series([1.0, 2.0, 2.0]), "quantile", 3)
    with pytest.raises(rm.MethodError, match="'median' is not known"):
        rm.discretize(pd.Series([1.0, 2.0, 2.0]), "median", 2)


def test_the_search_is_that_of_the_kernel_in_one_period(towns):
    y, drivers = (table.xs(2010, level="period") for table in towns)
    found = rm.optimal_strata(y, drivers, FAST, seed=4)
    assert set(found.table["driver"]) == {"rain", "dust"}  # categories are not cut
    kernel = search(y - y.mean(), drivers["rain"], permutations=19, seed=4)
    own = found.table[found.table["driver"] == "rain"]
    assert len(own) == 30
    chosen = own[own["chosen"]].iloc[0]
    assert (chosen["method"], chosen["classes"]) == (kernel.chosen.method, kernel.chosen.k)
    assert chosen["p"] == kernel.p
    assert chosen["q"] == pytest.approx(kernel.chosen.q, abs=1e-12)
    assert own["p"].notna().sum() == 1
    used = own[own["used"]]
    assert used[["method", "classes"]].values.tolist() == [["quantile", 4]]


def test_q_of_more_quantiles_is_there_and_the_choice_is_admissible(towns):
    table = rm.optimal_strata(*towns, FAST).table
    chosen = table[table["chosen"]]
    assert chosen["admissible"].all()
    assert (chosen["smallest"] >= 15).all()  # 5 towns in each of 3 years
    assert table.loc[~table["admissible"], "note"].str.startswith("n/a").all()


def test_cuts_are_shown_where_none_may_be_chosen(towns):
    y, drivers = (table.xs(2010, level="period").iloc[:12] for table in towns)
    table = rm.optimal_strata(y, drivers[["rain"]], FAST).table
    assert not table["chosen"].any()
    assert not table["admissible"].any()
    assert table["q"].notna().any()
    assert table["p"].isna().all()


def test_robust_strata_are_searched_too(towns):
    y, drivers = towns
    choices = rm.DriverChoices(method="robust", permutations=19, samples=9, searches=19)
    given = rm.gather_drivers(y, drivers[["rain"]], choices)
    assert given.cuts["rain"].searched
    assert given.cuts["rain"].p == pytest.approx(1 / 20)
    found = rm.analyze_drivers(y, given)
    assert "drivers-searched" in {p.key for p in found.doubts}


def test_shapley_values_and_subtotals_add_up(towns):
    y, drivers = towns
    members = (rm.Driver(name="rain", group="climate"), rm.Driver(name="dust", group="air"),
               rm.Driver(name="coast", group="climate"))  # fmt: skip
    found = rm.shapley_drivers(y, drivers, rm.DriverChoices(drivers=members))
    for period in (2000, 2010):
        own = found.drivers[found.drivers["period"] == period]
        groups = found.groups[found.groups["period"] == period].set_index("group")
        total = own["total"].iloc[0]
        assert own["shapley"].sum() == pytest.approx(total, abs=1e-12)
        assert groups["shapley"].sum() == pytest.approx(total, abs=1e-12)
        assert own["share"].sum() == pytest.approx(1.0, abs=1e-12)
        climate = own[own["driver"] != "dust"]["shapley"].sum()
        assert groups["shapley"]["climate"] == pytest.approx(climate, abs=1e-12)
        assert groups["drivers"].to_dict() == {"climate": 2, "air": 1}


def test_sixteen_rows_have_no_shapley_values_and_say_why(towns):
    y, drivers = (table.xs(2010, level="period").iloc[:16] for table in towns)
    found = rm.shapley_drivers(y, drivers)
    assert found.drivers["shapley"].isna().all()
    assert found.drivers["note"].str.contains("16 rows are too few").all()
    assert "not available" in repr(found)
