"""The figures of change, grades and time: waterfall, shares of the grades, densities."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes

from resilmeter.catalogue import Language
from resilmeter.present.figures.axes import fitting
from resilmeter.present.palette import BAR, COLOURS, DASHES
from resilmeter.present.words import fixed, group_title, word
from resilmeter.result import Result

MOST_GROUPS = 5  # beside the total; more would leave no room for the bars


def drawable_change(result: Result) -> list[str]:
    """Name the figures that the answers allow."""
    names = [] if result.change is None else ["waterfall"]
    graded = result.grades
    many = len(result.panel.periods) > 1
    names += ["grade_shares"] if many and graded and graded.reason is None else []
    time = result.dynamics
    curves = time is not None and time.densities is not None and len(time.densities.curves) > 0
    return [*names, "densities"] if curves else names


def plot_densities(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the kernel densities of the index, a line a period."""
    if result.dynamics is None or result.dynamics.densities is None:
        raise AssertionError("a figure of densities that were not asked for")
    found = result.dynamics.densities
    widths = found.humps.set_index("period")["bandwidth"]
    for k, (period, own) in enumerate(found.curves.groupby("period", sort=False)):
        label = word("curve-label", language, period=period, bandwidth=fixed(widths[period], 4))
        style: dict[str, Any] = {"color": COLOURS[k % len(COLOURS)], "ls": DASHES[k % len(DASHES)]}
        ax.plot(own["index"], own["density"], lw=1.4, label=label, **style)
    ax.set_ylim(bottom=0)
    ax.set_xlabel(word("index", language))
    ax.set_ylabel(word("axis-density", language))
    ax.legend(frameon=False, fontsize=7.5)
    return ax


def plot_waterfall(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the way of the mean index from first to last, dimension by dimension, group by group."""
    if result.change is None:
        raise AssertionError("a figure of a change that was not asked for")
    table = result.change.dimensions
    table = table[table["level"] != "unit"]
    series = list(table.groupby(["level", "name"], sort=False))[: MOST_GROUPS + 1]
    dimensions = result.panel.framework.dimensions
    ticks, labels = [], []
    width = len(dimensions) + 3
    for place, ((_, name), own) in enumerate(series):
        left = place * width
        _steps(ax, own, left)
        ticks.append(left + (len(dimensions) + 1) / 2)
        labels.append(group_title(str(name), language) if name else word("all-units", language))
    for k, dimension in enumerate(dimensions):
        title = result.panel.framework.dimension_title(dimension, language)
        ax.bar(0, 0, color=COLOURS[k % len(COLOURS)], label=title)
    ax.set_xticks(ticks, labels)
    ax.tick_params(axis="x", length=0)
    ax.set_ylabel(word("index", language))
    ax.legend(frameon=False, ncols=2, fontsize=7.5, loc="upper center", bbox_to_anchor=(0.5, -0.12))
    return ax


def _steps(ax: Axes, own: Any, left: int) -> None:
    """Draw one series: the level before, a step a dimension, the level after."""
    before, after = float(own["before"].sum()), float(own["after"].sum())
    height = before
    ax.bar(left, before, color=BAR)
    for k, step in enumerate(own["change"].to_numpy()):
        ax.bar(left + 1 + k, step, bottom=height, color=COLOURS[k % len(COLOURS)])
        height += step
    end = left + 1 + len(own)
    ax.bar(end, after, color=BAR)
    for place, value, shift in ((left, before, -5), (end, after, 0)):
        ax.annotate(fixed(value, 3), (place, value), xytext=(shift, 2), textcoords="offset points",
                    ha="center", fontsize=6)  # fmt: skip


def plot_grade_shares(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw how many units are in each grade, period by period (S1 Fig 4 in numbers)."""
    if result.grades is None:
        raise AssertionError("a figure of grades that were not asked for")
    shares = result.grades.shares
    wide = shares[shares["group"] == ""].pivot_table(
        index="period", columns="grade", values="share"
    )
    places = np.arange(len(wide))
    colours = mpl.colormaps["viridis"](np.linspace(0.9, 0.1, wide.shape[1]))
    bottom = np.zeros(len(wide))
    for colour, grade in zip(colours, wide.columns, strict=True):
        label = word("grade-number", language, grade=grade, count=wide.shape[1])
        values = 100 * wide[grade].to_numpy()
        ax.bar(places, values, bottom=bottom, color=colour, width=0.8, label=label)
        bottom += values
    step = max(1, len(wide) // 16)
    ax.set_xticks(places[::step], [str(p) for p in wide.index[::step]],
                  rotation=45 if len(wide) > 8 else 0)  # fmt: skip
    ax.set_ylabel(word("axis-grade-share", language))
    ax.legend(frameon=False, ncols=fitting(5, result), fontsize=7.5, loc="upper center",
              bbox_to_anchor=(0.5, -0.18))  # fmt: skip
    return ax
