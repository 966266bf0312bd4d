"""Text for people, in English and Chinese, kept in TOML files and looked up by key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@cache
def load(package: str, name: str) -> dict[str, dict[str, str]]:
    """Read the catalogue `name` of `package`: key -> language -> text."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put `values` into the placeholders of `text`, without touching their own braces."""
    return text.format_map({name: _shown(value) for name, value in values.items()})


def _shown(value: object) -> object:
    """Join lists as a reader would; leave numbers to the format given in the text."""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return value
