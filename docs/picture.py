"""Take the pictures of README and docs again, from the report of the example seed-001.

Needs Chromium and the extra `test`; run `python docs/picture.py` when the report looks different.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import resilmeter as rm
from resilmeter.study import new_study

IMAGES = Path(__file__).parent / "images"
WIDTH, HEIGHT, SPACE = 1000, 1070, 6


def main() -> None:
    """Run the example, open its report, and keep three views of it."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        new_study(folder / "study", "seed-001")
        result = rm.run(rm.Study.load(folder / "study" / "study.toml"))
        rm.report(result, folder / "report.html", language="both")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        size = {"width": WIDTH, "height": HEIGHT}
        page = browser.new_context(offline=True, viewport=size).new_page()
        page.goto((folder / "report.html").as_uri())
        page.wait_for_selector('html[data-explorer="complete"]', state="attached")
        first = view(page)
        page.locator("#en-section-gaps").scroll_into_view_if_needed()
        page.evaluate("document.getElementById('en-section-gaps').scrollIntoView()")
        keep(side_by_side(first, view(page)), "report.png")
        page.locator('.explore:visible [data-part="profile"]').evaluate("e => e.scrollIntoView()")
        profile = view(page)
        page.locator('label[for="show-zh"]').click()
        page.evaluate("scrollTo(0, 0)")
        page.locator('.explore[data-language="zh"] svg.marks').nth(2).wait_for()
        keep(side_by_side(profile, view(page)), "explorer.png")
        browser.close()


def view(page: Page) -> Image.Image:
    """Give what the window shows."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def side_by_side(left: Image.Image, right: Image.Image) -> Image.Image:
    """Join two views."""
    whole = Image.new("RGB", (left.width + SPACE + right.width, HEIGHT), "#888888")
    whole.paste(left, (0, 0))
    whole.paste(right, (left.width + SPACE, 0))
    return whole


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture small enough for a repository."""
    picture.quantize(128, dither=Image.Dither.NONE).save(IMAGES / name, optimize=True)


if __name__ == "__main__":
    main()
