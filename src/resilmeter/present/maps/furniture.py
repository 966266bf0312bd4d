"""What stands around the panels of a map: legend, source line, places of the panels."""

from __future__ import annotations

import re
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from resilmeter.catalogue import Language
from resilmeter.present.fonts import font_families
from resilmeter.present.maps.classes import MapClasses
from resilmeter.present.maps.draw import not_studied
from resilmeter.present.maps.sheet import Sheet
from resilmeter.present.palette import SEQUENTIAL
from resilmeter.present.words import joined, word
from resilmeter.read import Boundaries

TITLE = 0.075  # height of a panel's title over that of the panel
NOTE = 5.0  # size of the source line, in points
NAMED = 8  # units without a shape that the source line names
NARROW = 340.0  # points (120 mm): narrower figures have two legend entries on a line, not three

# What a line may end after: a Chinese character or a word, with the marks that close it.
CLOSING = "，。、；：？！）》”"
PIECES = re.compile(rf"(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[{CLOSING}]*\s*|\s+")


def panels(ax: Axes, count: int, wide: int) -> list[Axes]:
    """Lay small Axes out inside an empty one, so many in a row."""
    blank(ax)
    down = -(-count // wide)
    room = 1 / down
    return [
        ax.inset_axes((
            (place % wide) / wide + 0.005, 1 - (place // wide + 1) * room,
            1 / wide - 0.01, room * (1 - TITLE),
        ))
        for place in range(count)
    ]  # fmt: skip


def blank(ax: Axes) -> None:
    """Hide an Axes that only holds others and a source line."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def source_line(ax: Axes, boundaries: Boundaries, sheet: Sheet, language: Language) -> Axes:
    """Write under a map where its borders come from, and how they were projected."""
    if boundaries.tiles:
        text = word("map-tiles", language)
    else:
        at = sheet.projection
        place = {"lon": f"{at.lon:g}", "lat": f"{at.lat:g}"}
        named = word(f"projection-{at.name}", language, **place)
        text = word("map-source", language, source=boundaries.source, projection=named)
        text += _without_shape(boundaries, language)
    lines = wrapped(text, map_width(ax) / NOTE)
    ax.set_xlabel(lines, fontsize=NOTE, family=font_families(), color="0.35", loc="left",
                  labelpad=2)  # fmt: skip
    return ax


def _without_shape(boundaries: Boundaries, language: Language) -> str:
    """Name the units that no map can show, or the first of many."""
    lacking = boundaries.unmatched
    if not lacking:
        return ""
    named = [*lacking[:NAMED], *(["…"] if len(lacking) > NAMED else [])]
    return word("map-without-shape", language, count=len(lacking), units=joined(named, language))


def wrapped(text: str, ems: float) -> str:
    r"""Break a text into lines; a Chinese character is an em wide, any other about half of one.

    >>> wrapped("one two three", 4.5)
    'one two\nthree'
    """
    lines, used = [""], 0.0
    for piece in PIECES.findall(text):
        wide = sum(1.0 if sign >= "\u2e80" else 0.55 for sign in piece)
        if used + wide > ems and used > 0:
            lines, used = [*lines, ""], 0.0
        lines[-1] += piece
        used += wide
    return "\n".join(line.rstrip() for line in lines)


def map_width(ax: Axes) -> float:
    """Give the width of the figure that an Axes belongs to, in points."""
    return float(ax.figure.get_figure(root=True).get_size_inches()[0]) * 72


def class_colours(count: int) -> list[Any]:
    """Colours from light to dark, one a class."""
    return list(mpl.colormaps[SEQUENTIAL](np.linspace(0.12, 0.95, count) if count > 1 else [0.5]))


def class_entries(classes: MapClasses) -> list[Patch]:
    """Give the legend entries of classes."""
    paint = class_colours(len(classes.labels))
    return [
        Patch(fc=colour, ec="0.45", lw=0.3, label=label)
        for colour, label in zip(paint, classes.labels, strict=True)
    ]


def map_legend(ax: Axes, entries: list[Patch], sheet: Sheet, language: Language) -> None:
    """Put the legend above the map."""
    if not entries and not sheet.main.around:
        return
    handles = [*entries, not_studied(language)] if sheet.main.around else entries
    ax.legend(
        handles=handles, frameon=False, ncols=3 if map_width(ax) > NARROW else 2, fontsize=6.5,
        loc="lower center", bbox_to_anchor=(0.5, 1.0), handlelength=1.6, columnspacing=1.2,
    )  # fmt: skip
