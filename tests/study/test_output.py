"""What a run leaves behind: the files, the same bytes each time, and all of it or nothing."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
import zipfile
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from tests.studies import (
    INDICATORS,
    PANEL,
    SCRIPT,
    STUDY,
    command,
    contents,
    with_cell,
    with_rows,
    write_study,
)

import resilmeter as rm
from resilmeter.cli import Interrupted
from resilmeter.present.formats.workbook import BY_PERIOD
from resilmeter.study.folder import replaced_whole

TABLES = {
    "weights", "scores", "parts", "contributions", "goalposts", "means", "coverage", "imputed",
    "findings", "growth", "growth_yearly", "gap_total", "gap_groups", "gap_dimensions",
    "gap_cells", "diagnosis_indicators", "diagnosis_correlations", "diagnosis_dimensions",
    "diagnosis_loadings", "diagnosis_twin", "diagnosis_twin_periods", "diagnosis_flips",
    "coverage_units", "coverage_periods", "obstacles", "obstacle_top", "obstacle_counts",
    "obstacle_dimensions", "weightings", "weightings_pairs", "weightings_weights",
    "weightings_movers", "inequality", "inequality_groups", "dagum", "dagum_groups", "dagum_pairs",
    "gap_decompositions", "gap_evidence", "gap_own", "gap_change", "gap_change_own",
    "obstacle_means", "obstacle_change", "obstacle_bounds",
    "obstacle_variants", "lever_gains", "lever_goals", "lever_changes", "lever_groups", "catch_up",
    "grades", "grade_breaks", "grade_shares", "grade_moves", "grade_movers", "primacy",
    "group_types", "growth_sets", "leaders", "fastest", "change_dimensions",
    "change_indicators", "trends", "sigma", "sigma_trends", "beta", "densities", "density_humps",
    "markov", "markov_long_run", "markov_tests", "rank_mobility", "coupling", "outlook",
}  # fmt: skip
FIGURES = {
    "index_growth", "group_levels", "dimension_levels", "gini", "gini_within_between",
    "gini_dimensions", "importance", "correlations", "gini_own", "gini_dagum", "gap_heat",
    "gap_bars", "waterfall", "grade_shares", "densities",
    "overview", "flow", "coverage",
}  # fmt: skip
SIMULATED = STUDY.replace("group =", "simulated = true\ngroup =")


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A run in both languages with every kind of file."""
    folder = tmp_path_factory.mktemp("output")
    text = SIMULATED.replace('["svg"]', '["svg", "png", "pdf"]\nlanguage = "both"')
    study = write_study(folder / "study", study=text, panel=with_cell(PANEL, 3, "b", ""))
    assert command("run", study, "-o", folder / "out").code == 0
    return folder


def test_files_are_the_promised_ones(ran):
    names = {f"tables/{name}.csv" for name in TABLES} | {"tables.xlsx", "report.html", "run.json"}
    names |= {
        f"figures/{name}{tongue}.{kind}"
        for name in FIGURES for tongue in ("", ".zh") for kind in ("svg", "png", "pdf")
    }  # fmt: skip
    assert set(contents(ran / "out")) == names


def test_same_study_gives_the_same_bytes(ran, tmp_path, monkeypatch):
    """Another folder, another hour, the library: only the study and its inputs decide the bytes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    again = write_study(
        tmp_path / "elsewhere",
        study=(ran / "study" / "study.toml").read_text(encoding="utf-8"),
        panel=(ran / "study" / "panel.csv").read_text(encoding="utf-8"),
    )
    out = rm.write(rm.run(rm.Study.load(again.relative_to(tmp_path))), tmp_path / "out")
    first, second = contents(ran / "out"), contents(out)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_earlier_output_is_replaced_whole(ran, tmp_path):
    study = write_study(tmp_path / "study")
    assert command("run", study, "-o", tmp_path / "out").code == 0
    (tmp_path / "out" / "tables" / "stale.csv").write_text("old")
    sets = ("--set", "analyze.obstacles=false", "--set", "present.workbook=false")
    assert command("run", study, "-o", tmp_path / "out", *sets).code == 0
    names = set(contents(tmp_path / "out"))
    assert "tables/stale.csv" not in names
    assert "tables.xlsx" not in names
    assert not {name for name in names if "obstacle" in name}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "study"]


def test_a_file_of_the_users_in_our_output_is_not_lost(tmp_path):
    study = write_study(tmp_path / "study")
    assert command("run", study, "-o", tmp_path / "out").code == 0
    (tmp_path / "out" / "notes.md").write_text("mine")
    said = command("run", study, "-o", tmp_path / "out")
    assert said.code == 1
    assert "it holds notes.md" in said.err
    assert (tmp_path / "out" / "notes.md").read_text() == "mine"


def test_an_output_that_a_killed_run_left_aside_comes_back(tmp_path):
    study = write_study(tmp_path / "study")
    out = tmp_path / "out"
    assert command("run", study, "-o", out).code == 0
    # A process number that is past any kernel's limit cannot be alive.
    out.rename(tmp_path / ".out.old-99999999")
    (tmp_path / ".out.new-99999999-x").mkdir()
    said = command("run", study, "-o", out, "--set", "weigh.method=frob")
    assert said.code == 1
    assert not out.exists()
    said = command("run", study, "-o", out, "--set", "data.exclude=[]", "--set", "analyze.top=2")
    assert said.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "study"]


def test_study_without_groups_or_time_leaves_their_tables_out(tmp_path):
    study = write_study(tmp_path / "study", panel=with_rows(PANEL, "2010"))
    sets = ("--set", "data.group=", "--set", "analyze.growth=false")
    assert command("run", study, "-o", tmp_path / "out", *sets).code == 0
    names = set(contents(tmp_path / "out"))
    gone = {
        "gap_groups", "growth", "growth_yearly", "dagum", "dagum_groups", "dagum_pairs", "gap_own",
        "gap_decompositions", "inequality_groups", "gap_change", "gap_change_own",
        "change_dimensions", "change_indicators",
            "trends", "markov", "markov_long_run", "markov_tests", "rank_mobility"
    }  # fmt: skip
    assert {f"tables/{name}.csv" for name in TABLES - gone} <= names
    assert not {f"tables/{name}.csv" for name in gone} & names
    drawn = {name for name in names if name.startswith("figures/")}
    assert drawn == {
        "figures/importance.svg", "figures/correlations.svg", "figures/densities.svg",
        "figures/overview.svg", "figures/flow.svg",
    }  # fmt: skip


def record(folder: Path) -> dict:
    return json.loads((folder / "out" / "run.json").read_text(encoding="utf-8"))


def test_record_has_what_a_repetition_needs(ran):
    found = record(ran)
    assert set(found) == {
        "title", "simulated", "study", "seed", "inputs", "versions", "fingerprint", "headlines",
        "headlines_zh", "findings", "self_tests",
    }  # fmt: skip
    assert found["inputs"].keys() == {"panel.csv", "indicators.csv"}
    assert found["study"]["prepare"]["interpolate"]["max_gap"] == 3
    assert re.fullmatch(r"[0-9a-f]{12}", found["fingerprint"])
    assert found["versions"]["resilmeter"] == rm.__version__
    assert {"small-group", "cells-interpolated"} <= {entry["rule"] for entry in found["findings"]}
    table = pd.read_csv(ran / "out" / "tables" / "findings.csv")
    written = {(entry["text"], entry["text_zh"]) for entry in found["findings"]}
    assert set(zip(table["en"], table["zh"], strict=True)) <= written
    assert len(found["self_tests"]) == 21


def test_record_comes_back_as_the_study(ran):
    study = rm.Study.model_validate(record(ran)["study"]).in_folder(ran / "study")
    again = rm.run(study)
    assert again.provenance.fingerprint == record(ran)["fingerprint"]


def test_no_file_has_a_path_or_a_clock(ran):
    # four digits of their own, not four of the sixteen of a number
    year = re.compile(rf"(?<![\d.]){time.localtime().tm_year}(?!\d)".encode())
    for name, content in contents(ran / "out").items():
        assert str(ran).encode() not in content, name
        if name.endswith((".json", ".csv", ".svg")):
            # The digits of a year may occur inside a longer number, such as a coordinate.
            assert not re.search(rf"(?<![\d.]){year}(?!\d)".encode(), content), name
            assert b"<dc:date>" not in content, name


def test_workbook_has_no_clock(ran):
    with zipfile.ZipFile(ran / "out" / "tables.xlsx") as book:
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}
        assert b"2000-01-01" in book.read("docProps/core.xml")


def test_other_input_has_another_fingerprint(ran, tmp_path):
    study = write_study(tmp_path, panel=with_cell(PANEL, 3, "b", "3.0"))
    fingerprint = rm.run(rm.Study.load(study)).provenance.fingerprint
    assert fingerprint != record(ran)["fingerprint"]


def test_simulated_data_say_so_everywhere(ran):
    files = contents(ran / "out")
    report = files["report.html"].decode()
    assert report.count("SIMULATED DATA") >= 2
    assert report.count("模拟数据") >= 2
    assert record(ran)["simulated"] is True
    assert b"SIMULATED DATA" in files["figures/gini.svg"]
    assert "模拟数据" in files["figures/gini.zh.svg"].decode()
    about = CalamineWorkbook.from_path(ran / "out" / "tables.xlsx").get_sheet_by_name("about")
    cells = dict(about.to_python()[1:])
    assert cells["simulated"].startswith("SIMULATED DATA")
    assert cells["simulated_zh"].startswith("模拟数据")


def test_real_data_do_not(tmp_path):
    study = write_study(tmp_path / "study")
    said = command("run", study, "-o", tmp_path / "out")
    assert "SIMULATED" not in said.out
    for name, content in contents(tmp_path / "out").items():
        assert b"SIMULATED" not in content, name


def test_example_readme_says_simulated(tmp_path):
    assert command("new", tmp_path / "mine").code == 0
    text = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    assert "simulated" in text.casefold()


@pytest.fixture
def earlier(tmp_path):
    """A study with an earlier output, and the bytes of that output."""
    study = write_study(tmp_path / "study")
    assert command("run", study, "-o", tmp_path / "out").code == 0
    return study, tmp_path / "out", contents(tmp_path / "out")


def assert_untouched(out: Path, before: dict[str, bytes]) -> None:
    assert contents(out) == before
    assert sorted(path.name for path in out.parent.iterdir()) == ["out", "study"]


@pytest.mark.parametrize(
    ("module", "stage"),
    [("resilmeter.study.run", "scored"), ("resilmeter.study.written", "write_workbook"),
     ("resilmeter.study.written", "save_figures"), ("resilmeter.study.written", "render")],
)  # fmt: skip
def test_interrupted_run_leaves_the_old_output(module, stage, earlier, monkeypatch):
    study, out, before = earlier

    def interrupted(*_, **__):
        raise Interrupted

    monkeypatch.setattr(import_module(module), stage, interrupted)
    said = command("run", study, "-o", out, "--set", "weigh.method=equal")
    assert said.code == 130
    assert "previous output is untouched" in said.err
    assert "Traceback" not in said.text
    assert_untouched(out, before)


def test_failing_run_leaves_the_old_output(earlier):
    study, out, before = earlier
    (study.parent / "panel.csv").write_text(with_cell(PANEL, 4, "b", "abc"), encoding="utf-8")
    said = command("run", study, "-o", out)
    assert said.code == 1
    assert "row 4, column b" in said.err
    assert_untouched(out, before)


def test_full_disk_leaves_the_old_output(earlier, monkeypatch):
    study, out, before = earlier

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(import_module("resilmeter.study.written"), "write_workbook", full)
    said = command("run", study, "-o", out)
    assert said.code == 1
    assert "cannot write here (No space left on device)" in said.err
    assert_untouched(out, before)


@pytest.mark.parametrize("error", [OSError(16, "busy"), Interrupted(), KeyboardInterrupt()])
def test_old_output_comes_back_if_the_swap_fails(error, earlier, monkeypatch):
    """The old folder is already aside when the new one fails to move in."""
    _, out, before = earlier
    rename = Path.rename

    def failing(self, target):
        if self.name.startswith(".out.new-"):
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises((rm.ResilmeterError, type(error))), replaced_whole(out) as folder:
        (folder / "run.json").write_text("{}")
    assert_untouched(out, before)


def test_terminated_run_leaves_the_old_output(earlier):
    """A real process, asked to end by SIGTERM while it works in its temporary folder."""
    study, out, before = earlier
    words = [SCRIPT, "run", study, "-o", out, "--set", 'present.figures=["png", "svg", "pdf"]']
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not list(out.parent.glob(".out.new-*")) and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGTERM)
        said, complained = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"previous output is untouched" in complained
    assert b"Traceback" not in complained
    assert said == b""
    assert_untouched(out, before)


def test_new_folders_are_made_and_readable(tmp_path):
    study = write_study(tmp_path / "study")
    assert command("run", study, "-o", tmp_path / "a" / "b" / "out").code == 0
    assert (tmp_path / "a" / "b" / "out").stat().st_mode & 0o777 == 0o755


DANGEROUS = ("=1+1", "+cmd", "-2+3", "@SUM(1)", '=HYPERLINK("http://x")')


def test_no_text_of_the_data_becomes_a_formula(tmp_path):
    panel = PANEL
    for name, city in zip(DANGEROUS, ("Ahe", "Bohe", "Cohe", "Dohe", "Ehe"), strict=True):
        quoted = '"' + name.replace('"', '""') + '"'
        panel = panel.replace(f"{city},", f"{quoted},")
    indicators = INDICATORS.replace("Clinics", "=2+2").replace("Beds", "@beds")
    study = write_study(tmp_path, panel=panel.replace("North", "=North"), indicators=indicators,
                        study=STUDY.replace("Tiny study", "=cmd()"))  # fmt: skip
    assert command("run", study, "-o", tmp_path / "out").code == 0
    path = tmp_path / "out" / "tables.xlsx"
    with zipfile.ZipFile(path) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert len(sheets) == len(TABLES) + len(BY_PERIOD) + 1
        for name in sheets:
            assert b"<f>" not in book.read(name)
            assert b"hyperlink" not in book.read(name)
    read = CalamineWorkbook.from_path(path)
    assert set(DANGEROUS) <= {row[0] for row in read.get_sheet_by_name("scores").to_python()}
    assert {"=2+2", "@beds"} <= {row[1] for row in read.get_sheet_by_name("weights").to_python()}
    assert ["title", "=cmd()"] in read.get_sheet_by_name("about").to_python()


def test_markup_in_the_data_is_shown_not_run(tmp_path):
    evil = "<script>alert(1)</script>"
    study = write_study(
        tmp_path,
        panel=PANEL.replace("Ahe", evil).replace("North", "<b>North</b>"),
        indicators=INDICATORS.replace("Clinics", "<img src=x>").replace("Care", "<i>Care</i>"),
        study=STUDY.replace("Tiny study", "<script>title</script>"),
    )
    assert command("run", study, "-o", tmp_path / "out").code == 0
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for tag in ("<script>alert", "<script>title", "<img src=x", "<i>Care", "<b>North"):
        assert tag not in page


def test_dollars_and_underscores_in_names_are_drawn_as_they_stand(tmp_path):
    """Matplotlib would read text between dollar signs as mathematics, and fail on this."""
    panel = PANEL.replace("North", "US$ and A$_").replace("South", "$\\frac$")
    study = write_study(tmp_path, panel=panel)
    said = command("run", study, "-o", tmp_path / "out")
    assert said.code == 0
    drawn = (tmp_path / "out" / "figures" / "group_levels.svg").read_text(encoding="utf-8")
    assert "US$ and A$_" in drawn
    assert "$\\frac$" in drawn
