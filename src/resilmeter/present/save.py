"""Save figures as files that are the same, byte by byte, each time."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.text import Text

from resilmeter.catalogue import Language
from resilmeter.errors import Problem, doubt
from resilmeter.present.figures import drawing
from resilmeter.present.fonts import chinese_font, has_chinese
from resilmeter.present.report import svg_bytes


def save_figures(
    drawn: dict[Language, dict[str, Figure]], folder: Path, formats: tuple[str, ...]
) -> list[Problem]:
    """Save every figure in every format.

    Parameters
    ----------
    drawn : dict
        Figures by language and name; the first language has plain file names, a second one its
        code before the ending.
    folder : Path
        Where to; made if needed.
    formats : tuple of str
        svg, png, pdf.

    Returns
    -------
    list of Problem
        A doubt if Chinese text had to be drawn without a Chinese font.
    """
    folder.mkdir()
    for place, (language, plots) in enumerate(drawn.items()):
        suffix = "" if place == 0 else f".{language}"
        for name, figure in plots.items():
            for kind in formats:
                _save(figure, folder / f"{name}{suffix}.{kind}", kind)
    plain = chinese_font() is None and any(_texts(f) for p in drawn.values() for f in p.values())
    return [doubt("no-chinese-font")] if plain else []


def _save(figure: Figure, path: Path, kind: str) -> None:
    if kind == "svg":
        path.write_bytes(svg_bytes(figure))
        return
    metadata = {"CreationDate": None} if kind == "pdf" else {"Software": "resilmeter"}
    with drawing():
        figure.savefig(path, format=kind, metadata=metadata)


def _texts(figure: Figure) -> bool:
    """Tell whether the figure has Chinese text to draw."""
    return any(has_chinese(text.get_text()) for text in figure.findobj(Text))
