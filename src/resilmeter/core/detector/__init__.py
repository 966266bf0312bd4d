"""The geographical detector: how much drivers explain, together and apart, beside what noise would.

Arrays in (an outcome, integer stratum codes), frozen records out. `published_*` repeat the
conventions of three programs for comparison; all other functions are shift-free and count noise.
"""

from resilmeter.core.detector.covariance import CovarianceNull, covariance_null
from resilmeter.core.detector.ecological import Ecological, ecological_detector
from resilmeter.core.detector.factor import Factor, factor_detector, factor_detectors
from resilmeter.core.detector.interaction import (
    Interaction,
    Kind,
    classify,
    interaction_detector,
    interaction_detectors,
)
from resilmeter.core.detector.letters import compact_letters
from resilmeter.core.detector.multiplicity import benjamini_hochberg, holm
from resilmeter.core.detector.optimal import Candidate, OptimalStrata, Rule, optimal_strata
from resilmeter.core.detector.overlays import overlay_q
from resilmeter.core.detector.panel import PanelFactors, lagged_rows, panel_detector
from resilmeter.core.detector.permutation import shuffles, unit_shuffles
from resilmeter.core.detector.published import (
    COMPATS,
    Compat,
    PublishedFactor,
    PublishedInteraction,
    published_factor,
    published_interaction,
)
from resilmeter.core.detector.published_pairs import (
    PublishedRisk,
    published_ecological,
    published_risk,
)
from resilmeter.core.detector.risk import Correction, Risk, risk_detector
from resilmeter.core.detector.robust import RobustStrata, robust_strata
from resilmeter.core.detector.shapley import Shapley, shapley_drivers, shapley_values
from resilmeter.core.detector.spatial import moran_null, null_p
from resilmeter.core.detector.tree import Growth

__all__ = [
    "COMPATS",
    "Candidate",
    "Compat",
    "Correction",
    "CovarianceNull",
    "Ecological",
    "Factor",
    "Growth",
    "Interaction",
    "Kind",
    "OptimalStrata",
    "PanelFactors",
    "PublishedFactor",
    "PublishedInteraction",
    "PublishedRisk",
    "Risk",
    "RobustStrata",
    "Rule",
    "Shapley",
    "benjamini_hochberg",
    "classify",
    "compact_letters",
    "covariance_null",
    "ecological_detector",
    "factor_detector",
    "factor_detectors",
    "holm",
    "interaction_detector",
    "interaction_detectors",
    "lagged_rows",
    "moran_null",
    "null_p",
    "optimal_strata",
    "overlay_q",
    "panel_detector",
    "published_ecological",
    "published_factor",
    "published_interaction",
    "published_risk",
    "risk_detector",
    "robust_strata",
    "shapley_drivers",
    "shapley_values",
    "shuffles",
    "unit_shuffles",
]
