"""The figures: each function draws one on given Axes and returns them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from resilmeter.catalogue import Language
from resilmeter.present.figures_change import (
    drawable_change,
    plot_densities,
    plot_grade_shares,
    plot_waterfall,
)
from resilmeter.present.figures_diagnosis import (
    drawable,
    height,
    plot_correlations,
    plot_importance,
)
from resilmeter.present.fonts import font_families
from resilmeter.present.palette import BAR, COLOURS, DASHES, HEIGHT, MARKERS, WIDTH
from resilmeter.present.stamp import stamp
from resilmeter.present.words import group_title, percent, word
from resilmeter.result import Result

# Names that matplotlib gives to what has none.
UNNAMED = re.compile(r"_(child|container)\d+|_nolegend_")


def plot_index_growth(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the mean index as bars and its growth as a line (S1 Fig 3A)."""
    means = _level(result, "total")
    ax.bar(means["period"], means["mean"], width=_bar_width(means["period"]), color=BAR)
    ax.set_ylabel(word("index", language))
    _from_zero(ax, float(means["mean"].max()) * 1.25)
    if result.growth is not None:
        yearly = result.growth.yearly
        rates = yearly[yearly["level"] == "total"]
        twin = ax.twinx()
        twin.plot(rates["period"], 100 * rates["growth"], color=COLOURS[1], marker="o", ms=3.5)
        twin.axhline(0, color="0.6", lw=0.6)
        twin.set_ylabel(word("axis-growth", language))
        twin.spines["right"].set_visible(True)
    return _time_axis(ax, result)


def plot_group_levels(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the mean index of each group over time (S1 Fig 3B)."""
    means = _level(result, "group")
    for place, group in enumerate(result.panel.group_order):
        rows = means[means["group"] == group]
        _line(ax, rows["period"], rows["mean"], place, group_title(group, language))
    ax.set_ylabel(word("index", language))
    return _legend(_time_axis(ax, result))


def plot_dimension_levels(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the mean of each dimension over time, stacked to the index (S2 Fig 1)."""
    means = _level(result, "dimension")
    framework = result.panel.framework
    bottom = np.zeros(len(result.panel.periods))
    for place, dimension in enumerate(framework.dimensions):
        rows = means[means["dimension"] == dimension]
        title = framework.dimension_title(dimension, language)
        width, colour = _bar_width(rows["period"]), COLOURS[place % len(COLOURS)]
        ax.bar(rows["period"], rows["mean"], width, bottom=bottom, color=colour, label=title)
        bottom += rows["mean"].to_numpy()
    ax.axhline(0, color="0.3", lw=0.6)
    ax.set_ylabel(word("index", language))
    return _legend(_time_axis(ax, result))


def plot_gini(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the Gini coefficient over time with its total change (S1 Fig 5)."""
    total = _gap_total(result)
    ax.bar(total["period"], total["gini"], width=_bar_width(total["period"]), color=BAR)
    ax.plot(total["period"], total["gini"], color=COLOURS[0], marker="o", ms=3.5)
    ax.set_ylabel(word("axis-gini", language))
    _from_zero(ax, float(total["gini"].max()) * 1.3)
    first, last = total.iloc[0], total.iloc[-1]
    years = last["period"] - first["period"]
    if years > 0 and first["gini"] > 0 and last["gini"] > 0:
        ratio = last["gini"] / first["gini"]
        shown = {"total": percent(ratio - 1), "compound": percent(ratio ** (1 / years) - 1)}
        height = float(total["gini"].max()) * 1.14
        start, end = (first["period"], height), (last["period"], height)
        ax.annotate("", xy=end, xytext=start, arrowprops={"arrowstyle": "->", "color": COLOURS[1]})
        middle = (first["period"] + last["period"]) / 2
        label = word("gini-change", language, **shown)
        ax.annotate(label, (middle, height), xytext=(0, 4), textcoords="offset points",
                    ha="center", color=COLOURS[1])  # fmt: skip
    return _time_axis(ax, result)


def plot_gini_within_between(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw gaps within and between groups, beside what random labels would give (S1 Fig 7)."""
    total = _gap_total(result)
    for place, part in enumerate(("between", "within")):
        title = word(f"{part}-total", language)
        _line(ax, total["period"], total[part], place, title)
        null = total[f"null_{part}_share"] * total["gini"]
        label = f"{title}, {word('random-labels', language)}"
        ax.plot(total["period"], null, ls=":", color=COLOURS[place], lw=1, label=label)
    ax.set_ylabel(word("axis-contribution", language))
    ax.set_ylim(bottom=0)
    return _legend(_time_axis(ax, result))


def plot_gini_dimensions(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the contribution of each dimension to the Gini coefficient over time (S1 Fig 8)."""
    gaps = result.gaps
    table = gaps.dimensions if gaps is not None else pd.DataFrame()
    framework = result.panel.framework
    for place, dimension in enumerate(framework.dimensions):
        rows = table[table["dimension"] == dimension]
        title = framework.dimension_title(dimension, language)
        _line(ax, rows["period"], rows["contribution"], place, title)
    ax.axhline(0, color="0.3", lw=0.6)
    ax.set_ylabel(word("axis-contribution", language))
    return _legend(_time_axis(ax, result))


Plot = Callable[[Result, Language, Axes], Axes]
DIAGNOSIS: dict[str, Plot] = {"importance": plot_importance, "correlations": plot_correlations}
OVER_TIME: dict[str, Plot] = {
    "index_growth": plot_index_growth,
    "group_levels": plot_group_levels,
    "dimension_levels": plot_dimension_levels,
    "gini": plot_gini,
    "gini_within_between": plot_gini_within_between,
    "gini_dimensions": plot_gini_dimensions,
}
LATER: dict[str, Plot] = {
    "waterfall": plot_waterfall,
    "grade_shares": plot_grade_shares,
    "densities": plot_densities,
}
FIGURES: dict[str, Plot] = DIAGNOSIS | OVER_TIME | LATER


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
        two periods, figures of groups only with groups.
    """
    out = {}
    for name in [*drawable(result.diagnosis), *_over_time(result), *drawable_change(result)]:
        with drawing():
            tall = height(name, result) if name in DIAGNOSIS else HEIGHT
            figure = Figure(figsize=(WIDTH, tall), layout="constrained")
            FigureCanvasAgg(figure)
            FIGURES[name](result, language, figure.add_subplot())
            _stamp(figure, result, language)
        out[name] = figure
    return out


def _over_time(result: Result) -> list[str]:
    """Name the figures over time that the results allow."""
    names = list(OVER_TIME)
    if not result.scores.comparable_over_time or len(result.panel.periods) < 2:
        return []
    if result.gaps is None:
        names = [name for name in names if not name.startswith("gini")]
    if not result.panel.group_order:
        names = [name for name in names if name not in {"group_levels", "gini_within_between"}]
    return names


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


def _level(result: Result, level: str) -> pd.DataFrame:
    return result.means[result.means["level"] == level]


def _gap_total(result: Result) -> pd.DataFrame:
    return result.gaps.total if result.gaps is not None else pd.DataFrame()


def _line(ax: Axes, x: pd.Series, y: pd.Series, place: int, label: str) -> None:
    """Draw one line; colour, marker and dash all tell it from the others."""
    style: dict[str, Any] = {
        "color": COLOURS[place % 8],
        "marker": MARKERS[place % 8],
        "ls": DASHES[place % 4],
    }
    ax.plot(x, y, ms=3.5, lw=1.3, label=label, **style)


def _time_axis(ax: Axes, result: Result) -> Axes:
    periods = result.panel.periods
    if len(periods) <= 20:
        ax.set_xticks(periods, [str(p) for p in periods], rotation=45 if len(periods) > 8 else 0)
    else:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def _from_zero(ax: Axes, top: float) -> None:
    """Begin the axis at zero and end it above the data; data at or below zero set their own."""
    if top > 0:
        ax.set_ylim(0, top)


def _bar_width(periods: pd.Series) -> float:
    steps = np.diff(periods.to_numpy())
    return 0.7 * float(steps.min()) if steps.size else 0.7


def _legend(ax: Axes) -> Axes:
    """Name every line or bar, also one whose name begins with an underscore."""
    drawn: list[Any] = [*ax.lines, *ax.containers]
    named = [(item, str(item.get_label())) for item in drawn]
    named = [(item, name) for item, name in named if not UNNAMED.fullmatch(name)]
    ax.legend(
        [item for item, _ in named],
        [name for _, name in named],
        frameon=False,
        ncols=2,
        fontsize=7.5,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.18),
    )
    return ax


def _stamp(figure: Figure, result: Result, language: Language) -> None:
    """Write under the figure what it rests on, and that data are simulated."""
    text = "\n".join(stamp(result, language))
    figure.supxlabel(text, fontsize=5.5, color="0.45", x=0.99, ha="right")
