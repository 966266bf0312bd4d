"""The figures: each function draws one on given Axes and returns them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from resilmeter.catalogue import Language
from resilmeter.present.drawing import drawing
from resilmeter.present.figures.axes import (
    bar_width,
    figure_width,
    from_zero,
    legend,
    line,
    time_axis,
)
from resilmeter.present.figures.change import (
    drawable_change,
    plot_densities,
    plot_grade_shares,
    plot_waterfall,
)
from resilmeter.present.figures.coverage import (
    coverage_height,
    drawable_coverage,
    overview_height,
    plot_coverage,
    plot_overview,
)
from resilmeter.present.figures.diagnosis import (
    drawable,
    height,
    plot_correlations,
    plot_importance,
)
from resilmeter.present.figures.drivers import DRIVERS, drawable_drivers, drivers_height
from resilmeter.present.figures.events import mark_events
from resilmeter.present.figures.flow import flow_height, plot_flow
from resilmeter.present.figures.gaps import (
    gap_height,
    plot_dagum,
    plot_gap_bars,
    plot_gap_heat,
    plot_gini,
    plot_gini_dimensions,
    plot_gini_own,
    plot_gini_within_between,
)
from resilmeter.present.figures.robustness import (
    drawable_variants,
    plot_method_map,
    plot_rank_intervals,
    variants_height,
)
from resilmeter.present.maps.figures import (
    drawable_maps,
    maps_height,
    plot_clusters,
    plot_dimension_maps,
    plot_index_maps,
    plot_sample,
)
from resilmeter.present.palette import BAR, COLOURS, HEIGHT
from resilmeter.present.stamp import stamp
from resilmeter.present.words import group_title, word
from resilmeter.result import Result


def plot_index_growth(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the mean index as bars and its growth as a line (S1 Fig 3A)."""
    means = _level(result, "total")
    ax.bar(means["period"], means["mean"], width=bar_width(means["period"]), color=BAR)
    ax.set_ylabel(word("index", language))
    from_zero(ax, float(means["mean"].max()) * 1.25)
    if result.growth is not None:
        yearly = result.growth.yearly
        rates = yearly[yearly["level"] == "total"]
        twin = ax.twinx()
        twin.plot(rates["period"], 100 * rates["growth"], color=COLOURS[1], marker="o", ms=3.5)
        twin.axhline(0, color="0.6", lw=0.6)
        twin.set_ylabel(word("axis-growth", language))
        twin.spines["right"].set_visible(True)
    return time_axis(ax, result)


def plot_group_levels(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the mean index of each group over time (S1 Fig 3B)."""
    means = _level(result, "group")
    for place, group in enumerate(result.panel.group_order):
        rows = means[means["group"] == group]
        line(ax, rows["period"], rows["mean"], place, group_title(group, language))
    ax.set_ylabel(word("index", language))
    return legend(time_axis(ax, result))


def plot_dimension_levels(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the mean of each dimension over time, stacked to the index (S2 Fig 1)."""
    means = _level(result, "dimension")
    framework = result.panel.framework
    bottom = np.zeros(len(result.panel.periods))
    for place, dimension in enumerate(result.scores.parts.columns):
        rows = means[means["dimension"] == dimension]
        title = framework.dimension_title(dimension, language)
        width, colour = bar_width(rows["period"]), COLOURS[place % len(COLOURS)]
        ax.bar(rows["period"], rows["mean"], width, bottom=bottom, color=colour, label=title)
        bottom += rows["mean"].to_numpy()
    ax.axhline(0, color="0.3", lw=0.6)
    ax.set_ylabel(word("index", language))
    return legend(time_axis(ax, result))


Plot = Callable[[Result, Language, Axes], Axes]
SAMPLE: dict[str, Plot] = {
    "overview": plot_overview, "flow": plot_flow, "coverage": plot_coverage,
}  # fmt: skip
DIAGNOSIS: dict[str, Plot] = {"importance": plot_importance, "correlations": plot_correlations}
OVER_TIME: dict[str, Plot] = {
    "index_growth": plot_index_growth,
    "group_levels": plot_group_levels,
    "dimension_levels": plot_dimension_levels,
    "gini": plot_gini,
    "gini_own": plot_gini_own,
    "gini_within_between": plot_gini_within_between,
    "gini_dagum": plot_dagum,
    "gini_dimensions": plot_gini_dimensions,
}
LATER: dict[str, Plot] = {
    "waterfall": plot_waterfall,
    "grade_shares": plot_grade_shares,
    "densities": plot_densities,
}
OF_GROUPS = frozenset({"group_levels", "gini_own", "gini_within_between", "gini_dagum"})
GAPS: dict[str, Plot] = {"gap_heat": plot_gap_heat, "gap_bars": plot_gap_bars}
VARIANTS: dict[str, Plot] = {
    "method_map": plot_method_map,
    "rank_intervals": plot_rank_intervals,
}
MAPS: dict[str, Plot] = {
    "sample_map": plot_sample,
    "maps": plot_index_maps,
    "dimension_maps": plot_dimension_maps,
    "cluster_map": plot_clusters,
}
FIGURES: dict[str, Plot] = SAMPLE | DIAGNOSIS | OVER_TIME | GAPS | LATER | DRIVERS | VARIANTS | MAPS

# Figures that grow with what they show.
HEIGHTS = (
    {"overview": overview_height, "flow": flow_height, "coverage": coverage_height}
    | dict.fromkeys(DIAGNOSIS, height)
    | dict.fromkeys(GAPS, gap_height)
    | dict.fromkeys(DRIVERS, drivers_height)
    | dict.fromkeys(MAPS, maps_height)
    | dict.fromkeys(VARIANTS, lambda _, result: variants_height(result))
)


def figures(result: Result, language: Language) -> dict[str, Figure]:
    """Draw every figure that the results allow.

    Parameters
    ----------
    result : Result
        What a study led to.
    language : {"en", "zh"}
        Language of labels.

    Returns
    -------
    dict of str to Figure
        By name; figures over time only for scores that can be compared over time and at least
        two periods, figures of groups only with groups, cells of groups of the last period.
    """
    out = {}
    for name in drawable_figures(result):
        with drawing():
            tall = HEIGHTS[name](name, result) if name in HEIGHTS else HEIGHT
            figure = Figure(figsize=(figure_width(result), tall))
            FigureCanvasAgg(figure)
            draw_figure(name, result, language, figure.add_subplot())
            _stamp(figure, result, language)
            _arrange(figure)
        out[name] = figure
    return out


def draw_figure(name: str, result: Result, language: Language, ax: Axes) -> Axes:
    """Draw one figure, with the events that the study names where it shows time."""
    FIGURES[name](result, language, ax)
    if name in OVER_TIME:
        mark_events(result, language, ax)
    return ax


def drawable_figures(result: Result) -> list[str]:
    """Name every figure that the results allow."""
    split = result.gap_evidence is not None and bool(result.panel.group_order)
    names = [*drawable_coverage(result), *drawable(result.diagnosis), *_over_time(result)]
    names += [*(GAPS if split else ()), *drawable_change(result), *drawable_maps(result)]
    return [*names, *drawable_drivers(result), *drawable_variants(result)]


def _over_time(result: Result) -> list[str]:
    """Name the figures over time that the results allow."""
    names = list(OVER_TIME)
    if not result.scores.comparable_over_time or len(result.panel.periods) < 2:
        return []
    if not result.scores.dimensions:
        names = [name for name in names if name not in {"dimension_levels", "gini_dimensions"}]
    if result.gaps is None:
        names = [name for name in names if not name.startswith("gini")]
    if not result.panel.group_order:
        names = [name for name in names if name not in OF_GROUPS]
    return names


def _level(result: Result, level: str) -> pd.DataFrame:
    return result.means[result.means["level"] == level]


def _arrange(figure: Figure) -> None:
    """Lay the figure out once for all formats: one that keeps its layout is drawn twice a file."""
    ConstrainedLayoutEngine().execute(figure)


def _stamp(figure: Figure, result: Result, language: Language) -> None:
    """Write under the figure what it rests on, and that data are simulated."""
    text = "\n".join(stamp(result, language))
    figure.supxlabel(text, fontsize=5.5, color="0.45", x=0.99, ha="right")
