"""Example studies, written and run."""

from __future__ import annotations

import pytest
from tests.studies import command

from resilmeter import UsageError, example


def test_new_study_is_written_and_told(tmp_path):
    said = command("new", tmp_path / "mine", "--like", "seed-002")
    assert said.code == 0
    names = [line.rpartition("/")[2] for line in said.out.split()]
    assert names == ["study.toml", "indicators.csv", "panel.csv", "README.md", "places.csv"]
    assert all((tmp_path / "mine" / name).is_file() for name in names)


def test_files_in_the_way_are_kept(tmp_path):
    (tmp_path / "panel.csv").write_text("mine")
    said = command("new", tmp_path)
    assert said.code == 1
    assert "panel.csv" in said.err
    assert "nothing was written" in said.err
    assert said.err.count("nothing was written") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["panel.csv"]
    assert (tmp_path / "panel.csv").read_text() == "mine"


def test_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("mine")
    said = command("new", tmp_path / "file" / "study")
    assert said.code == 1
    assert "cannot write here" in said.err


def test_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "file").write_text("mine")
    said = command("new", tmp_path / "file")
    assert said.code == 1
    assert "cannot write here" in said.err
    assert "Errno" not in said.err


def test_unknown_example_is_wrong_usage(tmp_path):
    said = command("new", tmp_path / "x", "--like", "seed-009")
    assert said.code == 2
    assert "no example 'seed-009'. Allowed: seed-000, seed-001, seed-002" in said.err
    assert not (tmp_path / "x").exists()
    with pytest.raises(UsageError):
        example("seed-009")
