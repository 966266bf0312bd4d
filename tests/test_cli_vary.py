"""The commands vary and compare, from the shell's side."""

import os
import select
import signal
import subprocess
import time

import pandas as pd
import pytest
from tests.studies import SCRIPT, STUDY, command, contents, write_study

from resilmeter.study.robustness import evaluate

QUICK = ("--set", "present.workbook=false", "--set", "present.figures=[]")
OVER = ("--over", "weigh.method=critic,equal", "--over", "score.method=weighted-sum,topsis")
NO_OBSTACLES = ("--set", "analyze.obstacles=false")


@pytest.fixture
def study(tmp_path):
    return write_study(tmp_path / "study")


def test_vary_writes_tables_and_counts_beside_sentences(study, tmp_path):
    out = tmp_path / "out"
    found = command("vary", study, *OVER, *QUICK, "-o", out)
    assert found.code == 0, found.text
    assert "of 4 variants.)" in found.out
    variants = pd.read_csv(out / "tables" / "variants.csv")
    assert variants["keys"].tolist() == [
        f"weigh.method={w}; score.method={s}"
        for w in ("critic", "equal") for s in ("weighted-sum", "topsis")
    ]  # fmt: skip
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "What other choices would give" in report
    assert "rank, 5–95 %" in report


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(study, tmp_path):
    pytest.importorskip("SALib")
    words = ("vary", study, *OVER, *QUICK, "--samples", 40, "--drop-indicators", "--seed")
    runs = []
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        assert command(*words, seed, "-o", tmp_path / name).code == 0
        runs.append(contents(tmp_path / name))
    assert runs[0] == runs[1]
    assert runs[0]["tables/samples.csv"] != runs[2]["tables/samples.csv"]
    assert {"tables/sensitivity.csv", "tables/variants.csv"} <= set(runs[0])


def test_dropping_needs_no_keys(study, tmp_path):
    found = command("vary", study, "--drop-indicators", "--drop-dimensions", *QUICK,
                    "-o", tmp_path / "out")  # fmt: skip
    assert found.code == 0, found.text
    variants = pd.read_csv(tmp_path / "out" / "tables" / "variants.csv")
    assert len(variants) == 5 * 3


def test_nothing_to_try_is_refused_before_anything_is_written(study, tmp_path):
    found = command("vary", study, "-o", tmp_path / "out")
    assert found.code == 1
    assert "nothing varies" in found.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--over", "weigh.method"), 2, "Write a key and the values to try"),
        (
            ("--over", "weigh.methud=equal"),
            1,
            "weigh.methud: there is no such key. Nearest: weigh.method",
        ),
        (("--over", "weigh.method=magic"), 1, "all 1 variants were refused"),
        (("--samples", "-1"), 1, "the least allowed is 0"),
    ],
)
def test_what_cannot_be_tried_is_refused(study, tmp_path, words, code, said):
    found = command("vary", study, *words, "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert (found.code, said in found.err) == (code, True), found.text


def test_an_interruption_leaves_the_old_output(study, tmp_path, monkeypatch):
    from resilmeter.cli import Interrupted

    out = tmp_path / "out"
    assert command("run", study, *QUICK, "-o", out).code == 0
    before = contents(out)

    def stop(*_):
        raise Interrupted

    monkeypatch.setattr(evaluate, "_compute", stop)
    found = command("vary", study, *OVER, *QUICK, "-o", out)
    assert found.code == 130
    assert contents(out) == before


def test_control_c_ends_a_long_run_with_one_line(study, tmp_path):
    """A real process with a terminal: the bar counts variants, then the keyboard interrupts."""
    pty = pytest.importorskip("pty", reason="terminals of Unix")
    out = tmp_path / "out"
    assert command("run", study, *QUICK, "-o", out).code == 0
    before = contents(out)
    words = [SCRIPT, "vary", study, *QUICK, "--samples", "50000", "-o", out]
    terminal, end = pty.openpty()
    with subprocess.Popen(words, stderr=end, stdout=subprocess.PIPE) as process:
        os.close(end)
        shown = seen_until(terminal, b"/ 50,000")
        process.send_signal(signal.SIGINT)
        shown += seen_until(terminal, b"untouched.")
        said, _ = process.communicate(timeout=60)
    os.close(terminal)
    assert b"/ 50,000" in shown
    assert shown.count(b"Interrupted; the previous output is untouched.") == 1
    assert b"Traceback" not in shown
    assert (process.returncode, said) == (130, b"")
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "study"]


def seen_until(terminal, text):
    """Read what a terminal shows until it shows a text, or for a minute."""
    shown, deadline = b"", time.monotonic() + 60
    while text not in shown and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # the process has gone
                return shown
    return shown


def test_a_section_of_the_study_makes_run_do_the_same(tmp_path):
    text = STUDY + (
        '\n[robustness]\n[robustness.over]\n"weigh.method" = ["critic", "equal"]\n'
        '"score.method" = ["weighted-sum", "topsis"]\n'
    )
    asked = write_study(tmp_path / "asked", study=text)
    assert command("run", asked, *QUICK, "-o", tmp_path / "run").code == 0
    plain = write_study(tmp_path / "plain")
    assert command("vary", plain, *OVER, *QUICK, "-o", tmp_path / "vary").code == 0
    first, second = (contents(tmp_path / name) for name in ("run", "vary"))
    assert first == second


def test_compare_prints_causes_weights_ranks_and_sentences(study, tmp_path):
    for name, keys in (("one", ()), ("two", ("--set", "weigh.method=equal"))):
        assert command("run", study, *QUICK, *keys, "-o", tmp_path / name).code == 0
    found = command("compare", tmp_path / "one", tmp_path / "two")
    assert found.code == 0, found.text
    assert "key weigh.method: critic -> equal" in found.out
    assert "-> 0.2500" in found.out
    assert "first: Largest weights (CRITIC)" in found.out
    assert "weights: index" in found.out
    (tmp_path / "far" / "away").mkdir(parents=True)
    moved = study.parent.rename(tmp_path / "far" / "away" / "study")
    lost = command("compare", tmp_path / "one", tmp_path / "two")
    assert "not split over the causes" in lost.out
    split = command("compare", tmp_path / "one", tmp_path / "two", "--inputs", moved)
    assert "weights: index" in split.out
    other = command("compare", tmp_path / "one", tmp_path / "one", "--language", "zh")
    assert other.out.count("无") == 5


def test_compare_refuses_what_no_run_wrote(tmp_path):
    found = command("compare", tmp_path, tmp_path)
    assert found.code == 1
    assert "no folder that a run wrote" in found.err
