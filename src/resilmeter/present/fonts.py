"""Find fonts that have the characters to draw; nothing global is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from matplotlib.font_manager import findfont, findSystemFonts, fontManager, get_font

CHINESE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK JP", "Microsoft YaHei",
    "PingFang SC", "Heiti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
    "Droid Sans Fallback",
)  # fmt: skip
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


FONT_FILES = ("notosanscjk", "notosanssc", "sourcehansans", "msyh", "pingfang", "wqy", "simhei")


# Characters that fonts for Japanese, or small Chinese ones, lack.
TELLING = "韧性障碍群逐渐数据缺测"
BUNDLED = "resilmeter-cjk.otf"


@cache
def chinese_font() -> str | None:
    """Name the first font that has Chinese characters: an installed one, else our own cut of Noto.

    Matplotlib remembers the fonts it found when it first ran; a font installed later is looked for
    among the font files of the system.
    """
    known = _known()
    if known is None:
        for path in findSystemFonts():
            if Path(path).name.lower().replace("-", "").startswith(FONT_FILES):
                fontManager.addfont(path)
        known = _known()
    return known or _bundled()


def _known() -> str | None:
    """Name the first font known to matplotlib that has what Chinese figures need."""
    files = {entry.name: entry.fname for entry in fontManager.ttflist}
    return next((n for n in CHINESE_FONTS if n in files and not lacking(TELLING, files[n])), None)


def _bundled() -> str | None:
    """Make the font that comes with resilmeter known; None where it was left out."""
    file = Path(__file__).parent / "font_files" / BUNDLED
    if not file.exists():
        return None
    fontManager.addfont(file)
    return fontManager.ttflist[-1].name


def lacking(text: str, file: str | Path) -> list[str]:
    """List the characters of a text that a font file has no glyph for.

    >>> lacking("ab", findfont("DejaVu Sans"))
    []
    """
    font = get_font(file)
    return [sign for sign in dict.fromkeys(text) if not font.get_char_index(ord(sign))]


def undrawn(texts: Iterable[str]) -> list[str]:
    """List the Chinese characters of texts that the font in use lacks."""
    name = chinese_font()
    signs = "".join(dict.fromkeys(sign for text in texts for sign in CHINESE.findall(text)))
    return lacking(signs, findfont(name)) if name else list(signs)


def font_families() -> list[str]:
    """List fonts to draw with, per character in this order."""
    found = chinese_font()
    return ["DejaVu Sans", *([found] if found else [])]


def has_chinese(text: str) -> bool:
    """Tell whether a text has Chinese characters."""
    return CHINESE.search(text) is not None
