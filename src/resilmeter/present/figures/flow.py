"""The study as a flow chart: each stage that ran, with what went through it (S1-27)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from resilmeter.catalogue import Language
from resilmeter.panel import Status
from resilmeter.present.fonts import has_chinese
from resilmeter.present.words import joined, percent, word
from resilmeter.result import Result

# A Chinese character, or what stands together: a word, a number, with the mark behind it.
PIECES = re.compile(
    r"[\u3000-\u9fff\uff00-\uffef][、，。；：）]?|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+"
)
LETTERS = 12.7  # in a line, for each inch that the figure is wide
# Answers of a result, each with a short word of its own.
QUESTIONS = (
    "diagnosis", "growth", "gaps", "drivers", "change", "dynamics", "space", "grades",
    "obstacles", "levers", "tried",
)  # fmt: skip


def stages_run(result: Result, language: Language) -> list[tuple[str, str]]:
    """Name the stages that ran, each with its counts and method.

    Parameters
    ----------
    result : Result
        What a study led to.
    language : {"en", "zh"}
        Language of the texts.

    Returns
    -------
    list of (str, str)
        Title of a stage and what happened there, in order.
    """
    own = result.scores.method != "imported"
    stages = [("read", _read(result, language)), *_blanked(result, language)]
    stages += _filled(result, language)
    stages += _treated(result, language)
    if own:
        stages.append(("scale", _scaled(result, language)))
        stages.append(("weigh", _weighed(result, language)))
    stages.append(("score", _scored(result, language)))
    asked = [
        word(f"question-{name}", language)
        for name in QUESTIONS
        if getattr(result, name) is not None
    ]
    if asked:
        stages.append(("analyze", joined(asked, language)))
    return [(word(f"flow-{name}", language), text) for name, text in stages]


def flow_height(name: str, result: Result) -> float:
    """Give the height of the flow chart in inches: half an inch a stage."""
    del name
    return 0.5 + 0.52 * len(stages_run(result, "en"))


def plot_flow(result: Result, language: Language, ax: Axes) -> Axes:
    """Draw the stages from top to bottom, an arrow from each to the next (S1-27)."""
    stages = stages_run(result, language)
    ax.set_axis_off()
    ax.set_xlim(-0.01, 1.01)
    ax.set_ylim(len(stages) - 0.6, -0.4)
    arrow = {"arrowstyle": "-|>", "color": "0.4", "lw": 0.9, "shrinkA": 0, "shrinkB": 0}
    wide = int(LETTERS * ax.figure.bbox.width / ax.figure.dpi)
    for place, (title, text) in enumerate(stages):
        ax.add_patch(Rectangle((0, place - 0.33), 1, 0.66, fc="#eef3f8", ec="0.5", lw=0.7))
        ax.text(0.02, place, title, ha="left", va="center", fontsize=8.5, weight="bold")
        ax.text(
            0.18, place, _lines(text, wide), ha="left", va="center", fontsize=7.5, in_layout=False
        )
        if place:
            ax.annotate("", (0.08, place - 0.33), (0.08, place - 0.67), arrowprops=arrow)
    return ax


def _read(result: Result, language: Language) -> str:
    panel = result.panel
    return word(
        "flow-sample" if len(panel.periods) > 1 else "flow-sample-one-period",
        language, units=len(panel.units), periods=len(panel.periods),
        first=panel.periods[0], last=panel.periods[-1], indicators=len(panel.framework.codes),
        cells=f"{panel.values.size:,}", missing=f"{panel.missing:,}",
    )  # fmt: skip


def _blanked(result: Result, language: Language) -> Iterator[tuple[str, str]]:
    """Count the values that were read and not kept: those beyond their theoretical bounds."""
    lost = result.scaled.panel.status.to_numpy() != Status.OBSERVED
    count = int((result.panel.values.notna().to_numpy() & lost).sum())
    if count:
        yield "blank", word("flow-blanked", language, count=f"{count:,}")


def _filled(result: Result, language: Language) -> Iterator[tuple[str, str]]:
    """Count the cells that were filled, by how."""
    status = result.scaled.panel.status.to_numpy()
    counts = {kind: int((status == kind).sum()) for kind in Status if kind > Status.MISSING}
    said = [f"{word(f'status-{int(kind)}', language)} {count:,}"
            for kind, count in counts.items() if count]  # fmt: skip
    if said:
        share = percent(result.scaled.panel.imputed_share)
        yield "fill", word("flow-filled", language, how=joined(said, language), share=share)


def _treated(result: Result, language: Language) -> Iterator[tuple[str, str]]:
    treated, how = result.scaled.panel.treated, result.provenance.study["prepare"]["treat"]
    if treated is not None:
        yield "treat", word("flow-treated", language, count=f"{len(treated):,}",
                            method=word(f"treating-{how['method']}", language))  # fmt: skip


def _scaled(result: Result, language: Language) -> str:
    scaled = result.scaled
    named = word(f"norm-{scaled.method}", language)
    return joined([named, word(f"scaling-{scaled.scope}", language)], language)


def _weighed(result: Result, language: Language) -> str:
    counted = {"indicators": len(result.panel.framework.codes)}
    counted["dimensions"] = len(result.panel.framework.dimensions)
    named = word(f"short-{result.weights.method}", language)
    return word("flow-weighed", language, method=named, **counted)


def _scored(result: Result, language: Language) -> str:
    named = word(f"by-{result.scores.method}", language)
    return word("flow-scored", language, method=named, count=f"{len(result.scores.index):,}")


def _lines(text: str, wide: int) -> str:
    """Break a text that is wider than its box; a Chinese character takes two letters."""
    if not has_chinese(text):
        return "\n".join(wrap(text, wide))
    lines, room = [""], float(wide)
    for piece in PIECES.findall(text):
        taken = sum(2 if has_chinese(sign) else 1 for sign in piece)
        if taken > room:
            lines, room = [*lines, ""], float(wide)
        lines[-1] += piece
        room -= taken
    return "\n".join(line.strip() for line in lines)
