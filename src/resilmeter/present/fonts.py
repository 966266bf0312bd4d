"""Find fonts that have the characters to draw; nothing global is changed."""

from __future__ import annotations

import re
from functools import cache

from matplotlib.font_manager import fontManager

CHINESE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK JP", "Microsoft YaHei",
    "PingFang SC", "Heiti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
    "Droid Sans Fallback",
)  # fmt: skip
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@cache
def chinese_font() -> str | None:
    """Name of the first installed font with Chinese characters, or None."""
    installed = {entry.name for entry in fontManager.ttflist}
    return next((name for name in CHINESE_FONTS if name in installed), None)


def font_families() -> list[str]:
    """List fonts to draw with, per character in this order."""
    found = chinese_font()
    return ["DejaVu Sans", *([found] if found else [])]


def has_chinese(text: str) -> bool:
    """Tell whether a text has Chinese characters."""
    return CHINESE.search(text) is not None
