"""Interactions, risks and differences: the villages, hand cases, blocks and published rules."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm

FAST = rm.DriverChoices(permutations=99, samples=99, searches=9)


def test_overlays_of_the_villages(villages, oracle):
    printed = oracle("geodetector_ntd_185.json")["geodetector_R_vignette"]["interaction_q"]
    y, drivers = villages
    choices = rm.DriverChoices(compat="wang", permutations=9)
    table = rm.detect_interactions(y, drivers, choices).table
    for row in table.itertuples():
        names = (f"{row.driver_a}*{row.driver_b}", f"{row.driver_b}*{row.driver_a}")
        q = next(printed[name] for name in names if name in printed)
        assert row.q_compat == pytest.approx(q, abs=1e-13)  # printed to 15 digits
        assert row.q == pytest.approx(q, abs=1e-13)
        assert row.kind_compat == "enhance-both"
        # Cells of fewer than 3 villages: published, but not to be read.
        assert not row.readable
        assert row.kind == ""
        assert "fewer than 3 rows" in row.note


def test_risks_of_the_villages(villages, oracle):
    printed = oracle("geodetector_ntd_185.json")["geodetector_R_vignette"]
    y, drivers = villages
    found = rm.detect_risk(y, drivers, rm.DriverChoices(compat="wang"))
    for name, means in printed["risk_mean"].items():
        own = found.strata[found.strata["driver"] == name].set_index("label")["mean"]
        for label, mean in means.items():
            assert own[label] == pytest.approx(mean, abs=5.1e-7)  # half a unit of six decimals
    assert len(found.pairs) == 67
    assert found.pairs["differs_compat"].notna().all()


@pytest.mark.parametrize("compat", ["wang", "gd"])
def test_differences_of_the_villages(villages, compat):
    """Both programs call soil type different from the other two drivers, which they call equal."""
    y, drivers = villages
    choices = rm.DriverChoices(compat=compat, samples=99)
    table = rm.detect_ecological(y, drivers, choices).table
    told = {frozenset((r.driver_a, r.driver_b)): r.differs_compat for r in table.itertuples()}
    assert told == {
        frozenset(pair): "soiltype" in pair
        for pair in combinations(["watershed", "soiltype", "elevation"], 2)
    }


def crossed(rows, effect):
    """Two crossed halves and an effect of both together."""
    place = np.arange(rows)
    names = [f"city {i}" for i in place]
    a, b = place % 2, place // 2 % 2
    y = pd.Series(place * 7 % 11 + effect * a * b, names, dtype=float)
    halves = {"a": np.array(["x", "y"])[a], "b": np.array(["x", "y"])[b]}
    return y, pd.DataFrame(halves, names)


def test_an_interaction_is_told_and_an_additive_pair_is_not():
    told = rm.detect_interactions(*crossed(44, 30.0)).table.iloc[0]
    assert told["readable"]
    assert told["kind"] == "enhance-nonlinear"
    assert told["p_adjusted"] <= 0.001
    none = rm.detect_interactions(*crossed(44, 0.0)).table.iloc[0]
    assert none["p_adjusted"] > 0.05
    assert none["q"] >= max(none["q_a"], none["q_b"])  # the theorem holds on nothing, too


def test_sixteen_units_block_every_pair_with_the_reason():
    y, drivers = crossed(16, 5.0)
    drivers["c"] = np.array(["u", "v", "w", "z"])[np.arange(16) // 4]
    found = rm.detect_interactions(y, drivers, FAST)
    row = found.table[found.table["driver_b"] == "c"].iloc[0]
    assert not row["readable"]
    assert "8 cells for 16 rows" in row["note"]
    assert pd.isna(row["p"])
    assert "blocked" in repr(found)


def test_cells_add_up_to_the_rows_and_the_mean():
    y, drivers = crossed(44, 3.0)
    found = rm.detect_interactions(y, drivers, FAST)
    assert found.cells["rows"].sum() == 44
    assert (found.cells["rows"] * found.cells["mean"]).sum() == pytest.approx(y.sum())
    cell = found.cells[(found.cells["stratum_a"] == "y") & (found.cells["stratum_b"] == "y")]
    assert cell["mean"].iloc[0] == pytest.approx(y[(drivers == "y").all(axis=1)].mean())


def test_triples_stand_beside_the_pairs():
    y, drivers = crossed(80, 3.0)
    drivers["c"] = np.array(["u", "v"])[np.arange(80) // 4 % 2]
    members = tuple(rm.Driver(name=name) for name in "abc")
    choices = rm.DriverChoices(drivers=members, triples=(("a", "b", "c"),), permutations=99)
    table = rm.detect_interactions(y, drivers, choices).table
    triple = table[table["driver_c"] == "c"].iloc[0]
    assert len(table) == 4
    assert triple["cells"] == 8
    assert triple["q"] >= table["q"].iloc[:3].max() - 1e-12
    assert triple["kind"] == ""


def test_strata_of_one_row_have_no_test_and_say_so():
    y = pd.Series([1.0, 2.0, 3.0, 9.0], index=list("abcd"))
    found = rm.detect_risk(y, pd.DataFrame({"x": list("uuuv")}, y.index))
    assert found.strata["mean"].tolist() == [2.0, 9.0]
    assert found.pairs["t"].isna().all()
    assert found.pairs["note"].iloc[0].startswith("n/a: a stratum holds a single row")


def test_limits_of_strata_are_those_of_the_breaks(towns):
    y, drivers = towns
    found = rm.detect_risk(y, drivers[["rain"]], FAST)
    own = found.strata[found.strata["period"] == 2010]
    breaks = found.given.cuts["rain"].breaks[2010]
    assert own["low"].tolist() == breaks[:-1].tolist()
    assert own["high"].tolist() == breaks[1:].tolist()
    assert own["label"].iloc[0].startswith("[")
    assert set(found.strata["period"]) == {2000, 2010}


def test_few_rows_use_the_f_test_and_say_so():
    y, drivers = crossed(44, 30.0)
    table = rm.detect_ecological(y, drivers, FAST).table
    assert table["p_adjusted"].iloc[0] == table["p_f"].iloc[0]
    assert "below 60 rows" in table["note"].iloc[0]
    y, drivers = crossed(80, 30.0)
    table = rm.detect_ecological(y, drivers, FAST).table
    assert table["p_adjusted"].iloc[0] == table["p"].iloc[0]
    assert table["note"].iloc[0] == ""


@pytest.mark.parametrize("detect", [rm.detect_interactions, rm.detect_ecological])
def test_a_single_driver_is_refused(detect):
    y, drivers = crossed(20, 1.0)
    with pytest.raises(rm.MethodError, match="two drivers"):
        detect(y, drivers[["a"]])
