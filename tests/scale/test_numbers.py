"""Numbers and refusals that engines gave otherwise than memory: each failed once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.scale.golden import DRIVERS, differences, golden, in_memory, write_golden

import resilmeter as rm
from resilmeter.errors import DataError, MethodError, OutputError
from resilmeter.study import run_into
from resilmeter.study.tables import PREFIX

pytest.importorskip("duckdb")
pytest.importorskip("polars")
ENGINES = ("duckdb", "polars")
POSTS = "indicator,low,high\nlevels,1,30\nzeros,0,9\ndust,101325,101500\nwarm,270,300\nbeds,0,50\n"
FIXED = '[prepare.normalize]\nscope = "fixed"\ngoalposts = "posts.csv"\noutside = "keep"\n'
DRAWN = ("p", "p_adjusted", "p_spatial", "p_wang", "p_wang_moves", "f", "p_f")


def on(engine, path, *changes):
    return rm.run(rm.Study.load(path, (f"scale.engine={engine}", *changes)))


def write_frame(folder, frame, more=""):
    path = write_golden(folder / "study", more, panel="more")
    (path.parent / "more").mkdir()
    frame.to_parquet(path.parent / "more" / "all.parquet", index=False)
    frame.to_csv(path.parent / "panel.csv", index=False)
    return path


@pytest.mark.parametrize("engine", ENGINES)
def test_the_ends_of_the_range_are_0_and_1_exactly(tmp_path, engine):
    """By one number Polars multiplies by its reciprocal: 1 - 49/49 was 1e-16."""
    frame = golden(whole=True)
    frame["warm"] = np.where(frame.index % 3 == 0, 287.0 - 49.0, 287.0 + frame.index % 7)
    path = write_frame(tmp_path, frame)
    found = on(engine, path).tables["weights"].set_index("indicator")
    assert found.loc["warm", "zero_share"] == pytest.approx(1 / 3, rel=1e-12)
    assert not differences({"weights": found.reset_index()}, in_memory(path))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_group_of_equal_units_does_not_vary(tmp_path, engine):
    """Squares about the mean of all rows left a standard deviation of 1e-9."""
    frame = golden(whole=True)
    same = frame["unit"] < "u07"
    frame["region"] = np.where(same, "North", "South")
    numbers = ["levels", "zeros", "dust", "warm", "beds", "people"]
    first = frame[frame["unit"] == "u00"].set_index("year")[numbers]
    frame.loc[same, numbers] = first.loc[frame.loc[same, "year"]].to_numpy()
    path = write_frame(tmp_path, frame)
    means = on(engine, path).tables["means"]
    assert (means.loc[means["group"] == "North", "std"] < 1e-15).all()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_large_shift_leaves_entropy_exact(tmp_path, engine):
    """With 100 added, sums of z ln z agree in their first seven digits: the rest is the entropy."""
    path = write_golden(tmp_path / "study", panel="parts")
    changes = ("weigh.method=entropy", "weigh.shift=100.0", "analyze.gaps=false",
               "analyze.obstacles=false")  # fmt: skip
    assert not differences(on(engine, path, *changes).tables, in_memory(path, *changes))


@pytest.mark.parametrize("method", ["entropy", "combined"])
def test_entropy_of_negative_values_is_refused_by_name(tmp_path, method):
    path = write_golden(tmp_path / "study", FIXED, panel="parts")
    (path.parent / "posts.csv").write_text(POSTS, encoding="utf-8")
    said = []
    for changes in (("scale.engine=duckdb",), ("data.panel=panel.csv", "scale.engine=memory")):
        with pytest.raises(MethodError) as caught:
            rm.run(rm.Study.load(path, (*changes, f"weigh.method={method}")))
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert "levels has negative values" in said[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_negative_values_alone_in_their_dimension(tmp_path, engine):
    """Nothing is weighed where a dimension has one indicator: no entropy is asked of it."""
    path = write_golden(tmp_path / "study", FIXED, panel="parts")
    table = path.parent / "indicators.csv"
    table.write_text(table.read_text("utf-8").replace("levels,Care", "levels,Own"), "utf-8")
    (path.parent / "posts.csv").write_text(POSTS, encoding="utf-8")
    changes = ("weigh.method=entropy", "weigh.level=within-dimension", "analyze.gaps=false",
               "analyze.obstacles=false")  # fmt: skip
    found = on(engine, path, *changes).tables["weights"]
    assert not differences({"weights": found}, in_memory(path, *changes))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_column_that_clipping_makes_0_everywhere(tmp_path, engine):
    path = write_golden(tmp_path / "study", FIXED.replace("keep", "clip"), panel="parts")
    posts = POSTS.replace("dust,101325,101500", "dust,1,2")
    (path.parent / "posts.csv").write_text(posts, encoding="utf-8")
    for changes in ((f"scale.engine={engine}",), ("data.panel=panel.csv", "scale.engine=memory")):
        with pytest.raises(rm.errors.ResilmeterError) as caught:
            rm.run(rm.Study.load(path, changes))
        assert {p.key for p in caught.value.problems} == {"scaled-constant"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("soil", ["one", "all"])
def test_a_driver_without_q_is_blank_and_says_why(tmp_path, engine, soil):
    """In one period it has one stratum, or one for every unit: the run goes on, as in memory."""
    frame = golden(whole=True)
    strata = "clay" if soil == "one" else frame["unit"]
    frame["soil"] = frame["soil"].where(frame["year"] != 2005, strata)
    path = write_frame(tmp_path, frame, DRIVERS)
    found, wanted = on(engine, path).tables, in_memory(path)
    own = wanted["drivers"][wanted["drivers"]["period"].notna()].reset_index(drop=True)
    last = found["drivers"].query("driver == 'soil' and period == 2005").iloc[0]
    assert pd.isna(last["q"])
    assert last["note"] == own.query("driver == 'soil' and period == 2005")["note"].iloc[0]
    refused = found["interactions"].query("period == 2005")["note"].tolist()
    assert refused == wanted["interactions"].query("period == 2005")["note"].tolist()
    assert not differences(found, wanted | {"drivers": own}, *DRAWN, "note")


@pytest.mark.parametrize("engine", ENGINES)
def test_given_grades_that_no_row_reaches(tmp_path, engine):
    path = write_golden(tmp_path / "study", panel="parts")
    changes = ("grades.scheme=given", "grades.cuts=[0.4, 2.0]")
    for own in ((f"scale.engine={engine}",), ("data.panel=panel.csv", "scale.engine=memory")):
        with pytest.raises(MethodError) as caught:
            rm.run(rm.Study.load(path, (*own, *changes)))
        assert {p.key for p in caught.value.problems} == {"strata-empty-class"}


def test_clipping_without_the_extreme_row(tmp_path):
    """Nothing lies beyond goalposts that all rows set; without one row something may."""
    changes = ("prepare.normalize.scope=base-period", "prepare.normalize.base_period=2001",
               "prepare.normalize.outside=clip", "data.periods=[2001, 2002]",
               "analyze.gaps=false")  # fmt: skip
    frame = golden(whole=True)
    numbers = ["levels", "zeros", "dust", "warm", "beds"]
    later = frame["year"] == 2002
    ends = frame.loc[frame["year"] == 2001, numbers]
    frame[numbers] = frame[numbers].astype(float)
    edge = 0.01 * (ends.max() - ends.min())
    frame.loc[later, numbers] = frame.loc[later, numbers].clip(
        ends.min() + edge, ends.max() - edge, axis=1
    )
    frame["people"] = 50.0
    path = write_frame(tmp_path, frame)
    found = on("duckdb", path, *changes).tables["weights"]
    assert not differences({"weights": found}, in_memory(path, *changes))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["nan", "infinite"])
def test_parquet_files_with_what_is_no_number(tmp_path, engine, kind):
    """Statistics of Parquet files skip NaN: DuckDB took it for a number, and so for infinite."""
    frame = golden(whole=True).astype({"levels": float})
    frame.loc[(frame["unit"] == "u05") & (frame["year"] == 2002), ["levels", "dust"]] = np.nan
    if kind == "infinite":
        frame.loc[3, "dust"] = -np.inf
    path = write_frame(tmp_path, frame)
    columns = {name: pa.array(frame[name].to_numpy(), from_pandas=False) for name in frame}
    pq.write_table(pa.table(columns), path.parent / "more" / "all.parquet", row_group_size=30)
    if kind == "nan":
        assert not differences(on(engine, path).tables, in_memory(path))
        return
    with pytest.raises(DataError) as caught:
        on(engine, path)
    found = {(p.key, p.where["column"]): p.values["count"] for p in caught.value.problems}
    assert found == {("scale-infinite", "dust"): 1}


@pytest.mark.parametrize("engine", ENGINES)
def test_no_extreme_row_sets_a_goalpost(tmp_path, engine):
    """Nothing is left to ask: all extreme rows lie outside the base period."""
    changes = ("prepare.normalize.scope=base-period", "prepare.normalize.base_period=2001",
               "prepare.normalize.outside=keep", "analyze.gaps=false",
               "analyze.obstacles=false")  # fmt: skip
    frame = golden(whole=True)
    numbers = ["levels", "zeros", "dust", "warm", "beds"]
    later = frame["year"] == 2005
    frame[numbers] = frame[numbers].astype(float)
    centre = frame[numbers].mean()
    frame.loc[later, numbers] = centre + 9 * (frame.loc[later, numbers] - centre)
    frame["people"] = 50.0
    path = write_golden(tmp_path / "study", panel="panel.csv")
    frame.to_csv(path.parent / "panel.csv", index=False)
    found = on(engine, path, *changes).tables
    assert (found["weights"]["extreme_period"] == 2005).all()
    assert not differences(found, in_memory(path, *changes))


@pytest.mark.parametrize("engine", ENGINES)
def test_values_that_scaling_rounds_to_one_end(tmp_path, engine):
    """Goalposts far apart leave few digits: the first row at the end has not the least value."""
    frame = golden(whole=True).assign(zeros=1.0 - np.linspace(0.0, 0.9, 120) ** 4)
    frame.loc[8, "zeros"], frame.loc[9, "zeros"] = 5e-9, 0.0
    path = write_frame(tmp_path, frame, FIXED)
    posts = POSTS.replace("zeros,0,9", "zeros,0,1e9")
    (path.parent / "posts.csv").write_text(posts, encoding="utf-8")
    changes = ("prepare.normalize.interval=[0.1, 1.0]", "analyze.gaps=false",
               "analyze.obstacles=false", "weigh.method=equal")  # fmt: skip
    found, wanted = on(engine, path, *changes).tables, in_memory(path, *changes)
    assert found["weights"]["extreme_period"][1] == 2001
    assert not differences({"weights": found["weights"]}, wanted, "skewness")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("others", ["alike", "close"])
@pytest.mark.parametrize("method", ["critic", "entropy", "equal"])
def test_a_row_that_is_most_of_a_variance(tmp_path, engine, others, method):
    """Taken off the sums, it leaves what rounding left: all others are alike, or nearly."""
    frame = golden(whole=True)
    frame["zeros"] = 1.0 if others == "alike" else 1.0 + frame["zeros"] / 1e3
    frame.loc[9, "zeros"] = 8.0
    path = write_frame(tmp_path, frame, FIXED)
    (path.parent / "posts.csv").write_text(POSTS, encoding="utf-8")
    changes = (f"weigh.method={method}", "analyze.gaps=false",
               "analyze.obstacles=false", "prepare.normalize.outside=clip")  # fmt: skip
    found, wanted = on(engine, path, *changes).tables["weights"], in_memory(path, *changes)
    names = ["weight_without_extreme", "extreme_unit"]
    assert not differences({"weights": found[names]}, wanted)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("key", "periods"), [("first", 3), ("last", 2)])
def test_period_0_is_a_first_and_a_last_one(tmp_path, engine, key, periods):
    """Memory took it for a key that is not there."""
    path = write_frame(tmp_path, golden(whole=True).assign(year=lambda rows: rows["year"] - 2002))
    found = on(engine, path, f"data.{key}_period=0").tables
    assert found["means"]["period"].nunique() == periods
    assert not differences(found, in_memory(path, f"data.{key}_period=0"))


@pytest.mark.parametrize("inside", ["out/tmp", "out", "study/parts/tmp"])
def test_a_temporary_folder_where_its_remains_would_hinder(tmp_path, inside):
    study = write_golden(tmp_path / "study", panel="parts")
    with pytest.raises(OutputError, match=r"scale\.temp_directory"):
        run_into(study, tmp_path / "out", (f"scale.temp_directory={tmp_path / inside}",))
    assert {entry.name for entry in tmp_path.iterdir()} == {"study"}


def test_runs_of_other_machines_keep_their_folders(tmp_path, monkeypatch):
    """On a cluster many machines see one folder, and not each other's processes."""
    study = write_golden(tmp_path / "study", panel="parts")
    kept = []
    for name in ("one", "two"):
        monkeypatch.setattr("platform.node", lambda name=name: name)
        kept.append(rm.run(rm.Study.load(study, (f"scale.temp_directory={tmp_path / 't'}",))))
        monkeypatch.setattr("resilmeter.study.tables.alive", lambda process: False)
    assert all(result.folder.name.startswith(PREFIX) for result in kept)
    assert all(result.scores.is_dir() for result in kept)
