"""The same study in memory and on every engine gives the same numbers."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.scale.golden import DRIVERS, differences, golden, in_memory, write_golden

import resilmeter as rm
from resilmeter.errors import DataError
from resilmeter.study import new_study

pytest.importorskip("narwhals")
ENGINES = ("duckdb", "polars")
SUMMARIES = {
    "weights", "goalposts", "means", "growth", "growth_yearly", "gap_total", "gap_groups",
    "gap_dimensions", "gap_cells", "dagum", "dagum_groups", "dagum_pairs", "obstacle_counts",
    "obstacle_means", "grade_shares", "grade_breaks",
}  # fmt: skip
# Negative contributions: goalposts that some values lie below, and that nothing clips.
FIXED = """[prepare.normalize]
scope = "fixed"
goalposts = "posts.csv"
outside = "keep"
"""
POSTS = "indicator,low,high\nlevels,1,30\nzeros,0,9\ndust,101325,101500\nwarm,270,300\nbeds,0,50\n"


def on(engine, path, *overrides):
    return rm.run(rm.Study.load(path, (f"scale.engine={engine}", *overrides)))


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return write_golden(tmp_path_factory.mktemp("golden") / "study", panel="parts")


@pytest.fixture(scope="module")
def wanted(study):
    return in_memory(study)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("gini", ["slice", "window"])
def test_every_number_of_the_golden_panel(study, wanted, engine, gini):
    found = on(engine, study, f"scale.gini={gini}")
    assert set(found.tables) >= SUMMARIES
    assert not differences(found.tables, wanted)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_csv_file_is_read_as_parquet_files_are(study, wanted, engine):
    found = on(engine, study, "data.panel=panel.csv")
    assert not differences(found.tables, wanted)


@pytest.mark.parametrize("engine", ENGINES)
def test_scores_and_parts_of_every_row(study, wanted, engine):
    result = on(engine, study)  # its scores go when it goes
    found = pd.read_parquet(result.scores)
    assert len(found) == len(wanted["scores"])
    keyed = found.astype({"period": int, "group": str}).set_index(["unit", "period"]).sort_index()
    scores = wanted["scores"].set_index(["unit", "period"]).sort_index()
    assert keyed["group"].tolist() == scores["group"].tolist()
    # a few ulps: terms of a sum are added in another order
    np.testing.assert_allclose(keyed["index"], scores["index"], rtol=1e-13)
    parts = wanted["parts"].pivot_table(
        index=["unit", "period"], columns="dimension", values="part"
    )
    np.testing.assert_allclose(keyed[parts.columns], parts.sort_index(), rtol=1e-13)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "weighting",
    ["entropy", "critic-cv", "coefficient-of-variation", "standard-deviation", "pca", "equal"],
)
def test_every_weighting_that_sums_can_finish(study, engine, weighting):
    keys = (f"weigh.method={weighting}", "analyze.gaps=false", "analyze.obstacles=false")
    found = on(engine, study, *keys).tables["weights"]
    assert not differences({"weights": found}, in_memory(study, *keys))


@pytest.mark.parametrize("engine", ENGINES)
def test_weights_within_dimensions_and_combined(study, engine):
    keys = ("weigh.method=combined", "weigh.level=within-dimension", "weigh.shift=0.01",
            "weigh.fixed={zeros = 0.1}", "analyze.gaps=false")  # fmt: skip
    assert not differences(on(engine, study, *keys).tables, in_memory(study, *keys))


@pytest.mark.parametrize("engine", ENGINES)
def test_negative_contributions(tmp_path, engine):
    path = write_golden(tmp_path / "study", FIXED, panel="parts")
    (path.parent / "posts.csv").write_text(POSTS, encoding="utf-8")
    wanted = in_memory(path, "analyze.obstacles=false")
    assert (wanted["contributions"]["contribution"] < 0).any()
    found = on(engine, path, "analyze.obstacles=false")
    assert not differences(found.tables, wanted)


@pytest.mark.parametrize("engine", ENGINES)
def test_base_period_interval_and_distance_to_target(study, engine):
    keys = ("prepare.normalize.scope=base-period", "prepare.normalize.base_period=2002",
            "prepare.normalize.outside=keep", "prepare.normalize.interval=[0.5, 10.0]",
            "inequality.correction=sample", "analyze.obstacles=false")  # fmt: skip
    assert not differences(on(engine, study, *keys).tables, in_memory(study, *keys))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("scope", ["pooled", "base-period"])
def test_clipped_values_weighed_again_without_the_extreme_row(study, engine, scope):
    """What one goalpost clips may lie inside that of the other rows."""
    keys = (f"prepare.normalize.scope={scope}", "prepare.normalize.base_period=2002",
            "prepare.normalize.outside=clip", "analyze.gaps=false")  # fmt: skip
    keys = keys if scope == "base-period" else (keys[0], *keys[2:])
    found = on(engine, study, *keys).tables
    assert found["weights"]["weight_without_extreme"].notna().all()
    assert not differences({"weights": found["weights"]}, in_memory(study, *keys))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_driver_that_follows_an_indicator(tmp_path, engine):
    """In another unit it is the same indicator; r is that of the ordinary run."""
    drivers = DRIVERS.replace("cuts = [0.5]", "cuts = [-304000.0]")
    path = write_golden(tmp_path / "study", drivers, whole=True, panel="parts")
    for file in (path.parent / "parts").glob("*.parquet"):
        rows = pd.read_parquet(file)
        rows.assign(rain=-3.0 * rows["dust"] + rows["rain"]).to_parquet(file)
    panel = pd.read_csv(path.parent / "panel.csv")
    panel.assign(rain=-3.0 * panel["dust"] + panel["rain"]).to_csv(
        path.parent / "panel.csv", index=False
    )
    said = []
    for own in ((f"scale.engine={engine}",), ("data.panel=panel.csv", "scale.engine=memory")):
        with pytest.raises(DataError) as caught:
            rm.run(rm.Study.load(path, (*own, "drivers.circular=refuse")))
        (one,) = caught.value.problems
        said.append((one.key, one.where, one.values["code"], round(one.values["r"], 3)))
    assert said[0] == said[1]
    allowed = on(engine, path)
    assert "driver-allowed" in {p.key for p in allowed.findings}


@pytest.mark.parametrize("engine", ENGINES)
def test_drivers_and_their_overlays(tmp_path, engine):
    path = write_golden(tmp_path / "study", DRIVERS, whole=True, panel="parts")
    found, wanted = on(engine, path), in_memory(path)
    own = wanted["drivers"][wanted["drivers"]["period"].notna()].reset_index(drop=True)
    drawn = ("p", "p_adjusted", "p_spatial", "p_wang", "p_wang_moves", "f", "p_f", "note")
    assert not differences(found.tables, wanted | {"drivers": own}, *drawn)
    np.testing.assert_allclose(found.tables["drivers"]["p_f"], own["p_f"], rtol=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("like", ["seed-000", "seed-001", "seed-002"])
def test_the_city_studies(tmp_path, engine, like):
    """The order of the groups is that of the file in memory; on an engine it has to be said."""
    new_study(tmp_path / "study", like)
    keys = ("inequality.shuffles=9", "inequality.draws=9", "weigh.compare=[]",
            "analyze.diagnose=false", "drivers.file=", "drivers.driver=[]")  # fmt: skip
    path = tmp_path / "study" / "study.toml"
    ordinary = rm.run(rm.Study.load(path, keys))
    order = ", ".join(f'"{name}"' for name in ordinary.panel.group_order)
    found = on(engine, path, *keys, f"data.group_order=[{order}]")
    from resilmeter.present.tables import tables

    assert not differences(found.tables, tables(ordinary))


@pytest.mark.parametrize("engine", ENGINES)
def test_bins_keep_their_bound(study, wanted, engine):
    found = on(engine, study, "scale.gini=bins", "scale.bins=64")
    binned, exact = (t["gap_total"]["gini"].to_numpy() for t in (found.tables, wanted))
    bound = float(next(p for p in found.findings if p.key == "scale-binned").values["most"])
    gap = exact - binned
    assert (gap > 0).all()
    assert gap.max() <= bound * 1.01  # the bound is printed with two digits
    assert bound < 0.01


def test_slices_are_cut_where_a_period_is_large(study, wanted, monkeypatch):
    monkeypatch.setattr("resilmeter.scale.gini.SLICE", 7)
    assert not differences(on("duckdb", study).tables, wanted)


def test_frames_of_the_users_own_session(study, wanted):
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    frame = golden()
    loaded = rm.Study.load(study)
    found = rm.run(loaded, panel=polars.from_pandas(frame).lazy())
    assert not differences(found.tables, wanted)
    assert found.engine == "polars"
    with duckdb.connect() as session:
        session.register("grid", frame)
        found = rm.run(loaded, panel=session.table("grid"))
        assert not differences(found.tables, wanted)


def test_two_runs_have_the_same_fingerprint_and_say_their_engine(study):
    first, second = (on("duckdb", study) for _ in range(2))
    assert first.provenance.fingerprint == second.provenance.fingerprint
    assert "duckdb" in first.provenance.versions
    assert set(first.provenance.inputs) == {
        "indicators.csv", *(f"parts/{year}.parquet" for year in (2001, 2002, 2004, 2005)),
    }  # fmt: skip


def test_what_is_left_out_is_named_and_nothing_else_is(tmp_path):
    """Every table of an ordinary run is there, or in the list; the list names tables there are."""
    new_study(tmp_path / "study", "seed-001")
    path = tmp_path / "study" / "study.toml"
    short = ("inequality.shuffles=9", "inequality.draws=9")
    ordinary = in_memory(path, *short)
    found = on("duckdb", path, *short)
    here = {*found.tables, "scores", "parts", "findings"}
    lacking = set(ordinary) - here
    assert not [n for n in lacking if not any(fnmatch(n, p) for p in found.left_out)]
    text = (Path(__file__).parents[2] / "docs" / "tables.toml").read_text(encoding="utf-8")
    known = set(tomllib.loads(text)) | {"figures", "tables.xlsx"}
    patterns = [name for name in found.left_out if " " not in name]
    assert not [p for p in patterns if not any(fnmatch(n, p) for n in known)]
