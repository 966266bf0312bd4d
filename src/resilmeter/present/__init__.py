"""Present: tables, figures, workbook and report; rounding and wording happen here only."""

from resilmeter.present.figures.plot import plot_figure
from resilmeter.present.formats.workbook import write_workbook
from resilmeter.present.maps import MapChoices, plot_categories, plot_map, plot_maps
from resilmeter.present.paper import paper_of
from resilmeter.present.report import report
from resilmeter.present.sentences.headlines import headlines

__all__ = [
    "MapChoices",
    "headlines",
    "paper_of",
    "plot_categories",
    "plot_figure",
    "plot_map",
    "plot_maps",
    "report",
    "write_workbook",
]
