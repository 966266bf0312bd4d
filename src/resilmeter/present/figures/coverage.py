"""Which cells were filled, and the index of every group in the last period."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from resilmeter.catalogue import Language
from resilmeter.core.arrays import FloatArray
from resilmeter.panel import Panel, Status
from resilmeter.present.figures.axes import colour_bar
from resilmeter.present.figures.diagnosis import cut_name
from resilmeter.present.palette import COLOURS, HEIGHT, SEQUENTIAL
from resilmeter.present.words import group_title, indicator_title, word
from resilmeter.result import Result

# What became of the cells without a value in the file, block by block.
BLOCKS: dict[str, tuple[Status, ...]] = {
    "coverage-interpolated": (Status.INTERPOLATED, Status.EXTRAPOLATED),
    "coverage-imputed": (
        Status.GROUP_MEDIAN, Status.NEAREST_NEIGHBOURS, Status.CHAINED_EQUATIONS,
    ),
    "coverage-missing": (Status.MISSING,),
}  # fmt: skip


def drawable_coverage(result: Result) -> list[str]:
    """Name the figures about the sample; cells are drawn only if some were filled."""
    filled = bool((result.scaled.panel.status.to_numpy() != Status.OBSERVED).any())
    return ["overview", "flow", *(["coverage"] if filled else [])]


def coverage_height(name: str, result: Result) -> float:
    """Give the height of the coverage figure in inches, with a line an indicator."""
    del name
    rows = int(filled_indicators(result.scaled.panel).size)
    return max(1.8, 1.5 + 0.17 * rows)


def filled_indicators(panel: Panel) -> np.ndarray:
    """Positions of the indicators with cells that were not observed."""
    return np.flatnonzero((panel.status.to_numpy() != Status.OBSERVED).any(axis=0))


def shares(panel: Panel) -> dict[str, FloatArray]:
    """Share of units by indicator and period, for each block that holds any cell."""
    shape = (len(panel.units), len(panel.periods), len(panel.framework.codes))
    status = panel.status.to_numpy().reshape(shape)
    found = {key: np.isin(status, kinds).mean(axis=0).T for key, kinds in BLOCKS.items()}
    return {key: share for key, share in found.items() if share.any()}


def plot_coverage(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the share of filled cells by indicator and period, one block for each way of filling."""
    panel = result.scaled.panel
    rows, blocks = filled_indicators(panel), shares(panel)
    top = max(float(share.max()) for share in blocks.values())
    step, ticks = len(panel.periods) + 1, []
    for place, (key, share) in enumerate(blocks.items()):
        _block(ax, share[rows], place * step, top)
        middle = place * step + len(panel.periods) / 2
        ax.text(middle, -0.25, word(key, language), ha="center", va="bottom", fontsize=8)
        ticks += [(place * step + t + 0.5, str(panel.periods[t])) for t in _shown(panel)]
    names = [indicator_title(panel.framework, panel.framework.codes[j], language) for j in rows]
    ax.set_yticks(np.arange(rows.size) + 0.5, [cut_name(name) for name in names], fontsize=7)
    ax.set_xticks([x for x, _ in ticks], [text for _, text in ticks], fontsize=7)
    ax.set_xlim(-0.1, len(blocks) * step - 0.9)
    ax.set_ylim(rows.size, 0)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    colour_bar(
        ax,
        ax.collections[0],
        word("axis-coverage", language),
        location="bottom",
        shrink=0.5,
        aspect=40,
    )
    return ax


def _block(ax: Axes, share: FloatArray, left: int, top: float) -> None:
    """Draw the cells of one block; cells without anything filled stay as the frame around them."""
    some = [(i, t) for i, t in np.ndindex(share.shape) if share[i, t] > 0]
    squares = [Rectangle((left + t, i), 1, 1) for i, t in some]
    found = PatchCollection(squares, cmap=SEQUENTIAL, edgecolor="white", linewidth=0.3)
    found.set_array(np.array([100 * share[cell] for cell in some]))
    found.set_clim(0, 100 * top)
    ax.add_collection(found)
    frame = Rectangle((left, 0), share.shape[1], share.shape[0], fill=False, ec="0.75", lw=0.6)
    ax.add_patch(frame)


def _shown(panel: Panel) -> list[int]:
    """Places of the periods to name: all of a few, else first, middle and last."""
    last = len(panel.periods) - 1
    return list(range(last + 1)) if last < 5 else [0, last // 2, last]


def overview_height(name: str, result: Result) -> float:
    """Give the height of the overview in inches, with a line a group."""
    del name
    return max(1.6, min(HEIGHT, 1.2 + 0.35 * max(1, len(result.panel.group_order))))


def plot_overview(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the index of the units in the last period: median, quartiles, extremes, and means."""
    index = result.scores.index.xs(result.panel.periods[-1], level="period").to_numpy()
    groups, codes = result.panel.group_order, result.panel.group_codes
    parts = [index[codes == g] for g in range(len(groups))] if groups else [index]
    names = [group_title(group, language) for group in groups] or [word("all-units", language)]
    ax.boxplot(
        parts, orientation="horizontal", tick_labels=names, showmeans=True, widths=0.55,
        whis=(0, 100), medianprops={"color": COLOURS[1]},
        meanprops={"marker": "D", "markersize": 4, "mfc": COLOURS[0], "mec": COLOURS[0]},
    )  # fmt: skip
    ax.invert_yaxis()
    ax.set_xlabel(word("index", language))
    return ax
