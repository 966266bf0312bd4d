"""Save figures as files that are the same, byte by byte, each time."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.text import Text

from resilmeter.catalogue import Language
from resilmeter.errors import Problem, doubt
from resilmeter.present.figures.draw import figures
from resilmeter.present.figures.pictures import PICTURES
from resilmeter.present.fonts import chinese_font, undrawn
from resilmeter.result import Result

Drawn = dict[Language, dict[str, Figure]]


def save_figures(result: Result, drawn: Drawn, folder: Path) -> list[Problem]:
    """Save every figure in every format the study asks for.

    Parameters
    ----------
    result : Result
        What a study led to.
    drawn : dict
        Figures by language and name; the first language has plain file names, a second one its
        code before the ending.
    folder : Path
        Where to; made by this function.

    Returns
    -------
    list of Problem
        A doubt if Chinese text had to be drawn without a Chinese font: bitmap figures then carry
        English labels, while the text of SVG figures is left to the reader's fonts.
    """
    folder.mkdir()
    bitmaps = readable(result, drawn)
    for place, language in enumerate(drawn):
        suffix = "" if place == 0 else f".{language}"
        for kind in result.provenance.study["present"]["figures"]:
            plots = drawn[language] if kind == "svg" else bitmaps[language]
            for name, figure in plots.items():
                (folder / f"{name}{suffix}.{kind}").write_bytes(PICTURES[kind](figure))
    signs = undrawn(
        text.get_text() for plots in drawn.values() for figure in plots.values()
        for text in figure.findobj(Text) if isinstance(text, Text)
    )  # fmt: skip
    if chinese_font() is None:
        return [doubt("no-chinese-font")] if signs else []
    return [doubt("font-lacks", font=chinese_font(), signs="".join(signs))] if signs else []


def readable(result: Result, drawn: Drawn) -> Drawn:
    """Give the figures whose letters can be drawn: English ones where no font has Chinese."""
    if "zh" in drawn and chinese_font() is None:
        return {**drawn, "zh": figures(result, "en")}
    return drawn
