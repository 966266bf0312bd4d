"""Gaps between units: how large, between whom, in what, since when, and is it more than chance?"""

from resilmeter.analyze.gaps.cells import GiniDecomposition, gini_cells
from resilmeter.analyze.gaps.chance import Chance
from resilmeter.analyze.gaps.change import GapChange, gap_change
from resilmeter.analyze.gaps.comparison import compare_decompositions
from resilmeter.analyze.gaps.dagum import DagumDecomposition, dagum
from resilmeter.analyze.gaps.evidence import GapEvidence, gap_evidence
from resilmeter.analyze.gaps.inequality import Inequality, inequality

__all__ = [
    "Chance",
    "DagumDecomposition",
    "GapChange",
    "GapEvidence",
    "GiniDecomposition",
    "Inequality",
    "compare_decompositions",
    "dagum",
    "gap_change",
    "gap_evidence",
    "gini_cells",
    "inequality",
]
