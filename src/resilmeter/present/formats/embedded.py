"""Put figures into a page: as shapes while they are small, as pictures when they are not."""

from __future__ import annotations

import base64
import io
import re

from matplotlib.figure import Figure
from PIL import Image

from resilmeter.present.drawing import drawing
from resilmeter.present.formats.compact import data_uri

# A page of 2 MB holds some twenty figures of this size; files of figures are shapes at any size.
LARGEST = 150_000
DOTS = 144  # per inch of a picture in the page
COLOURS = 96  # of such a picture: a few classes and their edges
OUTLINE = re.compile(rb' d="[^"]*"')
DECIMALS = re.compile(rb"(\.\d\d)\d+")


def short_numbers(svg: bytes) -> bytes:
    """Cut coordinates of outlines to hundredths of a point, which halves a map.

    >>> short_numbers(b'<path d="M 1.23456 7"/><text>1.23456</text>')
    b'<path d="M 1.23 7"/><text>1.23456</text>'
    """
    return OUTLINE.sub(lambda found: DECIMALS.sub(rb"\1", found[0]), svg)


def source_of(figure: Figure, svg: bytes) -> str:
    """Write a figure as the source of an image in a page.

    Parameters
    ----------
    figure : Figure
        The figure.
    svg : bytes
        The same as SVG, which is taken unless it is large even when compact, as maps are.

    Returns
    -------
    str
        A data URI.
    """
    shapes = data_uri(svg)
    if len(shapes) <= LARGEST:
        return shapes
    buffer = io.BytesIO()
    with drawing():
        figure.savefig(buffer, format="png", dpi=DOTS, metadata={"Software": "resilmeter"})
    small = io.BytesIO()
    with Image.open(buffer) as picture:
        picture.convert("RGB").quantize(COLOURS).save(small, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(small.getvalue()).decode("ascii")
