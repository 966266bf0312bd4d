"""What is wrong with the rows is counted by name before anything is computed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.scale.golden import DRIVERS, differences, golden, in_memory, write_golden

import resilmeter as rm
from resilmeter.errors import DataError, MethodError, StudyError

polars = pytest.importorskip("polars")
ENGINES = ("duckdb", "polars")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return rm.Study.load(write_golden(tmp_path_factory.mktemp("gate") / "study"))


def refused(study, frame, error=DataError):
    with pytest.raises(error) as caught:
        rm.run(study, panel=polars.from_pandas(frame).lazy())
    assert all(problem.text("zh") for problem in caught.value.problems)
    return {(p.key, *p.where.values()): p.values for p in caught.value.problems}


def test_all_kinds_of_bad_rows_come_at_once(study):
    frame = golden()
    frame.loc[3, "dust"] = np.inf
    frame.loc[4, "unit"] = None
    frame.loc[8, "region"] = "Atlantis"
    found = refused(study, frame)
    assert found["scale-infinite", "dust"]["count"] == 1
    assert found["scale-blank-key", "unit"]["count"] == 1
    assert ("scale-unknown-group", "Atlantis") in found


def test_nan_counts_as_missing_and_is_named(study):
    """A gap of two periods is longer than max_gap = 1; NaN and null are the same."""
    frame = golden(whole=True)
    frame.loc[frame.index[1:3], "zeros"] = [np.nan, np.nan]
    assert refused(study, frame)["scale-missing", "zeros"]["count"] == 2


def test_a_unit_named_twice_in_a_period(study):
    frame = pd.concat([golden(whole=True), golden(whole=True).iloc[[7]]])
    assert refused(study, frame)["scale-repeated", "u01", 2005]["count"] == 2


def test_a_unit_that_changes_its_group(study):
    frame = golden(whole=True)
    frame.loc[0, "region"] = "East"
    assert ("scale-changing-group", "u00") in refused(study, frame)


def test_a_constant_indicator_is_named(study):
    frame = golden(whole=True).assign(dust=1.0)
    assert ("constant-indicator", "dust") in refused(study, frame)


def test_a_period_with_one_row(study):
    frame = golden(whole=True)
    frame = frame[(frame["year"] != 2002) | (frame["unit"] == "u00")]
    assert ("scale-one-row", 2002) in refused(study, frame)


def test_absent_rows_without_interpolation(study):
    off = study.model_copy(update={"prepare": study.prepare.model_copy(
        update={"interpolate": study.prepare.interpolate.model_copy(update={"method": "none"})})},
    ).in_folder(study.folder)  # fmt: skip
    found = refused(off, golden())
    assert found["scale-rows-absent",]["count"] == 2
    assert ("scale-missing", "zeros") in found


def test_columns_that_lack_or_hold_text(study):
    assert ("scale-no-column", "dust") in refused(study, golden().drop(columns="dust"))
    frame = golden().assign(dust="many", year=2001.5)
    found = refused(study, frame)
    assert {("scale-not-numbers", "dust"), ("scale-not-numbers", "year")} <= set(found)


def test_denominators_have_to_be_positive(study):
    frame = golden(whole=True)
    frame.loc[3, "people"] = 0.0
    assert ("scale-denominator", "people") in refused(study, frame)


def test_values_beyond_given_goalposts(tmp_path):
    more = '[prepare.normalize]\nscope = "fixed"\ngoalposts = "posts.csv"\n'
    path = write_golden(tmp_path / "study", more)
    posts = "levels,0,2\nzeros,0,99\ndust,101325,102000\nwarm,200,400\nbeds,0,99\n"
    (path.parent / "posts.csv").write_text("indicator,low,high\n" + posts, encoding="utf-8")
    assert ("scale-outside", "levels") in refused(rm.Study.load(path), golden())


def test_values_beyond_theoretical_bounds_are_refused_blanked_or_kept(tmp_path):
    path = write_golden(tmp_path / "study")
    table = path.parent / "indicators.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    bounds = ["upper_bound", "", "", "", "", "1"]  # beds by people go far beyond
    rows = (f"{line},{end}" for line, end in zip(lines, bounds, strict=True))
    table.write_text("\n".join(rows), encoding="utf-8")
    assert ("scale-out-of-bounds", "beds") in refused(rm.Study.load(path), golden())
    blank = rm.Study.load(path, ("data.out_of_bounds=blank",))
    assert ("scale-missing", "beds") in refused(blank, golden())


def test_negative_scores_have_no_gini_coefficient(tmp_path):
    more = ('[prepare.normalize]\nscope = "fixed"\ngoalposts = "posts.csv"\noutside = "keep"\n'
            '[weigh]\nmethod = "equal"\n')  # fmt: skip
    path = write_golden(tmp_path / "study", more.replace("[weigh]\n", ""))
    text = path.read_text(encoding="utf-8").replace('method = "equal"\n', "")
    path.write_text(text.replace("compare = []", 'compare = []\nmethod = "equal"'), "utf-8")
    posts = "levels,9,30\nzeros,5,99\ndust,101500,102000\nwarm,200,400\nbeds,900,999\n"
    (path.parent / "posts.csv").write_text("indicator,low,high\n" + posts, encoding="utf-8")
    found = refused(rm.Study.load(path), golden(), MethodError)
    assert found["gini-negative", "analyze.gaps"]["count"] > 0


def test_a_frame_of_another_kind(study):
    with pytest.raises(DataError, match=r"polars\.LazyFrame"):
        rm.run(study, panel=[1, 2])
    with pytest.raises(DataError, match="DataFrame"):
        rm.run(study, panel=golden())


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ("prepare.normalize.method=rank", "prepare.normalize.method"),
        ("prepare.normalize.scope=per-period", "prepare.normalize.scope"),
        ("prepare.normalize.interval=[-5.0, 7.0]", "prepare.normalize.interval"),
        ("prepare.normalize.interval=[1.0, 1.0]", "prepare.normalize.interval"),
        ("prepare.impute.method=chained-equations", "prepare.impute.method"),
        ("prepare.treat.method=winsorize", "prepare.treat.method"),
        ("prepare.interpolate.errors=true", "prepare.interpolate.errors"),
        ("prepare.interpolate.extrapolate=true", "prepare.interpolate.extrapolate"),
        ("weigh.method=critic-spearman", "weigh.method"),
        ("weigh.scope=per-period", "weigh.scope"),
        ("score.method=topsis", "score.method"),
        ("inequality.weights=people", "inequality.weights"),
        ("drivers.file=other.csv", "drivers.file"),
        ("robustness.drop_indicators=true", "robustness"),
    ],
)
def test_what_no_plan_can_do_is_refused_by_its_key(tmp_path, change, key):
    path = write_golden(tmp_path / "study")
    with pytest.raises(StudyError) as caught:
        rm.run(rm.Study.load(path, (change, "scale.engine=duckdb")))
    assert key in {problem.where.get("key") for problem in caught.value.problems}


def on(engine, path, *changes):
    return rm.run(rm.Study.load(path, (f"scale.engine={engine}", *changes)))


def write_parts(path, frame):
    (path.parent / "more").mkdir()
    frame.to_parquet(path.parent / "more" / "all.parquet", index=False)


def problems_on(engine, path, *changes):
    with pytest.raises((DataError, StudyError, MethodError)) as caught:
        on(engine, path, *changes)
    assert all(problem.text("zh") for problem in caught.value.problems)
    return {(p.key, *p.where.values()): p.values for p in caught.value.problems}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_blank_is_not_left_out_with_a_value(tmp_path, engine):
    more = '[[data.exclude]]\ncolumn = "note"\nvalues = ["3"]\nreason = "why"\n'
    path = write_golden(tmp_path / "study", more, panel="more")
    frame = golden(whole=True).assign(note=pd.array([1, 2, None, 3] * 30, dtype="Int64"))
    write_parts(path, frame)
    assert on(engine, path).answers.rows == 90


@pytest.mark.parametrize("engine", ENGINES)
def test_blank_texts_and_not_a_number_as_keys(tmp_path, engine):
    path = write_golden(tmp_path / "study", DRIVERS, panel="more")
    frame = golden(whole=True)
    frame.loc[3, "soil"] = " "
    frame.loc[[4, 5], "unit"] = ""
    polars_frame = polars.from_pandas(frame.assign(rain=frame["rain"].fillna(0)))
    rain = polars.Series("rain", [float("nan"), *frame["rain"].tolist()[1:]])
    (path.parent / "more").mkdir()
    polars_frame.with_columns(rain).write_parquet(path.parent / "more" / "all.parquet")
    found = problems_on(engine, path)
    counts = {"soil": 1, "rain": 1, "unit": 2}
    assert {c: found["scale-blank-key", c]["count"] for c in counts} == counts


@pytest.mark.parametrize("engine", ENGINES)
def test_values_that_no_row_has(tmp_path, engine):
    path = write_golden(tmp_path / "study", panel="parts")
    found = problems_on(engine, path, 'data.units=["u01", "u99"]', "data.periods=[2001, 2003]")
    given = sorted(str(values["given"]) for values in found.values())
    assert given == ["2003", "u99"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_base_period_that_no_row_has(tmp_path, engine):
    path = write_golden(tmp_path / "study", panel="parts")
    changes = ("prepare.normalize.scope=base-period", "prepare.normalize.base_period=2003")
    assert ("base-period", "prepare.normalize.base_period") in problems_on(engine, path, *changes)


def test_dimensions_named_as_other_columns(tmp_path):
    path = write_golden(tmp_path / "study", panel="parts")
    table = path.parent / "indicators.csv"
    table.write_text(table.read_text("utf-8").replace("Air", "Index"), encoding="utf-8")
    assert ("scale-dimension-name", "data.indicators") in problems_on("duckdb", path)


def test_a_driver_that_is_an_indicator(tmp_path):
    more = '[[drivers.driver]]\nname = "dirt"\ncolumn = "dust"\nmethod = "manual"\ncuts = [101330]'
    path = write_golden(tmp_path / "study", more, panel="parts", whole=True)
    assert problems_on("duckdb", path)["driver-is-indicator", "dirt"]["code"] == "dust"
    assert on("duckdb", path, "drivers.circular=allow").answers.rows == 120


@pytest.mark.parametrize("engine", ENGINES)
def test_obstacles_beyond_the_best_value(tmp_path, engine):
    more = '[prepare.normalize]\nscope = "fixed"\ngoalposts = "posts.csv"\noutside = "keep"\n'
    path = write_golden(tmp_path / "study", more, panel="parts", whole=True)
    posts = "levels,0,2\nzeros,0,99\ndust,101325,102000\nwarm,200,400\nbeds,0,99\n"
    (path.parent / "posts.csv").write_text("indicator,low,high\n" + posts, encoding="utf-8")
    found = problems_on(engine, path, "analyze.gaps=false", "weigh.method=equal")
    assert found["obstacle-above-ideal",]["count"] > 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_best_value_does_not_hinder(tmp_path, engine):
    """Rows at the best value: 1/49 times 49 is not 1 where an engine divides by a reciprocal."""
    path = write_golden(tmp_path / "study", panel="more")
    frame = golden(whole=True)
    frame["levels"] = frame["levels"].clip(upper=49).where(frame.index % 3 > 0, 49.0)
    write_parts(path, frame)
    frame.to_csv(path.parent / "panel.csv", index=False)
    changes = ("analyze.top=5",)
    assert not differences(on(engine, path, *changes).tables, in_memory(path, *changes))
