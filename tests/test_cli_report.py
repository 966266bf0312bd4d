"""The command report: from a finished run to a file, after a look at the inputs."""

import json
import shutil

import pytest
from tests.studies import command, write_study

QUICK = ("--set", "present.workbook=false", "--set", "present.figures=[]")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finished")
    study = write_study(folder / "study")
    assert command("run", study, "-o", folder / "out", *QUICK).code == 0
    return folder


@pytest.fixture
def place(finished, tmp_path):
    """A copy to change."""
    return shutil.copytree(finished, tmp_path / "place")


@pytest.mark.parametrize(("words", "name"), [
    (("--format", "xlsx"), "report.xlsx"),
    (("--format", "html", "--language", "zh"), "report.html"),
    ((), "report.docx"),
])  # fmt: skip
def test_a_report_goes_into_the_folder_of_its_run(place, words, name):
    said = command("report", place / "out", *words)
    assert said.code == 0, said.err
    assert said.out.strip() == str(place / "out" / name)
    assert (place / "out" / name).stat().st_size > 5_000
    assert "other sentences" not in said.err
    # Such a folder is still one that a run may replace.
    assert command("run", place / "study" / "study.toml", "-o", place / "out", *QUICK).code == 0
    assert (name == "report.html") is (place / "out" / name).exists()


def test_a_file_is_written_where_it_is_asked_for(place):
    said = command("report", place / "out", "-o", place / "paper.xlsx")
    assert said.code == 0
    assert (place / "paper.xlsx").exists()


@pytest.mark.parametrize("words", [("-o", "x.pdf"), ("-o", "x.docx", "--format", "tex"),
                                   ("--format", "rtf")])  # fmt: skip
def test_a_format_that_cannot_be_is_wrong_usage(place, words):
    said = command("report", place / "out", *words)
    assert said.code == 2
    assert "Traceback" not in said.err


def test_an_input_that_changed_is_named(place):
    panel = place / "study" / "panel.csv"
    panel.write_text(panel.read_text().replace("3.5", "3.6"))
    said = command("report", place / "out", "--format", "xlsx")
    assert said.code == 1
    assert "panel.csv: this input has changed since the run" in said.err
    assert not (place / "out" / "report.xlsx").exists()


def test_inputs_that_are_gone_are_looked_for_and_can_be_given(place, tmp_path, monkeypatch):
    (tmp_path / "far" / "away").mkdir(parents=True)
    (place / "study").rename(tmp_path / "far" / "away" / "mine")
    said = command("report", place / "out", "--format", "xlsx")
    assert said.code == 1
    assert "(indicators.csv, panel.csv)" in said.err
    assert "--inputs" in said.err
    given = ("--inputs", tmp_path / "far" / "away" / "mine")
    assert command("report", place / "out", "--format", "xlsx", *given).code == 0
    monkeypatch.chdir(tmp_path / "far" / "away")
    assert command("report", place / "out", "--format", "xlsx").code == 0


def test_one_input_of_two_missing_is_named(place):
    (place / "study" / "indicators.csv").unlink()
    said = command("report", place / "out", "--language", "zh")
    assert said.code == 1
    assert "indicators.csv: 该次运行的输入文件缺失" in said.err
    assert "--inputs" in said.err


def test_a_folder_that_no_run_wrote_is_refused(tmp_path):
    said = command("report", tmp_path)
    assert said.code == 1
    assert "run.json" in said.err


def test_a_record_that_is_no_study_is_refused(place):
    file = place / "out" / "run.json"
    record = json.loads(file.read_text())
    record["study"]["weigh"] = {"method": "frob"}
    file.write_text(json.dumps(record))
    said = command("report", place / "out")
    assert said.code == 1
    assert "run.json" in said.err


def test_other_sentences_than_the_run_had_are_said(place):
    file = place / "out" / "run.json"
    record = json.loads(file.read_text())
    record["headlines"][0] = "7 units"
    file.write_text(json.dumps(record))
    said = command("report", place / "out", "--format", "xlsx")
    assert said.code == 0
    assert "other sentences" in said.err
