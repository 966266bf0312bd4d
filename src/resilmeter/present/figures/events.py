"""Marks of what happened when, such as policies, in figures over time."""

from __future__ import annotations

from matplotlib.axes import Axes

from resilmeter.catalogue import Language
from resilmeter.result import Result

# Labels stand above the axes, on lines in turn, so that those of close periods do not meet.
LINES, LINE = 3, 8


def mark_events(result: Result, language: Language, ax: Axes) -> None:
    """Draw a line at the period of each event that the study names, with its label beside it."""
    for place, event in enumerate(result.provenance.study["present"]["events"]):
        shown = (event["label_zh"] if language == "zh" else "") or event["label"]
        ax.axvline(event["period"], color="0.45", lw=0.8, ls=(0, (4, 2)), zorder=0, label="_event0")
        ax.annotate(
            shown, (event["period"], 1.0), xycoords=("data", "axes fraction"),
            xytext=(0, 3 + LINE * (place % LINES)), textcoords="offset points", ha="center",
            va="bottom", fontsize=6.5, color="0.35",
        )  # fmt: skip
