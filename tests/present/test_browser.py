"""The report in a real browser: it opens from a file, offline, and shows what it holds."""

import os
import shutil
import subprocess

import matplotlib.image
import pytest

import resilmeter as rm

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and os.environ.get("CI"):
        pytest.fail("CI has no chromium: .ci/run must install it")
    if found is None:
        pytest.skip("no chromium on this machine")
    return found


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    rm.new_study(folder / "study", "seed-000")
    study = rm.Study.load(folder / "study" / "study.toml")
    return rm.report(rm.run(study), folder / "report.html", language="both")


def look(browser, report, tmp_path, *more):
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [browser, *FLAGS, profile, *more, report.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def test_the_page_opens_without_a_complaint(browser, report, tmp_path):
    done = look(browser, report, tmp_path, "--enable-logging=stderr", "--v=0", "--dump-dom")
    assert "SIMULATED DATA" in done.stdout
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert complaints == []


def test_the_first_screen_shows_text_and_the_figures_are_drawn(browser, report, tmp_path):
    picture = tmp_path / "page.png"
    size = "--window-size=1100,14000"
    look(browser, report, tmp_path, size, f"--screenshot={picture}", "--hide-scrollbars")
    pixels = matplotlib.image.imread(picture)[:, :, :3]
    bar = abs(pixels - [0x9D / 255, 0xB7 / 255, 0xD5 / 255]).max(axis=2) < 0.01
    # The bars of the first figure alone cover tens of thousands of pixels of their colour.
    assert bar.sum() > 10_000
    assert (pixels[:600].std(axis=(0, 1)) > 0.02).all()
