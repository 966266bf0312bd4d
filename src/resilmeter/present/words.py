"""Words, names and numbers as readers see them."""

from __future__ import annotations

import math

from resilmeter.catalogue import LANGUAGES, Language, fill, load
from resilmeter.errors import refuse_unknown
from resilmeter.framework import Framework

NOT_AVAILABLE = "n/a"


def word(key: str, language: Language, **values: object) -> str:
    """Look a text of `words.toml` up and fill it."""
    return fill(load("resilmeter.present", "words.toml")[key][language], values)


def languages(choice: str) -> tuple[Language, ...]:
    """Turn the study's choice into the languages to write: en, zh, or both."""
    refuse_unknown(choice, (*LANGUAGES, "both"), "present.language")
    return LANGUAGES if choice == "both" else tuple(x for x in LANGUAGES if x == choice)


def group_title(group: str, language: Language) -> str:
    """Name of a group; the four regions of China are known in both languages."""
    known = load("resilmeter.present", "words.toml").get(f"region-{group}")
    return known[language] if known else group


def pair_title(group_a: str, group_b: str, language: Language) -> str:
    """Name of a pair of groups, or of a group with itself."""
    first, second = group_title(group_a, language), group_title(group_b, language)
    if group_a == group_b:
        return word("inside-group", language, group=first)
    return word("between-groups", language, first=first, second=second)


def indicator_title(framework: Framework, code: str, language: Language) -> str:
    """Name of an indicator."""
    return framework[code].title(language)


def joined(items: list[str], language: Language) -> str:
    """Write a list with the comma of the language."""
    return ("、" if language == "zh" else ", ").join(items)


def fixed(value: float, digits: int) -> str:
    """Write a number with a fixed number of decimals and a true minus sign.

    >>> fixed(-0.00004, 4), fixed(-0.0567, 3), fixed(float("nan"), 2)
    ('0.0000', '−0.057', 'n/a')
    """
    if math.isnan(value):
        return NOT_AVAILABLE
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "\u2212")


def percent(value: float, digits: int = 2) -> str:
    """Write a fraction in per cent, without the sign.

    >>> percent(0.73456)
    '73.46'
    """
    return fixed(100.0 * value, digits)


def direction(what: str, first: str, last: str) -> str:
    """Choose rose, fell or stayed by the numbers as they are printed."""
    before, after = (float(shown.replace("\u2212", "-")) for shown in (first, last))
    if before == after:
        return f"{what}-stayed"
    return f"{what}-rose" if after > before else f"{what}-fell"


def significant(value: float, digits: int, *, sign: bool = False) -> str:
    """Write a number with so many significant digits, without an exponent.

    >>> significant(12345.678, 4), significant(-0.0012345, 3), significant(2.5, 4, sign=True)
    ('12346', '−0.00123', '+2.5')
    """
    if math.isnan(value):
        return NOT_AVAILABLE
    places = digits - 1 - (math.floor(math.log10(abs(value))) if value else 0)
    text = f"{value:{'+' if sign else ''}.{max(places, 0)}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "\u2212")
