"""A figure inside the report: the same picture in less than half of the text."""

from __future__ import annotations

import re
from collections import Counter

from markupsafe import Markup

PREAMBLE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
TAG = re.compile(r"<[^<>]+>")
LONG = re.compile(r"-?\d+\.\d{3,}")
NAME = re.compile(r'^<g id="[^"]*"')  # only shapes and clips are referred to, groups never
# A rectangle as matplotlib draws it, corner by corner and back to the first.
CORNER = r"(-?[\d.]+) (-?[\d.]+)"
BOX = re.compile(rf"M {CORNER} L {CORNER} L {CORNER} L {CORNER} (?:L \1 \2 |z )")
# How a shape looks, repeated with every shape: said once, as a class, where it occurs often.
LOOK = re.compile(r"(?: clip-path='(url\([^']*\))')? style='([^']*)'")
OFTEN = 3
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
    text = _classed(BOX.sub(_box, text))
    written = re.sub('[%#"&]', lambda sign: MEANT[sign[0]], text)
    return Markup("data:image/svg+xml," + written)  # noqa: S704  no double quote is left


def _smaller(tag: re.Match[str]) -> str:
    """Round the numbers of a tag, and put its quotes the other way round: they are rarer then."""
    inside = re.sub(r"\s+", " ", LONG.sub(_rounded, NAME.sub("<g", tag[0])))
    return inside.translate(QUOTES)


def _box(corners: re.Match[str]) -> str:
    """Write a rectangle by its sides; other shapes of four corners stay as they are."""
    x0, y0, x1, y1, x2, y2, x3, y3 = corners.groups()
    if (y1, x2, y3, x3) == (y0, x1, y2, x0):
        return f"M{x0} {y0}H{x1}V{y2}H{x0}Z"
    if (x1, y2, x3, y3) == (x0, y1, x2, y0):
        return f"M{x0} {y0}V{y1}H{x2}V{y0}Z"
    return corners[0]


def _classed(text: str) -> str:
    """Turn looks that occur often into classes."""
    counts = Counter(LOOK.findall(text))
    often = [look for look, count in counts.items() if count >= OFTEN]
    names = {look: f"c{place}" for place, look in enumerate(often)}
    rules = "".join(
        f".{name}{{{style}{f';clip-path:{clip}' if clip else ''}}}"
        for (clip, style), name in names.items()
    )

    def name(look: re.Match[str]) -> str:
        """Write the class of a look that has one; leave any other as it stands."""
        known = names.get((look[1] or "", look[2]))
        return f" class='{known}'" if known else look[0]

    return LOOK.sub(name, text).replace("</style>", f"{rules}</style>", 1)


def _rounded(number: re.Match[str]) -> str:
    short = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short
