"""The figures of inequality (S1 Figs 5 to 8), and the cells of the last period."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from resilmeter.analyze import GapEvidence
from resilmeter.catalogue import Language
from resilmeter.present.figures.axes import (
    bar_width,
    colour_bar,
    from_zero,
    legend,
    line,
    time_axis,
)
from resilmeter.present.palette import BAR, COLOURS, DIVERGING, HEIGHT
from resilmeter.present.words import fixed, group_title, pair_title, percent, word
from resilmeter.result import Result

# Up to this many dimensions a cell of the heat map has room for both numbers in one line.
ONE_LINE = 4


def plot_gini(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the Gini coefficient over time with its total change (S1 Fig 5)."""
    total = _gap_total(result)
    ax.bar(total["period"], total["gini"], width=bar_width(total["period"]), color=BAR)
    ax.plot(total["period"], total["gini"], color=COLOURS[0], marker="o", ms=3.5)
    ax.set_ylabel(word("axis-gini", language))
    from_zero(ax, float(total["gini"].max()) * 1.3)
    first, last = total.iloc[0], total.iloc[-1]
    years = last["period"] - first["period"]
    if years > 0 and first["gini"] > 0 and last["gini"] > 0:
        ratio = last["gini"] / first["gini"]
        shown = {"total": percent(ratio - 1), "compound": percent(ratio ** (1 / years) - 1)}
        top = float(total["gini"].max()) * 1.14
        start, end = (first["period"], top), (last["period"], top)
        ax.annotate("", xy=end, xytext=start, arrowprops={"arrowstyle": "->", "color": COLOURS[1]})
        middle = (first["period"] + last["period"]) / 2
        label = word("gini-change", language, **shown)
        ax.annotate(label, (middle, top), xytext=(0, 4), textcoords="offset points",
                    ha="center", color=COLOURS[1])  # fmt: skip
    return time_axis(ax, result)


def plot_gini_within_between(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw gaps within and between groups, beside what random labels would give (S1 Fig 7)."""
    total = _gap_total(result)
    for place, part in enumerate(("between", "within")):
        title = word(f"{part}-total", language)
        line(ax, total["period"], total[part], place, title)
        null = total[f"null_{part}_share"] * total["gini"]
        label = f"{title}, {word('random-labels', language)}"
        ax.plot(total["period"], null, ls=":", color=COLOURS[place], lw=1, label=label)
    ax.set_ylabel(word("axis-contribution", language))
    ax.set_ylim(bottom=0)
    return legend(time_axis(ax, result))


def plot_gini_dimensions(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the contribution of each dimension to the Gini coefficient over time (S1 Fig 8)."""
    gaps = result.gaps
    table = gaps.dimensions if gaps is not None else pd.DataFrame()
    framework = result.panel.framework
    for place, dimension in enumerate(result.scores.parts.columns):
        rows = table[table["dimension"] == dimension]
        title = framework.dimension_title(dimension, language)
        line(ax, rows["period"], rows["contribution"], place, title)
    ax.axhline(0, color="0.3", lw=0.6)
    ax.set_ylabel(word("axis-contribution", language))
    return legend(time_axis(ax, result))


def plot_gini_own(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw each group's own Gini coefficient with its interval (what S1 Fig 6 should show)."""
    own = _evidence(result).own
    for place, group in enumerate(result.panel.group_order):
        rows = own[own["group"] == group]
        ax.fill_between(rows["period"], rows["low"], rows["high"], lw=0, alpha=0.12,
                        color=COLOURS[place % 8])  # fmt: skip
        line(ax, rows["period"], rows["own_gini"], place, group_title(group, language))
    ax.set_ylabel(word("axis-own-gini", language))
    lowest = np.nanmin(own[["low", "own_gini"]].to_numpy(np.float64))
    ax.set_ylim(bottom=min(0.0, float(lowest)))
    return legend(time_axis(ax, result))


def plot_dagum(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw Dagum's three parts, beside the within part of random labels."""
    total = result.dagum.total if result.dagum is not None else pd.DataFrame()
    for place, part in enumerate(("transvariation", "within", "net_between")):
        line(ax, total["period"], total[part], place, word(f"dagum-{part}", language))
    null = total["null_within_share"] * total["gini"]
    label = f"{word('dagum-within', language)}, {word('random-labels', language)}"
    ax.plot(total["period"], null, ls=":", color=COLOURS[1], lw=1, label=label)
    ax.set_ylabel(word("axis-contribution", language))
    ax.set_ylim(bottom=0)
    return legend(time_axis(ax, result))


def plot_gap_heat(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the cells of the last period as multiples of what random labels give."""
    cells = _cells(result)
    shape = (-1, len(result.scores.parts.columns))
    ratio = _ratios(cells).reshape(shape)
    image = ax.pcolormesh(np.ma.masked_invalid(ratio), cmap=DIVERGING, vmin=0, vmax=2,
                          edgecolors="white", linewidth=0.6)  # fmt: skip
    ax.set_facecolor("0.9")
    sure = (cells["p_adjusted"] <= 1 - _evidence(result).chance.confidence).to_numpy()
    values = cells["value"].to_numpy().reshape(shape)
    gap = "  " if values.shape[1] <= ONE_LINE else "\n"
    for (i, j), value in np.ndenumerate(values):
        shown = fixed(float(ratio[i, j]), 2) + ("*" if sure.reshape(shape)[i, j] else "")
        colour = "white" if abs(ratio[i, j] - 1) > 0.7 else "black"
        label = f"{shown}{gap}({fixed(float(value), 4)})"
        ax.text(j + 0.5, i + 0.5, label, ha="center", va="center", fontsize=6, color=colour)
    _cell_axes(result, language, ax, values.shape)
    colour_bar(
        ax,
        image,
        word("axis-ratio", language),
        location="bottom",
        shrink=0.6,
        aspect=40,
        pad=0.03,
        extend="both",
    )
    return ax


def plot_gap_bars(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the contribution of every cell of the last period from a zero line, with intervals."""
    cells, framework = _cells(result), result.panel.framework
    q = len(result.scores.parts.columns)
    pairs, thick = len(cells) // q, 0.8 / q
    for m, dimension in enumerate(result.scores.parts.columns):
        rows = cells.iloc[m::q]
        place = np.arange(pairs) + 0.1 + thick * (m + 0.5)
        colour, title = COLOURS[m % len(COLOURS)], framework.dimension_title(dimension, language)
        ax.barh(place, rows["value"], 0.9 * thick, color=colour, alpha=0.75, label=title)
        ax.hlines(place, rows["low"], rows["high"], color="0.15", lw=0.8)
        ax.plot(rows["null"], place, "|", color="0.15", ms=5, mew=1.1)
    ax.plot([], [], "|", color="0.15", ms=5, mew=1.1, label=word("random-labels", language))
    ax.axvline(0, color="0.15", lw=0.8)
    _cell_axes(result, language, ax, (pairs, 0))
    ax.set_xlabel(word("axis-contribution", language))
    ax.legend(frameon=False, ncols=4, fontsize=7.5, loc="lower right", bbox_to_anchor=(1, 1))
    return ax


def gap_height(name: str, result: Result) -> float:
    """Give the height of a figure of cells in inches, with a line a pair of groups."""
    k, q = len(result.panel.group_order), len(result.scores.parts.columns)
    lines = 0.24 if q <= ONE_LINE else 0.32
    each = lines if name == "gap_heat" else max(0.2, 0.085 * q)
    return max(HEIGHT, 1.5 + each * k * (k + 1) / 2)


def _cell_axes(result: Result, language: Language, ax: Axes, shape: tuple[int, ...]) -> None:
    """Name pairs of groups downwards and, in a matrix, dimensions across."""
    cells, framework = _cells(result), result.panel.framework
    q = len(result.scores.parts.columns)
    names = zip(cells["group_a"].iloc[::q], cells["group_b"].iloc[::q], strict=True)
    labels = [pair_title(a, b, language) for a, b in names]
    ax.set_yticks(np.arange(shape[0]) + 0.5, labels, fontsize=7)
    ax.set_ylim(shape[0], 0)
    ax.axhline(len(result.panel.group_order), color="0.2", lw=0.8)
    ax.tick_params(axis="y", length=0)
    if shape[1]:
        titles = [framework.dimension_title(d, language) for d in result.scores.parts.columns]
        ax.set_xticks(np.arange(q) + 0.5, titles, fontsize=7, rotation=0 if q < 6 else 30)
        ax.tick_params(axis="x", length=0, labeltop=True, labelbottom=False)
        ax.spines[:].set_visible(False)


def _cells(result: Result) -> pd.DataFrame:
    """Rows of the cells in the last period."""
    return _evidence(result).of("cell", result.panel.periods[-1])


def _ratios(cells: pd.DataFrame) -> np.ndarray:
    expected = cells["null"].where(cells["null"] != 0).to_numpy(np.float64)
    return np.asarray(cells["value"].to_numpy(np.float64) / expected)


def _evidence(result: Result) -> GapEvidence:
    if result.gap_evidence is None:
        raise AssertionError("a figure of evidence that was not gathered")
    return result.gap_evidence


def _gap_total(result: Result) -> pd.DataFrame:
    return result.gaps.total if result.gaps is not None else pd.DataFrame()
