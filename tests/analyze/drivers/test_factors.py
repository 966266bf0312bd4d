"""Factors: the villages, hand cases, panels, guards and reasons."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resilmeter as rm
from resilmeter.core.detector import benjamini_hochberg, factor_detector, published_factor

# Half a unit of the last of seven printed digits.
SEVEN_DIGITS = 5e-8
FAST = rm.DriverChoices(permutations=99, samples=99, searches=9)


@pytest.mark.parametrize(
    ("compat", "block"), [("wang", "geodetector_R_vignette"), ("gd", "gdverse_vignette_gd"),
                          ("gdverse", "gdverse_vignette_gd")],
)  # fmt: skip
def test_the_villages_by_each_convention(villages, oracle, compat, block):
    printed = oracle("geodetector_ntd_185.json")[block]["factor"]
    y, drivers = villages
    table = rm.detect_factors(y, drivers, rm.DriverChoices(compat=compat)).table
    for row in table.itertuples():
        assert row.q == pytest.approx(printed[row.driver]["q"], abs=SEVEN_DIGITS)
        assert row.q_compat == pytest.approx(row.q, abs=1e-12)  # no stratum of one village
        # p is printed to seven or nine digits, from R's pf, which is good to 1e-9
        assert row.p_compat == pytest.approx(printed[row.driver]["p"], rel=2e-7, abs=2e-9)
        codes = drivers[row.driver].cat.codes.to_numpy().astype(np.int64)
        assert row.p_compat == pytest.approx(published_factor(y, codes, compat).p, abs=1e-9)
        assert row.p <= 0.001


def test_the_published_p_that_moves_is_marked_and_doubted(villages):
    """Facts 1 and 2: soil type has p .36 as published and below 1e-10 after centring."""
    y, drivers = villages
    found = rm.analyze_drivers(y, drivers, FAST)
    table = found.factors.table.set_index("driver")
    assert table["p_wang"]["soiltype"] == pytest.approx(0.3632363, abs=SEVEN_DIGITS)
    assert table["p_wang_moves"].all()
    doubted = {p.key for p in found.doubts}
    assert "drivers-published-p" in doubted


def test_a_hand_case():
    """Strata {1}, {2, 3, 4}, {5, 6, 7}: SSW = 0 + 2 + 2, SST = 28, so q = 6/7; noise 2/6."""
    y = pd.Series([1, 2, 3, 4, 5, 6, 7], index=list("abcdefg"))
    x = pd.DataFrame({"x": list("uvvvwww")}, index=y.index)
    row = rm.detect_factors(y, x).table.iloc[0]
    assert row["q"] == pytest.approx(6 / 7, abs=1e-15)
    assert row["q_noise"] == pytest.approx(1 / 3, abs=1e-15)
    assert row["q_adjusted"] == pytest.approx(1 - (1 / 7) * (6 / 4), abs=1e-14)
    assert (row["strata"], row["smallest"], row["singletons"], row["rows"]) == (3, 1, 1, 7)
    assert "single row" in row["note"]
    assert "3 rows" not in row["note"]


@given(st.floats(0.5, 20), st.floats(-1e3, 1e3), st.permutations(["u", "v", "w"]))
def test_q_ignores_shift_scale_and_labels(factor, shift, names):
    y = pd.Series([1.0, 4.0, 2.0, 8.0, 5.0, 7.0], index=list("abcdef"))
    x = pd.Series(list("uuvvww"), y.index)
    one = rm.detect_factors(y, x.to_frame("x"), FAST).table.iloc[0]
    renamed = x.map(dict(zip("uvw", names, strict=True))).to_frame("x")
    two = rm.detect_factors(shift + factor * y, renamed, FAST).table.iloc[0]
    # shifting by 1000 costs three of sixteen digits, and squares six
    assert two["q"] == pytest.approx(one["q"], abs=1e-9)
    assert two["p_f"] == pytest.approx(one["p_f"], abs=1e-8)


def test_periods_share_breaks_and_are_corrected_together(towns):
    y, drivers = towns
    found = rm.detect_factors(y, drivers, FAST, seed=3)
    table = found.table
    assert table["period"].isna().sum() == 3
    own = table[table["period"].notna()]
    np.testing.assert_allclose(own["p_adjusted"], benjamini_hochberg(own["p"].to_numpy()))
    limits = found.given.cuts["rain"].breaks
    assert all(limits[t] is limits[2000] for t in (2005, 2010))
    whole = rm.discretize(drivers["rain"], "quantile", 4)
    np.testing.assert_array_equal(limits[2000], whole.breaks)
    last = y.index.get_level_values("period") == 2010
    kernel = factor_detector(y[last], whole.codes[last].to_numpy() - 1, permutations=99, seed=3)
    row = table[(table["driver"] == "rain") & (table["period"] == 2010)].iloc[0]
    assert (row["q"], row["p"]) == (kernel.q, kernel.p)


def test_breaks_of_each_period_if_asked(towns):
    y, drivers = towns
    choices = rm.DriverChoices(breaks="per-period", permutations=9, samples=9)
    found = rm.detect_factors(y, drivers, choices)
    breaks = found.given.cuts["rain"].breaks
    assert not np.array_equal(breaks[2000], breaks[2010])
    sizes = found.table[found.table["driver"] == "rain"]["smallest"].dropna()
    assert (sizes[:3] == 10).all()


def test_a_true_driver_is_told_and_a_false_one_is_not(towns):
    y, drivers = towns
    found = rm.detect_factors(y, drivers, rm.DriverChoices(permutations=999, samples=199))
    pooled = found.table[found.table["period"].isna()].set_index("driver")
    assert pooled["p"]["rain"] == pytest.approx(0.001)
    assert pooled["p"]["dust"] > 0.05
    # Years of a town resemble each other: exchanging histories explains more than free rows would.
    assert pooled["q_noise"]["dust"] > 3 / 119
    changes = found.changes.set_index("driver")
    assert (changes["low"] <= changes["change"]).all()
    assert (changes["change"] <= changes["high"]).all()
    assert changes["change"].to_numpy() == pytest.approx(changes["last"] - changes["first"])


def test_same_seed_same_table_other_seed_other_p(towns):
    y, drivers = towns
    one, same, other = (rm.detect_factors(y, drivers, FAST, seed=s).table for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert not one["p"].equals(other["p"])


def test_drivers_of_units_hold_for_all_periods(towns):
    y, drivers = towns
    by_town = drivers.xs(2000, level="period")[["dust", "coast"]]
    found = rm.detect_factors(y, by_town, FAST)
    same = rm.detect_factors(y, drivers[["dust", "coast"]], FAST)
    pd.testing.assert_frame_equal(found.table, same.table)


def test_a_lag_pairs_the_outcome_with_earlier_drivers(towns):
    y, drivers = towns
    found = rm.detect_factors(y, drivers, rm.DriverChoices(lag=1, permutations=9, samples=9))
    assert found.given.periods == (2005, 2010)
    earlier = drivers["rain"].xs(2005, level="period")
    later = found.given.values["rain"].xs(2010, level="period")
    np.testing.assert_array_equal(later.loc[earlier.index], earlier)


def test_a_null_of_neighbours_by_weights_and_by_places(towns):
    y, drivers = towns
    last = y.xs(2010, level="period")
    table = drivers.xs(2010, level="period")[["rain"]].assign(
        lon=np.arange(40) % 8 + 100.0, lat=np.arange(40) // 8 + 30.0
    )
    choices = rm.DriverChoices(coordinates=("lon", "lat"), permutations=99)
    found = rm.detect_factors(last, table, choices)
    assert [m.name for m in found.given.members] == ["rain"]
    # One degree of latitude is 111 km; of longitude the cosine of the middle latitude, 32.
    assert np.ptp(found.given.places[:, 1]) == pytest.approx(4 * 111.195)
    assert np.ptp(found.given.places[:, 0]) == pytest.approx(7 * 111.195 * np.cos(np.deg2rad(32)))
    assert 0 < found.table["p_spatial"].iloc[0] <= 0.05
    chain = pd.DataFrame(np.eye(40, k=1) + np.eye(40, k=-1), last.index, last.index)
    by_weights = rm.detect_factors(last, table[["rain"]], FAST, weights=chain)
    assert 0 < by_weights.table["p_spatial"].iloc[0] <= 0.05
    with pytest.raises(rm.MethodError, match="town 39"):
        rm.detect_factors(last, table[["rain"]], FAST, weights=chain.iloc[:39])


def test_searched_strata_have_the_p_of_the_search_and_no_other(towns):
    y, drivers = towns
    choices = rm.DriverChoices(method="optimal", permutations=99, samples=9, searches=19)
    found = rm.detect_factors(y, drivers[["rain"]], choices)
    own = found.table[found.table["period"].notna()]
    assert own[["p", "p_f", "p_wang", "low", "high", "p_adjusted"]].isna().all(axis=None)
    assert own["note"].str.startswith("n/a: the strata were searched").all()
    pooled = found.table[found.table["period"].isna()].iloc[0]
    assert pooled["p"] == found.given.cuts["rain"].p == pytest.approx(1 / 20)
    assert found.changes["change"].isna().all()


def test_what_is_not_defined_is_blank_with_its_reason():
    """A constant year, a driver that does not vary, and classes that cannot be made."""
    index = pd.MultiIndex.from_product([list("abcdefgh"), [1, 2]])
    y = pd.Series(np.arange(16.0) % 7, index)
    y.loc[pd.IndexSlice[:, 2]] = 5.0
    drivers = pd.DataFrame({"flat": 1.0, "few": np.arange(16) % 3, "ok": np.arange(16.0)}, index)
    found = rm.analyze_drivers(y, drivers, FAST)
    table = found.factors.table
    assert table[table["driver"] == "flat"]["note"].str.contains("all values are equal").all()
    assert table[table["driver"] == "few"]["note"].str.contains("only 3 distinct").all()
    second = table[(table["driver"] == "ok") & (table["period"] == 2)].iloc[0]
    assert "no variance to explain" in second["note"]
    assert pd.isna(second["q"])
    assert found.factors.changes["note"].str.startswith("n/a").all()
    for blank in (found.risk.strata, found.interactions.table, found.ecological.table):
        empty = blank[blank.select_dtypes("number").drop(columns="period").isna().all(axis=1)]
        assert len(empty)
        assert empty["note"].str.startswith("n/a").all()
    assert [p.key for p in found.doubts].count("driver-not-cut") == 2


@pytest.mark.parametrize(
    ("choices", "key"),
    [
        ({"method": "median"}, "drivers.method"),
        ({"classes": 1}, "drivers.classes"),
        ({"compat": "spss"}, "drivers.compat"),
        ({"coordinates": ("lon",)}, "drivers.coordinates"),
        ({"drivers": (rm.Driver(name="x"), rm.Driver(name="x"))}, "drivers.driver.2"),
        ({"drivers": (rm.Driver(name="x", method="manual"),)}, "drivers.driver.1"),
        ({"drivers": (rm.Driver(name="x"),), "triples": (("x", "y", "x"),)}, "drivers.triples"),
    ],
)
def test_choices_are_refused_by_their_key(choices, key):
    y = pd.Series([1.0, 2.0, 3.0], index=list("abc"))
    with pytest.raises(rm.StudyError) as refusal:
        rm.detect_factors(y, pd.DataFrame({"x": [1, 2, 3]}, y.index), rm.DriverChoices(**choices))
    assert refusal.value.problems[0].where == {"key": key}


def test_an_outcome_that_does_not_fit_is_refused():
    drivers = pd.DataFrame({"x": [1, 2, 3]}, index=list("abc"))
    with pytest.raises(rm.MethodError, match="1 value"):
        rm.detect_factors(pd.Series([1.0, np.nan, 3.0], index=list("abc")), drivers)
    with pytest.raises(rm.MethodError, match="repeat"):
        rm.detect_factors(pd.Series([1.0, 2.0, 3.0], index=list("aab")), drivers)
    with pytest.raises(rm.MethodError, match="need the scores of a panel"):
        rm.detect_factors(pd.Series([1.0, 2.0, 3.0], index=list("abc")), ["x"])
