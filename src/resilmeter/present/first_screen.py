"""What stands above everything else in the report, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from resilmeter.catalogue import Language
from resilmeter.present.document import TABLE_OF_FIGURE
from resilmeter.present.explorer import Explorer, chart_titles, left_out
from resilmeter.present.sentences.lead import lead
from resilmeter.present.words import word
from resilmeter.result import Result


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The figure that stands in for the interactive part in print and without scripts.

    Attributes
    ----------
    figure : Figure
        As drawn.
    caption, alt : str
        What it shows, and what a reader who cannot see it is told.
    """

    figure: Figure
    caption: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class FirstScreen:
    """One finding, the interactive part, and its stand-in.

    Attributes
    ----------
    lead : str
        The finding with its interval.
    charts : list of dict
        "name" and "title" of the charts that are drawn.
    left_out : list of str
        What could not be shown, and where it is.
    overview : Overview or None
        None where the figure was not drawn.
    """

    lead: str
    charts: list[dict[str, str]]
    left_out: list[str]
    overview: Overview | None


def first_screen(
    result: Result, shown: Explorer | None, language: Language, plots: dict[str, Figure]
) -> FirstScreen:
    """Gather the first screen in one language.

    Parameters
    ----------
    result : Result
        What a study led to.
    shown : Explorer or None
        The interactive part.
    language : {"en", "zh"}
        Language of all texts.
    plots : dict of str to Figure
        Figures in this language.

    Returns
    -------
    FirstScreen
    """
    return FirstScreen(
        lead=lead(result, language),
        charts=chart_titles(result, shown, language),
        left_out=left_out(result, shown, language),
        overview=_overview(plots, language),
    )


def _overview(plots: dict[str, Figure], language: Language) -> Overview | None:
    if "overview" not in plots:
        return None
    caption = word("figure-overview", language)
    alt = word("alt-figure", language, caption=caption, table=TABLE_OF_FIGURE["overview"])
    return Overview(figure=plots["overview"], caption=caption, alt=alt)
