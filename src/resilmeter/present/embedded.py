"""A figure inside the report: the same picture in less than half of the text."""

from __future__ import annotations

import re

from markupsafe import Markup

PREAMBLE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
TAG = re.compile(r"<[^<>]+>")
LONG = re.compile(r"-?\d+\.\d{3,}")
NAME = re.compile(r'^<g id="[^"]*"')  # only shapes and clips are referred to, groups never
QUOTES = str.maketrans({'"': "'", "'": '"'})
# What would end the attribute, or have another meaning in an address or in HTML.
MEANT = {"%": "%25", "#": "%23", '"': "%22", "&": "%26"}


def data_uri(svg: bytes) -> Markup:
    r"""Write an SVG of matplotlib as the address of an image.

    Parameters
    ----------
    svg : bytes
        UTF-8.

    Returns
    -------
    Markup
        "data:image/svg+xml,...", safe between double quotes. Coordinates keep two decimals (a
        hundredth of a point); comments, metadata and indentation are gone; texts are as they were.

    Examples
    --------
    >>> print(data_uri(b'<svg><path d="M 1.23456 2\nL 3 4"/> <text>0.12345 #</text></svg>'))
    data:image/svg+xml,<svg><path d='M 1.23 2 L 3 4'/><text>0.12345 %23</text></svg>
    """
    text = PREAMBLE.sub("", svg.decode("utf-8"))
    text = re.sub(r">\s+<", "><", TAG.sub(_smaller, text)).strip()
    written = re.sub('[%#"&]', lambda sign: MEANT[sign[0]], text)
    return Markup("data:image/svg+xml," + written)  # noqa: S704  no double quote is left


def _smaller(tag: re.Match[str]) -> str:
    """Round the numbers of a tag, and put its quotes the other way round: they are rarer then."""
    inside = re.sub(r"\s+", " ", LONG.sub(_rounded, NAME.sub("<g", tag[0])))
    return inside.translate(QUOTES)


def _rounded(number: re.Match[str]) -> str:
    short = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short
