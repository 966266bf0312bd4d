"""Every example of README, CONTRIBUTING and docs is run, as a reader would: top to bottom."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import resilmeter as rm
from resilmeter.weighting import WEIGHTINGS
from resilmeter.weighting.methods import on_scaled

ROOT = Path(__file__).parents[2]
RUNNABLE = {"python", "console"}
FENCE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
CAPTION = re.compile(r":caption: *(\S+)\n")
NAMED = re.compile(r"# (\w+\.toml)\n")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
COMMAND = Path(sys.executable).with_name("resilmeter")


@dataclass(frozen=True)
class Block:
    """One code block: its language, its text, and the file it says it is."""

    language: str
    text: str
    file: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    source = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(source):
        info, body = match["info"].strip(), match["body"]
        language = info.removeprefix("{code-block}").strip()
        caption = CAPTION.match(body)
        named = NAMED.match(body)
        text = body[caption.end() :].lstrip("\n") if caption else body
        file = caption[1] if caption else named[1] if named else ""
        yield Block(language, text, file, source[: match.start()].count("\n") + 1)


def run_page(page: Path, folder: Path) -> dict[str, Any]:
    """Run the blocks of a page in one folder and one namespace; return the namespace."""
    names: dict[str, Any] = {"__name__": f"page_{page.stem}"}
    for block in blocks(page):
        place = f"{page.name}, line {block.line}"
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            run_python(block.text, names, place)
        elif block.language == "console":
            run_console(block.text, folder, place)
    return names


def run_python(text: str, names: dict[str, Any], place: str) -> None:
    if not text.startswith(">>>"):
        exec(compile(text, place, "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(text, names, place, place, 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    failed = runner.run(test, out=report.append, clear_globs=False).failed
    names.update(test.globs)
    assert not failed, "".join(report)


def run_console(text: str, folder: Path, place: str) -> None:
    """Run each `$ resilmeter` line and compare what it prints with the lines below it.

    `$ echo $?` shows the exit code of the command before; without it the command must succeed.
    """
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    for number, part in enumerate(parts):
        command, _, wanted = part.partition("\n")
        if command.startswith("resilmeter"):
            after = parts[number + 1] if number + 1 < len(parts) else ""
            code = int(after.split("\n")[1]) if after.startswith("echo $?") else 0
            got = run_command(command, folder, code, place)
            checker = doctest.OutputChecker()
            fits = not wanted.strip() or checker.check_output(wanted, got, OPTIONS)
            assert fits, f"{place}: {command} printed\n{got}\nwhere the page says\n{wanted}"


def run_command(command: str, folder: Path, code: int, place: str) -> str:
    words = [str(COMMAND), *command.split()[1:]]
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, f"{place}: {command} gave {done.returncode}\n{done.stderr}"
    return done.stdout if done.returncode == 0 else done.stdout + done.stderr


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
RUN = [page for page in PAGES if any(block.language in RUNNABLE for block in blocks(page))]


@pytest.mark.parametrize("page", RUN, ids=[str(page.relative_to(ROOT)) for page in RUN])
def test_every_block_runs_and_prints_what_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_page(page, tmp_path)


def test_the_verbs_and_the_readme_are_among_the_pages_that_run() -> None:
    names = {page.stem for page in RUN}
    verbs = {"read", "check", "prepare", "weigh", "score", "analyze", "drivers", "present"}
    assert {"README", "CONTRIBUTING", "start", "zh", *verbs} <= names


def test_the_readme_keeps_its_promise_of_20_and_15_lines() -> None:
    found = {block.language: block.text for block in blocks(ROOT / "README.md")}
    assert len(found["toml"].splitlines()) <= 20
    assert len(found["python"].splitlines()) <= 15


def test_the_worked_example_of_a_new_method_is_a_method(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = run_page(ROOT / "CONTRIBUTING.md", tmp_path)
    tests = [name for name in names if name.startswith("test_")]
    assert len(tests) == 4
    for name in tests:
        names[name]()
    kernel = names["variance"]
    monkeypatch.setitem(WEIGHTINGS, "variance", on_scaled(kernel))
    scaled = rm.normalize(rm.interpolate(rm.example("seed-000")))
    weights = rm.weigh(scaled, method="variance")  # type: ignore[arg-type]
    assert weights.values.sum() == pytest.approx(1.0)


def test_local_links_of_the_root_pages_lead_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        for target in link.findall((ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{name} links to {target}"
