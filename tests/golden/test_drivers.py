"""Drivers on real panels: 16 cities that bear little, 274 cities, and the countries of the world.

The data lie outside the project (see the README of ../shared/data) and are only read.
"""

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm

# Indices of what is nearly complete in each panel; drivers are none of their indicators.
SIXTEEN = ["tertiary_share_pct", "fiscal_revenue_100m", "avg_wage_yuan"]
CITIES = ["green_cover_pct", "park_green_pc_m2", "road_area_pc_m2"]
WORLD = ["life_expectancy_f"]
FAST = {"permutations": 199, "samples": 199, "searches": 19, "missing": "drop-pair"}


def index_of(table, columns):
    """Average ranks within each period: an index without a study, for what its drivers are."""
    ranks = table[columns].groupby(level="period").rank(pct=True)
    return ranks.mean(axis=1).dropna()


def panel(path, unit, period="year"):
    table = pd.read_csv(path).rename(columns={unit: "unit", period: "period"})
    return table.set_index(["unit", "period"]).sort_index()


def sound(found):
    """Shares in their range, reasons beside every blank, the theorem, counts that add up."""
    table = found.factors.table
    assert table["q"].dropna().between(0, 1).all()
    assert table.loc[table["q"].isna(), "note"].str.startswith("n/a").all()
    assert (table["rows"].dropna() >= table["strata"].dropna()).all()
    pairs = found.interactions.table.dropna(subset="q")
    assert (pairs["q"] >= pairs[["q_a", "q_b"]].max(axis=1) - 1e-12).all()
    assert pairs.loc[~pairs["readable"], "note"].str.len().gt(0).all()
    assert pairs.loc[~pairs["readable"], "p"].isna().all()
    strata = found.risk.strata.dropna(subset="rows").groupby(["driver", "period"])["rows"].sum()
    rows = table.set_index(["driver", "period"])["rows"]
    assert (strata == rows.loc[strata.index]).all()


def test_sixteen_cities_say_how_little_they_support(shared):
    table = panel(shared("data/cities/seed000_16x10.csv"), "name")
    y = index_of(table, SIXTEEN)
    drivers = table[["pop_density_km2", "secondary_share_pct", "co2_t", "fdi_musd"]]
    found = rm.analyze_drivers(y, drivers, rm.DriverChoices(classes=4, **FAST))
    sound(found)
    assert found.given.units == 16
    assert not found.interactions.table["readable"].any()
    keys = {p.key for p in found.doubts}
    assert {"drivers-few-units", "drivers-thin", "interactions-blocked"} <= keys
    last = found.factors.table.query("period == 2020").dropna(subset="q")
    expected = (last["strata"] - 1) / (last["rows"] - 1)
    assert last["q_noise"].to_numpy() == pytest.approx(expected.to_numpy(dtype=float), abs=1e-12)


def test_drivers_of_278_cities(shared):
    table = panel(shared("data/cities/cities_278x5.csv"), "name")
    y = index_of(table, CITIES)
    drivers = table.assign(gdp_head=table["gdp_10k_yuan"] / table["urban_pop_10k"])[
        ["gdp_head", "pop_density_km2", "primary_share_pct", "night_light", "pm25_ugm3", "region"]
    ]
    found = rm.analyze_drivers(y, drivers, rm.DriverChoices(**FAST))
    sound(found)
    pooled = found.factors.table[found.factors.table["period"].isna()].set_index("driver")
    assert pooled["p"]["region"] == pytest.approx(1 / 200)
    # Cities resemble themselves from year to year: noise explains more than of free rows.
    assert pooled["q_noise"]["region"] > 3 / (len(y) - 1)
    shapley = found.shapley.drivers.groupby("period")[["shapley", "total"]]
    parts = shapley.agg({"shapley": "sum", "total": "first"})
    np.testing.assert_allclose(parts["shapley"], parts["total"], rtol=1e-10)


def test_drivers_of_countries_beside_a_spatial_null(shared):
    table = panel(shared("data/world/countries_195x34.csv"), "name").query("2005 <= period <= 2015")
    table = table[table.index.get_level_values("period") % 5 == 0]
    y = index_of(table, WORLD)
    drivers = table[["gdp_pc_usd", "urban_pop_pct", "forest_cover_pct", "latitude", "longitude"]]
    choices = rm.DriverChoices(
        drivers=tuple(rm.Driver(name=n) for n in ("gdp_pc_usd", "urban_pop_pct",
                                                  "forest_cover_pct")),
        coordinates=("longitude", "latitude"), **FAST,
    )  # fmt: skip
    found = rm.analyze_drivers(y, drivers, choices)
    sound(found)
    own = found.factors.table[found.factors.table["period"].notna()]
    assert own["p_spatial"].notna().all()
    # Income goes with life expectancy whatever the null; no null is milder than permutation.
    income = own[own["driver"] == "gdp_pc_usd"]
    assert (income["p_adjusted"] < 0.05).all()
    assert (income["p_spatial"] < 0.05).all()
