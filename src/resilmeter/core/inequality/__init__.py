"""How unequal is it, between whom, and in what?

Kernels take values, or ``parts`` (n, q) whose rows add up to them, ``groups`` as integer codes, and
optional ``weights`` of the units. They return numbers, or frozen records of arrays. Own inequality
and contribution are different fields with different names everywhere.
"""

from resilmeter.core.inequality.atkinson import (
    AtkinsonSplit,
    Representative,
    atkinson,
    atkinson_groups,
)
from resilmeter.core.inequality.attainable import (
    Ranks,
    largest_net_between,
    share_of_attainable,
)
from resilmeter.core.inequality.bootstrap import CellReplicates, draw_cities
from resilmeter.core.inequality.cells import GiniCells, gini_cells
from resilmeter.core.inequality.change import GiniChange, gini_change
from resilmeter.core.inequality.change_intervals import ChangeIntervals, change_intervals
from resilmeter.core.inequality.checks import Correction
from resilmeter.core.inequality.coefficient import absolute_gini, gini, shortfall_gini
from resilmeter.core.inequality.dagum import Dagum, dagum, dagum_of
from resilmeter.core.inequality.entropy import generalised_entropy, theil_l, theil_t
from resilmeter.core.inequality.entropy_parts import EntropySplit, entropy_groups, theil_sources
from resilmeter.core.inequality.estimates import Estimates
from resilmeter.core.inequality.first_place import shares_of_first_place
from resilmeter.core.inequality.jackknife import GiniIntervals, gini_intervals
from resilmeter.core.inequality.nested import nested_entropy
from resilmeter.core.inequality.net import NetCells, net_cells
from resilmeter.core.inequality.null import null_cells, null_shares, ratio_to_null
from resilmeter.core.inequality.permutation import GroupTest, permutation_test
from resilmeter.core.inequality.pieces import Piece, bin_gap, piece, piece_of_counts
from resilmeter.core.inequality.sources import GiniSources, gini_sources
from resilmeter.core.inequality.spread import Spread, spread

__all__ = [
    "AtkinsonSplit",
    "CellReplicates",
    "ChangeIntervals",
    "Correction",
    "Dagum",
    "EntropySplit",
    "Estimates",
    "GiniCells",
    "GiniChange",
    "GiniIntervals",
    "GiniSources",
    "GroupTest",
    "NetCells",
    "Piece",
    "Ranks",
    "Representative",
    "Spread",
    "absolute_gini",
    "atkinson",
    "atkinson_groups",
    "bin_gap",
    "change_intervals",
    "dagum",
    "dagum_of",
    "draw_cities",
    "entropy_groups",
    "generalised_entropy",
    "gini",
    "gini_cells",
    "gini_change",
    "gini_intervals",
    "gini_sources",
    "largest_net_between",
    "nested_entropy",
    "net_cells",
    "null_cells",
    "null_shares",
    "permutation_test",
    "piece",
    "piece_of_counts",
    "ratio_to_null",
    "share_of_attainable",
    "shares_of_first_place",
    "shortfall_gini",
    "spread",
    "theil_l",
    "theil_sources",
    "theil_t",
]
