"""Find fonts that have the characters to draw; nothing global is changed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from matplotlib.font_manager import findSystemFonts, fontManager

CHINESE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK JP", "Microsoft YaHei",
    "PingFang SC", "Heiti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
    "Droid Sans Fallback",
)  # fmt: skip
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


FONT_FILES = ("notosanscjk", "notosanssc", "sourcehansans", "msyh", "pingfang", "wqy", "simhei")


@cache
def chinese_font() -> str | None:
    """Name the first installed font with Chinese characters, or None.

    Matplotlib remembers the fonts it found when it first ran; a font installed later is looked for
    among the font files of the system.
    """
    known = _known()
    if known is None:
        for path in findSystemFonts():
            if Path(path).name.lower().replace("-", "").startswith(FONT_FILES):
                fontManager.addfont(path)
        known = _known()
    return known


def _known() -> str | None:
    installed = {entry.name for entry in fontManager.ttflist}
    return next((name for name in CHINESE_FONTS if name in installed), None)


def font_families() -> list[str]:
    """List fonts to draw with, per character in this order."""
    found = chinese_font()
    return ["DejaVu Sans", *([found] if found else [])]


def has_chinese(text: str) -> bool:
    """Tell whether a text has Chinese characters."""
    return CHINESE.search(text) is not None
