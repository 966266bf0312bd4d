"""Whole studies on real panels: they run, their identities hold, and nothing is silently blank.

The data lie outside the project (see the README of ../shared/data) and are only read.
"""

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.analyze.gaps.cells import SPLIT

# Sums of some thousand numbers of size 1 in double precision.
ROUNDING = 1e-10

MUNICIPALITIES = ["北京市", "天津市", "上海市", "重庆市"]
REGIONS = ["Eastern", "Central", "Western", "Northeastern"]
# S1's index as far as the 278 cities have its indicators.
CITY_INDICATORS = """\
code,dimension,direction,column,denominator,per,lower_bound,upper_bound
wastewater,Resistance,lower,ind_wastewater_10kt,,,0,
dust,Resistance,lower,ind_dust_t,,,0,
co2,Resistance,lower,co2_t,,,0,
green,Resilience,higher,park_green_pc_m2,,,,
roads,Resilience,higher,road_area_pc_m2,,,,
density,Resilience,higher,pop_density_km2,,,,
sewage,Adaptability,higher,sewage_treat_pct,,,0,100
solid_waste,Adaptability,higher,solid_waste_util_pct,,,0,100
science,Adaptability,higher,science_exp_10k_yuan,gdp_10k_yuan,100,,
pm25,Adaptability,lower,pm25_ugm3,,,0,
"""
RATES = {"sewage": "sewage_treat_pct", "solid_waste": "solid_waste_util_pct"}
PREFECTURE_INDICATORS = """\
code,dimension,direction
recycling_rate_pct,Environment,higher
waste_g_per_person_day,Environment,lower
clinics_per_100k,Health,higher
hospitals_per_100k,Health,higher
elderly_share_pct,Society,lower
births_per_1000,Society,higher
net_migration_per_1000,Society,higher
job_openings_ratio,Economy,higher
consumption_yen_month,Economy,higher
"""


@pytest.fixture
def cities(shared):
    return pd.read_csv(shared("data/cities/cities_278x5.csv"))


@pytest.fixture
def city_study(shared, load_study, tmp_path):
    """Give the study of the cities, leaving out the municipalities and some more cities."""

    def study(units=(), reason="test", method="critic"):
        (tmp_path / "indicators.csv").write_text(CITY_INDICATORS, encoding="utf-8")
        rules = [{"units": MUNICIPALITIES, "reason": "municipalities rank as provinces"}]
        rules += [{"units": list(units), "reason": reason}] if units else []
        return load_study(
            data={
                "panel": str(shared("data/cities/cities_278x5.csv")),
                "indicators": "indicators.csv",
                "unit": "name",
                "period": "year",
                "group": "region",
                "group_order": REGIONS,
                "out_of_bounds": "blank",
                "exclude": rules,
            },
            prepare__interpolate={"max_gap": 3},
            weigh={"method": method},
        )

    return study


@pytest.fixture
def prefecture_study(shared, load_study, tmp_path):
    def study(method="entropy", **data):
        (tmp_path / "indicators.csv").write_text(PREFECTURE_INDICATORS, encoding="utf-8")
        panel = {
            "panel": str(shared("data/japan/prefectures_47x12.csv")),
            "indicators": "indicators.csv",
            "unit": "name",
            "period": "year",
        }
        return load_study(data=panel | data, weigh={"method": method})

    return study


def impossible(cities):
    """(city, year, indicator) of the rates below 0 or above 100 per cent."""
    return {
        (name, year, indicator)
        for indicator, column in RATES.items()
        for name, year, rate in cities[["name", "year", column]].itertuples(index=False)
        if not 0 <= rate <= 100
    }


def at_the_ends(cities):
    """Those of the first and last year, which are not filled, without the municipalities."""
    return {
        (name, year, indicator)
        for name, year, indicator in impossible(cities)
        if year in {2006, 2022} and name not in MUNICIPALITIES
    }


def cities_to_leave_out(cities):
    return sorted({name for name, _, _ in at_the_ends(cities)})


def tables(result):
    """Every table of a result."""
    yield from (result.scaled.values, result.scores.index.to_frame(), result.scores.parts)
    yield from (result.scores.contributions, result.weights.table, result.means)
    yield from (result.growth.total, result.growth.yearly)
    yield from (result.gaps.total, result.gaps.groups, result.gaps.dimensions, result.gaps.cells)
    yield from (result.obstacles.degrees, result.obstacles.top)
    yield from (result.obstacles.counts, result.obstacles.dimensions)


def assert_sound(result):
    """Self-tests passed, nothing blank, values in their ranges, cells and shares add up."""
    assert len(result.self_tests) >= 7
    assert all(test.passed for test in result.self_tests)
    for table in tables(result):
        assert not table.isna().to_numpy().any()
    assert result.scores.index.between(0, 1).all()
    gaps = result.gaps
    gini = gaps.total.set_index("period")["gini"]
    for table in (gaps.cells, gaps.dimensions):
        by_period = table.groupby("period")
        assert (by_period["contribution"].sum() - gini).abs().max() <= ROUNDING
        assert by_period["share"].sum().to_numpy() == pytest.approx(1, abs=ROUNDING)
    null = gaps.cells.groupby("period")["null_share"].sum()
    assert null.to_numpy() == pytest.approx(1, abs=ROUNDING)


@pytest.mark.parametrize("method", ["critic", "entropy", "equal"])
def test_an_index_like_that_of_s1_on_real_cities(city_study, cities, method):
    left_out = cities_to_leave_out(cities)
    result = rm.run(city_study(left_out, "no rate to start from", method))
    assert_sound(result)
    assert result.panel.group_order == tuple(REGIONS)
    assert len(result.panel.units) == 278 - len(MUNICIPALITIES) - len(left_out)
    assert not set(result.panel.units) & set(MUNICIPALITIES)


def test_exclusions_and_blanked_cells_are_told_with_their_reasons(city_study, cities):
    left_out = cities_to_leave_out(cities)
    result = rm.run(city_study(left_out, "no rate to start from"))
    told = "\n".join(p.text() for p in result.findings)
    assert "Reason: municipalities rank as provinces" in told
    assert "Reason: no rate to start from" in told
    gone = {*left_out, *MUNICIPALITIES}
    wrong = {cell for cell in impossible(cities) if cell[0] not in gone}
    assert wrong
    for indicator in {indicator for _, _, indicator in wrong}:
        count = sum(cell[2] == indicator for cell in wrong)
        text = f"indicator {indicator}: {count} values lay outside the theoretical bounds"
        assert text in told
    filled = rm.imputed_cells(result.scaled.panel)
    assert set(zip(filled["unit"], filled["period"], filled["indicator"], strict=True)) == wrong
    assert (filled["how"] == "interpolated").all()
    assert filled["value"].between(0, 100).all()


def test_impossible_rates_at_the_ends_are_not_filled_but_refused_city_by_city(city_study, cities):
    with pytest.raises(rm.DataError) as refusal:
        rm.run(city_study())
    lacking = [p for p in refusal.value.problems if p.key == "still-missing"]
    told = {(p.where["unit"], p.where["indicator"]) for p in lacking}
    assert told == {(name, indicator) for name, _, indicator in at_the_ends(cities)}


def test_out_of_bounds_values_are_refused_cell_by_cell_by_default(shared, tmp_path, cities):
    (tmp_path / "indicators.csv").write_text(CITY_INDICATORS, encoding="utf-8")
    framework = rm.read_framework(tmp_path / "indicators.csv")
    path = shared("data/cities/cities_278x5.csv")
    panel = rm.read_panel(path, framework, unit="name", period="year", group="region")
    with pytest.raises(rm.DataError) as refusal:
        rm.apply_bounds(panel)
    places = [p.where for p in refusal.value.problems]
    told = {(w["unit"], w["period"], w["indicator"]) for w in places}
    assert told == impossible(cities)


def test_an_index_of_japanese_prefectures_with_six_regions(prefecture_study):
    result = rm.run(prefecture_study(group="region"))
    assert_sound(result)
    assert len(result.panel.group_order) == 6
    assert len(result.gaps.groups) == 12 * 6 * 7 / 2


def test_without_groups_only_the_tables_of_groups_are_empty(prefecture_study):
    result = rm.run(prefecture_study(method="critic"))
    assert result.gaps.groups.empty
    assert set(result.means["level"]) == {"total", "dimension"}
    split = list(SPLIT)
    assert result.gaps.total[split].isna().all(axis=None)
    assert all(test.passed for test in result.self_tests)
    for table in tables(result):
        assert not table.drop(columns=split, errors="ignore").isna().to_numpy().any()


def test_an_index_of_the_first_years_does_not_depend_on_the_order_of_rows(
    prefecture_study, shared, tmp_path
):
    one = rm.run(prefecture_study(group="region", last_period=2013))
    frame = pd.read_csv(shared("data/japan/prefectures_47x12.csv"))
    frame.sample(frac=1, random_state=1).to_csv(tmp_path / "shuffled.csv", index=False)
    two = rm.run(
        prefecture_study(group="region", last_period=2013, panel=str(tmp_path / "shuffled.csv"))
    )
    assert two.weights.values == pytest.approx(one.weights.values, abs=ROUNDING)
    other = two.scores.index.loc[one.scores.index.index]
    assert np.abs(other - one.scores.index).max() <= ROUNDING
    gini = [run.gaps.total["gini"].to_numpy() for run in (one, two)]
    assert gini[1] == pytest.approx(gini[0], abs=ROUNDING)
