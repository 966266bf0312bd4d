"""What figures over time share: lines, axes, legends."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.ticker import MaxNLocator

from resilmeter.present.palette import COLOURS, DASHES, MARKERS
from resilmeter.result import Result

# Names that matplotlib gives to what has none.
UNNAMED = re.compile(r"_(child|container|event)\d+|_nolegend_")


def line(ax: Axes, x: pd.Series, y: pd.Series, place: int, label: str) -> None:
    """Draw one line; colour, marker and dash all tell it from the others."""
    style: dict[str, Any] = {
        "color": COLOURS[place % 8],
        "marker": MARKERS[place % 8],
        "ls": DASHES[place % 4],
    }
    ax.plot(x, y, ms=3.5, lw=1.3, label=label, **style)


def time_axis(ax: Axes, result: Result) -> Axes:
    """Name every period, or some where there are many."""
    periods = result.panel.periods
    if len(periods) <= 20:
        ax.set_xticks(periods, [str(p) for p in periods], rotation=45 if len(periods) > 8 else 0)
    else:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def figure_width(result: Result) -> float:
    """Give the width of the figures of a study in inches."""
    return float(result.provenance.study["present"]["width"]) / 25.4


def fitting(columns: int, result: Result) -> int:
    """Give the columns of a legend, fewer where figures are narrow: each needs some 30 mm."""
    return max(1, min(columns, int(figure_width(result) * 25.4 // 30)))


def from_zero(ax: Axes, top: float) -> None:
    """Begin the axis at zero and end it above the data; data at or below zero set their own."""
    if top > 0:
        ax.set_ylim(0, top)


def bar_width(periods: pd.Series) -> float:
    """Give the width of bars, by the shortest step between periods."""
    steps = np.diff(periods.to_numpy())
    return 0.7 * float(steps.min()) if steps.size else 0.7


def legend(ax: Axes) -> Axes:
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


def colour_bar(ax: Axes, image: ScalarMappable, label: str, **how: Any) -> None:
    """Put a colour bar beside an Axes, where a figure that is laid out once keeps it."""
    bar = ax.figure.colorbar(image, ax=ax, use_gridspec=False, **how)
    if bar.solids is not None:  # as shapes, so that an SVG holds no picture
        bar.solids.set(rasterized=False, edgecolor="face")
    bar.set_label(label)
