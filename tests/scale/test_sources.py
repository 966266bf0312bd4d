"""Files are read by the names of their columns, and by nothing else in their paths."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scale.golden import differences, golden, in_memory, write_golden

import resilmeter as rm
from resilmeter.study import run_into

pytest.importorskip("duckdb")
pytest.importorskip("polars")
ENGINES = ("duckdb", "polars")


def write_parts(folder: Path) -> None:
    """Write part files as CSV, one with its columns in another order."""
    folder.mkdir()
    for year, rows in golden().groupby("year"):
        columns = sorted(rows) if year == 2004 else list(rows)
        rows[columns].to_csv(folder / f"{year}.csv", index=False)


@pytest.mark.parametrize("engine", ENGINES)
def test_part_files_with_columns_in_another_order(tmp_path, engine):
    path = write_golden(tmp_path / "study", panel="mixed")
    write_parts(path.parent / "mixed")
    found = rm.run(rm.Study.load(path, (f"scale.engine={engine}",)))
    assert not differences(found.tables, in_memory(path))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("folder", ["dust=5", "index=3", "period=7", "out [1]"])
def test_folder_names_are_no_columns(tmp_path, engine, folder):
    path = write_golden(tmp_path / folder / "study", panel="parts")
    found = run_into(path, tmp_path / folder / "out", (f"scale.engine={engine}",))
    assert not differences(found.tables, in_memory(path))
