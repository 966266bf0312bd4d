"""Weights from an oriented, scaled matrix, from raw values, or from judgement.

Kernels that look at data take ``x``, an (n, q) float array (rows = city-years, columns =
indicators), and return a (q,) array that sums to 1; `labels` are the indicators' names, used in
error messages only.
"""

from resilmeter.core.weights.combine import COMBINATIONS, Combination, combine, fix_shares
from resilmeter.core.weights.components import (
    Adequacy,
    Components,
    PcaMeaning,
    adequacy,
    components,
    components_of,
    pca,
    pca_of,
)
from resilmeter.core.weights.contrast import (
    conflict,
    conflict_of,
    critic,
    critic_cv,
    critic_cv_of,
    critic_of,
)
from resilmeter.core.weights.correlation import distance, mean_ranks, pearson, spearman
from resilmeter.core.weights.judgement import AhpMethod, Judgement, ahp
from resilmeter.core.weights.removal import merec
from resilmeter.core.weights.simple import equal, given
from resilmeter.core.weights.spread import (
    coefficient_of_variation,
    entropies,
    entropies_of,
    entropy,
    positive,
    shares,
    skewness,
    skewness_of,
    standard_deviation,
)

__all__ = [
    "COMBINATIONS",
    "Adequacy",
    "AhpMethod",
    "Combination",
    "Components",
    "Judgement",
    "PcaMeaning",
    "adequacy",
    "ahp",
    "coefficient_of_variation",
    "combine",
    "components",
    "components_of",
    "conflict",
    "conflict_of",
    "critic",
    "critic_cv",
    "critic_cv_of",
    "critic_of",
    "distance",
    "entropies",
    "entropies_of",
    "entropy",
    "equal",
    "fix_shares",
    "given",
    "mean_ranks",
    "merec",
    "pca",
    "pca_of",
    "pearson",
    "positive",
    "shares",
    "skewness",
    "skewness_of",
    "spearman",
    "standard_deviation",
]
