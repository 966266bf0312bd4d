"""Write names and codes of places in one form, so that equal ones can be found."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|景颇|柯尔克孜|羌"
)
AUTONOMOUS = re.compile(rf"(?:(?:{PEOPLES})族?)+自治(?:州|县)$")
SUFFIX = re.compile(r"(?:维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|地区|林区|市|省|盟)$")


def plain(name: str) -> str:
    """Write a name in its compatible characters (NFKC), without blanks, in small letters.

    >>> plain("武 汉 市"), plain("４２０１００")
    ('武汉市', '420100')
    """
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def stem(name: str) -> str:
    """Leave out what a Chinese name says about the rank of the place.

    >>> stem("黔西南布依族苗族自治州"), stem("内蒙古自治区"), stem("大兴安岭地区")
    ('黔西南', '内蒙古', '大兴安岭')
    """
    text = plain(name)
    short = AUTONOMOUS.sub("", text) or text
    return (SUFFIX.sub("", short) or short) if short == text else short


def stems(name: str) -> tuple[str, ...]:
    """List the stems that a unit's name may stand for; 恩施州 may be short for 恩施…自治州.

    >>> stems("恩施州")
    ('恩施州', '恩施')
    """
    found = stem(name)
    return (found, found[:-1]) if found.endswith("州") and len(found) > 2 else (found,)


def adcode(name: str) -> str:
    """Write a code of six digits from its forms of 4, 6 and 12 digits; other texts stay.

    >>> adcode("4201"), adcode("420100000000"), adcode("420100.0"), adcode("Ahe")
    ('420100', '420100', '420100', 'ahe')
    """
    text = re.sub(r"\.0+$", "", plain(name))
    if not text.isdecimal():
        return text
    return text + "00" if len(text) == 4 else text[:6] if len(text) == 12 else text


@cache
def former_names() -> dict[str, str]:
    """Give the present name or code of a place by its former or misspelt one."""
    text = files(__package__).joinpath("former_names.csv").read_text(encoding="utf-8")
    return {row["former"]: row["now"] for row in csv.DictReader(text.splitlines())}


def renamed(name: str) -> str:
    """Give the present stem or code of a place.

    >>> renamed("襄樊市"), renamed("522400"), renamed("武汉市")
    ('襄阳', '520500', '武汉')
    """
    found = stem(adcode(name))
    return former_names().get(found, found)
