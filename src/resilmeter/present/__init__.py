"""Present: tables, figures, workbook and report; rounding and wording happen here only."""

from resilmeter.present.figures import FIGURES, figures
from resilmeter.present.paper import paper_of
from resilmeter.present.report import report
from resilmeter.present.sentences import headlines
from resilmeter.present.tables import tables
from resilmeter.present.workbook import write_workbook

__all__ = ["FIGURES", "figures", "headlines", "paper_of", "report", "tables", "write_workbook"]
