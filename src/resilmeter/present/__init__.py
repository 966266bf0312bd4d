"""Present: tables, figures, workbook and report; rounding and wording happen here only."""

from resilmeter.present.figures import FIGURES, figures
from resilmeter.present.maps import MapChoices, plot_categories, plot_map, plot_maps
from resilmeter.present.paper import paper_of
from resilmeter.present.plot import plot_figure
from resilmeter.present.report import report
from resilmeter.present.sentences import headlines
from resilmeter.present.tables import tables
from resilmeter.present.workbook import write_workbook

__all__ = [
    "FIGURES",
    "MapChoices",
    "figures",
    "headlines",
    "paper_of",
    "plot_categories",
    "plot_figure",
    "plot_map",
    "plot_maps",
    "report",
    "tables",
    "write_workbook",
]
