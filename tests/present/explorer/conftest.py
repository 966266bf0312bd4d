"""A browser without network, and pages opened in it with everything it complains about."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import Any

import pytest

from resilmeter.present.figures.draw import figures
from resilmeter.present.report import render


@dataclass
class Opened:
    """A page, and what it said and asked for."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def labels(self, chart: str) -> list[str]:
        """Texts of the marks of a chart, as a screen reader gives them."""
        marks = self.page.locator(f'.explore:visible [data-part="{chart}"] path[aria-label]')
        return [mark.get_attribute("aria-label") for mark in marks.all()]

    def said(self, text: str) -> bool:
        """Wait until the line above the charts holds a text; the views are drawn by then."""
        line = self.page.locator(".explore:visible .said")
        line.filter(has_text=text).wait_for(timeout=10_000)
        return text in line.inner_text()


@pytest.fixture(scope="session")
def chromium():
    """Launch one browser; CI must have it, elsewhere its absence is a skip."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and os.environ.get("CI"):
        pytest.fail("CI has no chromium: .ci/run must install it")
    if found is None:
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, tmp_path):
    """Open the report of a result without network, and wait until the explorer is complete."""
    contexts = []

    def opened(result, *, languages=("en",), width=1100, scripts=True):
        path = tmp_path / "report.html"
        drawn = {code: figures(result, code) for code in languages}
        path.write_text(render(result, drawn), encoding="utf-8")
        context = chromium.new_context(
            offline=True, viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        out = Opened(page)
        page.on("console", lambda message: out.complaints.append(message.text))
        page.on("pageerror", lambda error: out.complaints.append(str(error)))
        page.on("dialog", lambda dialog: out.complaints.append(dialog.message))
        page.on("request", lambda request: out.requests.append(request.url))
        page.goto(path.as_uri())
        if scripts and page.locator(".explore").count():
            page.wait_for_selector('html[data-explorer="complete"]', state="attached")
        return out

    yield opened
    for context in contexts:
        context.close()
