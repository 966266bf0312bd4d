"""The setting of every drawing: fonts, reproducible contents, and Axes where none are given."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from resilmeter.present.fonts import font_families
from resilmeter.present.palette import HEIGHT, WIDTH


@contextmanager
def drawing() -> Iterator[None]:
    """Set fonts and reproducible file contents for drawing and saving, and put all back."""
    settings: dict[Any, Any] = {
        "font.family": font_families(),
        "font.size": 8.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "text.parse_math": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "resilmeter",
        "pdf.fonttype": 42,
        "savefig.dpi": 300,
    }
    with mpl.rc_context(settings), warnings.catch_warnings():
        # A missing font is reported once, as a doubt of the run, not once a character.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def axes_of(ax: Axes | None) -> Axes:
    """Give the Axes, or those of a new figure."""
    if ax is not None:
        return ax
    with drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        FigureCanvasAgg(figure)
        return figure.add_subplot()
