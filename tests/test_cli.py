"""The command: exit codes, streams, languages; as a function and as a real process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.studies import PANEL, SCRIPT, command, with_cell, write_study

from resilmeter import __version__

COMMANDS = ("new", "check", "run", "report", "schema", "methods", "version")


def process(*words, **how):
    """Run the installed script as a user does."""
    return subprocess.run(
        [SCRIPT, *map(str, words)], capture_output=True, text=True, timeout=120, check=False, **how
    )


@pytest.fixture
def study(tmp_path):
    return write_study(tmp_path / "study")


def test_help_lists_the_commands():
    said = command("--help")
    assert said.code == 0
    for name in COMMANDS:
        assert name in said.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name):
    said = command(name, "--help")
    assert said.code == 0
    assert f"resilmeter {name}" in said.out


def test_version():
    assert command("version").out == f"{__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "study.toml", "--frobnicate"), "No such option"),
        (("run",), "Missing argument"),
        (("frobnicate",), "No such command"),
        (("check", "study.toml", "--language", "fr"), "fr"),
        (("methods", "entropie"), "no method 'entropie'. Nearest: entropy"),
        (("new", "x", "--like", "seed-009"), "no example 'seed-009'"),
    ],
)
def test_wrong_usage_returns_two(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = command(*words)
    assert found.code == 2
    assert said in found.err
    assert found.out == ""
    assert "Traceback" not in found.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", ["run", "check"])
@pytest.mark.parametrize("bad", ["weigh.method", "=critic", "weigh..method=x"])
def test_bad_set_is_wrong_usage(verb, bad, study, tmp_path):
    words = ("-o", tmp_path / "out") if verb == "run" else ()
    found = command(verb, study, "--set", bad, *words)
    assert found.code == 2
    assert f"cannot understand --set {bad}. Write it as key=value" in found.err
    assert not (tmp_path / "out").exists()


def test_run_prints_results_on_stdout_and_progress_on_stderr(study, tmp_path):
    found = command("run", study, "-o", tmp_path / "out")
    assert found.code == 0
    assert "The mean index rose" in found.out
    assert str(tmp_path / "out" / "report.html") in found.out
    assert "Reading and checking" in found.err
    assert "Reading" not in found.out


def test_run_speaks_the_language_of_the_study(study, tmp_path):
    sets = ("--set", "present.language=zh", "--set", "data.simulated=true")
    found = command("run", study, "-o", tmp_path / "out", *sets)
    assert "模拟数据" in found.out
    assert "平均指数由" in found.out
    assert "The mean index" not in found.out


def test_check_changes_nothing_and_passes(study):
    before = sorted(path.name for path in study.parent.iterdir())
    found = command("check", study)
    assert found.code == 0
    assert "Nothing stands in the way of a run." in found.out
    assert "Doubts (7)" in found.out
    assert sorted(path.name for path in study.parent.iterdir()) == before


def test_check_passes_exactly_what_runs(study, tmp_path):
    (study.parent / "panel.csv").write_text(with_cell(PANEL, 2, "b", ""), encoding="utf-8")
    for key, code in (("true", 0), ("false", 1)):
        sets = ("--set", f"prepare.interpolate.extrapolate={key}")
        assert command("check", study, *sets).code == code
        assert command("run", study, "-o", tmp_path / key, *sets).code == code


@pytest.mark.parametrize("words", [("--language", "zh"), ("--language=zh",)])
def test_check_speaks_chinese_when_asked(study, words):
    found = command("check", study, *words)
    assert "疑点 (7)" in found.out
    assert "可以运行" in found.out


@pytest.mark.parametrize("words", [("--language", "zh"), ("--language=zh",)])
def test_refusals_speak_chinese_when_asked(tmp_path, words):
    found = command("check", tmp_path / "none.toml", *words)
    assert found.code == 1
    assert "问题 (1)" in found.err
    assert "没有这个文件" in found.err


def test_a_folder_called_zh_does_not_change_the_language(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = command("run", "none.toml", "-o", "zh")
    assert found.code == 1
    assert "Problems (1)" in found.err


def test_real_process_refuses_without_a_traceback(study, tmp_path):
    (study.parent / "panel.csv").write_text(with_cell(PANEL, 4, "b", "abc"), encoding="utf-8")
    found = process("run", study, "-o", tmp_path / "out")
    assert found.returncode == 1
    assert "panel.csv, row 4, column b: cannot read 'abc' as a number" in found.stderr
    assert "Traceback" not in found.stderr
    assert found.stdout == ""
    assert not (tmp_path / "out").exists()


def test_real_process_returns_two_on_wrong_usage():
    found = process("run", "--frobnicate")
    assert found.returncode == 2
    assert "--frobnicate" in found.stderr


def test_real_process_runs_from_another_folder(study, tmp_path):
    found = process("run", "study/study.toml", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert (tmp_path / "out" / "report.html").is_file()
    assert "out/report.html" in found.stdout


def test_real_process_does_not_fail_on_a_western_code_page(study):
    """Windows writes redirected output in its code page, which has no Chinese."""
    found = subprocess.run(
        [SCRIPT, "check", study, "--language", "zh"], capture_output=True, timeout=120,
        check=False, env=os.environ | {"PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    assert found.returncode == 0
    assert b"Traceback" not in found.stderr


def test_help_does_not_load_what_it_does_not_need():
    code = (
        "import sys; sys.argv = ['resilmeter', '--help']\n"
        "from resilmeter.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'scipy', 'pydantic', 'jinja2'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert "LOADED []" in found.stdout
