"""Many variants of an index at once: scores, ranks, how far they agree, which units tie."""

from resilmeter.core.robustness.agreement import RankAgreement, agreement_with, rank_agreement
from resilmeter.core.robustness.noise import dirichlet_weights
from resilmeter.core.robustness.ranks import (
    RankIntervals,
    rank_intervals,
    rank_rows,
    tied_groups,
)
from resilmeter.core.robustness.scores import nested_variants, power_variants

__all__ = [
    "RankAgreement",
    "RankIntervals",
    "agreement_with",
    "dirichlet_weights",
    "nested_variants",
    "power_variants",
    "rank_agreement",
    "rank_intervals",
    "rank_rows",
    "tied_groups",
]
