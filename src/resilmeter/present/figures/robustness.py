"""The figures of the variants: the map of method choices, and rank intervals."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from resilmeter.analyze import Robustness
from resilmeter.catalogue import Language
from resilmeter.present.figures.axes import colour_bar
from resilmeter.present.palette import COLOURS
from resilmeter.present.words import word
from resilmeter.result import Result

# Rows and columns that a page can show.
MOST_UNITS = 40
MOST_VARIANTS = 60


def drawable_variants(result: Result) -> list[str]:
    """Name the figures that the variants allow."""
    names = [] if result.tried is None else ["rank_intervals"]
    grid = result.variation
    return ["method_map", *names] if grid is not None and grid.evaluated > 1 else names


def variants_height(result: Result) -> float:
    """Give the height of the figures in inches, with a line a unit."""
    return 1.6 + 0.16 * min(MOST_UNITS, len(result.panel.units))


def plot_method_map(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the ranks of the units under all combinations, the study's own framed."""
    grid, units = _grid(result), _units(result)
    wide = grid.ranks.pivot_table(index="unit", columns="variant", values="rank")
    nearest = grid.variants[grid.variants["variant"].isin(wide.columns)]
    nearest = nearest.sort_values("mean_shift", kind="stable")
    order = nearest["variant"].head(MOST_VARIANTS).to_list()
    shown = np.ma.masked_invalid(wide.reindex(units)[order].to_numpy())
    image = ax.pcolormesh(shown, cmap="viridis_r", edgecolors="white", linewidth=0.3)
    ax.set_yticks(np.arange(len(units)) + 0.5, units, fontsize=6.5)
    names = [str(name) for name in order]
    ax.set_xticks(np.arange(len(names)) + 0.5, names, fontsize=6, rotation=90)
    ax.set_ylim(len(units), 0)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    if grid.own in order:
        place = order.index(grid.own)
        ax.add_patch(Rectangle((place, 0), 1, len(units), fill=False, ec=COLOURS[1], lw=1.8,
                               clip_on=False))  # fmt: skip
    ax.set_xlabel(word("axis-variants", language))
    colour_bar(ax, image, word("rank", language), shrink=0.6, aspect=30, pad=0.02)
    return ax


def plot_rank_intervals(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw rank, median and 5 to 95 % interval of the units in the last period."""
    units = _units(result)
    table = result.tried.intervals if result.tried is not None else None
    if table is None:
        return ax
    last = table[table["period"] == result.panel.periods[-1]].set_index("unit").reindex(units)
    place = np.arange(len(units))
    ax.hlines(place, last["low"], last["high"], color="0.7", lw=3)
    ax.plot(last["median"], place, "|", color=COLOURS[0], ms=7, label=word("median-rank", language))
    ax.plot(last["rank"], place, "o", color=COLOURS[1], ms=3, label=word("own-rank", language))
    ax.set_yticks(place, units, fontsize=6.5)
    ax.set_ylim(len(units) - 0.5, -0.5)
    ax.set_xlabel(word("rank", language))
    ax.legend(frameon=False, ncols=2, fontsize=7.5, loc="lower right", bbox_to_anchor=(1, 1))
    return ax


def _units(result: Result) -> list[str]:
    """Units by their rank in the last period, as many as a page can show."""
    last = result.scores.ranks.xs(result.panel.periods[-1], level="period")
    return list(last.sort_values(kind="stable").index[:MOST_UNITS])


def _grid(result: Result) -> Robustness:
    if result.variation is None:
        raise AssertionError("a map of choices needs combinations")
    return result.variation
