"""Draw one figure of a result, on Axes of the user's or of a new figure."""

from __future__ import annotations

from matplotlib.axes import Axes

from resilmeter.catalogue import Language
from resilmeter.errors import MethodError, problem
from resilmeter.present.drawing import axes_of, drawing
from resilmeter.present.figures.draw import draw_figure, drawable_figures
from resilmeter.result import Result


def plot_figure(
    result: Result, name: str, *, language: Language = "en", ax: Axes | None = None
) -> Axes:
    """Draw one of the figures that a run writes.

    Parameters
    ----------
    result : Result
        What a study led to.
    name : str
        Name of the figure, as that of its file: "index_growth", "gini", "gap_heat", "maps", ...
    language : {"en", "zh"}
        Language of the labels.
    ax : Axes, optional
        Where to; a new figure if left out.

    Returns
    -------
    Axes
        Save it with ``ax.figure.savefig``; nothing global is changed.

    Raises
    ------
    MethodError
        A figure that the results do not allow; the message lists those that they do.

    Examples
    --------
    >>> import resilmeter as rm
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp()) / "mine"
    >>> _ = rm.new_study(folder, "seed-000")
    >>> result = rm.run(rm.Study.load(folder / "study.toml", ("analyze.gaps=false",)))
    >>> len(plot_figure(result, "index_growth").patches)
    10
    """
    allowed = drawable_figures(result)
    if name not in allowed:
        raise MethodError(problem("unknown-figure", given=name, allowed=allowed))
    with drawing():
        return draw_figure(name, result, language, axes_of(ax))
