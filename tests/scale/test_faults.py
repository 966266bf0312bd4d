"""Killed, cut short, or given broken files: the old output stays, and nothing is left lying."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from tests.scale.golden import golden, write_golden
from tests.studies import command

import resilmeter as rm
from resilmeter.errors import DataError, OutputError, StudyError
from resilmeter.scale.sources import Engine, engine_named, said_plainly
from resilmeter.study import check_study, run_into
from resilmeter.study.files import panel_folder
from resilmeter.study.tables import engine_for

pytest.importorskip("duckdb")
CHILD = """
import sys, time
from pathlib import Path
from resilmeter.study import run_into
def progress(stage):
    print(stage, flush=True)
    if stage == sys.argv[3]:
        time.sleep(60)
run_into(Path(sys.argv[1]), Path(sys.argv[2]), ("scale.engine=duckdb", *sys.argv[4:]), progress)
"""
# What an ordinary run loads; pandas loads pyarrow on its own.
LOADED = """
import sys
import resilmeter as rm
rm.run(rm.Study.load(sys.argv[1]))
found = {"narwhals", "duckdb", "polars", "pyspark", "resilmeter.scale"} & set(sys.modules)
print(sorted(found))
"""


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("stage", ["gate", "weigh", "score", "gaps", "obstacles", "tables"])
def test_killed_in_any_pass(tmp_path, stage):
    study, out = write_golden(tmp_path / "study", panel="parts"), tmp_path / "out"
    run_into(study, out, ("scale.engine=polars",))
    before = files_in(out)
    temp = tmp_path / "temp"
    command = [sys.executable, "-c", CHILD, study, out, stage, f"scale.temp_directory={temp}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == stage:
                break
        os.kill(child.pid, signal.SIGKILL)
    assert files_in(out) == before
    run_into(study, out, ("scale.engine=duckdb", f"scale.temp_directory={temp}"))
    assert {entry.name for entry in tmp_path.iterdir()} == {"study", "out", "temp"}
    assert not list(temp.iterdir())


def test_a_refusal_leaves_nothing_behind(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    changes = ("scale.engine=duckdb", "prepare.interpolate.method=none",
               f"scale.temp_directory={tmp_path / 'temp'}")  # fmt: skip
    with pytest.raises(DataError, match="missing"):
        run_into(study, tmp_path / "out", changes)
    assert {entry.name for entry in tmp_path.iterdir()} == {"study", "temp"}
    assert not list((tmp_path / "temp").iterdir())


def test_an_unreadable_part_file_is_named(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    (study.parent / "parts" / "2002.parquet").write_bytes(b"PAR1 no table")
    with pytest.raises(DataError, match=r"2002\.parquet"):
        rm.run(rm.Study.load(study))


def test_part_files_whose_columns_or_types_drift(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts/*.parquet")
    rows = pd.read_parquet(study.parent / "parts" / "2004.parquet")
    rows.drop(columns="dust").to_parquet(study.parent / "parts" / "2004.parquet")
    rows.assign(year=2005, levels="3").to_parquet(study.parent / "parts" / "2005.parquet")
    with pytest.raises(DataError) as caught:
        rm.run(rm.Study.load(study))
    found = {(p.key, p.where["file"]) for p in caught.value.problems}
    assert ("scale-columns-differ", "2004.parquet") in found
    assert ("scale-type-differs", "2005.parquet") in found


def test_files_that_are_not_there_or_of_two_kinds(tmp_path):
    study = write_golden(tmp_path / "study", panel="grid/*.parquet")
    with pytest.raises(DataError, match="no Parquet or CSV files"):
        rm.run(rm.Study.load(study))
    golden().to_csv(study.parent / "parts" / "more.csv", index=False)
    with pytest.raises(DataError, match="side by side"):
        rm.run(rm.Study.load(study, ("data.panel=parts",)))


def test_a_full_disk_is_said_plainly():
    with pytest.raises(OutputError, match="disk is full"), said_plainly("score"):
        raise OSError(28, "No space left on device")
    with pytest.raises(DataError, match="pass score"), said_plainly("score"):
        raise OSError(5, "Input/output error")


def test_a_temporary_folder_that_is_too_small(tmp_path):
    """A real engine that runs out of the space it may use."""
    engine = engine_named("duckdb", tmp_path, "60MB")
    try:
        engine.session.execute("set max_temp_directory_size = '1MB'; set threads = 1")
        with pytest.raises(OutputError, match="disk is full"), said_plainly("score"):
            engine.session.execute(
                "create table t as select range as a, random() as b from range(20000000) order by b"
            )
    finally:
        engine.close()


def test_a_memory_limit_that_is_none(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    with pytest.raises(StudyError, match="memory_limit"):
        rm.run(rm.Study.load(study, ("scale.memory_limit=plenty",)))


def test_a_city_panel_loads_no_engine(tmp_path):
    study = write_golden(tmp_path / "study")
    done = subprocess.run(
        [sys.executable, "-c", LOADED, study], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_path_is_chosen_by_the_number_of_rows(tmp_path):
    study = write_golden(tmp_path / "study")
    golden().to_parquet(tmp_path / "study" / "panel.parquet")

    def engine(*keys: str) -> str:
        return engine_for(rm.Study.load(study, keys))

    assert engine() == "memory"
    assert engine("scale.rows=40") == "duckdb"  # the CSV file holds more than 40 x 100 bytes
    assert engine("data.panel=panel.parquet") == "memory"
    assert engine("data.panel=panel.parquet", "scale.rows=117") == "duckdb"
    assert engine("data.panel=panel.parquet", "scale.rows=118") == "memory"
    assert engine("data.panel=parts") == "duckdb"
    assert engine("data.panel=parts", "scale.engine=polars") == "polars"


def test_the_command_says_what_it_did(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    done = command("run", study, "-o", tmp_path / "out", "--set", "present.language=both")
    assert done.code == 0
    assert "120 rows computed on duckdb" in done.out
    assert "120 行" in done.out
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "obstacle_bounds" in page  # what was left out is named
    assert "src=" not in page  # it needs no other file
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["rows"] == 120
    assert "duckdb" in record["versions"]
    scored = pd.read_parquet(tmp_path / "out" / "tables" / "scores")
    assert {"unit", "group", "index", "Care", "Air", "period"} == set(scored.columns)


def test_write_keeps_the_scores_of_a_result_in_hand(tmp_path):
    found = rm.run(rm.Study.load(write_golden(tmp_path / "study", panel="parts")))
    assert "120 rows on duckdb" in repr(found)
    for name in ("one", "two"):
        rm.write(found, tmp_path / name)
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")
    found.close()
    assert not found.folder.exists()


def test_a_large_file_that_is_no_parquet(tmp_path):
    study = write_golden(tmp_path / "study", panel="panel.parquet")
    (study.parent / "panel.parquet").write_bytes(b"PAR1 no table")
    with pytest.raises(DataError, match=r"panel\.parquet"):
        rm.run(rm.Study.load(study, ("scale.rows=5",)))


def test_a_temporary_folder_that_is_a_file(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    with pytest.raises(OutputError, match=r"panel\.csv"):
        rm.run(rm.Study.load(study, ("scale.temp_directory=panel.csv",)))


def test_files_that_lack_are_named_before_the_passes(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    with pytest.raises(DataError, match=r"shapes\.geojson"):
        rm.run(rm.Study.load(study, ("data.boundaries=shapes.geojson",)), print)


def test_an_output_inside_the_panel_and_files_set_aside(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    with pytest.raises(OutputError, match="inside the panel"):
        run_into(study, study.parent / "parts" / "out")
    for name in ("_old", ".hidden"):
        (study.parent / "parts" / f"{name}.parquet").write_bytes(b"no table")
    assert rm.run(rm.Study.load(study)).answers.rows == 120


def test_part_files_elsewhere_with_equal_names_keep_their_hashes(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts", whole=True)
    for year in (2001, 2002):
        (tmp_path / "grid" / str(year)).mkdir(parents=True)
        (study.parent / "parts" / f"{year}.parquet").rename(tmp_path / f"grid/{year}/a.parquet")
    found = rm.run(rm.Study.load(study, (f"data.panel={tmp_path / 'grid'}",)))
    assert {"2001/a.parquet", "2002/a.parquet"} <= set(found.provenance.inputs)


def test_the_output_of_a_table_is_not_repeated(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    run_into(study, tmp_path / "out")
    with pytest.raises(OutputError, match="as a table"):
        rm.compare(tmp_path / "out", tmp_path / "out")


def test_check_of_a_table_looks_at_keys_and_files(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    found = check_study(study)
    assert found.ok
    assert [p.key for p in found.problems] == ["scale-checked"]
    (study.parent / "parts" / "2002.parquet").write_bytes(b"PAR1 no table")
    keys = {p.key for p in check_study(study, ("score.method=topsis",)).problems}
    assert {"cannot-read", "scale-cannot"} <= keys


def test_an_output_among_the_folders_of_a_pattern(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts/**/*.parquet")
    with pytest.raises(OutputError, match="inside the panel"):
        run_into(study, study.parent / "parts" / "out")
    files = study.parent / "parts"
    assert panel_folder(rm.Study.load(study)) == files.resolve()
    assert panel_folder(rm.Study.load(study, ("data.panel=parts/*.parquet",))) is None
    run_into(study, tmp_path / "out")


@pytest.mark.parametrize(
    ("keep", "key", "change"),
    [("year == 2001", "needs-periods", "analyze.growth=false"),
     ("region == 'North'", "needs-groups", "data.group=")],
)  # fmt: skip
def test_a_question_that_one_period_or_group_does_not_answer(tmp_path, keep, key, change):
    """As in memory: nothing is left out without a word, and the message names the key."""
    study = write_golden(tmp_path / "study", panel="parts", whole=True)
    for file in (study.parent / "parts").glob("*.parquet"):
        rows = pd.read_parquet(file).query(keep)
        rows.to_parquet(file) if len(rows) else file.unlink()
    changes = ("data.group_order=[]",)
    with pytest.raises(StudyError) as caught:
        rm.run(rm.Study.load(study, changes))
    assert {p.key for p in caught.value.problems} == {key}
    assert rm.run(rm.Study.load(study, (*changes, change))).answers.rows > 0


def test_a_connection_is_closed_after_a_refusal(tmp_path, monkeypatch):
    closed = []
    monkeypatch.setattr(Engine, "close", lambda self: closed.append(self.name))
    study = write_golden(tmp_path / "study", panel="parts")
    with pytest.raises(DataError):
        rm.run(rm.Study.load(study, ("prepare.interpolate.method=none",)))
    assert closed == ["duckdb"]


def test_a_plan_that_the_layer_refuses_is_said_plainly():
    from narwhals.exceptions import ColumnNotFoundError

    with pytest.raises(DataError, match="pass gate"), said_plainly("gate"):
        raise ColumnNotFoundError("no such column")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_temporary_folder_that_may_not_be_written(tmp_path):
    study = write_golden(tmp_path / "study", panel="parts")
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="closed"):
        rm.run(rm.Study.load(study, (f"scale.temp_directory={tmp_path / 'closed'}",)))
