"""Draw one panel: areas, outlines, inset and scale bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection, PathCollection
from matplotlib.patches import Patch, PathPatch
from matplotlib.patheffects import withStroke

from resilmeter.catalogue import Language
from resilmeter.present.maps.projection import Box
from resilmeter.present.maps.sheet import Layers, Sheet
from resilmeter.present.words import word

GREY, HATCH, HATCHED = "0.95", "////", "0.84"
NICE = (1.0, 2.0, 5.0)
FULL = 220.0  # points: narrower maps have thinner lines
NAMED = 36.0  # points: the width of an inset that has room for its name


def draw_panel(
    ax: Axes, sheet: Sheet, colours: Mapping[str, Any], language: Language | None
) -> Axes:
    """Draw units in their colours, and all else as not studied.

    Parameters
    ----------
    ax : Axes
        Where to.
    sheet : Sheet
        The shapes.
    colours : mapping of str to colour
        Colour of each unit; a unit without one is drawn as not studied.
    language : {"en", "zh"} or None
        Language of inset and scale bar; None to leave out scale bar and words.

    Returns
    -------
    Axes
    """
    thin = float(np.clip(sheet.size / FULL, 0.4, 1.0))
    _areas(ax, sheet.main, colours, thin)
    _frame(ax, sheet.window)
    if sheet.inset is not None and sheet.sea is not None:
        x0, y0, x1, y1 = sheet.inset
        sea = ax.inset_axes((x0, y0, x1 - x0, y1 - y0), transform=ax.transData, label="sea")
        _areas(sea, sheet.sea, colours, 0.6 * thin)
        _frame(sea, sheet.sea_window)
        sea.spines[:].set_visible(True)
        sea.spines[:].set_linewidth(0.5)
        width = sheet.size * (x1 - x0) / (sheet.window[2] - sheet.window[0])
        if language is not None and width > NAMED:
            _name(sea, language)
    if language is not None and sheet.projection.name in {"albers", "laea"}:
        _scale_bar(ax, sheet, language)
    return ax


def not_studied(language: Language) -> Patch:
    """Give the legend entry of what is not studied."""
    return Patch(facecolor=GREY, edgecolor=HATCHED, hatch=HATCH, lw=0.3,
                 label=word("map-not-studied", language))  # fmt: skip


def _name(sea: Axes, language: Language) -> None:
    name = word("map-south-sea", language)
    sea.text(0.97, 0.03, name, transform=sea.transAxes, ha="right", va="bottom", fontsize=4)


def _areas(ax: Axes, layers: Layers, colours: Mapping[str, Any], thin: float) -> None:
    """Add one collection of units, one of all else, and the outlines."""
    shown = [unit for unit in layers.units if unit in colours]
    others = [path for unit, path in layers.units.items() if unit not in colours]
    grey = [PathPatch(path) for path in (*layers.around, *others)]
    if grey:
        ax.add_collection(PatchCollection(
            grey, facecolor=GREY, edgecolor=HATCHED, hatch=HATCH, linewidth=0.2 * thin, zorder=1,
            label="not studied",
        ))  # fmt: skip
    patches = [PathPatch(layers.units[unit]) for unit in shown]
    ax.add_collection(PatchCollection(
        patches, facecolor=[colours[unit] for unit in shown], edgecolor="0.45",
        linewidth=0.15 * thin, zorder=2, label="units",
    ))  # fmt: skip
    for paths, width, name in ((layers.regions, 0.45, "regions"), (layers.lines, 0.8, "lines")):
        if paths:
            ax.add_collection(PathCollection(
                paths, sizes=None, facecolor="none", edgecolor="0.15",
                linewidth=width * thin, zorder=3, label=name,
            ))  # fmt: skip


def _frame(ax: Axes, window: Box) -> None:
    """Show the window, its sides in proportion, without ticks."""
    ax.set_xlim(window[0], window[2])
    ax.set_ylim(window[1], window[3])
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def _scale_bar(ax: Axes, sheet: Sheet, language: Language) -> None:
    """Draw a bar of a round length in the lower corner where it covers least."""
    x0, y0, x1, y1 = sheet.window
    length = nice_length(0.18 * (x1 - x0))
    gap, high = 0.02 * (x1 - x0), 0.06 * (y1 - y0)
    left, right = x0 + gap, x1 - gap - length
    covered = [_covered(sheet, (x, y0, x + length, y0 + high)) for x in (left, right)]
    x = left if covered[0] <= covered[1] or sheet.inset is not None else right
    halo = [withStroke(linewidth=1.6, foreground="white")]
    level = y0 + 0.25 * high
    end = level + 0.25 * high
    bar = ([x, x, x + length, x + length], [end, level, level, end])
    ax.plot(*bar, color="0.1", lw=0.8, zorder=5, path_effects=halo, label="scale bar")
    label = word("map-scale", language, length=f"{length / 1000:g}")
    ax.text(x + length / 2, level + 0.35 * high, label, ha="center", va="bottom", fontsize=5.5,
            zorder=5, path_effects=halo)  # fmt: skip


def _covered(sheet: Sheet, box: Box) -> float:
    """Give the share of a box that shapes lie under."""
    from shapely import area, intersection  # noqa: PLC0415
    from shapely import box as rectangle  # noqa: PLC0415

    spot = rectangle(*box)
    return float(area(intersection(sheet.shapes, spot)).sum() / spot.area)


def nice_length(length: float) -> float:
    """Round a length down to 1, 2 or 5 times a power of ten.

    >>> nice_length(873_000), nice_length(31.0)
    (500000.0, 20.0)
    """
    power = 10.0 ** np.floor(np.log10(length))
    return float(power * max(step for step in NICE if step * power <= length * (1 + 1e-9)))
