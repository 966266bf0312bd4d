"""The figures of the diagnosis: weight beside importance, and the correlation matrix."""

from __future__ import annotations

from unicodedata import east_asian_width

import numpy as np
from matplotlib.axes import Axes

from resilmeter.analyze import Diagnosis
from resilmeter.catalogue import Language
from resilmeter.present.figures.axes import colour_bar
from resilmeter.present.palette import COLOURS, DIVERGING, HEIGHT
from resilmeter.present.words import fixed, indicator_title, word
from resilmeter.result import Result

# Up to this many indicators a cell of the matrix has room for its number.
MOST_NUMBERED = 16
# Longer names are cut; the tables have them in full. A Chinese character counts twice.
LONGEST_NAME = 36


def drawable(diagnosis: Diagnosis | None) -> list[str]:
    """Name the figures of the diagnosis that its tables allow."""
    if diagnosis is None:
        return []
    names = [] if diagnosis.indicators["importance"].isna().all() else ["importance"]
    return names if diagnosis.correlations["pearson"].isna().all() else [*names, "correlations"]


def height(name: str, result: Result) -> float:
    """Give the height of a figure in inches, with a line an indicator."""
    around = 1.6 if name == "correlations" else 1.2
    return max(HEIGHT, around + 0.17 * len(result.panel.framework.codes))


def plot_importance(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the weight of each indicator beside its importance for the index (E-06)."""
    order = _order(result)
    table = _diagnosis(result).indicators.iloc[order]
    place = np.arange(len(table))
    ax.hlines(place, table["weight"], table["importance"], color="0.75", lw=1.2)
    ax.plot(table["weight"], place, "o", ms=4.5, mfc="white", mec=COLOURS[0],
            label=word("weight", language))  # fmt: skip
    ax.plot(table["importance"], place, "D", ms=4, color=COLOURS[1],
            label=word("importance", language))  # fmt: skip
    ax.set_yticks(place, _names(result, language), fontsize=7)
    ax.set_ylim(len(table) - 0.5, -0.5)
    for edge in _edges(result):
        ax.axhline(edge - 0.5, color="0.85", lw=0.6)
    ax.set_xlim(left=0)
    ax.set_xlabel(word("axis-importance", language))
    ax.legend(frameon=False, ncols=2, fontsize=7.5, loc="lower right", bbox_to_anchor=(1, 1))
    return ax


def plot_correlations(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the correlation matrix as a heat map, in the order of the dimensions (E-26)."""
    shown = np.ma.masked_invalid(matrix(result))
    image = ax.pcolormesh(shown, cmap=DIVERGING, vmin=-1, vmax=1, edgecolors="white", linewidth=0.4)
    names = _names(result, language)
    middle = np.arange(len(names)) + 0.5
    ax.set_yticks(middle, [f"{name}  {n}" for n, name in enumerate(names, 1)], fontsize=7)
    turned = 0 if len(names) <= MOST_NUMBERED else 90
    ax.set_xticks(middle, [str(n) for n in range(1, len(names) + 1)], fontsize=7, rotation=turned)
    ax.set_ylim(len(names), 0)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    if len(names) <= MOST_NUMBERED:
        _number(shown, ax)
    for edge in _edges(result):
        ax.axhline(edge, color="0.2", lw=0.8)
        ax.axvline(edge, color="0.2", lw=0.8)
    colour_bar(
        ax,
        image,
        word("axis-correlation", language),
        location="bottom",
        shrink=0.6,
        aspect=40,
        pad=0.02,
    )
    return ax


def matrix(result: Result) -> np.ndarray:
    """Lay the correlations out as a (q, q) matrix, dimension by dimension."""
    pairs = _diagnosis(result).correlations
    q = len(result.panel.framework.codes)
    out = np.eye(q)
    upper = np.triu_indices(q, k=1)
    out[upper] = pairs["pearson"]
    out.T[upper] = pairs["pearson"]
    order = _order(result)
    return np.asarray(out[np.ix_(order, order)], dtype=np.float64)


def _diagnosis(result: Result) -> Diagnosis:
    if result.diagnosis is None:
        raise AssertionError("a figure of a diagnosis that was not made")
    return result.diagnosis


def _order(result: Result) -> np.ndarray:
    """Order indicators dimension by dimension, else as in the framework."""
    return np.argsort(result.panel.framework.dimension_codes, kind="stable")


def _edges(result: Result) -> list[int]:
    """Say before which indicators, in that order, a new dimension begins."""
    sizes = np.bincount(result.panel.framework.dimension_codes)
    return [int(edge) for edge in np.cumsum(sizes)[:-1]]


def _names(result: Result, language: Language) -> list[str]:
    """Name the indicators in that order, cut where a name is too long for a figure."""
    framework = result.panel.framework
    names = [indicator_title(framework, framework.codes[j], language) for j in _order(result)]
    return [cut_name(name) for name in names]


def cut_name(name: str) -> str:
    """Cut a name that is wider than a figure has room for.

    >>> cut_name("Volume of domestic waste collected and transported")
    'Volume of domestic waste collected…'
    """
    wide = np.cumsum([2 if east_asian_width(sign) in "WF" else 1 for sign in name])
    if wide[-1] <= LONGEST_NAME:
        return name
    return name[: int((wide < LONGEST_NAME).sum())].rstrip() + "…"


def _number(shown: np.ndarray, ax: Axes) -> None:
    """Write each correlation into its cell, in the colour that can be read there."""
    for (i, j), r in np.ndenumerate(shown):
        text = "" if np.ma.is_masked(r) else fixed(float(r), 2)
        colour = "white" if abs(r) > 0.6 else "0.2"
        ax.text(j + 0.5, i + 0.5, text, ha="center", va="center", fontsize=5.5, color=colour)
