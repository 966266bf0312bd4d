"""How large the report is, how soon its interactive part is ready, how long a step takes.

Needs Chromium and playwright (extra `test`). Run `python benchmarks/report.py`.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright
from timing import best

import resilmeter as rm
from resilmeter.present.explorer import explorer
from resilmeter.present.explorer.page import libraries
from resilmeter.present.figures.draw import figures
from resilmeter.present.report import render
from resilmeter.result import Result

STEPS = 10


def study(folder: Path, units: int, periods: int, indicators: int) -> Result:
    """Simulate a panel of values that have nothing in common, the hardest to compress."""
    rng = np.random.default_rng(7)
    codes = [f"x{j}" for j in range(indicators)]
    lines = ["code,dimension,direction"]
    lines += [f"{code},D{j % 5},{'higher' if j % 3 else 'lower'}" for j, code in enumerate(codes)]
    (folder / "indicators.csv").write_text("\n".join(lines), encoding="utf-8")
    rows = [",".join(["unit", "period", "group", *codes])]
    values = rng.lognormal(3, 1, (units, periods, indicators)).round(3)
    for u, t in np.ndindex(units, periods):
        cells = ",".join(map(str, values[u, t]))
        rows.append(f"Unit {u},{2000 + t},{'NESW'[u % 4]},{cells}")
    (folder / "panel.csv").write_text("\n".join(rows), encoding="utf-8")
    text = """title = "Benchmark"
[data]
panel = "panel.csv"
indicators = "indicators.csv"
unit = "unit"
period = "period"
group = "group"
"""
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return rm.run(rm.Study.load(folder / "study.toml"))


def ready(page: Page, path: Path) -> float:
    """Open a page and wait until its charts stand."""
    start = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-explorer]", state="attached")
    return time.perf_counter() - start


def steps(page: Page) -> float:
    """Move the slider and wait for the marks of the new period; the slowest of some steps."""
    slider = page.locator('.explore [data-part="period"]')
    page.wait_for_selector('html[data-explorer="complete"]', state="attached")
    slider.press("Home")
    times = []
    for _ in range(STEPS):
        before = page.locator(".said").text_content()
        start = time.perf_counter()
        slider.press("ArrowRight")
        while page.locator(".said").text_content() == before:
            pass
        times.append(time.perf_counter() - start)
    return max(times)


def measure(units: int, periods: int, indicators: int) -> None:
    """Print sizes and times of one study."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        result = study(folder, units, periods, indicators)
        drawn = figures(result, "en")
        text = render(result, {"en": drawn})
        (folder / "report.html").write_text(text, encoding="utf-8")
        seconds = best(lambda: explorer(result, ("en",)), 3)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_context(offline=True).new_page()
        opened = min(ready(page, folder / "report.html") for _ in range(3))
        print(
            f"{units} x {periods} x {indicators}: {len(text.encode()) / 1e6:.2f} MB; built in"
            f" {seconds:.2f} s, ready in {opened:.2f} s, slowest step {1e3 * steps(page):.0f} ms"
        )
        browser.close()


def bundling() -> None:
    """Time what is paid once in a process: bundling the libraries."""
    start = time.perf_counter()
    size = len(libraries()[0])
    print(f"libraries: {size / 1e6:.2f} MB, bundled in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    bundling()
    measure(343, 15, 12)
    measure(300, 20, 40)
