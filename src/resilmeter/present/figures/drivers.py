"""The figures of the drivers: shares, periods, overlays, strata and ways to cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from resilmeter.analyze.drivers import DriverAnalysis
from resilmeter.catalogue import Language
from resilmeter.present.figures.diagnosis import cut_name
from resilmeter.present.palette import COLOURS, DASHES, HEIGHT, MARKERS, SEQUENTIAL
from resilmeter.present.tables.drivers import last_rows, pairs_of
from resilmeter.present.words import NOT_AVAILABLE, fixed, word
from resilmeter.result import Result
from resilmeter.rows import each_row

DARK = 0.6  # cells above this share of the largest value have white text
ACROSS = 3  # small panels in a row
NAMES_OF_STRATA = 5  # more do not fit under a small panel
SIGNS_UNDER = 22  # letters that fit under a small panel side by side


def drawable_drivers(result: Result) -> list[str]:
    """Name the figures of the drivers that their tables allow."""
    found = result.drivers
    if found is None:
        return []
    names = ["drivers_q"] if last_rows(found)["q"].notna().any() else []
    if len(found.given.periods) > 1 and names:
        names.append("drivers_over_time")
    if found.interactions is not None and found.interactions.table["q"].notna().any():
        names.append("drivers_interactions")
    if found.risk.strata["mean"].notna().any():
        names.append("drivers_risk")
    return [*names, "drivers_strata"] if found.search.table["q"].notna().any() else names


def drivers_height(name: str, result: Result) -> float:
    """Give the height of a figure in inches: a line a driver, or rows of small panels."""
    found = analysis(result)
    count = len(found.given.members)
    if name in {"drivers_risk", "drivers_strata"}:
        return 0.9 + 1.75 * -(-count // ACROSS)
    if name == "drivers_interactions":
        return max(HEIGHT, 1.4 + 0.32 * count)
    return max(2.2, 1.3 + 0.26 * count)


def analysis(result: Result) -> DriverAnalysis:
    """Give the drivers of a result that has them."""
    if result.drivers is None:
        raise AssertionError("a figure of drivers that were not looked at")
    return result.drivers


def plot_drivers_q(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw q of each driver with its interval, beside the q of noise."""
    found = analysis(result)
    rows = last_rows(found)
    place = np.arange(len(rows))
    told = (rows["p_adjusted"] < found.given.choices.alpha).to_numpy()
    ax.hlines(place, rows["low"], rows["high"], color="0.7", lw=1.6)
    ax.plot(rows["q_noise"], place, "|", ms=11, mew=1.6, color=COLOURS[1],
            label=word("q-noise", language))  # fmt: skip
    ax.plot(rows["q_adjusted"], place, "D", ms=3.5, mfc="none", mec="0.35",
            label=word("q-adjusted", language))  # fmt: skip
    for chosen, face, key in ((told, COLOURS[0], "q-told"), (~told, "white", "q-not-told")):
        if chosen.any():
            ax.plot(rows["q"][chosen], place[chosen], "o", ms=5.5, mfc=face, mec=COLOURS[0],
                    label=word(key, language))  # fmt: skip
    ax.axvline(0, color="0.8", lw=0.6)
    ax.set_yticks(place, titles(found, rows["driver"], language), fontsize=7.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlabel(word("axis-q", language, period=found.given.periods[-1]))
    ax.legend(frameon=False, ncols=2, fontsize=7, loc="lower left", bbox_to_anchor=(-0.02, 1))
    return ax


def plot_drivers_over_time(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw adjusted q of each driver in each period as a heat map; a star where it is told."""
    found = analysis(result)
    names, periods = [m.name for m in found.given.members], list(found.given.periods)
    table = found.factors.table[found.factors.table["period"].notna()]
    wide = table.pivot_table(index="driver", columns="period", values="q_adjusted", dropna=False)
    p = table.pivot_table(index="driver", columns="period", values="p_adjusted", dropna=False)
    shown = wide.reindex(index=names, columns=periods).to_numpy(dtype=float)
    told = p.reindex(index=names, columns=periods).to_numpy(dtype=float)
    top = _heat(ax, shown)
    for cell, q in np.ndenumerate(shown):
        star = "*" if told[cell] < found.given.choices.alpha else ""
        _write(ax, cell, fixed(float(q), 2) + star, dark=bool(q > DARK * top))
    _ticks(ax, [str(t) for t in periods], titles(found, names, language))
    return ax


def plot_drivers_interactions(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw adjusted q of every pair in the last period; hatched where it must not be read."""
    found = analysis(result)
    names = [m.name for m in found.given.members]
    order = {name: place for place, name in enumerate(names)}
    shown = np.full((len(names), len(names)), np.nan)
    texts: dict[tuple[int, int], str] = {}
    for row in each_row(last_rows(found)):
        shown[order[row.driver], order[row.driver]] = row.q_adjusted
    for row in each_row(pairs_of(found)):
        cell = order[row.driver_b], order[row.driver_a]
        shown[cell] = row.q_adjusted
        if not row.readable:
            ax.add_patch(_blocked(*cell))
            texts[cell] = NOT_AVAILABLE
        elif row.p_adjusted < found.given.choices.alpha:
            texts[cell] = fixed(row.q_adjusted, 2) + "*"
    read = shown.copy()
    for cell, text in texts.items():
        read[cell] = np.nan if text == NOT_AVAILABLE else shown[cell]
    top = _heat(ax, read)
    ax.set_facecolor("white")
    for cell, q in np.ndenumerate(shown):
        if not np.isnan(q):
            text = texts.get((cell[0], cell[1]), fixed(float(q), 2))
            _write(ax, cell, text, dark=bool(q > DARK * top) and text != NOT_AVAILABLE)
    named = titles(found, names, language)
    numbered = [f"{name}  {n}" for n, name in enumerate(named, 1)]
    _ticks(ax, [str(n) for n in range(1, len(names) + 1)], numbered)
    return ax


def plot_drivers_risk(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the mean outcome of each stratum with its letters, a small panel a driver."""
    found = analysis(result)
    strata = found.risk.strata[found.risk.strata["period"] == found.given.periods[-1]]
    low, high = float(strata["mean"].min()), float(strata["mean"].max())
    edge = max(high - low, 1e-9) * 0.3
    for panel, member in _panels(ax, found, language):
        own = strata[(strata["driver"] == member) & strata["mean"].notna()]
        place = np.arange(len(own))
        ordered = bool(own["low"].notna().all())
        panel.plot(place, own["mean"], "o-" if ordered else "o", ms=4, lw=0.8, color=COLOURS[0])
        for at, row in enumerate(each_row(own)):
            panel.annotate(row.letters, (at, row.mean), xytext=(0, 4), textcoords="offset points",
                           ha="center", fontsize=7)  # fmt: skip
        panel.set_ylim(low - edge, high + edge)
        panel.set_xlim(-0.5, max(len(own) - 0.5, 0.5))
        names = own["stratum"].astype(str) if ordered else own["label"]
        few = len(own) <= NAMES_OF_STRATA
        shown = names if few else own["stratum"].astype(str)
        turned = 20 if sum(map(len, shown)) > SIGNS_UNDER else 0
        panel.set_xticks(place, shown, fontsize=6, rotation=turned)
        if own.empty:
            panel.text(0, (low + high) / 2, NOT_AVAILABLE, ha="center", fontsize=7)
    ax.set_title(word("axis-risk", language, period=found.given.periods[-1]), fontsize=7.5,
                 loc="left")  # fmt: skip
    return ax


def plot_drivers_strata(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw q by method and number of classes, a small panel a driver, the choice marked."""
    found = analysis(result)
    table = found.search.table
    top = 1.1 * float(table["q"].max())
    methods = list(dict.fromkeys(table.loc[table["method"] != "", "method"]))
    handles, labels = list[Artist](), list[str]()
    for panel, member in _panels(ax, found, language):
        own = table[(table["driver"] == member) & table["q"].notna()]
        for place, method in enumerate(methods):
            line = own[own["method"] == method]
            panel.plot(line["classes"].astype(float), line["q"], color=COLOURS[place], lw=0.9,
                       marker=MARKERS[place], ms=2.6, ls=DASHES[place % 4],
                       label=word(f"cut-{method}", language))  # fmt: skip
        chosen = own[own["chosen"].fillna(value=False)]
        panel.plot(chosen["classes"].astype(float), chosen["q"], "o", ms=9, mfc="none", mec="0.1",
                   label=word("search-choice", language))  # fmt: skip
        panel.set_ylim(0, top if top > 0 else 1)
        panel.set_xlim(2.5, 8.5)
        panel.set_xticks(range(3, 9))
        if own.empty:
            panel.text(5.5, 0.5 * top, NOT_AVAILABLE, ha="center", fontsize=7)
        handles, labels = panel.get_legend_handles_labels()
    ax.legend(handles, labels, frameon=False, ncols=3, fontsize=6.5, loc="lower left",
              bbox_to_anchor=(0, 1), borderaxespad=0)  # fmt: skip
    return ax


Plot = Callable[[Result, Language, Axes], Axes]
DRIVERS: dict[str, Plot] = {
    "drivers_q": plot_drivers_q,
    "drivers_over_time": plot_drivers_over_time,
    "drivers_interactions": plot_drivers_interactions,
    "drivers_risk": plot_drivers_risk,
    "drivers_strata": plot_drivers_strata,
}


def titles(found: DriverAnalysis, names: pd.Series | list[str], language: Language) -> list[str]:
    """Name drivers for people, cut where a name is too long for a figure."""
    return [cut_name(found.given.driver(name).title(language)) for name in names]


def _panels(ax: Axes, found: DriverAnalysis, language: Language) -> Iterator[tuple[Axes, str]]:
    """Yield a small panel for each driver, inside an empty Axes."""
    ax.set_axis_off()
    names = [member.name for member in found.given.members]
    down = -(-len(names) // ACROSS)
    for place, name in enumerate(names):
        i, j = divmod(place, ACROSS)
        left, bottom = j / ACROSS + 0.03, 1 - (i + 1) / down + 0.12 / down
        panel = ax.inset_axes((left, bottom, 1 / ACROSS - 0.06, 0.66 / down))
        panel.tick_params(labelsize=6)
        panel.set_title(titles(found, [name], language)[0], fontsize=7, pad=3)
        yield panel, name


def _heat(ax: Axes, shown: np.ndarray) -> float:
    """Colour cells from 0 to the largest value, which is returned; grey where not defined."""
    top = max(float(np.nanmax(shown, initial=0.0)), 1e-9)
    ax.set_facecolor("0.93")
    ax.pcolormesh(np.ma.masked_invalid(shown), cmap=SEQUENTIAL, vmin=0, vmax=top,
                  edgecolors="white", linewidth=0.4)  # fmt: skip
    return top


def _write(ax: Axes, cell: tuple[int, ...], text: str, *, dark: bool) -> None:
    """Write into a cell, in the colour that can be read there."""
    ax.text(cell[1] + 0.5, cell[0] + 0.5, text, ha="center", va="center", fontsize=6.5,
            color="white" if dark else "0.1")  # fmt: skip


def _blocked(i: int, j: int) -> Rectangle:
    return Rectangle((j, i), 1, 1, facecolor="0.93", edgecolor="0.6", hatch="////", lw=0.4)


def _ticks(ax: Axes, across: list[str], down: list[str]) -> None:
    ax.set_xticks(np.arange(len(across)) + 0.5, across, fontsize=7)
    ax.set_yticks(np.arange(len(down)) + 0.5, down, fontsize=7)
    ax.set_ylim(len(down), 0)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
