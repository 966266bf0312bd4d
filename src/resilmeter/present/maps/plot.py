"""Public maps: one panel or several, of values or of categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from resilmeter.catalogue import Language
from resilmeter.errors import MethodError, problem
from resilmeter.present.drawing import axes_of, drawing
from resilmeter.present.maps.choices import MapChoices
from resilmeter.present.maps.classes import MapClasses, map_classes
from resilmeter.present.maps.draw import draw_panel
from resilmeter.present.maps.furniture import (
    class_colours,
    class_entries,
    map_legend,
    map_width,
    panels,
    source_line,
)
from resilmeter.present.maps.sheet import sheet_of
from resilmeter.present.palette import COLOURS
from resilmeter.read import Boundaries
from resilmeter.scoring import Scores

PANELS = 4  # as many as a figure shows where none are named


def plot_map(
    scores: Scores | pd.Series,
    boundaries: Boundaries,
    *,
    period: int | None = None,
    part: str | None = None,
    choices: MapChoices | None = None,
    language: Language = "en",
    ax: Axes | None = None,
) -> Axes:
    """Map the index, one of its parts, or any values by unit, in classes.

    Parameters
    ----------
    scores : Scores or Series
        Scores; or values by unit, or by (unit, period).
    boundaries : Boundaries
        Shapes of the units.
    period : int, optional
        The last one if left out. Classes are cut over all periods together.
    part : str, optional
        Code of a dimension, for a map of this part of the index.
    choices : MapChoices, optional
        Classes and frame of the map.
    language : {"en", "zh"}
        Language of the labels.
    ax : Axes, optional
        Where to; a new figure if left out.

    Returns
    -------
    Axes

    Raises
    ------
    MethodError
        An unknown part or period, or values that cannot be cut into such classes.

    Examples
    --------
    >>> from resilmeter.read import tile_boundaries
    >>> from resilmeter.study import example
    >>> panel = example("seed-000")
    >>> values = panel.values.iloc[:, 0]
    >>> ax = plot_map(values, tile_boundaries(panel), period=2015)
    >>> len(ax.collections[0].get_paths())
    16
    """
    values = _values(scores, part)
    at = int(values.columns[-1]) if period is None else period
    shown = _only(values, [at])
    classes = map_classes(values.to_numpy().ravel(), choices)
    ax = axes_of(ax)
    sheet = sheet_of(boundaries, (choices or MapChoices()).style, map_width(ax))
    with drawing():
        draw_panel(ax, sheet, class_paint(shown[at], classes), language)
        map_legend(ax, class_entries(classes), sheet, language)
        return source_line(ax, boundaries, sheet, language)


def plot_maps(
    scores: Scores | pd.Series,
    boundaries: Boundaries,
    *,
    periods: Sequence[int] = (),
    part: str | None = None,
    choices: MapChoices | None = None,
    language: Language = "en",
    ax: Axes | None = None,
) -> Axes:
    """Map several periods side by side, in the same classes (S1 Fig 4).

    Parameters
    ----------
    scores, boundaries, part, choices, language
        As for `plot_map`.
    periods : sequence of int
        Periods to map; the first, the last and two between if left out.
    ax : Axes, optional
        Holds the panels as its inset Axes; a new figure if left out.

    Returns
    -------
    Axes

    Raises
    ------
    MethodError
        As for `plot_map`.
    """
    values = _values(scores, part)
    chosen = list(periods) or mapped_periods([int(t) for t in values.columns])
    shown = _only(values, chosen)
    classes = map_classes(shown.to_numpy().ravel(), choices)
    ax, across = axes_of(ax), min(2, len(chosen))
    sheet = sheet_of(boundaries, (choices or MapChoices()).style, map_width(ax) / across)
    with drawing():
        for place, (panel, period) in enumerate(
            zip(panels(ax, len(chosen), across), chosen, strict=True)
        ):
            draw_panel(panel, sheet, class_paint(shown[period], classes), language)
            panel.set_title(f"({chr(97 + place)}) {period}", fontsize=7.5, pad=2)
        map_legend(ax, class_entries(classes), sheet, language)
        return source_line(ax, boundaries, sheet, language)


def plot_categories(
    categories: pd.Series,
    boundaries: Boundaries,
    *,
    colours: Mapping[str, str] | None = None,
    style: str = "auto",
    language: Language = "en",
    ax: Axes | None = None,
) -> Axes:
    """Map categories by unit: groups (S1 Fig 2), clusters, types.

    Parameters
    ----------
    categories : Series
        Category of each unit, as the legend names it; indexed by unit. The legend follows the order
        of an ordered `Categorical`, else that of first appearance.
    boundaries : Boundaries
        Shapes of the units.
    colours : mapping of str to str, optional
        Colour of each category; eight that can be told apart if left out.
    style : {"auto", "cn", "plain"}
        See `MapChoices`.
    language : {"en", "zh"}
        Language of the labels.
    ax : Axes, optional
        Where to; a new figure if left out.

    Returns
    -------
    Axes

    Raises
    ------
    MethodError
        More than eight categories and no colours for them.
    """
    named = pd.Categorical(categories)
    order = [str(x) for x in (named.categories if named.ordered else categories.unique())]
    if colours is None and len(order) > len(COLOURS):
        raise MethodError(problem("map-categories", given=len(order), most=len(COLOURS)))
    chosen = dict(colours or zip(order, COLOURS, strict=False))
    ax = axes_of(ax)
    sheet = sheet_of(boundaries, style, map_width(ax))
    paint = {str(unit): chosen[str(name)] for unit, name in categories.items()}
    counts = categories.astype(str).value_counts()
    with drawing():
        draw_panel(ax, sheet, paint, language)
        entries = [
            Patch(fc=chosen[name], ec="0.45", lw=0.3, label=f"{name} ({counts.get(name, 0)})")
            for name in order
        ]
        map_legend(ax, entries, sheet, language)
        return source_line(ax, boundaries, sheet, language)


def mapped_periods(periods: Sequence[int]) -> list[int]:
    """Choose the first and last period and two between.

    >>> mapped_periods([2009, 2010, 2011, 2012, 2013, 2014]), mapped_periods([1, 2])
    ([2009, 2011, 2012, 2014], [1, 2])
    """
    places = np.linspace(0, len(periods) - 1, min(PANELS, len(periods))).round().astype(int)
    return [periods[place] for place in places]


def class_paint(values: pd.Series, classes: MapClasses) -> dict[str, Any]:
    """Give each unit the colour of its class."""
    paint = class_colours(len(classes.labels))
    return {
        str(unit): paint[code]
        for unit, code in zip(values.index, classes.of(values.to_numpy()), strict=True)
    }


def _values(scores: Scores | pd.Series, part: str | None) -> pd.DataFrame:
    """Lay values out: units down, periods across."""
    if isinstance(scores, pd.Series):
        series = scores
    elif part is None:
        series = scores.index
    elif part in scores.parts.columns:
        series = scores.parts[part]
    else:
        raise MethodError(problem("map-part", given=part, allowed=list(scores.parts.columns)))
    if series.index.nlevels == 1:
        return series.astype(float).to_frame(0)
    wide = series.astype(float).rename("value").reset_index()
    table = wide.pivot_table(index="unit", columns="period", values="value", sort=False)
    return table[sorted(table.columns)]


def _only(values: pd.DataFrame, periods: list[int]) -> pd.DataFrame:
    lacking = [period for period in periods if period not in values.columns]
    if lacking:
        allowed = [int(period) for period in values.columns]
        raise MethodError(
            problem("map-period", {"key": "present.maps.periods"}, given=lacking, allowed=allowed)
        )
    return values[periods]
