"""Take the picture of the README again: two views of the report of the example seed-001.

Needs Chromium; run `python docs/picture.py` when the report looks different.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

import resilmeter as rm
from resilmeter.study import new_study

PICTURE = Path(__file__).parent / "images" / "report.png"
WIDTH, HEIGHT, SPACE = 820, 1070, 6
BELOW = 400  # Chromium may not have painted the foot of the window yet
PAGE = """<!doctype html>
<style>
body {{ margin: 0; display: flex; gap: {space}px; background: #888 }}
iframe {{ border: 0; width: {width}px; height: 100vh }}
</style>
<iframe src="report.html" scrolling="no"></iframe>
<iframe src="report.html#en-section-gaps" scrolling="no"></iframe>
"""


def main() -> None:
    """Run the example, open its report twice side by side, and keep what the browser shows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        new_study(folder / "study", "seed-001")
        result = rm.run(rm.Study.load(folder / "study" / "study.toml"))
        rm.report(result, folder / "report.html", language="en")
        page = PAGE.format(space=SPACE, width=WIDTH)
        (folder / "two.html").write_text(page, encoding="utf-8")
        screenshot(folder)
        screen = Image.open(folder / "screen.png").convert("RGB")
        picture = screen.crop((0, 0, screen.width, HEIGHT))
        picture.quantize(128, dither=Image.Dither.NONE).save(PICTURE, optimize=True)


def screenshot(folder: Path) -> None:
    """Let Chromium draw the page, without network."""
    words = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--disable-background-networking", "--virtual-time-budget=4000",
        f"--user-data-dir={folder / 'profile'}",
        f"--window-size={2 * WIDTH + SPACE},{HEIGHT + BELOW}",
        f"--screenshot={folder / 'screen.png'}", (folder / "two.html").as_uri(),
    ]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True, timeout=60)  # noqa: S603


if __name__ == "__main__":
    main()
