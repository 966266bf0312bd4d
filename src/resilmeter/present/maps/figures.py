"""The maps of a study: who is in it, the index, its dimensions, and local clusters."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from resilmeter.catalogue import Language
from resilmeter.present.axes import figure_width
from resilmeter.present.maps.choices import MapChoices
from resilmeter.present.maps.classes import map_classes
from resilmeter.present.maps.draw import draw_panel
from resilmeter.present.maps.furniture import (
    NARROW,
    TITLE,
    blank,
    class_entries,
    map_legend,
    map_width,
    source_line,
)
from resilmeter.present.maps.plot import class_paint, mapped_periods, plot_categories, plot_maps
from resilmeter.present.maps.sheet import sheet_of
from resilmeter.present.palette import COLOURS
from resilmeter.present.words import group_title, word
from resilmeter.read import Boundaries
from resilmeter.result import Result

AROUND = 0.85  # inches for legend, source line and stamp
BESIDE = 0.16  # part of the width for the legends of dimensions
LEFT = 0.03  # and for their names
# Red for high among high, blue for low among low, light where a unit differs from its neighbours.
CLUSTERS = {
    "high-high": "#B2182B", "high-low": "#F4A582", "low-high": "#92C5DE", "low-low": "#2166AC",
}  # fmt: skip
NOT_SIGNIFICANT = "#FFFFFF"
# More groups than colours: the first six come again in a light tint; those of grey and black would
# look alike.
OF_MANY = (*COLOURS, "#66AAD1", "#E69E66", "#66C5AB", "#E0AFCA", "#F0C566", "#9AD2F2")


def drawable_maps(result: Result) -> list[str]:
    """Name the maps that boundaries and results allow."""
    if result.boundaries is None:
        return []
    names = ["sample_map", "maps"]
    if result.scores.dimensions and result.provenance.study["present"]["maps"]["dimensions"]:
        names.append("dimension_maps")
    found = result.space.clusters.places if result.space is not None else None
    return names if found is None or found.empty else [*names, "cluster_map"]


def maps_height(name: str, result: Result) -> float:
    """Give the height of a map in inches, by the shape of what it shows."""
    boundaries, style, periods = _given(result)
    count, width = len(periods), figure_width(result)
    around = AROUND if width * 72 > NARROW else 1.5 * AROUND
    if name == "dimension_maps":
        across, down = count / (1 - BESIDE - LEFT), len(result.scores.dimensions)
        least = 0.9  # a row has room for its legend
    else:
        across = min(2, count) if name == "maps" else 1
        down, least = -(-count // int(across)) if name == "maps" else 1, 0.0
    ratio = sheet_of(boundaries, style, width * 72 / across).ratio
    return around + down * max(least, ratio * width / across / (1 - TITLE))


def plot_sample(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw which units are studied, in the colours of up to 14 groups (S1 Fig 2)."""
    boundaries, _, _ = _given(result)
    panel, keys = result.panel, result.provenance.study["present"]["maps"]
    groups, order = panel.groups, panel.group_order
    if groups is None or len(order) > len(OF_MANY):
        groups, order = pd.Series("", index=list(panel.units)), ("",)
    titles = {name: group_title(name, language) or word("map-studied", language) for name in order}
    named = pd.Categorical(groups.map(titles), [titles[name] for name in order], ordered=True)
    colours = dict(zip(titles.values(), OF_MANY, strict=False))
    return plot_categories(
        pd.Series(named, groups.index), boundaries, colours=colours, style=keys["style"],
        language=language, ax=ax,
    )  # fmt: skip


def plot_index_maps(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the index period by period, in classes that all periods share (S1 Fig 4, E-23)."""
    boundaries, _, periods = _given(result)
    return plot_maps(
        result.scores, boundaries, periods=periods, choices=_choices(result), language=language,
        ax=ax,
    )  # fmt: skip


def plot_dimension_maps(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw each dimension period by period, in classes that its periods share (S2 Fig 2)."""
    boundaries, style, periods = _given(result)
    choices = _choices(result, breaks=False)
    sheet = sheet_of(boundaries, style, map_width(ax) * (1 - BESIDE - LEFT) / len(periods))
    dimensions = result.scores.dimensions
    blank(ax)
    wide, high = (1 - BESIDE - LEFT) / len(periods), 1 / len(dimensions)
    for row, dimension in enumerate(dimensions):
        values = result.scores.parts[dimension].unstack("period")[periods]  # noqa: PD010
        classes = map_classes(values.to_numpy().ravel(), choices)
        bottom = 1 - (row + 1) * high
        for place, period in enumerate(periods):
            panel = ax.inset_axes((LEFT + place * wide, bottom, 0.98 * wide, 0.9 * high))
            draw_panel(panel, sheet, class_paint(values[period], classes),
                       language if row == place == 0 else None)  # fmt: skip
            if row == 0:
                panel.set_title(str(period), fontsize=7, pad=2)
            if place == 0:
                title = result.panel.framework.dimension_title(dimension, language)
                panel.set_ylabel(title, fontsize=6.5)
        side = ax.inset_axes((1 - BESIDE, bottom, BESIDE, 0.9 * high))
        blank(side)
        side.patch.set_visible(False)
        side.legend(handles=class_entries(classes), frameon=False, fontsize=5.5, loc="center left",
                    handlelength=1.3, borderaxespad=0)  # fmt: skip
    map_legend(ax, [], sheet, language)
    return source_line(ax, boundaries, sheet, language)


def plot_clusters(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the local clusters of the last period that survive the false discovery rate."""
    boundaries, _, _ = _given(result)
    if result.space is None:
        raise AssertionError("a map of clusters that were not looked for")
    table = result.space.clusters.places
    last = table[table["period"] == table["period"].max()]
    kept = last["quadrant"].where(last["moran_survives"].astype(bool), "none")
    titles = {name: word(f"quadrant-{name}", language) for name in CLUSTERS}
    titles["none"] = word("map-not-significant", language)
    colours = {titles[name]: colour for name, colour in CLUSTERS.items()}
    named = pd.Categorical(kept.map(titles), list(titles.values()), ordered=True)
    return plot_categories(
        pd.Series(named, last["unit"].to_list()), boundaries,
        colours={**colours, titles["none"]: NOT_SIGNIFICANT},
        style=result.provenance.study["present"]["maps"]["style"], language=language, ax=ax,
    )  # fmt: skip


def index_maps(result: Result) -> tuple[list[int], MapChoices]:
    """Give the periods for which the index is mapped, and how it is classed."""
    return _given(result)[2], _choices(result)


def _given(result: Result) -> tuple[Boundaries, str, list[int]]:
    """Give boundaries, the style of the map, and the periods to map."""
    if result.boundaries is None:
        raise AssertionError("a map without boundaries")
    keys = result.provenance.study["present"]["maps"]
    periods = list(keys["periods"]) or mapped_periods(result.panel.periods)
    if not result.scores.comparable_over_time:  # classes would not mean the same
        periods = periods[-1:]
    return result.boundaries, keys["style"], periods


def _choices(result: Result, *, breaks: bool = True) -> MapChoices:
    keys = result.provenance.study["present"]["maps"]
    return MapChoices(
        method=keys["method"], classes=keys["classes"], style=keys["style"],
        breaks=tuple(keys["breaks"]) if breaks else (),
    )  # fmt: skip
